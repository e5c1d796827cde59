"""How far the cells of a workbook reach, held to what can be read.

A parser holds every cell between the first and the last of a sheet, so two cells far apart are enough to
take all memory. Their places are therefore looked at before a parser sees them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from vrp_portal.tabular.reading import refusals
from vrp_portal.tabular.reading.cells import Limits, Unreadable

MOST_COLUMNS = 200
MOST_SHEETS = 50
MOST_CELLS = 4_000_000
"""Over all sheets, the empty cells between others included: some 130 MB while they are read."""

MOST_REPEATED_TEXT = 200_000_000
"""Text that stands once in a file and in many cells is held for each of them."""

Errors = dict[tuple[int, int], str]
"""The row and column, from 0, of each cell that shows an error, and its words."""


@dataclass(slots=True)
class Reach:
    """How many rows and columns of one sheet must be held, and its cells that show an error."""

    limits: Limits
    rows: int = 0
    columns: int = 0
    errors: Errors = field(default_factory=dict)

    @property
    def most_rows(self) -> int:
        """The furthest row in which a cell can be, more than are taken, as some rows may be empty."""
        return self.limits.rows * 4 + 1_000

    def include(self, rows: int, columns: int) -> None:
        """Say that a cell is the last of this many rows and columns. Raises Unreadable far out."""
        if columns > MOST_COLUMNS:
            # A cell in the last corner is refused for its row, which says better where it is.
            raise self._too_far_down(rows) or refusals.too_wide(columns, MOST_COLUMNS)
        if rows > self.rows:
            if refusal := self._too_far_down(rows):
                raise refusal
            self.rows = rows
        self.columns = max(self.columns, columns)

    def _too_far_down(self, rows: int) -> Unreadable | None:
        if rows <= self.most_rows:
            return None
        return refusals.too_far_down(rows, self.limits.rows)


@dataclass(slots=True)
class Extent:
    """How far each sheet of a workbook reaches, by what its container calls it."""

    limits: Limits
    sheets: dict[str, Reach] = field(default_factory=dict)

    def sheet(self, key: str) -> Reach:
        """The reach of a sheet, begun where it is new."""
        return self.sheets.setdefault(key, Reach(self.limits))

    def hold(self) -> None:
        """Refuse a workbook whose sheets together span more cells than can be held."""
        cells = sum(reach.rows * reach.columns for reach in self.sheets.values())
        if cells > MOST_CELLS:
            raise refusals.too_sparse(cells, MOST_CELLS)
