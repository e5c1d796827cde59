"""XLSX: typed cells, a first worksheet of pure data, and a second one about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from vrp_portal.tabular.sheet import Cell, Kind, Sheet, Stream, SumOf
from vrp_portal.tabular.text import cell_text
from vrp_portal.tabular.writers.worksheets import ABOUT, worksheet_names

LONGEST_TEXT = 32_767
"""The most characters that Excel holds in a cell, counted in UTF-16 units."""

_FIRST_DAY = date(1900, 1, 1)
_NUMBER_FORMATS = {
    Kind.TEXT: "General",
    Kind.POUNDS: "[$£-809]#,##0.00",
    Kind.PEOPLE: "#,##0",
    Kind.PERCENT: "0.0#%",
    Kind.DATE: "d mmmm yyyy",
}


class TooManyRows(ValueError):
    """A worksheet can't hold a sheet's rows; CSV, ODS and JSON can."""


class PlainWorksheet(Worksheet):
    """A worksheet in which all text is text.

    Where it keeps to constant memory, XlsxWriter takes text between <r> and </r> for its own
    formatting and copies it into the file as XML.
    """

    def _xml_rich_inline_string(self, string: str, attributes: list[tuple[str, Any]]) -> None:
        self._xml_inline_string(string, True, attributes)


def write_xlsx(sheet: Sheet | Stream, stream: BinaryIO) -> None:
    """Write `sheet`; money goes in as the digits of its Decimal, by way of no float.

    Excel holds fifteen significant digits, and the largest amount that the portal's columns hold has
    twelve. A text longer than a cell can hold is cut, ends by saying so, and is listed on the second
    worksheet; CSV and ODS have it whole. A day before 1900, which Excel has no number for, is text.
    """
    write_xlsx_book([sheet], stream)


def write_xlsx_book(sheets: Sequence[Sheet | Stream], stream: BinaryIO) -> None:
    """Write several sheets into one workbook, each as `write_xlsx` does."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(stream, options) as workbook:
        workbook.set_properties({"title": cell_text(sheets[0].title)})
        notes: list[str] = []
        for sheet, name in zip(sheets, worksheet_names(sheet.title for sheet in sheets), strict=True):
            worksheet = workbook.add_worksheet(name, worksheet_class=PlainWorksheet)
            cut = _write_data(sheet, workbook, worksheet)
            where = f" of “{name}”" if len(sheets) > 1 else ""
            notes += [
                *sheet.notes,
                *(f"Cell {cell}{where} is cut: the text is whole in the CSV and ODS files." for cell in cut),
            ]
        if notes:
            about = workbook.add_worksheet(ABOUT, worksheet_class=PlainWorksheet)
            _write_about(list(dict.fromkeys(notes)), workbook, about)


def _write_data(sheet: Sheet | Stream, workbook: Workbook, worksheet: Worksheet) -> list[str]:
    """Write headings, rows and totals; return the names of the cells whose text had to be cut."""
    kinds = [column.kind for column in sheet.columns]
    worksheet.freeze_panes(1, sheet.frozen_columns)
    for place, width in enumerate(sheet.widths):
        worksheet.set_column(place, place, width)

    heading, plain, total = (
        [_format(workbook, kind, **look) for kind in kinds]
        for look in ({"bold": True, "text_wrap": True, "valign": "top"}, {}, {"bold": True, "top": 1})
    )
    cut = _write_row(worksheet, 0, [column.label for column in sheet.columns], heading, kinds)
    last_row = 0
    for last_row, row in enumerate(sheet.rows, start=1):
        if last_row >= worksheet.xls_rowmax:
            # XlsxWriter would leave the row out and say nothing.
            raise TooManyRows(f"{sheet.title}: an Excel worksheet holds {worksheet.xls_rowmax - 1:,} rows.")
        cut += _write_row(worksheet, last_row, row, plain, kinds)
    if sheet.totals is not None:
        cut += _write_row(worksheet, last_row + 1, sheet.totals, total, kinds)
    if kinds:
        worksheet.autofilter(0, 0, last_row, len(kinds) - 1)
    return cut


def _write_row(
    worksheet: Worksheet, number: int, row: Iterable[Cell], formats: list[Format], kinds: list[Kind]
) -> list[str]:
    cut = []
    for place, (cell, cell_format, kind) in enumerate(zip(row, formats, kinds, strict=True)):
        match cell:
            case str():
                text = cell_text(cell)
                fits = fitting(text)
                worksheet.write_string(number, place, fits, cell_format)
                if fits != text:
                    cut.append(xl_rowcol_to_cell(number, place))
            case date() if cell < _FIRST_DAY:
                worksheet.write_string(number, place, cell.isoformat(), cell_format)
            case date():
                worksheet.write_datetime(number, place, cell, cell_format)
            case SumOf():
                # Excel adds in floats, so the sum is rounded to the penny that it is.
                formula = f"=ROUND(SUM({cell.cells}),2)"
                worksheet.write_formula(number, place, formula, cell_format, cell.amount)
            case Decimal() if kind is Kind.PERCENT:
                worksheet.write_number(number, place, cell / 100, cell_format)
            case Decimal() | int():
                worksheet.write_number(number, place, cell, cell_format)
            case None:
                worksheet.write_blank(number, place, None, cell_format)
    return cut


def _write_about(notes: list[str], workbook: Workbook, worksheet: Worksheet) -> None:
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    worksheet.set_column(0, 0, 90)
    for number, note in enumerate(notes):
        worksheet.write_string(number, 0, fitting(cell_text(note)), wrapped)


def _format(workbook: Workbook, kind: Kind, **look: Any) -> Format:
    look["num_format"] = _NUMBER_FORMATS[kind]
    if kind.is_number:
        look["align"] = "right"
    return workbook.add_format(look)


def fitting(text: str) -> str:
    """The text, or as much of it as a cell holds with a word at its end that it is cut."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    ending = f" … [cut here; the whole text is {len(text):,} characters]"
    return units[: 2 * (LONGEST_TEXT - len(ending))].decode("utf-16-le", errors="ignore") + ending
