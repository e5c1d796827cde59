"""A chart: a picture, its data as a table, and one sentence that says what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The data of a chart as it is shown: a heading for each column, and cells in words."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart for `includes/chart.html`. `figure` is a Plotly figure as plain lists and dictionaries."""

    id: str
    title: str
    summary: str
    figure: dict[str, Any]
    table: ChartTable
