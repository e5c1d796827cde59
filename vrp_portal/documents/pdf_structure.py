"""What WeasyPrint's structure of a PDF lacks for PDF/UA-1, put right before the file is written.

WeasyPrint tags each page by itself, so that a table that goes over two pages is two tables, and numbers of
pages are content that no structure holds. It names the headers of each cell, but keeps no index of the
names. Each step below mends one of these, in the objects that are about to be written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pydyf

Element = Any
"""A structure element: a dictionary with its kind (`S`), parent (`P`), page (`Pg`) and kids (`K`)."""


def mend(document: Any, pdf: pydyf.PDF) -> None:
    """Mend the structure of a PDF that WeasyPrint has made and not yet written."""
    structure = _Structure(pdf)
    structure.join_pages()
    structure.join_torn_tables()
    structure.say_what_headers_head()
    structure.pair_terms()
    structure.free_captions()
    structure.leave_out_what_has_no_place()
    _word_links(document)


class _Structure:
    """The tree of structure elements, and the pages whose content they hold."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        self.root = self._at(pdf.catalog["StructTreeRoot"])
        self.document = self._at(self.root["K"][0])

    def join_pages(self) -> None:
        """`main`, which is one part on each page, gives way to what is in it."""
        kids: list[Element] = []
        for kid in self._kids(self.document):
            kids.extend(self._kids(kid) if kid["S"] == "/Part" else [kid])
        self._adopt(self.document, kids)

    def join_torn_tables(self) -> None:
        """The rows of a table on a second page join those on the first; the repeated header is left out.

        Every table has a caption, on its first page: what has none goes on with the table before it.
        """
        whole: Element = None
        for table in self._all("/Table"):
            kinds = [kid["S"] for kid in self._kids(table)]
            if "/Caption" in kinds:
                whole = table
                continue
            had = {kid["S"] for kid in self._kids(whole)} - {"/TBody"}
            more = [kid for kid in self._kids(table) if kid["S"] not in had]
            self._adopt(whole, [*self._kids(whole), *more])
            self._leave(table)

    def say_what_headers_head(self) -> None:
        """A header in the head of a table heads its column, any other its row."""
        for table in self._all("/Table"):
            for part in self._kids(table):
                scope = "/Column" if part["S"] == "/THead" else "/Row"
                for row in self._kids(part):
                    for cell in self._kids(row):
                        cell.pop("ID", None)
                        cell.get("A", {}).pop("Headers", None)
                        if cell["S"] == "/TH":
                            cell["A"]["Scope"] = scope

    def pair_terms(self) -> None:
        """A term and what is said of it are one item of a list: its label and its body."""
        for item in [kid for whole in self._all("/L") for kid in self._kids(whole) if kid["S"] == "/Div"]:
            term, said = (self._kids(half)[0] for half in self._kids(item))
            item["S"], term["S"], said["S"] = "/LI", "/Lbl", "/LBody"
            self._adopt(item, [term, said])

    def free_captions(self) -> None:
        """Words below a picture are a paragraph beside it; within it they would give way to its own words."""
        for caption in self._all("/Caption"):
            around = self._at(caption["P"])
            if around["S"] != "/Table":
                caption["S"], around["S"] = "/P", "/Div"

    def leave_out_what_has_no_place(self) -> None:
        """What no element holds, as a page's number, is an artifact; the index of the rest is made anew."""
        held: dict[bytes, dict[int, bytes]] = defaultdict(dict)
        for element in self._below(self.document):
            for kid in element["K"]:
                if isinstance(kid, int):
                    held[element["Pg"]][kid] = element.reference
        index = self._at(self.root["ParentTree"])
        numbers = list(index["Nums"])
        pages = [self._at(page) for page in self.pdf.page_references]
        for page in pages:
            contents = held[page.reference]
            _make_artifacts(self._at(page["Contents"]).stream, set(contents))
            last = max(contents, default=-1)
            entries = pydyf.Array(contents.get(number, "null") for number in range(last + 1))
            numbers[2 * page["StructParents"] + 1] = entries
        index["Nums"] = pydyf.Array(numbers)
        self.root["ParentTreeNextKey"] = len(numbers) // 2

    def _at(self, reference: bytes) -> Element:
        return self.pdf.objects[int(reference.split()[0])]

    def _kids(self, element: Element) -> list[Element]:
        """The elements right below; numbers of content and links to annotations are none."""
        kids = (self._at(kid) for kid in element["K"] if not isinstance(kid, int))
        return [kid for kid in kids if kid["Type"] == "/StructElem"]

    def _below(self, element: Element) -> Iterator[Element]:
        yield element
        for kid in self._kids(element):
            yield from self._below(kid)

    def _all(self, kind: str) -> list[Element]:
        return [element for element in self._below(self.document) if element["S"] == kind]

    def _adopt(self, parent: Element, kids: list[Element]) -> None:
        parent["K"] = pydyf.Array(kid.reference for kid in kids)
        for kid in kids:
            kid["P"] = parent.reference

    def _leave(self, element: Element) -> None:
        """Take an element out of the tree, and what then holds nothing any more."""
        parent = self._at(element["P"])
        parent["K"] = pydyf.Array(kid for kid in parent["K"] if kid != element.reference)
        if not parent["K"]:
            self._leave(parent)


def _make_artifacts(stream: list[Any], held: set[int]) -> None:
    """Marked content of a page whose number is not among these is no part of the document."""
    for place, item in enumerate(stream):
        if isinstance(item, pydyf.Dictionary) and "MCID" in item and item["MCID"] not in held:
            stream[place - 1 : place + 2] = ["/Artifact", b"", b"BMC"]


def _word_links(document: Any) -> None:
    """What a link is called is its words, which tell more than where it leads."""
    for page in document.pages:
        for box in page._page_box.descendants():
            if getattr(box, "link_annotation", None) and box.element is not None:
                words = " ".join("".join(box.element.itertext()).split())
                box.link_annotation["Contents"] = pydyf.String(words)
