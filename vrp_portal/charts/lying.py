"""Bars that lie: the one way to draw amounts, whose labels are long, or parts, whose names are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import plotly.graph_objects as go

from vrp_portal.charts.house import COLOURS, GROUND, LABELLED, drawing, wrapped
from vrp_portal.figures.values import Value

LETTERS_IN_A_LINE = 22
"""Of the name of a part beside its bar; more would leave its bar no room on a phone."""


@dataclass(frozen=True, slots=True)
class Bars:
    """A series: for each part a value, drawn as a bar, and the words that stand beside it.

    A value of None is a gap. Hollow bars are of what is meant to be, beside full ones of what is.
    """

    name: str
    values: Sequence[Value]
    shown: Sequence[str]
    hollow: bool = False


def lying(
    parts: Sequence[str], series: Sequence[Bars], *, unit_title: str, tickprefix: str = "", room: int
) -> dict[str, Any]:
    """A drawing of bars that lie in groups, the first part at the top.

    `room` is how many pixels the longest bar leaves for its label.
    """
    names = [wrapped(part, LETTERS_IN_A_LINE) for part in parts]
    full = cycle(COLOURS)
    figure = go.Figure(
        [_trace(names, bars, _hollow() if bars.hollow else _full(next(full))) for bars in series]
    )
    figure.update_layout(
        barmode="group",
        height=110 + sum(max(20 + 24 * len(series), _tall(name)) for name in names),
        xaxis={"rangemode": "tozero", "title": {"text": unit_title}, "tickprefix": tickprefix, "nticks": 4},
        yaxis={"autorange": "reversed", "showgrid": False, "ticklabelstandoff": 8},
        margin={"l": 8, "r": room, "t": 8, "b": 8},
    )
    return drawing(figure)


def drawn(value: Value) -> float | None:
    """A coordinate. Amounts become floats here alone; every number that is read is the figure's own."""
    return None if value is None else float(value)


def _trace(names: Sequence[str], bars: Bars, marker: dict[str, Any]) -> go.Bar:
    return go.Bar(
        name=bars.name,
        orientation="h",
        y=list(names),
        x=[drawn(value) for value in bars.values],
        text=list(bars.shown),
        marker=marker,
        **LABELLED,
    )


def _full(colour: str) -> dict[str, Any]:
    return {"color": colour}


def _hollow() -> dict[str, Any]:
    return {"color": GROUND, "line": {"color": COLOURS[0], "width": 2}}


def _tall(name: str) -> int:
    """How many pixels the lines of a name need."""
    return 8 + 20 * (1 + name.count("<br>"))
