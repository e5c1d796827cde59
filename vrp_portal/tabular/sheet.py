"""A sheet: every row of a table as typed values, with what a reader must know about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from vrp_portal.tabular.text import cell_text

if TYPE_CHECKING:
    from django_tables2.columns import BoundColumn

    from vrp_portal.tabular.tables import Table

Cell = str | int | Decimal | date | None
"""What stands in a cell. Text in a column of numbers is a marker, such as [c] for a hidden count."""

ILLUSTRATIVE = "illustrative"
SOME_ILLUSTRATIVE = (
    "Some rows are illustrative: invented to show how the portal works, not records of something real. "
    "They have “Yes” in the column “Illustrative”."
)


class Kind(StrEnum):
    """What the cells of a column are, and so how each file writes them."""

    TEXT = "text"
    POUNDS = "pounds"
    PEOPLE = "people"
    PERCENT = "percent"
    DATE = "date"

    @property
    def is_number(self) -> bool:
        return self in {Kind.POUNDS, Kind.PEOPLE, Kind.PERCENT}


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column's machine name, its heading, its kind, and what the page says where a cell is blank."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    blank: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds. Pounds are Decimal in whole pennies, percentages Decimal where 30 is 30%.

    `totals` is a row of its own, given and never added up here: its first cell is the label. Raises
    ValueError where a row has not one cell for each column, which would shift money under a wrong
    heading.
    """

    title: str
    columns: tuple[ColumnSpec, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[Cell, ...] | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for row in self.all_rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.title}: {len(row)} cells for {len(self.columns)} columns in {row!r}")

    @property
    def all_rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows, and the totals after them where there are any."""
        return self.rows if self.totals is None else (*self.rows, self.totals)


def sheet_from_table(table: Table, *, title: str, notes: Iterable[str] = ()) -> Sheet:
    """Every row of `table`, on whichever page it stands, in the page's order and with its rounding.

    The columns are those that the page shows, less the ones declared `exclude_from_export`. Where a
    row is illustrative, a last column marks which, since a CSV file has no room for notes; it takes
    the place of a column called `illustrative`, where the page has one.
    """
    columns = [
        _spec(bound)
        for bound in table.columns
        if not bound.column.exclude_from_export and bound.name != ILLUSTRATIVE
    ]
    rows: list[tuple[Cell, ...]] = []
    illustrative: list[bool] = []
    for row in table.rows:
        rows.append(tuple(_cell(row.get_cell_value(spec.name), kind=spec.kind) for spec in columns))
        illustrative.append(table.is_illustrative(row.record))
    totals = table.totals_row([spec.name for spec in columns])

    about = [title, *notes, *_meanings_of_blanks(columns, rows)]
    if any(illustrative):
        columns.append(ColumnSpec(ILLUSTRATIVE, "Illustrative"))
        rows = [(*row, "Yes" if made_up else "No") for row, made_up in zip(rows, illustrative, strict=True)]
        totals = None if totals is None else (*totals, None)
        about.append(SOME_ILLUSTRATIVE)
    return Sheet(title, tuple(columns), tuple(rows), totals, tuple(cell_text(note) for note in about))


def _spec(bound: BoundColumn) -> ColumnSpec:
    column = bound.column
    blank = column.default or "" if hasattr(column, "kind") else ""
    return ColumnSpec(
        bound.name, cell_text(bound.header), getattr(column, "kind", Kind.TEXT), cell_text(blank)
    )


def _cell(value: Cell, *, kind: Kind) -> Cell:
    if value is None:
        return None
    return cell_text(value) if kind is Kind.TEXT or isinstance(value, str) else value


def _meanings_of_blanks(columns: list[ColumnSpec], rows: list[tuple[Cell, ...]]) -> list[str]:
    return [
        f"An empty cell in “{spec.label}” means: {spec.blank}."
        for place, spec in enumerate(columns)
        if spec.blank and any(row[place] is None for row in rows)
    ]
