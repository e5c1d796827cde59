"""A chart: a picture, its data as a table, and one sentence that says what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The data of a chart as it is shown: a heading for each column, and cells in words.

    The first column says of what each row is; the others are numbers, unless `holds_words`.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...]
    holds_words: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart for `includes/chart.html`; `house.drawing` makes its figure, plain and complete in itself."""

    id: str
    title: str
    summary: str
    figure: dict[str, Any]
    table: ChartTable

    @property
    def height(self) -> int:
        """How tall it is drawn, in pixels: the page keeps that much room for it."""
        return int(self.figure["layout"]["height"])

    @property
    def width(self) -> int | None:
        """How wide it must be, in pixels, to be read; most charts take what room there is."""
        width: int | None = self.figure["layout"].get("width")
        return width
