"""What stands in a file, and where: the values that every later step reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

RawCell = str | int | float | bool | date | datetime | time | timedelta | None
"""A cell as a file holds it, None where it is empty. Whole numbers are ints, days without a time dates."""


class Unreadable(ValueError):
    """A file that can't be read; the message says why and what to do, for whoever sent it."""


@dataclass(frozen=True, slots=True)
class SheetCells:
    """A worksheet: its rows from the first one on, so that row 1 of the sheet is `rows[0]`.

    Rows may differ in length; empty cells at the end of a row and empty rows at the end are left out.
    """

    name: str
    rows: Sequence[Sequence[RawCell]]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was read. A CSV file is a workbook of one sheet, named after the file."""

    filename: str
    format: str
    """xlsx, xls, ods or csv."""
    sheets: tuple[SheetCells, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be: its bytes, and the rows of all its sheets together."""

    bytes: int
    rows: int


def column_letters(place: int) -> str:
    """The letters of a column counted from 0, as a spreadsheet shows them.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters, rest = "", place + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters
