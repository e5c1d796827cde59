"""A table of a DOCX: its header comes again on each page, no row is torn, and numbers stand to the right."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as Docx
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Emu, Pt
from docx.table import Table as DocxTable

from vrp_portal.documents import docx_styles as styles
from vrp_portal.documents.model import Table

LETTER = Pt(5.9)
"""The width of a digit, or of a letter more or less, in a table."""
MOST_LETTERS = 30
"""That a column of words asks for; what is longer goes over several lines."""
MARGINS = 2
"""Of a cell, in letters."""


def write_table(docx: Docx, table: Table, width: int) -> None:
    """Add the table at the document's end, as wide as the text there.

    Its caption is also what a screen reader hears of it.
    """
    made = docx.add_table(rows=0, cols=len(table.header), style=styles.TABLE_STYLE)
    _set_properties(made, table, width)
    _add_row(made, table.header, table.numeric, keep_with_next=True)
    row = made.rows[0]._tr.get_or_add_trPr()
    row.append(OxmlElement("w:tblHeader"))
    for cells in table.rows:
        _add_row(made, cells, table.numeric)
    if table.totals:
        _add_row(made, table.totals, table.numeric, strong=True)


def _set_properties(made: DocxTable, table: Table, width: int) -> None:
    """As wide as the text, in columns as wide as their words ask for."""
    for column, share in zip(made.columns, _shares(table, width), strict=True):
        column.width = share
    properties = made._tbl.tblPr
    whole = properties.find(qn("w:tblW"))
    whole.set(qn("w:type"), "pct")
    whole.set(qn("w:w"), "5000")
    look = properties.find(qn("w:tblLook"))
    look.attrib.clear()
    for name, holds in (
        ("firstRow", True),
        ("lastRow", bool(table.totals)),
        ("firstColumn", True),
        ("lastColumn", False),
        ("noHBand", True),
        ("noVBand", True),
    ):
        look.set(qn(f"w:{name}"), "1" if holds else "0")
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), table.caption)
    look.addnext(caption)


def _add_row(
    made: DocxTable,
    cells: Sequence[str],
    numeric: frozenset[int],
    *,
    keep_with_next: bool = False,
    strong: bool = False,
) -> None:
    row = made.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for place, (cell, words) in enumerate(zip(row.cells, cells, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.style = styles.NUMBER_CELL if place in numeric else styles.CELL
        paragraph.add_run(words, style="Strong" if strong or keep_with_next else None)
        if keep_with_next:
            paragraph.paragraph_format.keep_with_next = True


def _shares(table: Table, width: int) -> list[Emu]:
    """The width shared out: to each column its longest word or number, then room for longer cells."""
    columns = list(zip(table.header, *table.rows, *([table.totals] if table.totals else []), strict=True))
    least = [min(_longest_word(column), MOST_LETTERS) * 1.05 + MARGINS for column in columns]
    wanted = [min(_longest_cell(column), MOST_LETTERS) + MARGINS for column in columns]
    more = [max(wish - need, 0.1) for wish, need in zip(wanted, least, strict=True)]
    over = max(width / LETTER - sum(least), 0)
    letters = [need + over * wish / sum(more) for need, wish in zip(least, more, strict=True)]
    return [Emu(int(width * each / sum(letters))) for each in letters]


def _longest_word(column: Sequence[str]) -> int:
    return max((len(word) for cell in column for word in cell.split()), default=0)


def _longest_cell(column: Sequence[str]) -> int:
    """In letters; a heading may go over two lines."""
    header, *cells = column
    return max(len(header) // 2, *map(len, cells), 0)
