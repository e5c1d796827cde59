"""A document as PDF/UA-1, read back through its structure."""

from __future__ import annotations

import builtins
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from tests.documents import FUNDED, PICTURE, paper
from tests.pdf_ua import elements, failings, kinds
from vrp_portal.documents import pdf as writer
from vrp_portal.documents.model import Bullets, Document, Heading, Paragraph, Run, Table
from vrp_portal.documents.pdf import NoPdf, as_pdf

pytestmark = pytest.mark.slow

LONG = replace(FUNDED, caption="Table 2: A long table", rows=FUNDED.rows * 8)


@pytest.fixture(scope="module")
def made() -> bytes:
    return as_pdf(paper(LONG))


@pytest.fixture(scope="module")
def pdf(made: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(made))


def test_nothing_fails_that_a_program_can_find(made: bytes) -> None:
    assert failings(made) == []


def test_the_search_for_failings_finds_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "mend", None)
    found = " ".join(failings(as_pdf(paper())))
    for checkpoint in ("01-003", "09: /L holds", "15-003"):
        assert checkpoint in found


SENTENCE = Run("The partnership’s executive group met four times in the year. ")


@pytest.mark.parametrize(
    "document",
    [
        Document("Only a title", "", (), ()),
        Document("A table without rows", "", (), (Table("Nothing yet", ("Name", "Amount"), ()),)),
        Document("One column", "", (), (Table("Names", ("Name",), (("Leeds",), ("Bradford",))),)),
        Document("A long list", "", (), (Bullets(tuple((SENTENCE,) for _ in range(90))),)),
        Document("A long paragraph", "", (), (Paragraph((SENTENCE,) * 200, number="1.1"),)),
        Document("A long link", "", (), (Bullets(((Run(SENTENCE.text * 3, link="https://a.example/"),),)),)),
        Document(
            "A strong link", "", (), (Paragraph((Run("Here", link="mailto:a@b.example", strong=True),)),)
        ),
        Document("Lines", "", (("a\n\nb", "c\nd"),), (Paragraph((Run("a\nb\n\nc", strong=True),)),)),
        Document("Other scripts", "", (), (Paragraph((Run("שלום мир 日本語 👩🏽‍⚖️ \u200b"),)),)),
        Document("A tall row", "", (), (Table("Long", ("A", "B"), (("a", SENTENCE.text * 120),)),)),
        Document("Many facts", "", tuple((f"Fact {n}", SENTENCE.text) for n in range(60)), ()),
        Document("Pictures", "", (), (PICTURE, replace(PICTURE, svg=""), PICTURE)),
        Document(
            "Headings", "", (), tuple(Heading(level, "A heading " * 20) for level in (1, 2, 3, 1, 2) * 8)
        ),
    ],
    ids=lambda document: document.title,
)
def test_nothing_fails_in_a_document_of_another_shape(document: Document) -> None:
    assert failings(as_pdf(document)) == []


def test_a_table_over_several_pages_is_one_table(pdf: pikepdf.Pdf) -> None:
    tables = [element for element in elements(pdf) if element.S == "/Table"]
    assert len(tables) == 2
    rows = sum(len(list(part.K)) for part in tables[1].K if part.S == "/TBody")
    assert rows == len(LONG.rows) + 1


def test_facts_are_labels_with_what_they_label(pdf: pikepdf.Pdf) -> None:
    facts = next(element for element in elements(pdf) if element.S == "/L")
    assert [[str(half.S) for half in item.K] for item in facts.K] == [["/Lbl", "/LBody"]] * 3


def test_a_picture_has_its_words_and_its_caption_beside_it(pdf: pikepdf.Pdf) -> None:
    figure = next(element for element in elements(pdf) if element.S == "/Figure")
    assert str(figure.Alt) == PICTURE.alternative
    assert [str(kid.S) for kid in figure.P.K] == ["/Figure", "/P"]


def test_headings_are_read_in_order_and_listed_beside_the_pages(pdf: pikepdf.Pdf) -> None:
    assert [kind for kind in kinds(pdf) if kind.startswith("/H")][:4] == ["/H1", "/H2", "/H2", "/H3"]
    with pdf.open_outline() as outline:
        assert outline.root[0].title == "Violence Reduction Partnership: progress in 2023/24"


def test_links_are_called_by_their_words(pdf: pikepdf.Pdf) -> None:
    links = [str(link.Contents) for page in pdf.pages for link in page.get("/Annots", [])]
    assert links == ["the 30% rule", "YEF Toolkit"]


def test_it_tells_of_the_document_and_of_no_moment(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.docinfo["/Title"]) == "Violence Reduction Partnership: progress in 2023/24"
    assert str(pdf.docinfo["/Author"]) == "West Yorkshire Violence Reduction Partnership"
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20240404")
    assert str(pdf.Root.Lang) == "en-GB"


def test_pages_are_a4(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        assert [round(float(edge)) for edge in page.mediabox] == [0, 0, 595, 842]


def test_the_same_document_is_the_same_bytes(made: bytes) -> None:
    assert made == as_pdf(paper(LONG))


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture that would ask for another is drawn without it."""
    asked: list[str] = []
    monkeypatch.setattr(
        "urllib.request.HTTPHandler.http_open", lambda self, request: asked.append(str(request))
    )
    outside = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">' + "".join(
        f'<image href="{address}" width="9" height="9"/>'
        for address in ("http://127.0.0.1:9/x.png", "file:///etc/hostname")
    )
    made = as_pdf(paper(replace(PICTURE, svg=f"{outside}</svg>")))
    assert asked == []
    assert failings(made) == []


def test_without_pango_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_pango(name: str, *args: Any, **options: Any) -> Any:
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **options)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    with pytest.raises(NoPdf, match="apt install libpango"):
        as_pdf(paper())
