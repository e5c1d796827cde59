"""An organisation chart: boxes in layers, each joined by a line to those that it reports to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from vrp_portal.charts.chart import Chart, ChartTable
from vrp_portal.charts.framed import DRAWN_WIDTH
from vrp_portal.charts.house import COLOURS, GROUND, INK, MIST, QUIET, drawing, wrapped
from vrp_portal.charts.layers import Key, Layers, box_width, is_box, layers, spread

LETTERS = 13
WIDEST_BOX = 190
BETWEEN = 44
"""Pixels from layer to layer, in which the lines turn."""
EDGE = 8
WIDTH = DRAWN_WIDTH - 2
"""What boxes may fill; a pixel on either side keeps their lines whole."""


@dataclass(frozen=True, slots=True)
class Node:
    """A group, with the keys of the groups that it reports to."""

    key: str
    label: str
    parents: tuple[str, ...] = ()


def hierarchy(nodes: Sequence[Node], *, id: str, title: str, summary: str) -> Chart:  # noqa: A002
    """Who reports to whom, from the top down; a dozen groups can be read across an A4 page.

    Raises ValueError where a key stands twice, a parent is not among the nodes, or one reports to itself.
    """
    labels = {node.key: node.label for node in nodes}
    if len(labels) < len(nodes):
        raise ValueError("Each group of a hierarchy stands in it once.")
    if unknown := {parent for node in nodes for parent in node.parents} - labels.keys():
        raise ValueError(f"These are reported to and are no groups of the hierarchy: {sorted(unknown)}.")
    table = ChartTable(
        header=("Group", "Reports to"),
        rows=tuple(
            (node.label, "; ".join(labels[key] for key in node.parents) or "None of these") for node in nodes
        ),
        totals=(),
        holds_words=True,
    )
    return Chart(id, title, summary, _drawn(nodes), table)


def _drawn(nodes: Sequence[Node]) -> dict[str, Any]:
    made = layers({node.key: node.parents for node in nodes})
    box = box_width(made, width=WIDTH, at_most=WIDEST_BOX)
    words = {node.key: wrapped(node.label, 2 * box // (LETTERS + 2)) for node in nodes}
    at = spread(made, box=box, width=WIDTH) if nodes else {}
    shapes, annotations, top = [], [], EDGE
    for place, row in enumerate(made.rows):
        boxes = [key for key in row if isinstance(key, str)]
        bottom = top + max(_tall(words[key]) for key in boxes)
        if place:
            shapes += _lines(made, place, at, top=top, bottom=bottom)
        for key in boxes:
            leads = not made.above[key]
            shapes.append(_box(at[key] - box // 2, at[key] + box // 2, top, bottom, leads=leads))
            annotations.append(_words(words[key], at[key], (top + bottom) // 2, leads=leads))
        top = bottom + BETWEEN
    height = max(top - BETWEEN, EDGE) + EDGE
    layout = {
        "width": DRAWN_WIDTH,
        "height": height,
        "margin": dict.fromkeys("lrtb", 0),
        "xaxis": {"range": [-1, WIDTH + 1], "visible": False},
        "yaxis": {"range": [height, 0], "visible": False},
        "shapes": shapes,
        "annotations": annotations,
    }
    return drawing(go.Figure(layout=layout))


def _tall(words: str) -> int:
    return 20 + 18 * (1 + words.count("<br>"))


def _box(left: int, right: int, top: int, bottom: int, *, leads: bool) -> dict[str, Any]:
    """A box; one that reports to none of the others is dark."""
    return {
        "type": "rect",
        "x0": left,
        "x1": right,
        "y0": top,
        "y1": bottom,
        "line": {"color": COLOURS[0], "width": 1},
        "fillcolor": COLOURS[0] if leads else MIST,
    }


def _words(words: str, x: int, y: int, *, leads: bool) -> dict[str, Any]:
    font = {"size": LETTERS, "color": GROUND if leads else INK}
    return {"x": x, "y": y, "text": words, "showarrow": False, "font": font}


def _lines(made: Layers, place: int, at: dict[Key, int], *, top: int, bottom: int) -> list[dict[str, Any]]:
    """The lines into a layer, those from each place above turning at a height of their own: none merge."""
    before = made.rows[place - 1]
    drawn = []
    for key in made.rows[place]:
        for lead in made.above[key]:
            start = top - BETWEEN
            turn = start + BETWEEN * (1 + before.index(lead)) // (1 + len(before))
            end = top if is_box(key) else bottom
            path = f"M{at[lead]},{start}V{turn}H{at[key]}V{end}"
            drawn.append(
                {"type": "path", "path": path, "line": {"color": QUIET, "width": 2}, "layer": "below"}
            )
    return drawn
