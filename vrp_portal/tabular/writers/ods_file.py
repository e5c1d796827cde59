"""ODS: typed cells in the open format, a first worksheet of pure data, and a second one about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import BinaryIO, TextIO
from xml.sax.saxutils import escape

from django.utils.dateformat import format as format_date
from odf import number
from odf.dc import Title
from odf.element import Childless, Element, Node
from odf.namespaces import OFFICENS, TABLENS, TEXTNS
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import ParagraphProperties, Style, TableCellProperties, TableColumnProperties, TextProperties
from odf.table import Table, TableColumn

from vrp_portal.money.amounts import format_pounds
from vrp_portal.tabular.sheet import Cell, Kind, Sheet
from vrp_portal.tabular.text import cell_text
from vrp_portal.tabular.writers.worksheets import ABOUT, column_widths, worksheet_name

_CENTIMETRES_A_CHARACTER = 0.22
_SPACES_THAT_XML_FOLDS = re.compile("^ +| {2,}| +$")


def write_ods(sheet: Sheet, stream: BinaryIO) -> None:
    """Write `sheet`; a number's value is the digits of its Decimal, by way of no float."""
    document = OpenDocumentSpreadsheet()
    document.meta.addElement(Title(text=cell_text(sheet.title)))
    _declare_prefixes(document.spreadsheet)
    for style in _cell_styles():
        document.styles.addElement(style)
    kinds = [column.kind for column in sheet.columns]
    labels = [column.label for column in sheet.columns]
    rows = [_row(labels, kinds, look="Heading")]
    rows += [_row(row, kinds, look="Cell") for row in sheet.rows]
    if sheet.totals is not None:
        rows.append(_row(sheet.totals, kinds, look="Total"))
    _add_worksheet(document, worksheet_name(sheet.title), rows, widths=column_widths(sheet))
    if sheet.notes:
        notes = [_row([note], [Kind.TEXT], look="Cell") for note in sheet.notes]
        _add_worksheet(document, ABOUT, notes, widths=[90])
    document.write(stream)


class _Rows(Childless, Node):
    """The rows of a worksheet, already written.

    An odfpy element for each cell of 6,300 interventions takes five seconds; their text, a tenth of one.
    """

    nodeType = Node.TEXT_NODE  # noqa: N815 - odfpy's own name

    def __init__(self, rows: Iterable[str]) -> None:
        self.rows = rows

    def toXml(self, level: int, stream: TextIO) -> None:  # noqa: N802 - odfpy's own name
        stream.writelines(self.rows)


def _row(cells: Iterable[Cell], kinds: list[Kind], *, look: str) -> str:
    written = "".join(_cell(cell, kind, look) for cell, kind in zip(cells, kinds, strict=True))
    return f"<table:table-row>{written}</table:table-row>"


def _cell(cell: Cell, kind: Kind, look: str) -> str:
    style = f'table:style-name="{_style_name(look, kind)}"'
    match cell:
        case None:
            return f"<table:table-cell {style}/>"
        case str():
            value, words = 'office:value-type="string"', cell_text(cell)
        case date():
            value = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
            words = format_date(cell, "j F Y")
        case Decimal() if kind is Kind.POUNDS:
            value = f'office:value-type="currency" office:currency="GBP" office:value="{cell:f}"'
            words = format_pounds(cell)
        case Decimal() if kind is Kind.PERCENT:
            value = f'office:value-type="percentage" office:value="{cell / 100:f}"'
            words = f"{cell:f}%"
        case _:
            value, words = f'office:value-type="float" office:value="{cell}"', f"{cell:,}"
    return f"<table:table-cell {style} {value}>{''.join(_paragraphs(words))}</table:table-cell>"


def _paragraphs(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        kept = _SPACES_THAT_XML_FOLDS.sub(lambda run: f'<text:s text:c="{len(run.group())}"/>', escape(line))
        yield f"<text:p>{kept.replace(chr(9), '<text:tab/>')}</text:p>"


def _add_worksheet(
    document: OpenDocumentSpreadsheet, name: str, rows: list[str], *, widths: list[int]
) -> None:
    worksheet = Table(name=name)
    for width in widths:
        style = Style(name=f"Column-{len(document.automaticstyles.childNodes)}", family="table-column")
        style.addElement(TableColumnProperties(columnwidth=f"{width * _CENTIMETRES_A_CHARACTER:.2f}cm"))
        document.automaticstyles.addElement(style)
        worksheet.addElement(TableColumn(stylename=style))
    worksheet.appendChild(_Rows(rows))
    document.spreadsheet.addElement(worksheet)


def _declare_prefixes(element: Element) -> None:
    """Have the document declare the prefixes that written rows use, which odfpy can't see in them."""
    for namespace in (OFFICENS, TABLENS, TEXTNS):
        element.get_nsprefix(namespace)


def _style_name(look: str, kind: Kind) -> str:
    return f"{look}-{kind}"


def _cell_styles() -> Iterator[Element]:
    """A style for each look of each kind, and the formats of numbers that they use."""
    formats = {kind: _number_format(kind) for kind in Kind if kind is not Kind.TEXT}
    yield from formats.values()
    for kind in Kind:
        for look in ("Heading", "Cell", "Total"):
            style = Style(name=_style_name(look, kind), family="table-cell")
            if kind in formats and look != "Heading":
                style.setAttribute("datastylename", formats[kind])
            border = {"bordertop": "0.5pt solid #000000"} if look == "Total" else {}
            style.addElement(TableCellProperties(verticalalign="top", wrapoption="wrap", **border))
            if kind.is_number:
                style.addElement(ParagraphProperties(textalign="end"))
            if look != "Cell":
                style.addElement(TextProperties(fontweight="bold"))
            yield style


def _number_format(kind: Kind) -> Element:
    name = f"Format-{kind}"
    if kind is Kind.POUNDS:
        pounds = number.CurrencyStyle(name=name)
        pounds.addElement(number.CurrencySymbol(language="en", country="GB", text="£"))
        pounds.addElement(number.Number(decimalplaces=2, minintegerdigits=1, grouping="true"))
        return pounds
    if kind is Kind.PERCENT:
        percent = number.PercentageStyle(name=name)
        percent.addElement(number.Number(decimalplaces=2, minintegerdigits=1))
        percent.addElement(number.Text(text="%"))
        return percent
    if kind is Kind.DATE:
        day = number.DateStyle(name=name)
        parts = (number.Day(), number.Text(text=" "), number.Month(textual="true", style="long"))
        for part in (*parts, number.Text(text=" "), number.Year(style="long")):
            day.addElement(part)
        return day
    people = number.NumberStyle(name=name)
    people.addElement(number.Number(decimalplaces=0, minintegerdigits=1, grouping="true"))
    return people
