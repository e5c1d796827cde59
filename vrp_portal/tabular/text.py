"""Text as it goes into a cell: no markup, no character a file can't hold, nothing a spreadsheet runs."""

from __future__ import annotations

import html
import re
import unicodedata

from django.utils.html import strip_tags
from django.utils.safestring import SafeString

_LINE_ENDS = re.compile("\r\n|\r|\x85")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_UNWRITABLE = re.compile(
    "[\x80-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
_STARTS_A_FORMULA = frozenset("=+-@")
_STARTS_A_CELL_ANEW = frozenset("\t\r\n")
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


def cell_text(value: object) -> str:
    """The words of a value, every one of them writable in CSV, XLSX and ODS alike.

    Markup made for the page is taken off. Line ends become one kind. A control character is shown
    by its picture and anything else that XML can't hold by the replacement character, so that a
    reader sees that something stood there.

    >>> cell_text("bell\\x07, two\\r\\nlines")
    'bell␇, two\\nlines'
    """
    text = html.unescape(strip_tags(value)) if isinstance(value, SafeString) else str(value)
    text = _LINE_ENDS.sub("\n", text)
    text = _CONTROLS.sub(_picture, text)
    return _UNWRITABLE.sub("\ufffd", text)


def harmless(text: str) -> str:
    """Text that no spreadsheet opening a CSV file runs as a formula.

    CSV has no types, so a spreadsheet guesses, and what starts like a formula gets an apostrophe in
    front. What a spreadsheet skips before it guesses is skipped here too: spaces and unseen
    characters, and the full-width and small forms of the signs, which a spreadsheet set to
    Japanese or Chinese takes for the signs themselves.

    >>> harmless("=1+1"), harmless(" @SUM(A1)"), harmless("1-2")
    ("'=1+1", "' @SUM(A1)", '1-2')
    """
    return f"'{text}" if _runs(text.lstrip("'")) else text


def as_it_was(text: str) -> str:
    """The text of which `harmless` made this, for a CSV file that comes back.

    >>> as_it_was(harmless("=1+1")), as_it_was(harmless("'=1+1")), as_it_was("'twas")
    ('=1+1', "'=1+1", "'twas")
    """
    return text[1:] if text.startswith("'") and _runs(text.lstrip("'")) else text


def _runs(text: str) -> bool:
    """Whether a spreadsheet would take text for a formula."""
    first = next((character for character in text if unicodedata.category(character) not in _UNSEEN), "")
    return text[:1] in _STARTS_A_CELL_ANEW or unicodedata.normalize("NFKC", first) in _STARTS_A_FORMULA


def _picture(control: re.Match[str]) -> str:
    code = ord(control.group())
    return "␡" if code == 0x7F else chr(0x2400 + code)
