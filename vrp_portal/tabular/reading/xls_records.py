"""The records of an old Excel workbook (XLS): where its cells are, and which show an error."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from vrp_portal.tabular.reading import refusals
from vrp_portal.tabular.reading.cells import Unreadable
from vrp_portal.tabular.reading.extent import MOST_SHEETS, Extent, Reach

MOST_ROWS = 65_536
_BOUNDSHEET, _EOF, _FILEPASS, _SUPBOOK, _DIMENSIONS = 0x0085, 0x000A, 0x002F, 0x01AE, 0x0200
_FORMULA, _BOOLERR, _MULRK = 0x0006, 0x0205, 0x00BD
_CELLS = frozenset({_FORMULA, 0x00D6, 0x00FD, 0x0203, 0x0204, _BOOLERR, 0x027E, _MULRK})
"""Records of cells that hold something: each begins with its row and its column."""
_OWN_LINKS = (b"\x01\x04", b"\x01\x3a")
"""What stands for the workbook itself, and for functions of Excel, where another file would be named."""
_MACRO_SHEETS = (1, 6)
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def scan_book(book: bytes, extent: Extent) -> None:
    """Note how far the cells of each sheet reach, by the sheet's number from 0. Raises Unreadable.

    A sheet is read from where the workbook says it begins, as a parser does.
    """
    begins = list(_beginnings(book))
    if len(begins) > MOST_SHEETS:
        raise refusals.too_many_sheets(len(begins), MOST_SHEETS)
    # Sheets that are said to begin in one another would be read again and again.
    if len(set(begins)) < len(begins):
        raise Unreadable(refusals.DAMAGED)
    read = 0
    for number, begin in enumerate(begins):
        reach = extent.sheet(str(number))
        for kind, body in _records(book, begin):
            read += len(body) + 4
            if read > len(book):
                raise Unreadable(refusals.DAMAGED)
            _scan_record(kind, body, reach)


def _beginnings(book: bytes) -> Iterator[int]:
    """Where each sheet begins. Raises Unreadable for what no sheet of the workbook may hold."""
    for kind, body in _records(book, 0):
        if kind == _FILEPASS:
            raise Unreadable(refusals.PROTECTED)
        if kind == _SUPBOOK and len(body) >= 4 and body[2:4] not in _OWN_LINKS:
            raise Unreadable(refusals.WITH_LINKS)
        if kind == _BOUNDSHEET and len(body) >= 6:
            if body[5] in _MACRO_SHEETS:
                raise Unreadable(refusals.WITH_MACROS)
            yield int(struct.unpack_from("<I", body)[0])


def _records(book: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The kind and content of each record, up to the one that ends the sheet."""
    while place + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, place)
        if kind == _EOF:
            return
        yield kind, book[place + 4 : place + 4 + length]
        place += 4 + length


def _scan_record(kind: int, body: bytes, reach: Reach) -> None:
    if kind == _FILEPASS:
        raise Unreadable(refusals.PROTECTED)
    if kind == _DIMENSIONS:
        _check_dimensions(body)
    if kind not in _CELLS:
        return
    if len(body) < 6:
        raise Unreadable(refusals.DAMAGED)
    row, column = struct.unpack_from("<HH", body)
    last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind == _MULRK else column
    reach.include(row + 1, max(column, last) + 1)
    if error := _error(kind, body):
        reach.errors[row, column] = error


def _check_dimensions(body: bytes) -> None:
    """A parser sets memory aside for as many cells as this says, whether they are there or not."""
    rows, columns = 0, 0
    if len(body) >= 14:
        rows, columns = struct.unpack_from("<4xI2xH", body)
    elif len(body) >= 10:
        rows, columns = struct.unpack_from("<2xH2xH", body)
    if rows > MOST_ROWS or columns > 256:
        raise Unreadable(refusals.DAMAGED)


def _error(kind: int, body: bytes) -> str:
    if kind == _BOOLERR and len(body) >= 8 and body[7] == 1:
        return _ERRORS.get(body[6], "#N/A")
    if kind == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
        return _ERRORS.get(body[8], "#N/A")
    return ""
