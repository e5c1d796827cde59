"""A document as DOCX, for committee services to edit: real styles, headings, lists and tables.

The file says nothing of the machine or the moment in which it was made, so that the same document is the
same bytes. There are no empty paragraphs: space belongs to styles.
"""

from __future__ import annotations

import zipfile
from datetime import datetime, time
from io import BytesIO
from itertools import count

import docx
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.image.image import Image
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Cm, Inches, Length, Pt
from docx.text.paragraph import Paragraph as DocxParagraph

from vrp_portal.documents import docx_styles as styles
from vrp_portal.documents.docx_tables import write_table
from vrp_portal.documents.model import (
    Block,
    Bullets,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    Runs,
    Table,
)
from vrp_portal.documents.spreads import spreads

BELOW_TABLE = Pt(10)
TALLEST_PICTURE, TALLEST_ON_ITS_SIDE = Cm(19), Cm(11)
"""What leaves room on a page for a heading and the caption."""
LONGEST_PROPERTY = 255
"""How many letters Word reads of what a file tells about itself."""
DOTS_PER_INCH = 96
"""Of a picture that is narrower than the page."""
LEFT_OUT = (
    RELATIONSHIP_TYPE.THUMBNAIL,
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
    RELATIONSHIP_TYPE.CUSTOM_XML,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
)
"""What the blank document brings along of the program and the day that it was made with."""
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP file can tell; every part of a DOCX has it."""


def as_docx(document: Document) -> bytes:
    """The document as a DOCX. Twice the same document is twice the same bytes."""
    writer = _Writer(document)
    writer.write()
    made = BytesIO()
    writer.docx.save(made)
    return _without_moments(made.getvalue())


class _Writer:
    """Writes one document, block by block, into python-docx's blank one."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.docx: Docx = docx.Document()
        self.bookmarks = count(1)
        self.starts_page = self.after_table = self.is_wide = False

    def write(self) -> None:
        styles.set_styles(self.docx, self.document.language)
        _tell_about(self.docx, self.document)
        _write_header(self.docx.sections[0], self.document.publisher)
        _write_footer(self.docx.sections[0], self.document.title)
        self._write_opening()
        for spread in spreads(self.document.blocks):
            if spread.is_wide != self.is_wide:
                self._turn(is_wide=spread.is_wide)
            for block in spread.blocks:
                self._write(block)

    def _turn(self, *, is_wide: bool) -> None:
        """End a section: what follows stands on pages of another kind.

        The section's end belongs to its last paragraph. A table has none, and a smallest one stands below it.
        """
        section = self.docx.add_section()
        styles.turn(section, is_wide=is_wide)
        _write_footer(section, self.document.title)
        end = self.docx.paragraphs[-1]
        if self.after_table:
            end.style = styles.SECTION_END
        else:
            end._p.getprevious().get_or_add_pPr().append(end._p.get_or_add_pPr().sectPr)
            end._p.getparent().remove(end._p)
        self.is_wide, self.after_table = is_wide, False

    @property
    def _width(self) -> Length:
        return Length(styles.WIDE_TEXT_WIDTH if self.is_wide else styles.TEXT_WIDTH)

    def _write_opening(self) -> None:
        self._paragraph("Title", self.document.title)
        if self.document.subtitle:
            self._paragraph("Subtitle", self.document.subtitle)
        if self.document.notice:
            self._paragraph(styles.NOTICE).add_run(self.document.notice).bold = True
        for what, fact in self.document.facts:
            paragraph = self._paragraph(styles.FACT)
            paragraph.add_run(what).bold = True
            paragraph.add_run(f"\t{fact}")

    def _write(self, block: Block) -> None:
        match block:
            case Heading():
                self._write_heading(block)
            case Paragraph(runs=runs, number=""):
                self._write_runs(self._paragraph("Normal"), runs)
            case Paragraph(runs=runs, number=number):
                self._write_runs(self._paragraph(styles.NUMBERED, f"{number}\t"), runs)
            case Bullets(items=items):
                for item in items:
                    self._write_runs(self._paragraph("List Bullet"), item)
            case Table():
                self._write_table(block)
            case Picture():
                self._write_picture(block)
            case PageBreak():
                self.starts_page = True

    def _write_heading(self, heading: Heading) -> None:
        paragraph = self._paragraph(f"Heading {heading.level}", heading.text)
        if heading.anchor:
            _bookmark(paragraph, heading.anchor, next(self.bookmarks))

    def _write_runs(self, paragraph: DocxParagraph, runs: Runs) -> None:
        for run in runs:
            if run.link:
                _add_link(paragraph, run)
            else:
                paragraph.add_run(run.text, style="Strong" if run.strong else None)

    def _write_table(self, table: Table) -> None:
        self._paragraph("Caption", table.caption).paragraph_format.keep_with_next = True
        write_table(self.docx, table, self._width)
        self.after_table = True

    def _write_picture(self, picture: Picture) -> None:
        paragraph = self._paragraph(styles.PICTURE)
        shape = paragraph.add_run().add_picture(
            BytesIO(picture.png), **_size(picture.png, is_wide=self.is_wide)
        )
        shape._inline.docPr.set("descr", picture.alternative)
        shape._inline.docPr.set("title", picture.title)
        for side in "TBLR":
            shape._inline.set(f"dist{side}", "0")
        if picture.words_below.strip():
            self._paragraph("Caption", picture.words_below)

    def _paragraph(self, style: str, text: str = "") -> DocxParagraph:
        """A new paragraph at the end: on a new page after a page break, a little apart from a table."""
        paragraph = self.docx.add_paragraph(text, style=style)
        if self.starts_page:
            paragraph.paragraph_format.page_break_before = True
        elif self.after_table and not self.docx.styles[style].paragraph_format.space_before:
            paragraph.paragraph_format.space_before = BELOW_TABLE
        self.starts_page = self.after_table = False
        return paragraph


def _tell_about(docx: Docx, document: Document) -> None:
    """What the file says of itself: of the document, and nothing of who or what wrote the file."""
    about = docx.core_properties
    about.title, about.subject = document.title[:LONGEST_PROPERTY], document.subject[:LONGEST_PROPERTY]
    about.author = about.last_modified_by = document.publisher[:LONGEST_PROPERTY]
    about.language = document.language
    about.comments = about.keywords = ""
    about.revision = 1
    for name in ("created", "modified"):
        if document.written_on is None:
            _forget(about._element, f"dcterms:{name}")
        else:
            setattr(about, name, datetime.combine(document.written_on, time()))
    for relations in (docx.part.package.rels, docx.part.rels):
        for number, relation in list(relations.items()):
            if relation.reltype in LEFT_OUT:
                del relations[number]


def _write_header(section: Section, publisher: str) -> None:
    section.header.paragraphs[0].text = publisher


def _write_footer(section: Section, title: str) -> None:
    """The title, and at the right edge of the text which page it is."""
    section.footer.is_linked_to_previous = False
    foot = section.footer.paragraphs[0]
    foot.text = f"{title}\tPage "
    _add_field(foot, "PAGE")
    foot.add_run(" of ")
    _add_field(foot, "NUMPAGES")
    if section.orientation == WD_ORIENT.LANDSCAPE:
        stops = foot.paragraph_format.tab_stops
        stops.add_tab_stop(styles.TEXT_WIDTH, WD_TAB_ALIGNMENT.CLEAR)
        stops.add_tab_stop(styles.WIDE_TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)


def _add_field(paragraph: DocxParagraph, instruction: str) -> None:
    """A number that the reader's program works out."""
    field = _element("w:fldSimple", instr=instruction)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _add_link(paragraph: DocxParagraph, run: Run) -> None:
    """Words that lead to an address, or to a heading of this document."""
    link = OxmlElement("w:hyperlink")
    if run.link.startswith("#"):
        link.set(qn("w:anchor"), _bookmark_name(run.link[1:]))
    else:
        to = paragraph.part.relate_to(run.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), to)
    words = paragraph.add_run(run.text, style=styles.LINK_STYLE)
    words.bold = run.strong or None
    link.append(words._r)
    paragraph._p.append(link)


def _bookmark(paragraph: DocxParagraph, anchor: str, number: int) -> None:
    """The place that a link within the document leads to."""
    start = _element("w:bookmarkStart", id=str(number), name=_bookmark_name(anchor))
    paragraph._p.insert_element_before(start, "w:r")
    paragraph._p.append(_element("w:bookmarkEnd", id=str(number)))


def _bookmark_name(anchor: str) -> str:
    """Word's bookmarks have no hyphens, and anchors no underscores."""
    return anchor.replace("-", "_")


def _element(tag: str, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _forget(parent: BaseOxmlElement, tag: str) -> None:
    for element in parent.findall(qn(tag)):
        parent.remove(element)


def _size(png: bytes, *, is_wide: bool) -> dict[str, Length]:
    """The width of an upright text, or less where the picture is small, or would not fit on a page."""
    image = Image.from_blob(png)
    width = min(styles.TEXT_WIDTH, Inches(image.px_width / DOTS_PER_INCH))
    tallest = TALLEST_ON_ITS_SIDE if is_wide else TALLEST_PICTURE
    if width * image.px_height / image.px_width > tallest:
        return {"height": tallest}
    return {"width": Length(width)}


def _without_moments(made: bytes) -> bytes:
    """The same file, whose parts do not tell when they were written."""
    again = BytesIO()
    with zipfile.ZipFile(BytesIO(made)) as parts, zipfile.ZipFile(again, "w") as written:
        for part in parts.infolist():
            entry = zipfile.ZipInfo(part.filename, ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, parts.read(part))
    return again.getvalue()
