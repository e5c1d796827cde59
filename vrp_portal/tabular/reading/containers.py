"""What a spreadsheet file is made of, looked at before any parser sees it.

A workbook is a compressed archive of XML, or an old container of streams. Both can be made to open into
far more than they seem, hold programs, or take values from elsewhere. All of it is read once here, in pieces.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import olefile

from vrp_portal.tabular.reading import refusals
from vrp_portal.tabular.reading.cells import Limits, Unreadable
from vrp_portal.tabular.reading.extent import Extent
from vrp_portal.tabular.reading.ods_parts import ContentScan
from vrp_portal.tabular.reading.shared_text import hold_shared_text
from vrp_portal.tabular.reading.xls_records import scan_book
from vrp_portal.tabular.reading.xlsx_parts import SheetScan

MOST_UNPACKED = 150_000_000
MOST_PARTS = 2_000
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_PIECE = 1 << 18
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MAIN_PARTS = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb", "content.xml": "ods"}
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OVERLAP = 64
_BOOKS = ("workbook", "book")
"""The stream of cells, in Excel since 1997 and before; a file may have both."""


@dataclass(slots=True)
class Container:
    """What was found: the format, how far the cells reach, and which of them show an error."""

    format: str
    extent: Extent
    """By the part in which a sheet stands (xlsx), its number from 0 (xls), or its name (ods)."""


class Scan(Protocol):
    """Something that looks at a part of an archive as it is unpacked."""

    def feed(self, piece: bytes) -> None:
        """Look at the next piece. Raises Unreadable."""

    def close(self) -> None:
        """Look at what is left once the part has ended. Raises Unreadable."""


def look_into(content: bytes, limits: Limits) -> Container:
    """Find out what a file is. Raises Unreadable for one that is not safe, or not a spreadsheet."""
    if content.startswith(ZIP_STARTS):
        return _look_into(_archive, content, limits)
    if content.startswith(OLE_START):
        return _look_into(_streams, content, limits)
    return Container("csv", Extent(limits))


def _look_into(look: Callable[[bytes, Limits], Container], content: bytes, limits: Limits) -> Container:
    try:
        container = look(content, limits)
    except (Unreadable, MemoryError):
        raise
    # A broken container makes its reader raise whatever it runs into: an index, a number, a recursion.
    except Exception as error:
        raise Unreadable(refusals.DAMAGED) from error
    container.extent.hold()
    return container


def _archive(content: bytes, limits: Limits) -> Container:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if any(part.flag_bits & 0x1 for part in parts):
            raise Unreadable(refusals.PROTECTED)
        names = [part.filename.replace("\\", "/") for part in parts]
        container = Container(_format(set(names)), Extent(limits))
        _refuse_programs_and_links(names, container.format)
        if len(parts) > MOST_PARTS or any(part.compress_type not in _METHODS for part in parts):
            raise Unreadable(refusals.DAMAGED)
        unpacked = 0
        for part in parts:
            scans = _scans(part.filename, container)
            for piece in _pieces(archive, part):
                unpacked += len(piece)
                if unpacked > MOST_UNPACKED:
                    raise refusals.opens_too_far(MOST_UNPACKED)
                for scan in scans:
                    scan.feed(piece)
            for scan in scans:
                scan.close()
        if container.format == "xlsx":
            hold_shared_text(archive, container.extent)
        return container


def _format(names: set[str]) -> str:
    formats = [fmt for part, fmt in _MAIN_PARTS.items() if part in names]
    # LibreOffice packs all of a protected file into one part, where it once protected each part.
    if not formats and "encrypted-package" in names:
        raise Unreadable(refusals.PROTECTED)
    if not formats:
        raise Unreadable(refusals.NOT_A_SPREADSHEET)
    # Where two formats are in one archive, a parser might read the one that was not looked at.
    if len(formats) > 1:
        raise Unreadable(refusals.DAMAGED)
    if formats[0] == "xlsb":
        raise Unreadable(refusals.BINARY_WORKBOOK)
    # Texts and drawings of OpenDocument have content too; their parser finds no sheets.
    return formats[0]


def _refuse_programs_and_links(names: list[str], fmt: str) -> None:
    lowered = [name.lower() for name in names]
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in lowered):
        raise Unreadable(refusals.WITH_MACROS)
    if fmt == "ods" and any(name.startswith(("basic/", "scripts/")) for name in lowered):
        raise Unreadable(refusals.WITH_MACROS)
    if any(name.startswith("xl/externallinks/") for name in lowered):
        raise Unreadable(refusals.WITH_LINKS)


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part as it unpacks, whatever size the archive says that it has."""
    said = part.file_size
    part.file_size = MOST_UNPACKED * 2
    size = 0
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            yield piece
    part.file_size = said
    if size != said:
        raise Unreadable(refusals.DAMAGED)


def _scans(name: str, container: Container) -> list[Scan]:
    if not name.lower().endswith((".xml", ".rels")) and container.format != "xlsx":
        return []
    scans: list[Scan] = []
    if name.lower().endswith((".xml", ".rels")):
        scans.append(_DeclarationScan())
    if container.format == "xlsx":
        scans.append(SheetScan(name, container.extent))
        if name == "[Content_Types].xml":
            scans.append(_WordScan(b"macroEnabled", refusals.WITH_MACROS))
    elif name == "content.xml":
        scans.append(ContentScan(container.extent))
    elif name == "META-INF/manifest.xml":
        scans.append(_WordScan(b"encryption-data", refusals.PROTECTED))
    return scans


class _WordScan:
    """Refuses a part in which a word stands, for the reason given."""

    def __init__(self, word: bytes, reason: str) -> None:
        self._word, self._reason, self._rest = word, reason, b""

    def feed(self, piece: bytes) -> None:
        text = self._rest + piece
        if self._word in text:
            raise Unreadable(self._reason)
        self._rest = text[-_OVERLAP:]

    def close(self) -> None:
        """Nothing is left."""


class _DeclarationScan:
    """Refuses XML that declares entities, or is in an encoding in which that can't be seen."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, piece: bytes) -> None:
        if b"\0" in piece:
            raise Unreadable(refusals.DAMAGED)
        text = self._rest + piece
        if _DECLARES.search(text):
            raise Unreadable(refusals.WITH_DECLARATIONS)
        self._rest = piece[-_OVERLAP:]

    def close(self) -> None:
        """Nothing is left."""


def _streams(content: bytes, limits: Limits) -> Container:
    with olefile.OleFileIO(io.BytesIO(content)) as container:
        paths = container.listdir(streams=True, storages=True)
        streams = {path[0].lower() for path in paths}
        if "encryptedpackage" in streams:
            raise Unreadable(refusals.PROTECTED)
        if "_vba_project_cur" in streams or "macros" in streams:
            raise Unreadable(refusals.WITH_MACROS)
        books = [path for path in paths if path[-1].lower() in _BOOKS]
        top = min((path for path in books if len(path) == 1), key=_order_of_book, default=None)
        if top is None:
            raise Unreadable(refusals.NOT_A_SPREADSHEET)
        found = Container("xls", Extent(limits))
        # A workbook inside the workbook is not read, but a parser might take the one for the other.
        for path in books:
            extent = found.extent if path == top else Extent(limits)
            scan_book(container.openstream(path).read(), extent)
            extent.hold()
        return found


def _order_of_book(path: list[str]) -> int:
    return _BOOKS.index(path[0].lower())
