// Draws each chart of the page from the JSON beside it. How charts look is decided here, and only
// here: the server sends the data, the kind of chart and the words.
/* global Plotly */

const INK = "#1c2b30";
const QUIET = "#4a5a60";
const GRID = "#dfe6e8";
const COLOURS = ["#1d6278", "#b4690e", "#7a4069", "#4f7f52", "#5a6b73", "#a33b3b"];
const NARROW = 560;

const axis = {
  gridcolor: GRID,
  linecolor: QUIET,
  zerolinecolor: QUIET,
  zerolinewidth: 1,
  ticks: "outside",
  ticklen: 6,
  tickcolor: "rgba(0,0,0,0)",
  tickformat: ",",
  automargin: true,
  fixedrange: true,
  title: { font: { size: 14, color: QUIET }, standoff: 12 },
};

const template = {
  data: { bar: [{ type: "bar", marker: { line: { color: "#fff", width: 1 } } }] },
  layout: {
    font: { family: '"Helvetica Neue", Arial, sans-serif', size: 14, color: INK },
    colorway: COLOURS,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    separators: ".,",
    bargap: 0.35,
    hoverlabel: { bgcolor: "#fff", bordercolor: QUIET, font: { size: 14, color: INK } },
    xaxis: { ...axis, showgrid: false },
    yaxis: { ...axis },
    legend: { orientation: "h", x: 0, xanchor: "left", y: 1.02, yanchor: "bottom", traceorder: "normal" },
    margin: { l: 8, r: 8, t: 8, b: 8 },
    dragmode: false,
  },
};

// On a touch screen a chart stands still, so that a finger on it scrolls the page.
const config = {
  responsive: true,
  displayModeBar: false,
  staticPlot: !window.matchMedia("(hover: hover)").matches,
};

// On a phone a label goes over several lines rather than at a slant.
function brokenLabels(figure) {
  const labels = figure.data.flatMap((trace) => trace.x ?? []).filter((x) => typeof x === "string");
  return Object.fromEntries(labels.map((label) => [label, label.replaceAll(" ", "<br>")]));
}

// The page has the title above the picture, so a title inside it would be said twice.
function layoutFor(figure, width) {
  const layout = { ...figure.layout, template, title: undefined };
  layout.height = figure.layout?.height ?? 340;
  delete layout.width;
  if (width < NARROW) {
    layout.xaxis = { ...layout.xaxis, labelalias: brokenLabels(figure), tickangle: 0 };
  }
  return layout;
}

for (const target of document.querySelectorAll("[data-chart]")) {
  const figure = JSON.parse(document.getElementById(target.dataset.chart).textContent);
  target.hidden = false;
  Plotly.newPlot(target, figure.data, layoutFor(figure, target.clientWidth), config);
}
