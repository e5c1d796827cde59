"""Words that every kind of file can hold."""

from __future__ import annotations

import re

NOT_IN_XML = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 has no way to hold, and so DOCX has none either."""

BREAKS = re.compile("\r\n|[\r\x0b\x0c]")
"""What spreadsheets and old files write for the end of a line."""


def holdable(text: str) -> str:
    r"""The words without what a file cannot hold; each end of a line becomes a plain one.

    >>> holdable("Leeds\x00 and\x0bBradford\r\n")
    'Leeds and\nBradford\n'
    """
    return NOT_IN_XML.sub("", BREAKS.sub("\n", text))
