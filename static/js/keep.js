// Keeps what is typed into a form marked with data-keep, while it is typed. The server keeps it; where it can't be
// reached, or the sign-in has expired, this browser does until the form is opened again and saved.
const WAIT = 1500;

function typedInto(form) {
  const data = new FormData(form);
  data.delete("csrfmiddlewaretoken");
  return Object.fromEntries(data.entries());
}

function keepHere(form, status) {
  sessionStorage.setItem(form.dataset.keepAs, JSON.stringify(typedInto(form)));
  status.textContent =
    "Not saved: you are signed out, or the portal can’t be reached. What you typed is kept in this window. " +
    "Sign in again here, and open this page: it will still be there.";
}

function bringBack(form, status) {
  const kept = sessionStorage.getItem(form.dataset.keepAs);
  if (!kept) return;
  for (const [name, value] of Object.entries(JSON.parse(kept))) {
    if (form.elements[name]) form.elements[name].value = value;
  }
  status.textContent = "What you typed before you were signed out is back. Save the draft to keep it.";
}

for (const form of document.querySelectorAll("form[data-keep]")) {
  const status = form.querySelector("[data-kept]");
  let waiting;

  const keep = async () => {
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: new FormData(form), redirect: "manual" });
      if (answer.status !== 200) {
        keepHere(form, status);
        return;
      }
      const { left_out: leftOut } = await answer.json();
      sessionStorage.removeItem(form.dataset.keepAs);
      const time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
      status.textContent = leftOut.length
        ? `Saved at ${time}, but not yet: ${leftOut.join(", ")}.`
        : `Saved at ${time}.`;
    } catch {
      keepHere(form, status);
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, WAIT);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    sessionStorage.removeItem(form.dataset.keepAs);
  });
  bringBack(form, status);
}
