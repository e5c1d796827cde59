import { initAll } from "./govuk-frontend.min.js";

// GOV.UK Frontend looks for its marks on the body, which is not there yet when supported.js runs.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
