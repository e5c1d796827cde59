"""The content of an OpenDocument spreadsheet (ODS): where its cells are, and which show an error."""

from __future__ import annotations

import html
import re

from vrp_portal.tabular.reading import refusals
from vrp_portal.tabular.reading.cells import Unreadable
from vrp_portal.tabular.reading.extent import MOST_REPEATED_TEXT, Extent, Reach

LONGEST_CELL = 1 << 21
"""A cell that is cut between two pieces is put together again up to this many bytes."""

_NAME = rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])"
_TAG = re.compile(_NAME + rb"((?>[^\"'<>]+|\"[^\"<]*\"|'[^'<]*')*+)>")
_TAG_STARTS = re.compile(_NAME)
_REPEATED = re.compile(rb"\stable:number-(?:rows|columns)-repeated\s*=\s*[\"']\s*([0-9]{1,10})\s*[\"']")
_TABLE_NAME = re.compile(rb"\stable:name\s*=\s*[\"']([^\"']*)[\"']")
_ERROR = re.compile(rb"value-type\s*=\s*[\"']error[\"']")
_WORDS = re.compile(rb"<text:p[^<>]*>([^<]+)")
_LINKS = re.compile(
    rb"<table:(?:table-source|cell-range-source|dde-link)[\s/>]"
    rb"|formula\s*=\s*\"[^\"]*(?:'|&apos;)(?:file|https?|smb|ftp):"
)
_PROGRAMS = re.compile(rb"<office:script[\s>]|<script:event-listener[\s>]")


class ContentScan:
    """Follows the content piece by piece, and notes how far the cells of each sheet reach.

    Programs pad a sheet to its last row and column with empty cells that are repeated; these are not held
    by a parser, and so not counted. Cells that hold something count as often as they are repeated.
    """

    def __init__(self, extent: Extent) -> None:
        self._extent = extent
        self._reach: Reach | None = None
        self._rest = b""
        self._row = 0
        self._row_repeated = 0
        self._column = 0
        self._repeated_text = 0

    def feed(self, piece: bytes) -> None:
        """Look at the next piece. Raises Unreadable for cells too far out, links and programs."""
        self._rest += piece
        cut = max(self._rest.rfind(b"<table:"), 0)
        self._look(self._rest[:cut])
        self._rest = self._rest[cut:]
        if len(self._rest) > LONGEST_CELL:
            raise refusals.too_much_text(LONGEST_CELL)

    def close(self) -> None:
        """Look at what is left once the content has ended."""
        self._look(self._rest)

    def _look(self, text: bytes) -> None:
        if _PROGRAMS.search(text):
            raise Unreadable(refusals.WITH_MACROS)
        if _LINKS.search(text):
            raise Unreadable(refusals.WITH_LINKS)
        tags = list(_TAG.finditer(text))
        # A tag that is written as no program writes one could be read otherwise by a more lenient parser.
        if len(tags) != len(_TAG_STARTS.findall(text)):
            raise Unreadable(refusals.DAMAGED)
        ends = [*(tag.start() for tag in tags), len(text)][1:]
        for tag, end in zip(tags, ends, strict=False):
            kind, attributes = tag.groups()
            if kind == b"table":
                self._begin_sheet(attributes)
            elif kind == b"table-row":
                self._row += self._row_repeated
                self._row_repeated = _times(attributes)
                self._column = 0
            elif b"value" in attributes or b"formula" in attributes:
                self._pass_filled(attributes, text, tag.end(), end)
            elif b"repeated" in attributes:
                self._column += _times(attributes)
            else:
                self._column += 1

    def _begin_sheet(self, attributes: bytes) -> None:
        name = _TABLE_NAME.search(attributes)
        words = name.group(1).decode("utf-8", "replace") if name else ""
        self._reach = self._extent.sheet(html.unescape(words))
        self._row = self._row_repeated = self._column = 0

    def _pass_filled(self, attributes: bytes, text: bytes, start: int, end: int) -> None:
        """Go past a cell that holds something, whose words are in the text from `start` to `end`."""
        reach = self._reach
        if reach is None:
            raise Unreadable(refusals.DAMAGED)
        first = self._column
        self._column += _times(attributes) if b"repeated" in attributes else 1
        rows = self._row + self._row_repeated
        if rows > reach.rows or self._column > reach.columns:
            reach.include(rows, self._column)
        times = (self._column - first) * self._row_repeated
        if times > 1:
            self._count_repeated(len(attributes) + end - start, times)
        if b"error" in attributes and _ERROR.search(attributes):
            words = _WORDS.search(text, start, end)
            shown = html.unescape(words.group(1).decode("utf-8", "replace")) if words else "#VALUE!"
            for row in range(self._row, rows):
                for column in range(first, self._column):
                    reach.errors[row, column] = shown

    def _count_repeated(self, size: int, times: int) -> None:
        self._repeated_text += size * times
        if self._repeated_text > MOST_REPEATED_TEXT:
            raise refusals.too_much_text(MOST_REPEATED_TEXT)


def _times(attributes: bytes) -> int:
    if b"repeated" not in attributes:
        return 1
    match = _REPEATED.search(attributes)
    if match is None:
        raise Unreadable(refusals.DAMAGED)
    return int(match.group(1))
