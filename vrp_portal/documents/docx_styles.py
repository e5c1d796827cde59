"""The styles of a DOCX: named, so that whoever edits the document changes one and not every paragraph.

Arial 12 throughout, as committee services ask for so that papers can be read by all; A4; British English.
"""

from __future__ import annotations

from typing import cast

from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement
from docx.section import Section
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import BaseStyle, CharacterStyle, ParagraphStyle

TYPEFACE = "Arial"
BRAND, INK, QUIET, LINK = "143F4D", "1C2B30", "4A5A60", "16586D"
RULE, WARM, WARM_MIST = "CBD5D8", "E0A63A", "FDF6E6"

TABLE_STYLE = "Report Table"
NUMBERED, FACT, NOTICE, LINK_STYLE = "Numbered Paragraph", "Fact", "Notice", "Hyperlink"
CELL, NUMBER_CELL = "Table Text", "Table Number"
PICTURE, SECTION_END = "Picture", "Section End"

PAGE_WIDTH, PAGE_HEIGHT, MARGIN = Cm(21), Cm(29.7), Cm(2.2)
TEXT_WIDTH, WIDE_TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN, PAGE_HEIGHT - 2 * MARGIN
"""Of a page that stands upright, and of one that lies on its side."""
HANGING = Cm(1.5)


def set_styles(docx: Docx, language: str) -> None:
    """Give python-docx's blank document the page, language and styles of a paper."""
    section = docx.sections[0]
    turn(section, is_wide=False)
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = Cm(2.4)
    section.header_distance = section.footer_distance = Cm(1.1)
    _set_language(docx, language)
    _style_text(docx)
    _style_tables(docx)


def turn(section: Section, *, is_wide: bool) -> None:
    """Let the pages of a section stand upright, or lie on their side."""
    edges = (PAGE_WIDTH, PAGE_HEIGHT)
    section.page_width, section.page_height = edges[::-1] if is_wide else edges
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT


def _set_language(docx: Docx, language: str) -> None:
    for element in docx.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), language)
    for element in docx.settings.element.iter(qn("w:themeFontLang")):
        element.set(qn("w:val"), language)
    # Word calls what is older than its version 15 a document "in compatibility mode".
    for element in docx.settings.element.iter(qn("w:compatSetting")):
        if element.get(qn("w:name")) == "compatibilityMode":
            element.set(qn("w:val"), "15")


def _style_text(docx: Docx) -> None:
    _letters(_paragraph_style(docx, "Normal", based_on=None, after=8, line=1.15), size=12)
    for name, size, before, after in (
        ("Title", 24, 0, 4),
        ("Heading 1", 16, 20, 6),
        ("Heading 2", 13.5, 14, 4),
        ("Heading 3", 12, 10, 4),
    ):
        style = _paragraph_style(docx, name, before=before, after=after, keep_with_next=True)
        _letters(style, size=size, bold=True, colour=BRAND)
        _without_borders(style)
    _letters(_paragraph_style(docx, "Subtitle", after=12), size=14, colour=QUIET)
    _letters(_paragraph_style(docx, "List Bullet", after=4), size=12)
    caption = _paragraph_style(docx, "Caption", before=6, after=6)
    _letters(caption, size=11, bold=True, colour=INK)
    _paragraph_style(docx, PICTURE, before=6, after=4, keep_with_next=True)
    _letters(_paragraph_style(docx, SECTION_END, after=0, line=1.0), size=1)
    for name, indent in ((NUMBERED, HANGING), (FACT, Cm(4.5))):
        hanging = _paragraph_style(docx, name).paragraph_format
        hanging.left_indent, hanging.first_line_indent = indent, -indent
        hanging.tab_stops.add_tab_stop(indent)
    docx.styles[FACT].paragraph_format.space_after = Pt(3)
    _mark_out(_paragraph_style(docx, NOTICE, before=6, after=10))
    for name in ("Header", "Footer"):
        style = _paragraph_style(docx, name, after=0)
        _letters(style, size=9, colour=QUIET)
        stops = style.paragraph_format.tab_stops
        stops.clear_all()
        stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    link = docx.styles.add_style(LINK_STYLE, WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = RGBColor.from_string(LINK), True


def _style_tables(docx: Docx) -> None:
    _letters(_paragraph_style(docx, CELL, before=2, after=2, line=1.0), size=10.5)
    number = _paragraph_style(docx, NUMBER_CELL, based_on=CELL, before=2)
    number.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    docx.styles.element.append(parse_xml(_TABLE_STYLE))


_TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ReportTable">
  <w:name w:val="{TABLE_STYLE}"/>
  <w:basedOn w:val="TableNormal"/>
  <w:uiPriority w:val="59"/>
  <w:qFormat/>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="single" w:sz="12" w:space="0" w:color="{BRAND}"/>
      <w:bottom w:val="single" w:sz="12" w:space="0" w:color="{BRAND}"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:left w:w="70" w:type="dxa"/>
      <w:right w:w="70" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:b/><w:color w:val="{BRAND}"/></w:rPr>
    <w:tcPr>
      <w:tcBorders><w:bottom w:val="single" w:sz="12" w:space="0" w:color="{BRAND}"/></w:tcBorders>
      <w:vAlign w:val="bottom"/>
    </w:tcPr>
  </w:tblStylePr>
  <w:tblStylePr w:type="lastRow">
    <w:rPr><w:b/></w:rPr>
    <w:tcPr>
      <w:tcBorders><w:top w:val="single" w:sz="12" w:space="0" w:color="{BRAND}"/></w:tcBorders>
    </w:tcPr>
  </w:tblStylePr>
</w:style>
"""
"""The header row and the row of totals stand out by the style, so that a row added by hand looks the same."""


def _paragraph_style(
    docx: Docx,
    name: str,
    *,
    based_on: str | None = "Normal",
    before: float = 0,
    after: float | None = None,
    line: float | None = None,
    keep_with_next: bool = False,
) -> ParagraphStyle:
    """The style of this name, made where the blank document has none; spaces are in points."""
    if name not in docx.styles:
        docx.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).quick_style = True
    style = cast(ParagraphStyle, docx.styles[name])
    if based_on is not None:
        style.base_style = docx.styles[based_on]
    shape = style.paragraph_format
    shape.space_before = Pt(before)
    if after is not None:
        shape.space_after = Pt(after)
    if line is not None:
        shape.line_spacing = line
    if keep_with_next:
        shape.keep_with_next = True
    return style


def _letters(style: CharacterStyle, *, size: float, bold: bool = False, colour: str = INK) -> None:
    """One typeface in one size. The blank document's theme, which would name others, is left aside."""
    properties = style.element.get_or_add_rPr()
    for tag in ("w:rFonts", "w:spacing", "w:kern", "w:i", "w:iCs"):
        for element in properties.findall(qn(tag)):
            properties.remove(element)
    fonts = properties._add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), TYPEFACE)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)


def _without_borders(style: BaseStyle) -> None:
    for element in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(element)


def _mark_out(style: ParagraphStyle) -> None:
    """A bar at the left and a ground of its own, as warnings have them."""
    borders = OxmlElement("w:pBdr")
    left = OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "36"), ("space", "8"), ("color", WARM)):
        left.set(qn(f"w:{name}"), value)
    borders.append(left)
    ground = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", WARM_MIST)):
        ground.set(qn(f"w:{name}"), value)
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(borders, *_AFTER_BORDERS)
    properties.insert_element_before(ground, *_AFTER_BORDERS[1:])


_AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
"""What comes after borders in the properties of a paragraph, whose order is fixed."""
