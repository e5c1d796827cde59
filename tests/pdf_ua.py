"""What of PDF/UA-1 can be read from a file: each failing is a sentence with its Matterhorn checkpoint.

Whether words and order make sense is for a person to judge; these are the points that a program can.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf

GROUPS = {"/Document", "/Part", "/Sect", "/Div", "/Art", "/BlockQuote", "/NonStruct"}
WORDS = {"/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/P", "/Caption", "/Span", "/Quote", "/Link", "/Figure"}
LISTS = {"/L", "/LI", "/Lbl", "/LBody"}
TABLES = {"/Table", "/TR", "/TH", "/TD", "/THead", "/TBody", "/TFoot"}
STANDARD = GROUPS | WORDS | LISTS | TABLES
KIDS = {
    "/L": {"/L", "/LI", "/Caption"},
    "/LI": {"/Lbl", "/LBody"},
    "/Table": {"/Caption", "/THead", "/TBody", "/TFoot", "/TR"},
    "/THead": {"/TR"},
    "/TBody": {"/TR"},
    "/TR": {"/TH", "/TD"},
}
PARENTS = {
    "/LI": {"/L"},
    "/Lbl": {"/LI"},
    "/LBody": {"/LI"},
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
    "/Caption": {"/Table", "/L", "/Figure"},
}
SHOWS = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh", "INLINE IMAGE"}
"""The operators that put something on a page."""


def failings(made: bytes) -> list[str]:
    with pikepdf.open(BytesIO(made)) as pdf:
        return [
            *_catalog(pdf),
            *_structure(pdf),
            *_headings(pdf),
            *_index(pdf),
            *_links(pdf),
            *_content(pdf),
            *_fonts(pdf),
        ]


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every structure element, in the order in which it is read."""
    yield from _below(pdf.Root.StructTreeRoot)


def kinds(pdf: pikepdf.Pdf) -> list[str]:
    return [str(element.S) for element in elements(pdf)]


def _kids(element: pikepdf.Object) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _elements_in(element: pikepdf.Object) -> list[pikepdf.Dictionary]:
    return [kid for kid in _kids(element) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _below(element: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    for kid in _elements_in(element):
        yield kid
        yield from _below(kid)


def _catalog(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "06: the file does not say that it is tagged"
    if not str(root.get("/Lang", "")):
        yield "11-006: no language"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "07-001: the window would show a file's name"
    with pdf.open_metadata() as metadata:
        if metadata.get("pdfuaid:part") != "1":
            yield "06-002: the file does not say that it is PDF/UA-1"
        if not metadata.get("dc:title"):
            yield "06-003: no title"
    if pdf.is_encrypted or "/AcroForm" in root or "/OpenAction" in root:
        yield "26: encrypted, a form, or acts by itself"


def _structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    for element in elements(pdf):
        kind, kids = str(element.S), [str(kid.S) for kid in _elements_in(element)]
        if kind not in STANDARD:
            yield f"02-001: {kind} is no standard kind"
        if kind in KIDS and not set(kids) <= KIDS[kind]:
            yield f"09: {kind} holds {kids}"
        if kind in PARENTS and str(element.P.S) not in PARENTS[kind]:
            yield f"09: {kind} stands in {element.P.S}"
        if any(kid.P.objgen != element.objgen for kid in _elements_in(element)):
            yield f"09: what is in {kind} does not say so"
        if kind == "/Figure" and not (str(element.get("/Alt", "")) and "/BBox" in element.get("/A", {})):
            yield "13-004: a picture without words or place"
        if kind == "/TH" and element.get("/A", {}).get("/Scope") not in ("/Row", "/Column"):
            yield "15-003: a header that does not say what it heads"
        if kind == "/Table":
            yield from _table(element, kids)
        if kind not in {"/TD", "/TH", "/NonStruct"} and not _kids(element):
            yield f"09: an empty {kind}"


def _table(table: pikepdf.Dictionary, kids: list[str]) -> Iterator[str]:
    if kids[:1] != ["/Caption"] or kids.count("/Caption") != 1 or kids.count("/THead") != 1:
        yield f"15: a table of {kids}"
    rows = [element for element in _below(table) if element.S == "/TR"]
    if len({len(_elements_in(row)) for row in rows}) != 1:
        yield "15: a table with ragged rows"


def _headings(pdf: pikepdf.Pdf) -> Iterator[str]:
    levels = [int(kind[2:]) for kind in kinds(pdf) if kind in {f"/H{level}" for level in range(1, 7)}]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"14-002: the headings start {levels[:3]}"
    for above, level in pairwise(levels):
        if level > above + 1:
            yield f"14-003: a heading of level {level} below one of level {above}"


def _index(pdf: pikepdf.Pdf) -> Iterator[str]:
    """From content back to the elements that hold it."""
    index = _parents(pdf)
    for element in elements(pdf):
        for kid in _content_of(element):
            back = index[int(element.Pg.StructParents)][kid]
            if back is None or back.objgen != element.objgen:
                yield f"01-004: content {kid} does not lead back to its {element.S}"


def _links(pdf: pikepdf.Pdf) -> Iterator[str]:
    index = _parents(pdf)
    for page in pdf.pages:
        for link in page.get("/Annots", []):
            element = index.get(int(link.get("/StructParent", -1)))
            if link.Subtype != "/Link" or element is None or element.S != "/Link":
                yield "28-011: a link without an element"
            elif link.objgen not in {kid.Obj.objgen for kid in _kids(element) if _is_reference(kid)}:
                yield "28-011: a link that its element does not know"
            if not str(link.get("/Contents", "")):
                yield "28-012: a link without words"
        if "/Annots" in page and page.get("/Tabs") != "/S":
            yield "28-005: links come in another order than words"


def _parents(pdf: pikepdf.Pdf) -> dict[int, pikepdf.Object]:
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return {int(numbers[place]): numbers[place + 1] for place in range(0, len(numbers), 2)}


def _content_of(element: pikepdf.Object) -> list[int]:
    return [kid for kid in _kids(element) if isinstance(kid, int)]


def _is_reference(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid


def _content(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Whatever is shown is either held by an element, or told apart as an artifact."""
    held: dict[tuple[int, int], set[int]] = {}
    for element in elements(pdf):
        if numbers := _content_of(element):
            held.setdefault(element.Pg.objgen, set()).update(numbers)
    for page in pdf.pages:
        yield from _shown(page, held.get(page.obj.objgen, set()))
        for form in _forms(page.obj):
            if any(str(operator) in {"BDC", "BMC"} for _, operator in pikepdf.parse_content_stream(form)):
                yield "01-001: marks within a picture"


def _shown(page: pikepdf.Page, held: set[int]) -> Iterator[str]:
    is_open, met = False, set()
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in {"BDC", "BMC"}:
            if is_open:
                yield "01-001: marked content within other"
            is_open = True
            if name == "BDC":
                met.add(int(operands[1].MCID))
            elif operands[0] != "/Artifact":
                yield f"01-003: {operands[0]} is neither an artifact nor held by an element"
        elif name == "EMC":
            is_open = False
        elif name in SHOWS and not is_open:
            yield f"01-005: {name} is neither tagged nor an artifact"
    if held != met:
        yield f"01-003: the content {held ^ met} is on the page or in an element, and not in both"


def _forms(holder: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for form in dict(holder.get("/Resources", {}).get("/XObject", {})).values():
        if form.get("/Subtype") == "/Form":
            yield form


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for page in pdf.pages:
        for holder in (page.obj, *_forms(page.obj)):
            for font in dict(holder.get("/Resources", {}).get("/Font", {})).values():
                below = font.DescendantFonts[0] if "/DescendantFonts" in font else font
                if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(below.FontDescriptor.keys()):
                    yield f"31-009: {font.BaseFont} is not in the file"
                if "/ToUnicode" not in font:
                    yield f"10-001: {font.BaseFont} does not say which letters it draws"
                if below.get("/Subtype") == "/CIDFontType2" and "/CIDToGIDMap" not in below:
                    yield f"31-006: {font.BaseFont} has no map of its letters"
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "TJ" and any(
                isinstance(part, pikepdf.String) and _has_unknown_letter(bytes(part)) for part in operands[0]
            ):
                yield "31-030: a letter that its typeface does not have"


def _has_unknown_letter(glyphs: bytes) -> bool:
    """Two bytes are a letter; nought stands for one that the typeface lacks."""
    return any(glyphs[place : place + 2] == b"\0\0" for place in range(0, len(glyphs), 2))
