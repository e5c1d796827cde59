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


@dataclass(frozen=True, slots=True)
class SumOf:
    """A total that a spreadsheet works out anew: what it comes to, and the cells that it adds up.

    The cells are named as spreadsheets name them, `B2:B9`; the headings stand in row 1.
    """

    amount: Decimal
    cells: str


Cell = str | int | Decimal | SumOf | date | None
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
    frozen_columns: int = 0
    """How many columns from the left stay in sight, where a file can say so: in Excel's."""

    def __post_init__(self) -> None:
        for row in self.all_rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.title}: {len(row)} cells for {len(self.columns)} columns in {row!r}")

    @property
    def widths(self) -> list[int]:
        """How many characters wide each column should be: what it holds, within reason."""
        widest = [len(column.label) for column in self.columns]
        for row in self.all_rows:
            widest = [max(width, _length(cell)) for width, cell in zip(widest, row, strict=True)]
        return [_within_reason(width) for width in widest]

    @property
    def all_rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows, and the totals after them where there are any."""
        return self.rows if self.totals is None else (*self.rows, self.totals)


@dataclass(frozen=True, slots=True)
class Stream:
    """A sheet of more rows than should be held: they are read once, while they are written."""

    title: str
    columns: tuple[ColumnSpec, ...]
    rows: Iterable[tuple[Cell, ...]]
    notes: tuple[str, ...] = ()
    frozen_columns: int = 0

    @property
    def totals(self) -> None:
        """Data are not added up."""

    @property
    def all_rows(self) -> Iterable[tuple[Cell, ...]]:
        return self.rows

    @property
    def widths(self) -> list[int]:
        """Wide enough for a heading, and for what such a column usually holds."""
        return [_within_reason(max(len(column.label), _USUAL[column.kind])) for column in self.columns]


_NARROWEST, _WIDEST = 10, 60
_ROOM_FOR_SIGNS = 5
"""What £, thousands commas and a filter's arrow add to the digits of a number."""
_USUAL = {Kind.TEXT: 20, Kind.POUNDS: 15, Kind.PEOPLE: 10, Kind.PERCENT: 10, Kind.DATE: 18}


def _within_reason(width: int) -> int:
    return min(max(width + 2, _NARROWEST), _WIDEST)


def _length(cell: Cell) -> int:
    match cell:
        case None:
            return 0
        case str():
            return max(map(len, cell.split("\n")))
        case date():
            return len("30 September 2023")
        case SumOf():
            return _length(cell.amount)
        case Decimal() | int():
            return len(f"{cell:,}") + _ROOM_FOR_SIGNS


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
