"""Tables of data as they go out of the portal and come back: one declaration of columns for both ways.

A page's table shows what its reader came for; a data table holds a record whole, so that what is exported
can be changed in a spreadsheet and imported again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import TypeVar

from vrp_portal.periods.calendar import FinancialYear
from vrp_portal.tabular.sheet import Cell, ColumnSpec, Kind

Row = TypeVar("Row")


class Means(StrEnum):
    """What the cells of a column mean, and so how they are read and written."""

    WORDS = "words"
    IDENTIFIER = "identifier"
    """Digits that are a name, not a number: a company number keeps its leading zeros."""
    CHOICE = "choice"
    """One of a few fixed words."""
    RECORD = "record"
    """The name of something that the portal holds, such as a district."""
    YES_OR_NO = "yes or no"
    POUNDS = "pounds"
    PEOPLE = "people"
    """A whole number, of people or of anything else that is counted."""
    PERCENT = "percent"
    DAY = "day"
    YEAR = "financial year"
    QUARTER = "quarter"

    @property
    def kind(self) -> Kind:
        """As what a file holds the column's cells."""
        return {
            Means.POUNDS: Kind.POUNDS,
            Means.PEOPLE: Kind.PEOPLE,
            Means.PERCENT: Kind.PERCENT,
            Means.DAY: Kind.DATE,
        }.get(self, Kind.TEXT)


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column: what it is called in a file, what its cells mean, and what is told to who fills them in.

    `name` is the field of the form that judges a row. `needed` is a column without which no row can be
    told from another. `not_known` says what “tbc” or “n/a” means there, such as “To be confirmed”; where
    it is empty, the column takes no such word. `for_reading` is a column that helps a reader of an
    export and is not read back.
    """

    name: str
    label: str
    means: Means = Means.WORDS
    also: tuple[str, ...] = ()
    """Other headings by which people call it."""
    needed: bool = False
    hint: str = ""
    example: str = ""
    not_known: str = ""
    may_be_negative: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    """For a choice: each stored value, and the words for it."""
    for_reading: bool = False

    @property
    def spec(self) -> ColumnSpec:
        """The column as a sheet has it."""
        return ColumnSpec(self.name, self.label, self.means.kind)


ILLUSTRATIVE = DataColumn(
    "illustrative",
    "Illustrative",
    Means.YES_OR_NO,
    hint="Yes for a record that was invented to show how the portal works.",
    example="No",
)
CHUNK = 1000
"""How many records are read at a time, so that none of the rows before are held."""


def batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """Rows in lists of at most `size`, none read before it is asked for."""
    remaining = iter(rows)
    while batch := list(islice(remaining, size)):
        yield batch


def yes_or_no(value: bool) -> str:
    """A truth as the cells of a file say it."""
    return "Yes" if value else "No"


@dataclass(frozen=True, slots=True)
class DataScope:
    """Which rows of a data table: of a financial year, and as at a day; all that stands where neither is
    given."""

    year: FinancialYear | None = None
    as_at: date | None = None


Rows = Callable[[DataScope], Iterable[tuple[Cell, ...]]]


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table of the portal's data: its name on the command line, its columns, and its rows for a scope.

    `rows` yields a tuple of cells for each row, in the order of `columns`, and never holds all of them.
    """

    name: str
    label: str
    columns: tuple[DataColumn, ...]
    rows: Rows


DATA_TABLES: dict[str, DataTable] = {}


def register_data(*tables: DataTable) -> None:
    """Add tables to those that can be exported. Raises ValueError where a name is taken."""
    for table in tables:
        if table.name in DATA_TABLES:
            raise ValueError(f"There is a data table “{table.name}” already.")
        DATA_TABLES[table.name] = table
