"""Whatever is typed comes out of a file as the words that it was."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents import PICTURE
from vrp_portal.documents.docx import as_docx
from vrp_portal.documents.model import Bullets, Document, Heading, Paragraph, Run, Table
from vrp_portal.documents.pages import as_fragment, as_html
from vrp_portal.documents.words import holdable

ANYTHING = st.one_of(
    st.text(),
    st.text(st.characters(codec="utf-8"), max_size=20).map(lambda text: text * 500),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "]]> & &amp; &#0; \" ' {{ x }} {% now %}",
            "a\x00b\x0bc\x0cd\x1fe",
            "\ud800",
            "\ufffe\uffff",
            "‮right to left‬ \u2028 \u0085",
            "£1,316,424.00 – 30 % ✓ 👩🏽‍⚖️",
            "x" * 40_000,
        ]
    ),
)
FILLED = ANYTHING.map(lambda text: f"¶{text}")
"""With something before it that a file can hold, so that a title or a caption is never empty."""


class Words(HTMLParser):
    """The words of a page, in the order in which they stand in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.unread = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unread += tag == "style"
        self.found += [value or "" for name, value in attrs if name == "alt"]
        self.found += ["\n"] if tag == "br" else []

    def handle_endtag(self, tag: str) -> None:
        self.unread -= tag == "style"
        self.found += ["\n"] if tag not in {"strong", "a", "span"} else []

    def handle_data(self, data: str) -> None:
        self.found += [] if self.unread else [data]


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """One text in every place of a document that takes words."""
    text = draw(FILLED)
    runs = (Run(text), Run(text, strong=True), Run(text, link="https://example.org/"))
    return Document(
        title=text,
        subtitle=text,
        facts=((text, text),),
        notice=text,
        subject=text,
        blocks=(
            Heading(1, text),
            Paragraph(runs, number="1.1"),
            Bullets((runs,)),
            Table(text, (text, text), ((text, text),), totals=(text, text), numeric=frozenset({1})),
            replace(PICTURE, title=text, alternative=text, caption=text),
        ),
    )


def _words(document: Document) -> list[str]:
    """The words of such a document in order, from its title on."""
    text = document.title
    runs = text + text + " ".join(text.split())
    before = [text, text, text, text, text]
    inside = [text, f"1.1 {runs}", runs, text, *[text] * 6]
    return " ".join([*before, *inside, text]).split()


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(documents())
def test_docx_has_the_same_words(document: Document) -> None:
    read = docx.Document(BytesIO(as_docx(document)))
    found = []
    for block in read.iter_inner_content():
        if isinstance(block, docx.table.Table):
            found += [cell.text for row in block.rows for cell in row.cells]
        else:
            found.append(block.text)
    assert " ".join(found).split() == _words(document)
    assert read.inline_shapes[0]._inline.docPr.get("descr").split() == document.title.split()
    assert read.core_properties.title.split() == document.title[:255].split()


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(documents())
def test_html_has_the_same_words(document: Document) -> None:
    words = "".join(Words(as_fragment(document)).found).split()
    # The title is the page's own; the words for whoever cannot see the picture stand before its caption.
    text = document.title.split()
    assert text + words == _words(document)[: -len(text)] + text + text
    page = "".join(Words(as_html(document)).found)
    assert "".join(words) in "".join(page.split())


@given(ANYTHING)
def test_holdable_words_stay_as_they_are(text: str) -> None:
    assert holdable(holdable(text)) == holdable(text)
