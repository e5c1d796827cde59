"""A file as it was sent, with its problems marked where they stand, for whoever puts it right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import count
from math import isfinite
from typing import BinaryIO

from xlsxwriter import Workbook as NewWorkbook
from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname
from xlsxwriter.worksheet import Worksheet

from vrp_portal.tabular.imports.problems import Place, Remark
from vrp_portal.tabular.imports.template import row_height
from vrp_portal.tabular.reading.cells import RawCell, SheetCells, Workbook
from vrp_portal.tabular.text import cell_text
from vrp_portal.tabular.writers.worksheets import LONGEST_NAME, worksheet_name
from vrp_portal.tabular.writers.xlsx_file import PlainWorksheet, fitting

PROBLEMS = "Problems"
MOST_NOTES = 2_000
"""Notes are held in memory until the file is written, and slow Excel down."""
MOST_LINKS = 50_000
"""Excel refuses a sheet with more than 65,530."""

_HEADINGS = ("Sheet", "Cell", "Heading", "Value", "What is wrong, and how to put it right")
_HEADING_ROW = 3
_LIST_WIDTHS = (22, 12, 26, 26, 80)
_LONGEST_NOTE = 2_000
_NO_MORE_DIGITS = 10**15
"""Excel keeps fifteen digits of a whole number, and makes noughts of the rest."""
_FIRST_DAY, _LONGEST_TIME = date(1900, 1, 1), timedelta(days=2_958_465)
_ROWS_MEASURED, _NARROWEST, _WIDEST = 200, 10, 40
_MARKED = {"bg_color": "#FFC7CE", "font_color": "#7A0006", "bold": True, "border": 1}
_NUMBER_FORMATS: dict[type, str] = {
    str: "@",
    date: "dd/mm/yyyy",
    datetime: "dd/mm/yyyy hh:mm:ss",
    time: "hh:mm:ss",
    timedelta: "[h]:mm:ss",
}
Marks = dict[int, dict[int, list[str]]]
"""What is said of cells, by the row (from 1) and the column (from 0)."""


def write_marked(workbook: Workbook, remarks: Sequence[Remark], stream: BinaryIO) -> None:
    """Write a copy of the workbook in which each cell that a remark is about is filled and has a note.

    A first sheet lists the remarks in their order, with a way to each cell; such a list that is there from
    before is left out. Values stand as they were read: what they looked like, formulas and merged cells are
    gone.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    sheets = [sheet for sheet in workbook.sheets if not _is_earlier_list(sheet)]
    marks = _marks(sheets, remarks)
    with NewWorkbook(stream, options) as book:
        book.set_properties({"title": cell_text(f"Problems in {workbook.filename}")})
        names = _sheet_names(sheets)
        listing = book.add_worksheet(_free_name(PROBLEMS, names.values()), worksheet_class=PlainWorksheet)
        _write_list(
            book, listing, remarks, sheets=sheets, names=names, about=_about(workbook, remarks, marks)
        )
        looks, notes_left = _Looks(book), MOST_NOTES
        for sheet in sheets:
            copy = book.add_worksheet(names[sheet.name], worksheet_class=PlainWorksheet)
            if sheet.is_hidden:
                copy.hide()
            notes_left -= _write_copy(copy, sheet, marks[sheet.name], looks, most_notes=notes_left)


# Places


def _marks(sheets: Sequence[SheetCells], remarks: Iterable[Remark]) -> dict[str, Marks]:
    """The cells to mark, by sheet."""
    rows = {sheet.name: sheet.rows for sheet in sheets}
    marks: dict[str, Marks] = {sheet.name: {} for sheet in sheets}
    for remark in remarks:
        if place := _cell_of(remark.place, rows.get(remark.place.sheet, ())):
            row, column = place
            said = marks[remark.place.sheet].setdefault(row, {}).setdefault(column, [])
            if remark.message not in said:
                said.append(remark.message)
    return marks


def _cell_of(place: Place, rows: Sequence[Sequence[RawCell]]) -> tuple[int, int] | None:
    """The cell that a place marks: the first filled one of a row, none where no row of the sheet is named."""
    if place.row is None or not 1 <= place.row <= len(rows):
        return None
    if place.column is not None:
        return place.row, place.column
    filled = (column for column, cell in enumerate(rows[place.row - 1]) if cell not in {None, ""})
    return place.row, next(filled, 0)


def _is_earlier_list(sheet: SheetCells) -> bool:
    """Whether a sheet is the list of an earlier copy, which was put right and sent again."""
    return any(tuple(row[: len(_HEADINGS)]) == _HEADINGS for row in sheet.rows[: _HEADING_ROW + 1])


def _sheet_names(sheets: Sequence[SheetCells]) -> dict[str, str]:
    """What Excel takes as the name of each sheet: no two alike but for their case."""
    names: dict[str, str] = {}
    for sheet in sheets:
        names[sheet.name] = _free_name(worksheet_name(sheet.name), names.values())
    return names


def _free_name(name: str, taken: Iterable[str]) -> str:
    """The name, with a number after it where it is taken."""
    others = {other.casefold() for other in taken}
    endings = (f" {number}" if number > 1 else "" for number in count(1))
    names = (name[: LONGEST_NAME - len(ending)] + ending for ending in endings)
    return next(each for each in names if each.casefold() not in others)


# The list


def _about(workbook: Workbook, remarks: Sequence[Remark], marks: Mapping[str, Marks]) -> list[str]:
    """What stands above the list."""
    things = "1 thing is" if len(remarks) == 1 else f"{len(remarks):,} things are"
    lines = [
        f"Problems in {workbook.filename}",
        f"{things} to be put right. On the sheets after this one, the cells are filled and bold, with notes. "
        "Put them right there, and upload this file.",
    ]
    cells = sum(len(row) for sheet in marks.values() for row in sheet.values())
    if cells > MOST_NOTES:
        lines.append(
            f"Only the first {MOST_NOTES:,} of {cells:,} cells have a note: all are filled, and listed here."
        )
    return lines


def _write_list(
    book: NewWorkbook,
    listing: Worksheet,
    remarks: Iterable[Remark],
    *,
    sheets: Sequence[SheetCells],
    names: Mapping[str, str],
    about: Sequence[str],
) -> None:
    """Write every remark in a row, under what stands above the list."""
    large = book.add_format({"bold": True, "font_size": 14})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    link = book.add_format({"font_color": "#0000CC", "underline": 1, "valign": "top"})
    _set_page(listing)
    for number, line in enumerate(about):
        listing.write_string(number, 0, fitting(cell_text(line)), large if number == 0 else None)
    for column, heading in enumerate(_HEADINGS):
        listing.write_string(_HEADING_ROW, column, heading, bold)
    rows = {sheet.name: sheet.rows for sheet in sheets}
    for number, remark in enumerate(remarks, start=1):
        place, at = remark.place, _HEADING_ROW + number
        cell = _cell_of(place, rows.get(place.sheet, ()))
        words = (
            names.get(place.sheet, place.sheet),
            _where(place),
            place.heading,
            place.value,
            remark.message,
        )
        listing.set_row(at, row_height(words, _LIST_WIDTHS))
        for column, word in enumerate(words):
            text = fitting(cell_text(word))
            if column == 1 and cell and number <= MOST_LINKS:
                to = Place("", *cell).cell
                listing.write_url(at, column, f"internal:{quote_sheetname(words[0])}!{to}", link, text)
            elif text:
                listing.write_string(at, column, text, wrapped)


def _where(place: Place) -> str:
    """The cell, or in words the row or the column that is all there is."""
    if place.row is not None and place.column is not None:
        return place.cell
    if place.row is not None:
        return f"Row {place.row}"
    return "" if place.column is None else f"Column {place.cell}"


def _set_page(listing: Worksheet) -> None:
    for column, width in enumerate(_LIST_WIDTHS):
        listing.set_column(column, column, width)
    listing.freeze_panes(_HEADING_ROW + 1, 0)
    listing.repeat_rows(_HEADING_ROW)
    listing.set_landscape()
    listing.set_paper(9)
    listing.fit_to_pages(1, 0)
    listing.set_footer("&CPage &P of &N")


# The copies


class _Looks:
    """What cells look like, plain and marked, by the type of what stands in them."""

    def __init__(self, book: NewWorkbook) -> None:
        self.plain: dict[type, Format] = {}
        self.marked: dict[type, Format] = {}
        for kind, number_format in _NUMBER_FORMATS.items():
            self.plain[kind] = book.add_format({"num_format": number_format})
            self.marked[kind] = book.add_format({"num_format": number_format, **_MARKED})
        self.marked_other = book.add_format(_MARKED)

    def of(self, cell: RawCell) -> Format | None:
        return self.plain.get(type(cell))

    def of_marked(self, cell: RawCell) -> Format:
        return self.marked.get(type(cell), self.marked_other)


def _write_copy(copy: Worksheet, sheet: SheetCells, marks: Marks, looks: _Looks, *, most_notes: int) -> int:
    """Write a sheet, and notes at the first of its marked cells; return how many notes."""
    notes = 0
    for column, width in enumerate(_widths(sheet.rows[:_ROWS_MEASURED])):
        copy.set_column(column, column, width)
    for number, row in enumerate(sheet.rows):
        marked = marks.get(number + 1, {})
        for column, cell in enumerate(row):
            if cell is not None and column not in marked:
                held = _holdable(cell)
                _write_cell(copy, number, column, held, looks.of(held))
        # XlsxWriter takes a note only while it is at the note's row.
        for column in sorted(marked):
            held = _holdable(row[column]) if column < len(row) else None
            _write_cell(copy, number, column, held, looks.of_marked(held))
            if notes < most_notes:
                _write_note(copy, number, column, marked[column])
                notes += 1
    return notes


def _write_note(copy: Worksheet, row: int, column: int, said: Sequence[str]) -> None:
    text = cell_text("\n".join(said))
    text = text if len(text) <= _LONGEST_NOTE else text[: _LONGEST_NOTE - 1] + "…"
    lines = sum(1 + len(line) // 45 for line in text.split("\n"))
    copy.write_comment(row, column, text, {"width": 300, "height": min(30 + 15 * lines, 400)})


def _widths(rows: Iterable[Sequence[RawCell]]) -> list[int]:
    widths: list[int] = []
    for row in rows:
        widths += [_NARROWEST] * (len(row) - len(widths))
        for column, cell in enumerate(row):
            length = 0 if cell is None else len(str(cell)) + 2
            widths[column] = min(max(widths[column], length), _WIDEST)
    return widths


def _holdable(cell: RawCell) -> RawCell:
    """The value, or its words where Excel has no such day, time or number."""
    match cell:
        case bool():
            return cell
        case int():
            return cell if abs(cell) < _NO_MORE_DIGITS else str(cell)
        case float():
            return cell if isfinite(cell) else str(cell)
        case datetime():
            return cell if cell.date() >= _FIRST_DAY else cell.isoformat(sep=" ")
        case date():
            return cell if cell >= _FIRST_DAY else cell.isoformat()
        case timedelta():
            return cell if timedelta() <= cell <= _LONGEST_TIME else str(cell)
    return cell


def _write_cell(copy: Worksheet, row: int, column: int, cell: RawCell, look: Format | None) -> None:
    match cell:
        case None:
            copy.write_blank(row, column, None, look)
        case str():
            copy.write_string(row, column, fitting(cell_text(cell)), look)
        case bool():
            copy.write_boolean(row, column, cell, look)
        case int() | float():
            copy.write_number(row, column, cell, look)
        case _:
            copy.write_datetime(row, column, cell, look)
