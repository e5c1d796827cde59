"""How charts look, said once: the page's script and the still pictures draw from the same figure.

The colours have at least 3:1 against white. Dark and middling alternate, so that neighbours differ for people
who are colour blind and in a black and white print; tests/unit/test_charts_house.py holds them to it.
"""

from __future__ import annotations

import html
import textwrap
from typing import Any, Final

import plotly.graph_objects as go

INK: Final = "#1c2b30"
QUIET: Final = "#4a5a60"
GRID: Final = "#dfe6e8"
GROUND: Final = "#ffffff"
MIST: Final = "#eff4f5"
COLOURS: Final = ("#143f4d", "#dd6b20", "#8e2068", "#2ba396", "#3d3d3d", "#a285d1")
"""Of the first series, the second, and so on."""

FONTS: Final = '"Helvetica Neue", Arial, "Liberation Sans", sans-serif'
LETTERS: Final = 14
"""Pixels. A still is 700 wide, so that on A4 these are 9 points."""

HEIGHT: Final = 340
"""Pixels, of a chart whose content asks for no other."""

DRAWN: Final = frozenset({"bar", "scatter"})
"""The kinds of trace that may be drawn. Angles of a pie are harder to compare than lengths of bars."""

LABELLED: Final[dict[str, Any]] = {
    "textposition": "outside",
    "textangle": 0,
    "textfont": {"size": 13},
    "constraintext": "none",
    "cliponaxis": False,
    "hovertemplate": "%{text}<extra>%{fullData.name}</extra>",
}
"""Each bar says its own value beside it, in one size of letters."""

_AXIS: Final[dict[str, Any]] = {
    "gridcolor": GRID,
    "linecolor": QUIET,
    "zerolinecolor": QUIET,
    "zerolinewidth": 1,
    "zerolinelayer": "above traces",
    "ticks": "outside",
    "ticklen": 6,
    "tickcolor": "rgba(0,0,0,0)",
    "tickformat": ",",
    "automargin": True,
    "fixedrange": True,
    "title": {"font": {"size": LETTERS, "color": QUIET}, "standoff": 12},
}

TEMPLATE: Final[dict[str, Any]] = {
    "data": {"bar": [{"type": "bar", "marker": {"line": {"color": GROUND, "width": 1}}}]},
    "layout": {
        "font": {"family": FONTS, "size": LETTERS, "color": INK},
        "colorway": list(COLOURS),
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "separators": ".,",
        "bargap": 0.35,
        "bargroupgap": 0.1,
        "hoverlabel": {
            "bgcolor": GROUND,
            "bordercolor": QUIET,
            "font": {"size": LETTERS, "color": INK},
        },
        "xaxis": {**_AXIS, "showgrid": False},
        "yaxis": _AXIS,
        # Above the picture, in the order in which the series are drawn and read.
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1.02,
            "yanchor": "bottom",
            "traceorder": "normal",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "dragmode": False,
    },
}


def drawing(figure: go.Figure) -> dict[str, Any]:
    """The figure in house style as plain lists and dictionaries, complete in itself.

    Raises ValueError for a kind of trace that the house doesn't draw.
    """
    plain: dict[str, Any] = figure.to_plotly_json()
    if strange := {trace["type"] for trace in plain["data"]} - DRAWN:
        raise ValueError(f"Charts are drawn as bars and lines, not as {', '.join(sorted(strange))}.")
    layout = {"height": HEIGHT, **plain["layout"], "template": TEMPLATE}
    return {"data": list(plain["data"]), "layout": layout}


def wrapped(label: str, letters: int) -> str:
    """A label on lines of about so many letters, as Plotly writes them.

    >>> wrapped("Accident & emergency navigators", 22)
    'Accident &amp; emergency<br>navigators'
    """
    lines = textwrap.wrap(label, letters, break_long_words=False, break_on_hyphens=False)
    return "<br>".join(html.escape(line, quote=False) for line in lines)
