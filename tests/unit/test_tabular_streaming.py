"""A long table is read once, while it is written, and is the same file as one that was held."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import BinaryIO

import openpyxl
import pytest
from odf.opendocument import load
from odf.table import Table, TableRow

from vrp_portal.exchange.exporting import write_table
from vrp_portal.tabular.data import DataColumn, DataScope, DataTable, Means, batches
from vrp_portal.tabular.sheet import Cell, ColumnSpec, Kind, Sheet, Stream
from vrp_portal.tabular.writers.csv_file import write_csv
from vrp_portal.tabular.writers.json_file import write_json, write_json_book
from vrp_portal.tabular.writers.ods_file import write_ods, write_ods_book
from vrp_portal.tabular.writers.worksheets import LONGEST_NAME, worksheet_names
from vrp_portal.tabular.writers.xlsx_file import (
    PlainWorksheet,
    TooManyRows,
    write_xlsx,
    write_xlsx_book,
)

Row = tuple[Cell, ...]

WRITERS: dict[str, Callable[[Sheet | Stream, BinaryIO], None]] = {
    "csv": write_csv,
    "xlsx": write_xlsx,
    "ods": write_ods,
    "json": write_json,
}
COLUMNS = (
    ColumnSpec("name", "Name"),
    ColumnSpec("allocated", "Allocated", Kind.POUNDS),
    ColumnSpec("people", "People", Kind.PEOPLE),
    ColumnSpec("share", "Share", Kind.PERCENT),
    ColumnSpec("agreed_on", "Agreed on", Kind.DATE),
)
ROWS: tuple[Row, ...] = (
    ("Tea & Talk", Decimal("1316424.00"), 10630, Decimal("29.9"), date(2023, 12, 31)),
    ("=1+1", Decimal("-0.01"), 0, Decimal("0.0"), date(2024, 2, 29)),
    ("Not yet known", None, None, None, None),
)


def streamed(rows: Iterator[Row], title: str = "Register") -> Stream:
    return Stream(title, COLUMNS, rows, notes=("As at: 31 December 2023",))


def parts_of(content: bytes, fmt: str) -> dict[str, bytes]:
    """The parts of a file that hold rows."""
    if fmt in {"csv", "json"}:
        return {"": content}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: archive.read(name)
            for name in archive.namelist()
            if name == "content.xml" or name.startswith("xl/worksheets/sheet")
        }


@pytest.mark.parametrize("fmt", WRITERS)
def test_a_stream_has_the_rows_of_the_sheet(fmt: str) -> None:
    held, read_once = io.BytesIO(), io.BytesIO()
    WRITERS[fmt](Sheet("Register", COLUMNS, ROWS, notes=("As at: 31 December 2023",)), held)
    WRITERS[fmt](streamed(iter(ROWS)), read_once)
    assert [rows_in(part) for part in parts_of(held.getvalue(), fmt).values()] == [
        rows_in(part) for part in parts_of(read_once.getvalue(), fmt).values()
    ]


def rows_in(part: bytes) -> bytes:
    """A part of a file without the widths of its columns, in which a stream may differ."""
    for start in (b"<sheetData>", b"<table:table-row>"):
        if start in part:
            return part[part.index(start) :]
    return part


class Counting(str):
    """A text that counts how many of its kind there are at once."""

    alive = 0
    most = 0

    def __init__(self, _text: str) -> None:
        Counting.alive += 1
        Counting.most = max(Counting.most, Counting.alive)

    def __del__(self) -> None:
        Counting.alive -= 1


@pytest.fixture
def counting() -> type[Counting]:
    Counting.alive = Counting.most = 0
    return Counting


@pytest.mark.parametrize("fmt", WRITERS)
def test_rows_are_let_go_as_they_are_written(fmt: str, counting: type[Counting]) -> None:
    rows = ((counting(f"Row {number}"), Decimal(number), number, None, None) for number in range(500))
    WRITERS[fmt](streamed(rows), io.BytesIO())
    assert counting.most <= 3


@pytest.mark.parametrize("fmt", WRITERS)
def test_progress_is_told_while_rows_are_written(fmt: str) -> None:
    read: list[int] = []

    def rows(_scope: DataScope) -> Iterator[Row]:
        for number in range(1200):
            read.append(number)
            yield (f"Row {number}", number)

    table = DataTable(
        "rows", "Rows", (DataColumn("name", "Name"), DataColumn("people", "People", Means.PEOPLE)), rows
    )
    told: list[tuple[int, int]] = []
    written = write_table(
        table, DataScope(), fmt, io.BytesIO(), progress=lambda done, _all: told.append((done, len(read)))
    )
    assert written == 1200
    assert told == [(500, 500), (1000, 1000)], "none was read ahead"


def test_batches_read_no_row_before_it_is_asked_for() -> None:
    read: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(5):
            read.append(number)
            yield number

    groups = batches(numbers(), 2)
    assert read == []
    assert next(groups) == [0, 1]
    assert read == [0, 1]
    assert list(groups) == [[2, 3], [4]]


@pytest.mark.parametrize("fmt", WRITERS)
def test_no_rows_at_all_are_a_file_with_headings(fmt: str) -> None:
    out = io.BytesIO()
    WRITERS[fmt](streamed(iter(())), out)
    if fmt == "json":
        assert json.loads(out.getvalue()) == []
    else:
        (part, *_about) = parts_of(out.getvalue(), fmt).values()
        assert all(column.label.encode() in part for column in COLUMNS)


def test_the_filter_of_a_stream_reaches_its_last_row() -> None:
    out = io.BytesIO()
    write_xlsx(streamed(iter(ROWS * 40)), out)
    assert openpyxl.load_workbook(out)["Register"].auto_filter.ref == "A1:E121"


def test_xlsx_refuses_more_rows_than_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    class Small(PlainWorksheet):
        def __init__(self) -> None:
            super().__init__()
            self.xls_rowmax = 4

    monkeypatch.setattr("vrp_portal.tabular.writers.xlsx_file.PlainWorksheet", Small)
    write_xlsx(streamed(iter(ROWS)), io.BytesIO())
    with pytest.raises(TooManyRows, match="Register: an Excel worksheet holds 3 rows"):
        write_xlsx(streamed(iter(ROWS * 2)), io.BytesIO())


def test_columns_of_a_stream_are_as_wide_as_what_they_usually_hold() -> None:
    assert streamed(iter(())).widths == [22, 17, 12, 12, 20]


class TestSeveralSheetsInOneFile:
    TITLES = ("Register", "Empty", "register")

    @pytest.fixture
    def sheets(self) -> list[Stream]:
        return [streamed(iter(() if title == "Empty" else ROWS), title) for title in self.TITLES]

    def test_xlsx_has_a_worksheet_for_each_and_one_about_all(self, sheets: list[Stream]) -> None:
        out = io.BytesIO()
        write_xlsx_book(sheets, out)
        book = openpyxl.load_workbook(out)
        assert {page.title: page.max_row for page in book} == {
            "Register": 4,
            "Empty": 1,
            "register 2": 4,
            "About": 1,
        }
        assert [page.freeze_panes for page in book] == ["A2", "A2", "A2", None]
        assert book["register 2"]["B2"].value == 1316424

    def test_ods_has_a_worksheet_for_each_and_one_about_all(self, sheets: list[Stream]) -> None:
        out = io.BytesIO()
        write_ods_book(sheets, out)
        out.seek(0)
        pages = load(out).spreadsheet.getElementsByType(Table)
        assert {page.getAttribute("name"): len(page.getElementsByType(TableRow)) for page in pages} == {
            "Register": 4,
            "Empty": 1,
            "register 2": 4,
            "About": 1,
        }

    def test_json_has_a_list_for_each_by_name(self, sheets: list[Stream]) -> None:
        out = io.BytesIO()
        write_json_book(sheets, out, names=("register", "empty", "again"))
        tables = json.loads(out.getvalue())["tables"]
        assert {name: len(rows) for name, rows in tables.items()} == {"register": 3, "empty": 0, "again": 3}
        assert tables["again"][0] == {
            "name": "Tea & Talk",
            "allocated": "1316424.00",
            "people": 10630,
            "share": "29.9",
            "agreed_on": "2023-12-31",
        }

    def test_a_cell_that_is_cut_names_its_worksheet(self) -> None:
        long: Row = ("n" * 40_000, None, None, None, None)
        out = io.BytesIO()
        write_xlsx_book([streamed(iter(ROWS), "First"), streamed(iter([long]), "Second")], out)
        about = [row[0].value for row in openpyxl.load_workbook(out)["About"].iter_rows()]
        assert about == [
            "As at: 31 December 2023",
            "Cell A2 of “Second” is cut: the text is whole in the CSV and ODS files.",
        ]

    def test_words_that_look_like_the_place_of_rows_are_words(self) -> None:
        out = io.BytesIO()
        marked: Row = ("<!--rows 1-->", None, None, None, None)
        write_ods_book(
            [streamed(iter([marked]), "<!--rows 1-->"), streamed(iter(ROWS), "<!--rows 0-->")], out
        )
        out.seek(0)
        first, second, _about = load(out).spreadsheet.getElementsByType(Table)
        assert [len(page.getElementsByType(TableRow)) for page in (first, second)] == [2, 4]


def test_names_of_worksheets_differ_and_are_short_enough() -> None:
    names = worksheet_names(["n" * 40, "N" * 40, "n" * 40, "Reach", "About", "History"])
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name) <= LONGEST_NAME for name in names)


def test_a_stream_goes_into_an_archive_that_can_not_be_wound_back() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, archive.open("register.csv", "w") as part:
        write_csv(streamed(iter(ROWS)), part)
    with zipfile.ZipFile(out) as archive:
        text = archive.read("register.csv").decode("utf-8-sig")
    names = [row[0] for row in csv.reader(io.StringIO(text))]
    assert names == [
        "Name",
        "Tea & Talk",
        "'=1+1",
        "Not yet known",
    ]
