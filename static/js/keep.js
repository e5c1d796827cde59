// Keeps what is typed into a form marked with data-keep, while it is typed. The server keeps it; where it can't be
// reached, or the sign-in has expired, this browser does until the form is opened again and saved.
const WAIT = 1500;

function typedInto(form) {
  const data = new FormData(form);
  data.delete("csrfmiddlewaretoken");
  return Object.fromEntries(data.entries());
}

function keepHere(form) {
  sessionStorage.setItem(form.dataset.keepAs, JSON.stringify(typedInto(form)));
}

function bringBack(form, status) {
  const kept = JSON.parse(sessionStorage.getItem(form.dataset.keepAs));
  sessionStorage.removeItem(form.dataset.keepAs);
  // A version that has risen since means that the portal took what was sent, or that somebody else saved.
  if (!kept || kept.version !== form.elements.version.value) return;
  const now = typedInto(form);
  if (Object.keys(kept).every((name) => kept[name] === now[name])) return;
  for (const [name, value] of Object.entries(kept)) {
    if (form.elements[name]) form.elements[name].value = value;
  }
  keepHere(form);
  status.textContent = "What you typed before you were signed out is back. Save the draft to keep it.";
}

for (const form of document.querySelectorAll("form[data-keep]")) {
  const status = form.querySelector("[data-kept]");
  let waiting;

  const keep = async () => {
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: new FormData(form), redirect: "manual" });
      if (answer.status === 409) {
        const { why } = await answer.json();
        status.textContent = `Not saved: ${why} Save the draft to compare.`;
        return;
      }
      if (answer.status !== 200) throw new Error(answer.status);
      const { left_out: leftOut, version } = await answer.json();
      form.elements.version.value = version;
      if (leftOut.length) keepHere(form);
      else sessionStorage.removeItem(form.dataset.keepAs);
      const time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
      status.textContent = leftOut.length
        ? `Saved at ${time}, but not yet: ${leftOut.join(", ")}.`
        : `Saved at ${time}.`;
    } catch {
      keepHere(form);
      status.textContent =
        "Not saved: you are signed out, or the portal can’t be reached. What you typed is kept in this window. " +
        "Sign in again here, and open this page: it will still be there.";
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, WAIT);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    keepHere(form);
  });
  bringBack(form, status);
}
