"""The parts of an Excel workbook (XLSX): where the cells of its sheets are, and which show an error."""

from __future__ import annotations

import posixpath
import re
import zipfile
from functools import lru_cache
from xml.etree import ElementTree

from vrp_portal.tabular.reading import refusals
from vrp_portal.tabular.reading.cells import Unreadable
from vrp_portal.tabular.reading.extent import Extent, Reach

LONGEST_CELL = 1 << 20
"""A cell that is cut between two pieces is put together again up to this many bytes."""

_CELLS_START = b"sheetData"
_PREFIX = rb"(?:[\w.-]++:)?"
_TAG = re.compile(
    rb"<" + _PREFIX + rb"(row|c)(?=[\s/>])"
    rb"(?:\s+r=\"([A-Za-z]{0,3})([0-9]{1,7})\")?"
    rb"((?>[^\"'<>]+|\"[^\"<]*\"|'[^'<]*')*+>?)"
)
_PLAIN_CELL = re.compile(rb"<c r=\"([A-Z]{1,3})([0-9]{1,7})\"")
_PLAIN_ROW = re.compile(rb"<row r=\"([0-9]{1,7})\"")
_CELL_STARTS = (b"<c ", b"<c>", b"<c/", b"<c\t", b"<c\n", b"<c\r")
_PLACE = re.compile(rb"(?<![\w:.-])r\s*=\s*[\"']\s*([A-Za-z]{0,3})([0-9]{1,7})\s*[\"']")
_ANY_PLACE = re.compile(rb"(?<![\w:.-])r\s*=")
_ERROR = re.compile(
    rb"<" + _PREFIX + rb"c\s(?:[^<>]*\s)?t\s*=\s*[\"']e[\"'][^<>]*(?<!/)>\s*"
    rb"(?:<" + _PREFIX + rb"f\b[^<>]*(?:/>|>[^<]*</" + _PREFIX + rb"f\s*>)\s*)?"
    rb"<" + _PREFIX + rb"v\b[^<>]*>([^<]+)<"
)
_MAYBE_ERROR = re.compile(rb"t\s*=\s*[\"']e[\"']")


class SheetScan:
    """Follows one part of the archive, piece by piece, and notes how far the cells in it reach.

    A part is known for a sheet by what is in it: a sheet may lie anywhere in the archive.
    """

    def __init__(self, key: str, extent: Extent) -> None:
        self._key = key
        self._extent = extent
        self._reach: Reach | None = None
        self._rest = b""
        self._row = 0
        self._column = 0

    def feed(self, piece: bytes) -> None:
        """Look at the next piece. Raises Unreadable for cells too far out."""
        self._rest += piece
        if self._reach is None:
            start = self._rest.find(_CELLS_START)
            if start < 0:
                self._rest = self._rest[-len(_CELLS_START) :]
                return
            self._rest = self._rest[start:]
            self._reach = self._extent.sheet(self._key)
        cut = _last_cell(self._rest)
        if len(self._rest) - cut > LONGEST_CELL:
            cut = max(self._rest.rfind(b"<"), 0)
        self._look(self._rest[:cut], self._reach)
        self._rest = self._rest[cut:]
        if len(self._rest) > LONGEST_CELL * 2:
            # One long text, of which only the tag before it matters.
            self._look(self._rest, self._reach)
            self._rest = b""

    def close(self) -> None:
        """Look at what is left once the part has ended."""
        if self._reach is not None:
            self._look(self._rest, self._reach)

    def _look(self, text: bytes, reach: Reach) -> None:
        last = 0
        if _MAYBE_ERROR.search(text):
            for match in _ERROR.finditer(text):
                self._follow(text[last : match.start()], reach)
                self._follow(match.group(), reach)
                words = match.group(1).strip().decode("utf-8", "replace")
                reach.errors[self._row - 1, self._column - 1] = words
                last = match.end()
        self._follow(text[last:], reach)

    def _follow(self, text: bytes, reach: Reach) -> None:
        if not self._follow_plain(text, reach):
            self._follow_each(text, reach)

    def _follow_plain(self, text: bytes, reach: Reach) -> bool:
        """Go through cells written as nearly all programs do, which is fast; False where some differ.

        Cells without a value count here too, so it is only for rows and columns that can be held anyway.
        """
        places = _PLAIN_CELL.findall(text)
        if not places or b":c" in text or len(places) != sum(map(text.count, _CELL_STARTS)):
            return False
        last_row = _PLAIN_ROW.match(text, max(text.rfind(b"<row"), 0))
        if last_row is None and b"<row" in text:
            return False
        letters, digits = map(set, zip(*places, strict=True))
        rows = max(map(int, digits))
        if max(map(_column, letters)) > reach.columns or rows > reach.most_rows:
            return False
        self._row, self._column = int(places[-1][1]), _column(places[-1][0])
        if last_row is not None and int(last_row.group(1)) > self._row:
            self._row, self._column = int(last_row.group(1)), 0
        reach.include(rows, 0)
        return True

    def _follow_each(self, text: bytes, reach: Reach) -> None:
        rows = columns = 0
        row, column = self._row, self._column
        for kind, letters, digits, rest in _TAG.findall(text):
            if not digits:
                letters, digits = _place(rest)
            if kind == b"row":
                row, column = int(digits) if digits else row + 1, 0
                continue
            # Some programs leave the place out: then a cell is one on from the cell before it.
            row, column = (int(digits), _column(letters)) if digits else (row, column + 1)
            if rest.endswith(b"/>"):
                continue
            if not rest.endswith(b">"):
                # A more lenient parser could make something else of a tag that no program writes like this.
                raise Unreadable(refusals.DAMAGED)
            rows, columns = max(rows, row), max(columns, column)
        self._row, self._column = row, column
        reach.include(rows, columns)


def _last_cell(text: bytes) -> int:
    """Where the last cell of a text begins, which may not be whole yet."""
    prefixed = max(text.rfind(b":c "), 0)
    return max(text.rfind(b"<c"), text.rfind(b"<", 0, prefixed), 0)


def _place(attributes: bytes) -> tuple[bytes, bytes]:
    match = _PLACE.search(attributes)
    if match is not None:
        return match.group(1), match.group(2)
    if _ANY_PLACE.search(attributes) or not attributes.endswith(b">"):
        raise Unreadable(refusals.DAMAGED)
    return b"", b""


@lru_cache(maxsize=1_000)
def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    if not number:
        raise Unreadable(refusals.DAMAGED)
    return number


def parts_of_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of the archive in which each sheet stands, by the sheet's name.

    Only for an archive that was looked into, and so declares no entities.
    """
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    return {
        sheet.get("name", ""): _part(targets.get(_relation(sheet)) or "")
        for sheet in book.iter()
        if sheet.tag.endswith("}sheet")
    }


def _relation(sheet: ElementTree.Element) -> str:
    return next((value for name, value in sheet.items() if name.endswith("}id")), "")


def _part(target: str) -> str:
    """The name of a part from where a workbook points, which is from its own folder or from the top."""
    if target.startswith("/"):
        return target.lstrip("/")
    return target if target.startswith("xl/") else posixpath.normpath(posixpath.join("xl", target))
