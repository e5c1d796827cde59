// Draws each chart of the page from the JSON beside it. The figure says how it looks; only what depends on
// the width of the screen is decided here. The library that draws is large, so it comes after the page, and
// only to a page with a chart.
/* global Plotly */

const NARROW = 560;

// On a touch screen a chart stands still, so that a finger on it scrolls the page.
const config = {
  responsive: true,
  displayModeBar: false,
  staticPlot: !window.matchMedia("(hover: hover)").matches,
};

const targets = [...document.querySelectorAll("[data-chart]")];

// On a phone a label goes over several lines rather than at a slant.
function brokenLabels(figure) {
  const labels = figure.data.flatMap((trace) => trace.x ?? []).filter((x) => typeof x === "string");
  return Object.fromEntries(labels.map((label) => [label, label.replaceAll(" ", "<br>")]));
}

function layoutFor(figure, width) {
  if (width >= NARROW || figure.layout.width) return figure.layout;
  const xaxis = { ...figure.layout.xaxis, labelalias: brokenLabels(figure), tickangle: 0 };
  // Below bars that lie £2,000,000 has no room, £2M has. Each bar says its own amount in full.
  if (xaxis.tickprefix === "£") xaxis.tickformat = "~s";
  return { ...figure.layout, xaxis };
}

function draw(target) {
  const figure = JSON.parse(document.getElementById(target.dataset.chart).textContent);
  // What must be moved along to be seen can be reached with the keyboard too.
  if (figure.layout.width > target.clientWidth) target.tabIndex = 0;
  Plotly.newPlot(target, figure.data, layoutFor(figure, target.clientWidth), config);
}

// One chart at a time, between which the page answers its reader.
function drawAll() {
  const soon = window.requestIdleCallback ?? ((task) => setTimeout(task, 1));
  const next = () => {
    const target = targets.shift();
    if (target === undefined) return;
    draw(target);
    soon(next);
  };
  next();
}

function fetchLibrary() {
  const script = document.createElement("script");
  script.src = targets[0].dataset.library;
  script.addEventListener("load", drawAll);
  // The table beside it holds all that the picture would have said.
  script.addEventListener("error", () => targets.forEach((target) => (target.hidden = true)));
  document.head.append(script);
}

// Room for each picture is kept from the start, so that nothing moves when it is drawn.
for (const target of targets) {
  target.style.minHeight = `${target.dataset.height}px`;
  target.hidden = false;
}

if (targets.length > 0) {
  // What is printed before then has its pictures too.
  window.addEventListener("beforeprint", () => window.Plotly && targets.splice(0).forEach(draw));
  if (window.Plotly) drawAll();
  else if (document.readyState === "complete") fetchLibrary();
  else window.addEventListener("load", fetchLibrary);
}
