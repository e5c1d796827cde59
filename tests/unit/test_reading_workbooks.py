import io
import struct
import zipfile
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from xlsxwriter import Workbook as NewWorkbook

from vrp_portal.tabular.reading import workbooks
from vrp_portal.tabular.reading.cells import Limits, Unreadable, Workbook
from vrp_portal.tabular.reading.workbooks import read_workbook

LIMITS = Limits(bytes=1_000_000, rows=100)
OLD = (Path(__file__).parent.parent / "files" / "reading" / "cells.xls").read_bytes()
"""From B3: x, #DIV/0!, #N/A; 2 January 2024, the same at 10:30, 50%, 7; n/a. And a hidden sheet."""


def read(content: bytes, filename: str = "book.xlsx", limits: Limits = LIMITS) -> Workbook:
    return read_workbook(io.BytesIO(content), filename, limits=limits)


def refused(content: bytes, because: str, limits: Limits = LIMITS) -> None:
    with pytest.raises(Unreadable, match=because):
        read(content, limits=limits)


def xlsx(fill, **options) -> bytes:
    stream = io.BytesIO()
    with NewWorkbook(stream, options) as book:
        fill(book)
    return stream.getvalue()


def xlsx_of(*rows) -> bytes:
    def fill(book):
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return xlsx(fill)


def rows_of(content: bytes) -> list:
    return list(read(content).sheets[0].rows)


CELLS = [
    [],
    [],
    [None, "x", "#DIV/0!", "#N/A"],
    [None, date(2024, 1, 2), datetime(2024, 1, 2, 10, 30), 0.5, 7],
    [None, "n/a"],
]


def fill_cells(book: NewWorkbook) -> None:
    sheet = book.add_worksheet("A")
    forms = {form: book.add_format({"num_format": form}) for form in ("dd/mm/yyyy", "dd/mm/yyyy hh:mm", "0%")}
    sheet.write("B3", "x")
    sheet.write_formula("C3", "=1/0", None, "#DIV/0!")
    sheet.write_formula("D3", "=NA()", None, "#N/A")
    sheet.write_datetime("B4", datetime(2024, 1, 2), forms["dd/mm/yyyy"])
    sheet.write_datetime("C4", datetime(2024, 1, 2, 10, 30), forms["dd/mm/yyyy hh:mm"])
    sheet.write("D4", 0.5, forms["0%"])
    sheet.write("E4", 7)
    sheet.write("B5", "n/a")
    sheet.write_blank("Z99", None, forms["0%"])
    hidden = book.add_worksheet("Hidden")
    hidden.hide()
    hidden.write("A1", "z")


@pytest.mark.parametrize("content", [xlsx(fill_cells), OLD], ids=["xlsx", "xls"])
def test_cells_are_what_they_mean_where_they_stand(content):
    book = read(content)

    assert [list(row) for row in book.sheets[0].rows] == CELLS
    assert [(sheet.name, sheet.is_hidden) for sheet in book.sheets] == [("A", False), ("Hidden", True)]


def test_days_count_from_1904_where_the_workbook_says_so():
    assert list(read(xlsx(fill_cells, date_1904=True)).sheets[0].rows) == CELLS


def cell(words: str = "", kind: str = "string", **more) -> TableCell:
    made = TableCell(valuetype=kind, **more)
    if words:
        made.addElement(P(text=words))
    return made


def ods(*rows: list[TableCell], name: str = "A") -> bytes:
    document = OpenDocumentSpreadsheet()
    table = Table(name=name)
    for cells in rows:
        row = TableRow()
        for each in cells:
            row.addElement(each)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    stream = io.BytesIO()
    document.write(stream)
    return stream.getvalue()


def test_cells_of_opendocument_are_what_they_mean_where_they_stand():
    content = ods(
        [TableCell(numbercolumnsrepeated=16384)],
        [TableCell(), cell("x"), cell(kind="percentage", value=0.5), cell(kind="float", value=7)],
        [
            TableCell(),
            cell(kind="date", datevalue="2024-01-02"),
            cell(kind="date", datevalue="2024-01-02T10:30:00"),
            cell(kind="time", timevalue="PT36H00M00S"),
            cell(kind="boolean", booleanvalue="true"),
        ],
        [cell(kind="currency", value=12.5, currency="GBP"), cell("n/a", numbercolumnsrepeated=2)],
    )

    book = read(content)

    assert book.format == "ods"
    assert [list(row) for row in book.sheets[0].rows] == [
        [],
        [None, "x", 0.5, 7],
        [None, date(2024, 1, 2), datetime(2024, 1, 2, 10, 30), timedelta(hours=36), True],
        [12.5, "n/a", "n/a"],
    ]


def test_errors_of_opendocument_are_told_as_they_are_shown():
    content = ods([cell("x"), cell("#REF!", stringvalue="", formula="of:=#REF!")], name="Q&A")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["content.xml"] = parts["content.xml"].replace(
        b'table:formula="of:=#REF!"', b'table:formula="of:=#REF!" calcext:value-type="error"'
    )
    parts["content.xml"] = parts["content.xml"].replace(
        b"<office:document-content ", b'<office:document-content xmlns:calcext="urn:x" '
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)

    assert rows_of(stream.getvalue()) == [["x", "#REF!"]]


def test_every_error_of_excel_is_told():
    errors = ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"]

    def fill(book):
        for name in ("First", "Second & third"):
            sheet = book.add_worksheet(name)
            sheet.write("A1", name)
            for number, error in enumerate(errors):
                sheet.write_formula(3, number + 2, f"=IF(1<2,{error},1)", None, error)

    for sheet in read(xlsx(fill)).sheets:
        assert list(sheet.rows) == [[sheet.name], [], [], [None, None, *errors]]


def test_a_sheet_of_nothing_but_an_error_has_it():
    assert rows_of(xlsx(lambda book: book.add_worksheet().write_formula("C2", "=NA()", None, "#N/A"))) == [
        [],
        [None, None, "#N/A"],
    ]


def test_values_keep_their_types():
    content = xlsx_of(["  two  ", 3.0, -0.25, 1e20, True, "007", "", "NaN"], [date(2024, 1, 2).isoformat()])
    row = rows_of(content)[0]

    assert row == ["  two  ", 3, -0.25, 1e20, True, "007", None, "NaN"]
    assert [type(value) for value in row] == [str, int, float, float, bool, str, type(None), str]


def test_times_and_lengths_of_time_are_told_apart():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_datetime("A1", time(9, 30), book.add_format({"num_format": "hh:mm"}))
        sheet.write_datetime("B1", timedelta(hours=36), book.add_format({"num_format": "[h]:mm"}))

    assert rows_of(xlsx(fill)) == [[time(9, 30), timedelta(hours=36)]]


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_what_is_no_number_is_seen(value):
    assert workbooks._cell(value) == "#NUM!"


def test_rows_keep_their_numbers_and_lose_their_empty_ends():
    content = xlsx_of([], ["", "a", " ", ""], [], ["b"], ["", "  "], [])

    assert rows_of(content) == [[], [None, "a"], [], ["b"]]


def test_content_tells_the_format_whatever_the_file_is_called():
    assert read(xlsx_of(["a"]), "list.csv").format == "xlsx"
    assert read(OLD, "list.xlsx").format == "xls"
    assert read(b"a,b\n", "list.xlsx").format == "csv"
    assert read(xlsx_of(["a"]), "list.xlsx").filename == "list.xlsx"


def test_a_chart_on_a_sheet_of_its_own_is_no_sheet_of_cells():
    def fill(book):
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=Data!$A$1:$A$1"})
        book.add_chartsheet("Chart").set_chart(chart)
        sheet = book.add_worksheet("Data")
        sheet.write("A1", 1)
        sheet.write_formula("B1", "=NA()", None, "#N/A")

    assert [(sheet.name, list(sheet.rows)) for sheet in read(xlsx(fill)).sheets] == [("Data", [[1, "#N/A"]])]


def test_a_workbook_of_openpyxl_is_read():
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["a", date(2024, 1, 2), "#N/A"])
    book.save(stream)

    assert rows_of(stream.getvalue()) == [["a", date(2024, 1, 2), "#N/A"]]


def test_a_workbook_without_a_filled_cell_is_refused():
    refused(xlsx(lambda book: book.add_worksheet()), "nothing in the file")
    refused(xlsx_of([" "]), "nothing in the file")


def test_rows_of_all_sheets_count_together():
    def fill(book):
        for _ in range(2):
            book.add_worksheet().write_column(0, 0, range(51))

    refused(xlsx(fill), "has 102 rows; the portal takes up to 100 at a time")


@pytest.mark.slow
def test_more_sheets_than_are_taken_are_refused():
    refused(
        xlsx(lambda book: [book.add_worksheet() for _ in range(51)]),
        "has 51 sheets; the portal takes up to 50",
    )


def test_more_columns_than_are_taken_are_refused():
    refused(xlsx_of(range(201)), "has 201 columns; the portal takes up to 200")
    assert len(rows_of(xlsx_of(range(200)))[0]) == 200


def renamed(content: bytes, old: str, new: str) -> bytes:
    """An old container in which a stream has another name."""
    entry = old.encode("utf-16-le")
    place = content.index(entry.ljust(64, b"\0"))
    name = new.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", len(new) * 2 + 2)
    return content[:place] + name + content[place + 66 :]


def test_old_containers_that_are_no_plain_workbook_are_refused():
    refused(renamed(OLD, "\x05SummaryInformation", "EncryptedPackage"), "password")
    refused(renamed(OLD, "\x05SummaryInformation", "_VBA_PROJECT_CUR"), "macros")
    refused(renamed(OLD, "Workbook", "WordDocument"), "not a spreadsheet")
    refused(OLD[:2_000], "damaged")


class PanicException(BaseException):
    """As a parser written in Rust raises it."""


def test_a_parser_that_panics_has_met_a_damaged_file(monkeypatch):
    def panic(*args, **kwargs):
        raise PanicException

    monkeypatch.setattr(pandas, "ExcelFile", panic)
    refused(OLD, "damaged")


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, MemoryError])
def test_being_stopped_is_not_taken_for_a_damaged_file(monkeypatch, stop):
    def stopped(*args, **kwargs):
        raise stop

    monkeypatch.setattr(pandas, "ExcelFile", stopped)
    with pytest.raises(stop):
        read(OLD)


WHOLE = {"xlsx": xlsx(fill_cells), "xls": OLD, "ods": ods([cell("x")])}


@pytest.mark.slow
@settings(max_examples=60)
@given(st.sampled_from(list(WHOLE.values())), st.data())
def test_a_file_with_a_few_bytes_changed_is_read_or_refused(content, data):
    changed = bytearray(content)
    for place in data.draw(st.lists(st.integers(0, len(changed) - 1), min_size=1, max_size=8)):
        changed[place] = data.draw(st.integers(0, 255))
    with suppress(Unreadable):
        read(bytes(changed))


@pytest.mark.slow
@given(st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b""]), st.binary())
def test_no_bytes_do_anything_but_be_refused(start, rest):
    with suppress(Unreadable):
        read(start + rest)


PARTS = ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"]


@pytest.mark.slow
@settings(max_examples=40)
@given(st.sampled_from(PARTS), st.data())
def test_a_workbook_with_a_part_cut_short_is_read_or_refused(part, data):
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(WHOLE["xlsx"])) as archive,
        zipfile.ZipFile(stream, "w") as cut,
    ):
        for name in archive.namelist():
            content = archive.read(name)
            end = data.draw(st.integers(0, len(content))) if name == part else len(content)
            cut.writestr(name, content[:end])
    with suppress(Unreadable):
        read(stream.getvalue())
