// Follows a job on its page. Without JavaScript the page has a link that asks anew.
const box = document.querySelector('[data-module="app-progress"]');
const SECONDS = 1;

async function ask() {
  const answer = await fetch(window.location.href, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    return;
  }
  const { state, done, total } = await answer.json();
  if (state !== "running") {
    window.location.reload();
    return;
  }
  const rows = (number) => number.toLocaleString("en-GB");
  if (total) {
    const bar = box.querySelector("progress");
    bar.max = total;
    bar.value = done;
  }
  if (done) {
    box.querySelector(".app-progress__words").textContent = total
      ? `${rows(done)} of ${rows(total)} rows`
      : `${rows(done)} rows`;
  }
  setTimeout(ask, SECONDS * 1000);
}

if (box) {
  setTimeout(ask, SECONDS * 1000);
}
