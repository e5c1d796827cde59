"""A wide table lays its section on its side, in every kind of file, and nothing else."""

from __future__ import annotations

from io import BytesIO

import docx
import pikepdf
import pytest
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.shared import Cm

from tests.documents import FUNDED
from tests.pdf_ua import failings
from vrp_portal.documents.docx import as_docx
from vrp_portal.documents.model import Block, Document, Heading, PageBreak, Paragraph, Run, Table
from vrp_portal.documents.pages import as_fragment
from vrp_portal.documents.pdf import as_pdf
from vrp_portal.documents.spreads import spreads

WIDE = Table("Wide", tuple("ABCDEFG"), (tuple("1234567"),))
ONE, TWO, SUB = Heading(1, "One"), Heading(1, "Two"), Heading(2, "Below two")
WORDS = Paragraph((Run("Words."),))
BREAK = PageBreak()


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ((), []),
        ((ONE, WORDS, FUNDED), [(False, 3)]),
        ((WIDE,), [(True, 1)]),
        ((ONE, WORDS, TWO, WORDS, WIDE, WORDS), [(False, 2), (True, 4)]),
        ((ONE, TWO, SUB, WIDE), [(True, 4)]),
        ((ONE, WORDS, BREAK, TWO, WIDE, BREAK, WORDS), [(False, 2), (True, 2), (False, 1)]),
        ((ONE, WIDE, BREAK, WIDE), [(True, 4)]),
        ((ONE, WIDE, TWO, WORDS, SUB, WIDE), [(True, 2), (False, 2), (True, 2)]),
        ((ONE, WIDE, BREAK), [(True, 2)]),
    ],
)
def test_sections_are_laid_by_their_tables(
    blocks: tuple[Block, ...], expected: list[tuple[bool, int]]
) -> None:
    assert [(spread.is_wide, len(spread.blocks)) for spread in spreads(blocks)] == expected


@pytest.fixture
def document() -> Document:
    return Document("Title", "", (), (ONE, WORDS, TWO, WIDE, Heading(1, "Three"), WORDS, TWO, WIDE, WORDS))


@pytest.fixture
def read(document: Document) -> Docx:
    return docx.Document(BytesIO(as_docx(document)))


def test_a_docx_turns_its_pages(read: Docx) -> None:
    upright, on_its_side = WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE
    turned = [section.orientation for section in read.sections]
    assert turned == [upright, on_its_side, upright, on_its_side]
    for section in read.sections:
        longer = section.page_width > section.page_height
        assert longer == (section.orientation == on_its_side)
        assert "of" in section.footer.paragraphs[0].text


def test_a_wide_table_is_as_wide_as_its_page(read: Docx) -> None:
    for table in read.tables:
        assert sum(column.width for column in table.columns) == pytest.approx(Cm(25.3), rel=0.001)


def test_a_sections_end_belongs_to_words_that_are_there(read: Docx) -> None:
    """Word asks for a paragraph after a table: that one is the smallest, and no other is empty."""
    empty = [paragraph.style.name for paragraph in read.paragraphs if not paragraph.text]
    assert empty == ["Section End"]


@pytest.mark.slow
def test_a_pdf_turns_its_pages(document: Document) -> None:
    made = as_pdf(document)
    with pikepdf.open(BytesIO(made)) as pdf:
        wide = [page.mediabox[2] > page.mediabox[3] for page in pdf.pages]
    assert wide == [False, True, False, True]
    assert failings(made) == []


def test_a_page_says_what_to_print_on_its_side(document: Document) -> None:
    assert as_fragment(document).count('<div class="app-document__wide">') == 2
