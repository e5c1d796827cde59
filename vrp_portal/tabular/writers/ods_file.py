"""ODS: typed cells in the open format, a first worksheet of pure data, and a second one about it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import BinaryIO, TextIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils.dateformat import format as format_date
from odf import number
from odf.dc import Title
from odf.element import Childless, Element, Node
from odf.namespaces import OFFICENS, OFNS, TABLENS, TEXTNS
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import ParagraphProperties, Style, TableCellProperties, TableColumnProperties, TextProperties
from odf.table import Table, TableColumn

from vrp_portal.money.amounts import format_pounds
from vrp_portal.tabular.sheet import Cell, Kind, Sheet, Stream, SumOf
from vrp_portal.tabular.text import cell_text
from vrp_portal.tabular.writers.worksheets import ABOUT, worksheet_names

CONTENT = "content.xml"
_CENTIMETRES_A_CHARACTER = 0.22
_SPACES_THAT_XML_FOLDS = re.compile("^ +| {2,}| +$")


def write_ods(sheet: Sheet | Stream, stream: BinaryIO) -> None:
    """Write `sheet`; a number's value is the digits of its Decimal, by way of no float."""
    write_ods_book([sheet], stream)


def write_ods_book(sheets: Sequence[Sheet | Stream], stream: BinaryIO) -> None:
    """Write several sheets into one document, and what is to be said about them.

    odfpy writes the document around the rows, and these go straight into the file: its elements for each cell
    of 6,300 interventions take five seconds and all the memory there is, their text a tenth of one.
    """
    document = OpenDocumentSpreadsheet()
    document.meta.addElement(Title(text=cell_text(sheets[0].title)))
    _declare_prefixes(document.spreadsheet)
    for style in _cell_styles():
        document.styles.addElement(style)
    rows: list[Iterable[str]] = []
    for sheet, name in zip(sheets, worksheet_names(sheet.title for sheet in sheets), strict=True):
        _add_worksheet(document, name, len(rows), widths=sheet.widths)
        rows.append(_rows(sheet))
    if notes := list(dict.fromkeys(note for sheet in sheets for note in sheet.notes)):
        _add_worksheet(document, ABOUT, len(rows), widths=[90])
        rows.append(_row([note], [Kind.TEXT], look="Cell") for note in notes)
    around = io.BytesIO()
    document.write(around)
    _fill(around, rows, stream)


def _rows(sheet: Sheet | Stream) -> Iterator[str]:
    kinds = [column.kind for column in sheet.columns]
    yield _row([column.label for column in sheet.columns], kinds, look="Heading")
    for row in sheet.rows:
        yield _row(row, kinds, look="Cell")
    if sheet.totals is not None:
        yield _row(sheet.totals, kinds, look="Total")


class _Place(Childless, Node):
    """Where the rows of a worksheet are to stand."""

    nodeType = Node.TEXT_NODE  # noqa: N815 - odfpy's own name

    def __init__(self, number: int) -> None:
        self.mark = f"<!--rows {number}-->"

    def toXml(self, level: int, stream: TextIO) -> None:  # noqa: N802 - odfpy's own name
        stream.write(self.mark)


def _fill(around: BinaryIO, rows: Sequence[Iterable[str]], stream: BinaryIO) -> None:
    """Copy a document, with the rows of each worksheet in their place."""
    with ZipFile(around) as made, ZipFile(stream, "w", ZIP_DEFLATED) as filled:
        for part in made.infolist():
            if part.filename != CONTENT:
                filled.writestr(part, made.read(part))
                continue
            rest = made.read(part).decode()
            with filled.open(CONTENT, "w") as content:
                for number, written in enumerate(rows):
                    before, _, rest = rest.partition(_Place(number).mark)
                    content.write(before.encode())
                    for row in written:
                        content.write(row.encode())
                content.write(rest.encode())


def _row(cells: Iterable[Cell], kinds: list[Kind], *, look: str) -> str:
    written = "".join(_cell(cell, kind, look) for cell, kind in zip(cells, kinds, strict=True))
    return f"<table:table-row>{written}</table:table-row>"


def _cell(cell: Cell, kind: Kind, look: str) -> str:
    style = f'table:style-name="{_style_name(look, kind)}"'
    match cell:
        case None:
            return f"<table:table-cell {style}/>"
        case SumOf():
            cells = ":".join(f".{end}" for end in cell.cells.split(":"))
            style += f' table:formula="of:=ROUND(SUM([{cells}]);2)"'
            value, words = _pounds(cell.amount)
        case str():
            value, words = 'office:value-type="string"', cell_text(cell)
        case date():
            value = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
            words = format_date(cell, "j F Y")
        case Decimal() if kind is Kind.POUNDS:
            value, words = _pounds(cell)
        case Decimal() if kind is Kind.PERCENT:
            value = f'office:value-type="percentage" office:value="{cell / 100:f}"'
            words = f"{cell:f}%"
        case _:
            value, words = f'office:value-type="float" office:value="{cell}"', f"{cell:,}"
    return f"<table:table-cell {style} {value}>{''.join(_paragraphs(words))}</table:table-cell>"


def _pounds(amount: Decimal) -> tuple[str, str]:
    value = f'office:value-type="currency" office:currency="GBP" office:value="{amount:f}"'
    return value, format_pounds(amount)


def _paragraphs(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        kept = _SPACES_THAT_XML_FOLDS.sub(lambda run: f'<text:s text:c="{len(run.group())}"/>', escape(line))
        yield f"<text:p>{kept.replace(chr(9), '<text:tab/>')}</text:p>"


def _add_worksheet(document: OpenDocumentSpreadsheet, name: str, place: int, *, widths: list[int]) -> None:
    worksheet = Table(name=name)
    for width in widths:
        style = Style(name=f"Column-{len(document.automaticstyles.childNodes)}", family="table-column")
        style.addElement(TableColumnProperties(columnwidth=f"{width * _CENTIMETRES_A_CHARACTER:.2f}cm"))
        document.automaticstyles.addElement(style)
        worksheet.addElement(TableColumn(stylename=style))
    worksheet.appendChild(_Place(place))
    document.spreadsheet.addElement(worksheet)


def _declare_prefixes(element: Element) -> None:
    """Have the document declare the prefixes that written rows use, which odfpy can't see in them."""
    for namespace in (OFFICENS, OFNS, TABLENS, TEXTNS):
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
