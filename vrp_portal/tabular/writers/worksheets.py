"""What XLSX and ODS have in common: the names of worksheets."""

from __future__ import annotations

import re
from collections.abc import Iterable

from vrp_portal.tabular.text import cell_text

ABOUT = "About"
"""The second worksheet, with the notes."""

LONGEST_NAME = 31


def worksheet_name(title: str) -> str:
    """A title as a worksheet's name: what Excel refuses in one is replaced, and it is cut to length.

    >>> worksheet_name("Awards 2023/24")
    'Awards 2023-24'
    """
    name = re.sub(r"[\[\]:*?/\\\n\t]", "-", cell_text(title))
    name = name.encode("utf-16-le")[: 2 * LONGEST_NAME].decode("utf-16-le", errors="ignore").strip("' ")
    return "Data" if name.casefold() in {"", ABOUT.casefold(), "history"} else name


def worksheet_names(titles: Iterable[str]) -> list[str]:
    """A name for each worksheet of a workbook, no two the same to Excel, which minds no case."""
    names: list[str] = []
    for title in titles:
        name, number = worksheet_name(title), 1
        while name.casefold() in {taken.casefold() for taken in names}:
            number += 1
            ending = f" {number}"
            name = f"{worksheet_name(title)[: LONGEST_NAME - len(ending)]}{ending}"
        names.append(name)
    return names
