"""A DOCX that committee services can edit, read back with python-docx."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm

from tests.documents import FUNDED, PICTURE, ROWS, paper, png
from vrp_portal.documents.docx import as_docx
from vrp_portal.documents.model import Paragraph, Run


@pytest.fixture(scope="module")
def read() -> Docx:
    return docx.Document(BytesIO(as_docx(paper())))


def test_every_part_has_a_style_of_its_own(read: Docx) -> None:
    styles = [paragraph.style.name for paragraph in read.paragraphs]
    assert styles[:6] == ["Title", "Subtitle", "Notice", "Fact", "Fact", "Fact"]
    assert {
        *("Heading 1", "Heading 2", "Heading 3", "Numbered Paragraph", "List Bullet", "Caption"),
        *("Picture", "Normal"),
    } <= set(styles)
    assert read.tables[0].style.name == "Report Table"


def test_it_is_a4_in_arial_12_and_british_english(read: Docx) -> None:
    section, normal = read.sections[0], read.styles["Normal"]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert (normal.font.name, normal.font.size.pt) == ("Arial", 12)
    assert {each.get(qn("w:val")) for each in read.styles.element.iter(qn("w:lang"))} == {"en-GB"}


def test_no_style_in_use_takes_its_typeface_from_a_theme(read: Docx) -> None:
    used = {paragraph.style.name for paragraph in read.paragraphs}
    for name in used:
        fonts = read.styles[name].element.findall(f".//{qn('w:rFonts')}")
        assert not any(qn("w:asciiTheme") in each.attrib for each in fonts), name


def test_no_paragraph_is_empty(read: Docx) -> None:
    for paragraph in read.paragraphs:
        assert paragraph.text.strip() or paragraph.style.name == "Picture"


def test_numbered_paragraphs_hang_on_their_number(read: Docx) -> None:
    numbered = next(each for each in read.paragraphs if each.style.name == "Numbered Paragraph")
    assert numbered.text.startswith("1.1\tWhat the partnership spent")
    shape = numbered.style.paragraph_format
    assert shape.first_line_indent == -shape.left_indent


def test_the_tables_header_comes_again_and_no_row_is_torn(read: Docx) -> None:
    first, *others = read.tables[0].rows
    assert first._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in (first, *others))
    assert len(others) == len(ROWS) + 1


def test_numbers_stand_to_the_right(read: Docx) -> None:
    for row in read.tables[0].rows:
        styles = [cell.paragraphs[0].style.name for cell in row.cells]
        assert styles == ["Table Text", "Table Text", "Table Text", "Table Number", "Table Number"]
    assert read.styles["Table Number"].paragraph_format.alignment == WD_ALIGN_PARAGRAPH.RIGHT


def test_totals_stand_out(read: Docx) -> None:
    last = read.tables[0].rows[-1]
    assert [cell.text for cell in last.cells] == list(FUNDED.totals)
    runs = [run for cell in last.cells for run in cell.paragraphs[0].runs if run.text]
    assert {run.style.name for run in runs} == {"Strong"}


def test_a_table_is_as_wide_as_the_text_whatever_is_in_it(read: Docx) -> None:
    section = read.sections[0]
    text = section.page_width - section.left_margin - section.right_margin
    assert sum(column.width for column in read.tables[0].columns) == pytest.approx(text, rel=0.001)
    assert read.tables[0]._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == FUNDED.caption


def test_a_picture_has_words_and_a_title(read: Docx) -> None:
    picture = read.inline_shapes[0]._inline.docPr
    assert picture.get("descr") == PICTURE.alternative
    assert picture.get("title") == PICTURE.title


@pytest.mark.parametrize(("width", "height"), [(4000, 1000), (200, 100), (400, 4000)])
def test_a_picture_fits_on_the_page(width: int, height: int) -> None:
    made = as_docx(paper(replace(PICTURE, png=png(width, height))))
    shape = docx.Document(BytesIO(made)).inline_shapes[1]
    assert shape.width <= Cm(16.61)
    assert shape.height <= Cm(19)
    assert shape.width / shape.height == pytest.approx(width / height, rel=0.01)


def test_links_lead_out_and_within(read: Docx) -> None:
    links = list(read.element.iter(qn("w:hyperlink")))
    assert [link.get(qn("w:anchor")) for link in links] == ["rule", None]
    assert read.part.rels[links[1].get(qn("r:id"))].target_ref == "https://youthendowmentfund.org.uk/toolkit/"
    names = [mark.get(qn("w:name")) for mark in read.element.iter(qn("w:bookmarkStart"))]
    assert names == ["rule"]


def test_a_page_break_belongs_to_what_follows(read: Docx) -> None:
    broken = [each.text for each in read.paragraphs if each.paragraph_format.page_break_before]
    assert broken == ["Appendix A: definitions"]


def test_the_foot_has_the_title_and_counts_pages(read: Docx) -> None:
    foot = read.sections[0].footer.paragraphs[0]
    assert foot.text.startswith("Violence Reduction Partnership: progress in 2023/24\tPage")
    fields = [field.get(qn("w:instr")) for field in foot._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_it_tells_of_the_document_and_of_no_machine(read: Docx) -> None:
    about = read.core_properties
    assert about.title == "Violence Reduction Partnership: progress in 2023/24"
    assert about.author == about.last_modified_by == "West Yorkshire Violence Reduction Partnership"
    assert about.created.date() == about.modified.date() == date(2024, 4, 4)
    assert (about.comments, about.keywords, about.language) == ("", "", "en-GB")


def test_a_document_without_a_day_tells_none() -> None:
    about = docx.Document(BytesIO(as_docx(replace(paper(), written_on=None)))).core_properties
    assert about.created is None
    assert about.modified is None


def test_the_same_document_is_the_same_bytes() -> None:
    made = as_docx(paper())
    assert made == as_docx(paper())
    assert made != as_docx(paper(Paragraph((Run("One more."),))))
    with zipfile.ZipFile(BytesIO(made)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "docProps/thumbnail.jpeg" not in parts.namelist()
