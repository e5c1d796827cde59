// Runs before the page is drawn, so that nothing that needs JavaScript flickers into place.
document.documentElement.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.documentElement.classList.add("govuk-frontend-supported");
}
