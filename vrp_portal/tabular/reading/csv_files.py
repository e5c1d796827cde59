"""CSV as programs write it: in whichever encoding, and with whichever character between the values."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from itertools import islice

from vrp_portal.tabular.reading import refusals
from vrp_portal.tabular.reading.cells import Limits, RawCell, Unreadable
from vrp_portal.tabular.text import as_it_was

SEPARATORS = (",", ";", "\t")
LINES_LOOKED_AT = 50
LONGEST_VALUE = 1_000_000

_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f]")
_OTHER_STARTS = ("%pdf", "{\\rtf", "<!doctype", "<html", "<?xml", "<table")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NAMES_SEPARATOR = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def csv_rows(content: bytes, limits: Limits) -> list[list[RawCell]]:
    """The values of a CSV file, all of them text. Raises Unreadable for what is no text, or too long."""
    text = _decoded(content)
    if text.lstrip()[:10].lower().startswith(_OTHER_STARTS):
        raise Unreadable(refusals.NOT_A_SPREADSHEET)
    named = _NAMES_SEPARATOR.match(text)
    if named:
        # Excel does not count this line as a row, and shows it to nobody.
        text = text[named.end() :]
    separator = named.group(1) if named else _separator(text)
    csv.field_size_limit(LONGEST_VALUE)
    try:
        return _rows(text, separator, limits, strict=True)
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise Unreadable(refusals.BROKEN_CSV) from error
    try:
        # Words after a closing quotation mark are no reason to refuse what can be read.
        return _rows(text, separator, limits, strict=False)
    except csv.Error as error:
        raise Unreadable(refusals.BROKEN_CSV) from error


def _rows(text: str, separator: str, limits: Limits, *, strict: bool) -> list[list[RawCell]]:
    """The rows up to the last that is filled, of which no more are held than are taken."""
    rows: list[list[RawCell]] = []
    filled = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    for place, values in enumerate(reader):
        if not any(values):
            continue
        filled += 1
        if filled <= limits.rows:
            if place > limits.rows * 4 + 1_000:
                raise refusals.too_far_down(place + 1, limits.rows)
            rows.extend([] for _ in range(place - len(rows)))
            rows.append([as_it_was(value) or None for value in values])
    if filled > limits.rows:
        raise refusals.too_many_rows(filled, limits.rows)
    return rows


def _decoded(content: bytes) -> str:
    """The text of a file. Raises Unreadable where it is none."""
    marked = next((encoding for mark, encoding in _ENCODINGS if content.startswith(mark)), None)
    # Windows-1252 leaves five bytes without a meaning; a file that has them is no text.
    for encoding in (marked,) if marked else ("utf-8", "windows-1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _UNPRINTABLE.search(text):
            return text
    raise Unreadable(refusals.NOT_A_SPREADSHEET)


def _separator(text: str) -> str:
    """The character that parts most lines into the same number of values, of more than one.

    The commas of amounts such as £1,316,424 speak for a comma only where nothing else parts anything.
    """
    start = text[:200_000]
    for sample in (_THOUSANDS.sub("", start), start):
        found = {separator: _agreement(sample, separator) for separator in SEPARATORS}
        best = max(SEPARATORS, key=lambda separator: found[separator])
        if found[best] != (0, 0):
            return best
    return SEPARATORS[0]


def _agreement(sample: str, separator: str) -> tuple[int, int]:
    """How many lines a separator parts into as many values as most others, and into how many."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    try:
        widths = Counter(len(row) for row in islice(filter(any, reader), LINES_LOOKED_AT))
    except csv.Error:
        return 0, 0
    widths.pop(1, None)
    return max(((times, width) for width, times in widths.items()), default=(0, 0))
