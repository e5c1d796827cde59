"""What XLSX and ODS have in common: the names of worksheets and the widths of columns."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from vrp_portal.tabular.sheet import Cell, Sheet
from vrp_portal.tabular.text import cell_text

ABOUT = "About"
"""The second worksheet, with the notes."""

LONGEST_NAME = 31
_NARROWEST, _WIDEST = 10, 60
_ROOM_FOR_SIGNS = 5
"""What £, thousands commas and a filter's arrow add to the digits of a number."""


def worksheet_name(title: str) -> str:
    """A title as a worksheet's name: what Excel refuses in one is replaced, and it is cut to length.

    >>> worksheet_name("Awards 2023/24")
    'Awards 2023-24'
    """
    name = re.sub(r"[\[\]:*?/\\\n\t]", "-", cell_text(title))
    name = name.encode("utf-16-le")[: 2 * LONGEST_NAME].decode("utf-16-le", errors="ignore").strip("' ")
    return "Data" if name.casefold() in {"", ABOUT.casefold(), "history"} else name


def column_widths(sheet: Sheet) -> list[int]:
    """How many characters wide each column should be: what it holds, within reason."""
    widest = [len(column.label) for column in sheet.columns]
    for row in sheet.all_rows:
        widest = [max(width, _length(cell)) for width, cell in zip(widest, row, strict=True)]
    return [min(max(width + 2, _NARROWEST), _WIDEST) for width in widest]


def _length(cell: Cell) -> int:
    match cell:
        case None:
            return 0
        case str():
            return max(map(len, cell.split("\n")))
        case date():
            return len("30 September 2023")
        case Decimal() | int():
            return len(f"{cell:,}") + _ROOM_FOR_SIGNS
