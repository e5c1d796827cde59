"""Cells by their kind: words, money, days, and formulas that carry the portal's own value."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from vrp_portal.tabular.text import cell_text

POUNDS, PERCENT, DAY = "[$£-809]#,##0.00", "0.00%", "d mmmm yyyy"
INPUT = {"bg_color": "#FFF4D6"}


class Looks:
    """The formats that the worksheets share; what may be changed stands on yellow."""

    def __init__(self, workbook: Workbook) -> None:
        self.heading = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.words = workbook.add_format({"text_wrap": True, "valign": "top"})
        self.plain = workbook.add_format({"valign": "top"})
        self.pounds = workbook.add_format({"num_format": POUNDS, "valign": "top"})
        self.percent = workbook.add_format({"num_format": PERCENT, "valign": "top"})
        self.day = workbook.add_format({"num_format": DAY, "valign": "top", "align": "left"})
        self.input_pounds = workbook.add_format({"num_format": POUNDS, "valign": "top", **INPUT})
        self.input_number = workbook.add_format({"num_format": "0.##", "valign": "top", **INPUT})
        self.input_words = workbook.add_format({"valign": "top", **INPUT})


class Page:
    """A worksheet that is written row by row, the first row being 0 as XlsxWriter counts."""

    def __init__(self, sheet: Worksheet, looks: Looks) -> None:
        self.sheet, self.looks = sheet, looks

    def widths(self, *widths: int) -> None:
        for place, width in enumerate(widths):
            self.sheet.set_column(place, place, width)

    def headings(self, number: int, *headings: str) -> None:
        self.row(number, *headings, looks=[self.looks.heading] * len(headings))

    def row(self, number: int, *cells: Any, looks: Sequence[Format | None] = ()) -> None:
        """Write cells from the left; money goes in as the digits of its Decimal."""
        for place, cell in enumerate(cells):
            look = looks[place] if place < len(looks) else None
            match cell:
                case None:
                    self.sheet.write_blank(number, place, None, look or self.looks.plain)
                case str():
                    self.sheet.write_string(number, place, cell_text(cell), look or self.looks.words)
                case Decimal() | int():
                    self.sheet.write_number(number, place, cell, look or self.looks.plain)
                case _:
                    self.sheet.write_datetime(number, place, cell, look or self.looks.day)

    def formula(self, number: int, place: int, formula: str, look: Format, value: Any) -> None:
        """Write a formula with the value that the portal gives for it."""
        self.sheet.write_formula(number, place, formula, look, "" if value is None else value)
