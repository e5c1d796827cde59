"""What is wrong in a file, and what its reader must know: each with its place and the way to put it right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vrp_portal.tabular.reading.cells import column_letters


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: a sheet, and perhaps a row (from 1), a column (from 0) and what stands there."""

    sheet: str
    row: int | None = None
    column: int | None = None
    heading: str = ""
    value: str = ""

    @property
    def cell(self) -> str:
        """The cell as a spreadsheet names it: D7; only the row or the column where that is all there is."""
        letters = "" if self.column is None else column_letters(self.column)
        return f"{letters}{self.row or ''}"

    def __str__(self) -> str:
        if self.row is None and self.column is None:
            return f"sheet “{self.sheet}”"
        if self.column is None:
            return f"sheet “{self.sheet}”, row {self.row}"
        return f"sheet “{self.sheet}”, cell {self.cell}" + (f" ({self.heading})" if self.heading else "")


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about a place in a file: a problem, a warning, or how something was read."""

    place: Place
    message: str

    def __str__(self) -> str:
        value = f": “{self.place.value}”" if self.place.value else ""
        return f"{str(self.place)[:1].upper()}{str(self.place)[1:]}{value}. {self.message}"


def in_order(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Each remark once, by its place in the file; those about the whole sheet come first."""
    known = dict.fromkeys(remarks)
    return tuple(
        sorted(known, key=lambda remark: (remark.place.row or 0, _place(remark.place.column), remark.message))
    )


def _place(column: int | None) -> int:
    return -1 if column is None else column
