"""Text that an Excel workbook (XLSX) holds once and shows in many cells.

A parser holds it for each of the cells, so one long text and many cells are enough to take all memory.
"""

from __future__ import annotations

import re
import zipfile

from vrp_portal.tabular.reading import refusals
from vrp_portal.tabular.reading.extent import MOST_REPEATED_TEXT, Extent

_SHARED = "xl/sharedstrings.xml"
_ITEM_ENDS = re.compile(rb"</(?:[\w.-]++:)?si\s*>|<(?:[\w.-]++:)?si\s*/>")
_REFERENCE = re.compile(
    rb"\st\s*=\s*[\"']s[\"'][^<>]*>\s*(?:<[\w.:-]+/>\s*)?<(?:[\w.-]++:)?v(?:\s[^<>]*)?>\s*([0-9]{1,9})"
)


def hold_shared_text(archive: zipfile.ZipFile, extent: Extent) -> None:
    """Refuse a workbook whose shared text, in all the cells that show it, is too much to be held."""
    part = next((name for name in archive.namelist() if name.lower() == _SHARED), None)
    if part is None:
        return
    sizes = [len(item) for item in _ITEM_ENDS.split(archive.read(part))]
    cells = sum(reach.rows * reach.columns for reach in extent.sheets.values())
    # Most workbooks can't come near, whatever their cells show.
    if max(sizes) * cells <= MOST_REPEATED_TEXT:
        return
    total = 0
    for sheet in extent.sheets:
        numbers = map(int, _REFERENCE.findall(archive.read(sheet)))
        total += sum(sizes[number] for number in numbers if number < len(sizes))
        if total > MOST_REPEATED_TEXT:
            raise refusals.too_much_text(MOST_REPEATED_TEXT)
