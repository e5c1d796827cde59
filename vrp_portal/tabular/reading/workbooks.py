"""A file that somebody sent, as sheets of typed cells: whatever it is, it is read, or refused in words."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from math import isfinite
from pathlib import PurePath
from typing import Any, BinaryIO

from python_calamine import SheetTypeEnum, SheetVisibleEnum

from vrp_portal.tabular.reading import refusals
from vrp_portal.tabular.reading.cells import Limits, RawCell, SheetCells, Unreadable, Workbook
from vrp_portal.tabular.reading.containers import Container, look_into
from vrp_portal.tabular.reading.csv_files import csv_rows
from vrp_portal.tabular.reading.extent import MOST_COLUMNS, MOST_SHEETS, Errors
from vrp_portal.tabular.reading.xlsx_parts import parts_of_sheets

_PIECE = 1 << 20
_MOST_EXACT = 2**53
_DURATION = re.compile(r"PT(\d{1,6})H(\d{1,2})M(\d{1,2}(?:[.,]\d+)?)S")


def read_workbook(stream: BinaryIO, filename: str, *, limits: Limits) -> Workbook:
    """Read a spreadsheet, which its content tells, not its name. Raises Unreadable."""
    content = _content(stream, limits)
    if not content.strip():
        raise Unreadable(refusals.NOTHING_IN_IT)
    container = look_into(content, limits)
    if container.format == "csv":
        sheets: tuple[SheetCells, ...] = (
            SheetCells(PurePath(filename).stem, _trimmed(csv_rows(content, limits))),
        )
    else:
        sheets = _sheets(content, container)
    _hold_to_limits(sheets, limits)
    return Workbook(filename, container.format, sheets)


def _content(stream: BinaryIO, limits: Limits) -> bytes:
    """All that is in the stream, of which no more is held than may be."""
    content = stream.read(limits.bytes + 1)
    size = len(content)
    if size <= limits.bytes:
        return content
    while more := len(stream.read(_PIECE)):
        size += more
    raise refusals.too_large(size, limits.bytes)


def _hold_to_limits(sheets: Iterable[SheetCells], limits: Limits) -> None:
    filled = [row for sheet in sheets for row in sheet.rows if row]
    if not filled:
        raise Unreadable(refusals.NOTHING_IN_IT)
    if len(filled) > limits.rows:
        raise refusals.too_many_rows(len(filled), limits.rows)
    widest = max(map(len, filled))
    if widest > MOST_COLUMNS:
        raise refusals.too_wide(widest, MOST_COLUMNS)


def _sheets(content: bytes, container: Container) -> tuple[SheetCells, ...]:
    try:
        # Half a second to import, which no command that reads no workbook should wait for.
        import pandas as pd

        with pd.ExcelFile(io.BytesIO(content), engine="calamine") as file:
            return tuple(_read_sheets(file.book, _errors_by_sheet(content, container), container.format))
    except (Unreadable, MemoryError):
        raise
    except BaseException as error:
        # A parser that meets what it did not expect panics, which is no Exception; nor are being
        # interrupted and being told to stop, which are none of its business.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise Unreadable(refusals.DAMAGED) from error


def _read_sheets(book: Any, errors: Callable[[int, str], Errors], fmt: str) -> Iterable[SheetCells]:
    """The sheets of cells. Read from pandas' book, not by pandas: that would take several times as long,
    hold all twice, and turn days into moments and back."""
    about = book.sheets_metadata
    if len(about) > MOST_SHEETS:
        raise refusals.too_many_sheets(len(about), MOST_SHEETS)
    for number, sheet in enumerate(about):
        if sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        rows = _rows(book.get_sheet_by_index(number), errors(number, sheet.name), fmt)
        yield SheetCells(sheet.name, rows, is_hidden=sheet.visible != SheetVisibleEnum.Visible)


def _rows(sheet: Any, errors: Errors, fmt: str) -> list[list[RawCell]]:
    # The rows begin with the first of the sheet, but their cells with the first column that is filled.
    empty = [None] * (sheet.start[1] if sheet.start else 0)
    cell = _cell_of_ods if fmt == "ods" else _cell
    rows: list[list[RawCell]] = []
    for values in sheet.iter_rows():
        row: list[RawCell] = [*empty, *map(cell, values)]
        rows.append(_trimmed_row(row))
    for (place, column), words in errors.items():
        rows.extend([] for _ in range(place + 1 - len(rows)))
        rows[place].extend([None] * (column + 1 - len(rows[place])))
        rows[place][column] = words
    return _trimmed(rows)


def _cell(cell: Any) -> RawCell:
    """A cell as it is meant: whole numbers without a fraction, a day without a time of day."""
    if cell.__class__ is str:
        return cell or None
    if cell.__class__ is float:
        if cell.is_integer():
            return int(cell) if -_MOST_EXACT < cell < _MOST_EXACT else float(cell)
        # What is no number can't be counted, and must not be taken for nothing.
        return float(cell) if isfinite(cell) else "#NUM!"
    if isinstance(cell, datetime) and cell.time() == time.min:
        return cell.date()
    value: RawCell = cell
    return value


def _cell_of_ods(cell: Any) -> RawCell:
    """A cell of an OpenDocument spreadsheet, in which lengths of time come as text."""
    value = _cell(cell)
    if isinstance(value, str) and (match := _DURATION.fullmatch(value)):
        hours, minutes, seconds = match.groups()
        return timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds.replace(",", ".")))
    return value


def _trimmed_row(row: list[RawCell]) -> list[RawCell]:
    while row and (row[-1] is None or (isinstance(row[-1], str) and not row[-1].strip())):
        row.pop()
    return row


def _trimmed(rows: list[list[RawCell]]) -> list[list[RawCell]]:
    """Rows without the empty cells at their ends, and without the empty rows at the end."""
    for row in rows:
        _trimmed_row(row)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _errors_by_sheet(content: bytes, container: Container) -> Callable[[int, str], Errors]:
    """The cells that show an error, which the parser leaves empty, by a sheet's number and name."""
    sheets = {key: reach.errors for key, reach in container.extent.sheets.items() if reach.errors}
    if container.format == "xls":
        return lambda number, _: sheets.get(str(number), {})
    if container.format == "ods" or not sheets:
        return lambda _, name: sheets.get(name, {})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = parts_of_sheets(archive)
    return lambda _, name: sheets.get(parts.get(name, ""), {})
