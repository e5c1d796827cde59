"""What is written to a file reads back as what was in the sheet."""

import csv
import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from xml.etree import ElementTree

import openpyxl
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odf import teletype
from odf.opendocument import load
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.utils.escape import unescape

from vrp_portal.tabular.sheet import ColumnSpec, Kind, Sheet
from vrp_portal.tabular.text import cell_text, harmless
from vrp_portal.tabular.writers.csv_file import write_csv
from vrp_portal.tabular.writers.ods_file import write_ods
from vrp_portal.tabular.writers.worksheets import worksheet_name
from vrp_portal.tabular.writers.xlsx_file import LONGEST_TEXT, write_xlsx

WRITERS = {"csv": write_csv, "xlsx": write_xlsx, "ods": write_ods}
COLUMNS = (
    ColumnSpec("name", "Name"),
    ColumnSpec("allocated", "Allocated (£)", Kind.POUNDS),
    ColumnSpec("people", "People aged 24 or under", Kind.PEOPLE),
    ColumnSpec("share", "Share", Kind.PERCENT),
    ColumnSpec("agreed", "Agreed on", Kind.DATE),
)
TEXTS = {
    "plain": "Focused deterrence",
    "quotes": 'The "Tea & Talk" group\'s hall',
    "emoji": "⚽ Twilight sports 👩‍👧",
    "Welsh": "Tŷ Gwyn, Ynys Môn",
    "Urdu": "نوجوانوں کے لیے",
    "Polish": "Zażółć gęślą jaźń",
    "markup": "<script>alert('x')</script>",
    "rich text of XLSX": "<r><t>bold</t></r>",
    "broken rich text": "<r><t>never closed</r>",
    "end of CDATA": "]]> &amp; <![CDATA[",
    "escape of XLSX": "_x0041_ stays",
    "formula": "=cmd|' /C calc'!A0",
    "array formula": "{=SUM(A1:A9)}",
    "address": "https://example.org/",
    "digits": "007",
    "line ends": "first\nsecond\n\nfourth",
    "spaces": "  two before,  two between, one after ",
    "tab": "a\tb",
    "control character": "bell\x07",
    "half a pair": "\ud83d",
    "no character": "\uffff",
    "long name": "n" * 10_000,
}
FEW_FILES = settings(max_examples=8, deadline=None)
"""Each example writes and reads whole files, so each holds many cells."""
CELLS = st.text(st.characters(codec=None), min_size=1, max_size=40)
POUNDS = st.decimals("-9999999999.99", "9999999999.99", places=2).map(lambda amount: amount + 0)
COUNTS = st.integers(0, 10**9)
DAYS = st.dates(date(1900, 3, 1), date(9999, 12, 31))


def sheet_of(*rows, totals=None, notes=(), title="Register", columns=COLUMNS):
    return Sheet(title, columns, tuple(rows), totals, notes)


def written(sheet, fmt):
    stream = io.BytesIO()
    WRITERS[fmt](sheet, stream)
    return stream.getvalue()


def read_csv(sheet):
    return list(csv.reader(io.StringIO(written(sheet, "csv").decode("utf-8-sig"), newline="")))


def read_xlsx(sheet):
    """Each worksheet's rows, with text unescaped as Excel does and numbers as their own digits."""
    book = openpyxl.load_workbook(io.BytesIO(written(sheet, "xlsx")))
    return {page.title: [[xlsx_value(cell) for cell in row] for row in page.iter_rows()] for page in book}


def xlsx_value(cell):
    match cell.value:
        case str():
            assert cell.data_type in {"s", "inlineStr"}
            return unescape(cell.value)
        case datetime():
            return cell.value.date()
        case float() | int():
            return Decimal(repr(cell.value))
    return cell.value


def read_ods(sheet):
    book = load(io.BytesIO(written(sheet, "ods")))
    return {
        page.getAttribute("name"): [
            [ods_value(cell) for cell in row.getElementsByType(TableCell)]
            for row in page.getElementsByType(TableRow)
        ]
        for page in book.spreadsheet.getElementsByType(Table)
    }


def ods_value(cell):
    match cell.getAttribute("valuetype"):
        case None:
            return None
        case "string":
            return "\n".join(teletype.extractText(line) for line in cell.getElementsByType(P))
        case "date":
            return date.fromisoformat(cell.getAttribute("datevalue"))
        case "currency":
            assert cell.getAttribute("currency") == "GBP"
    return Decimal(cell.getAttribute("value"))


class TestText:
    @pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
    def test_reads_back_from_csv(self, text):
        sheet = sheet_of((text,), columns=COLUMNS[:1])
        assert read_csv(sheet) == [["Name"], [harmless(cell_text(text))]]

    @pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
    def test_reads_back_from_xlsx_and_ods(self, text):
        sheet = sheet_of((text,), columns=COLUMNS[:1], title=text)
        for rows in (read_xlsx(sheet), read_ods(sheet)):
            assert list(rows.values()) == [[["Name"], [cell_text(text)]]]

    @FEW_FILES
    @given(st.lists(CELLS, min_size=10, max_size=40))
    def test_any_text_reads_back(self, texts):
        sheet = sheet_of(*((text,) for text in texts), columns=COLUMNS[:1])
        expected = [[cell_text(text)] for text in texts]
        assert read_xlsx(sheet)["Register"][1:] == expected
        assert read_ods(sheet)["Register"][1:] == expected
        assert read_csv(sheet)[1:] == [[harmless(text)] for (text,) in expected]

    def test_no_text_is_a_formula_or_a_link_in_xlsx(self):
        sheet = sheet_of(*((text,) for text in TEXTS.values()), columns=COLUMNS[:1])
        with zipfile.ZipFile(io.BytesIO(written(sheet, "xlsx"))) as book:
            content = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in content
        assert "<hyperlink" not in content

    def test_headings_and_the_label_of_totals_are_harmless_in_csv(self):
        sheet = sheet_of(("x",), totals=("=1+1",), columns=(ColumnSpec("a", "@heading"),))
        assert read_csv(sheet) == [["'@heading"], ["x"], ["'=1+1"]]


class TestTextLongerThanACell:
    TEXT = "é👧" * 15_000

    def test_xlsx_says_in_the_cell_and_in_the_notes_that_it_is_cut(self):
        rows = read_xlsx(sheet_of((self.TEXT,), columns=COLUMNS[:1], notes=("Register",)))
        (cell,) = rows["Register"][1]
        assert len(cell.encode("utf-16-le")) // 2 <= LONGEST_TEXT
        assert cell.startswith("é👧é👧")
        assert cell.endswith("… [cut here; the whole text is 30,000 characters]")
        assert rows["About"][-1] == ["Cell A2 is cut: the text is whole in the CSV and ODS files."]

    def test_xlsx_keeps_the_longest_that_fits(self):
        text = "n" * LONGEST_TEXT
        assert read_xlsx(sheet_of((text,), columns=COLUMNS[:1]))["Register"][1] == [text]

    def test_csv_and_ods_have_it_whole(self):
        sheet = sheet_of((self.TEXT,), columns=COLUMNS[:1])
        assert read_csv(sheet)[1] == [self.TEXT]
        assert read_ods(sheet)["Register"][1] == [self.TEXT]


TYPED = [
    [column.label for column in COLUMNS],
    ["Tea & Talk", Decimal("1316424"), Decimal(10630), Decimal("0.299"), date(2023, 12, 31)],
    ["Clawed back", Decimal("-0.01"), Decimal(0), Decimal(0), date(2024, 2, 29)],
    ["Not yet known", None, None, None, None],
    ["Total", Decimal("1316423.99"), "[c]", None, None],
]


class TestValues:
    ROW = ("Tea & Talk", Decimal("1316424.00"), 10630, Decimal("29.9"), date(2023, 12, 31))
    NEGATIVE = ("Clawed back", Decimal("-0.01"), 0, Decimal("0.0"), date(2024, 2, 29))
    BLANK = ("Not yet known", None, None, None, None)
    TOTALS = ("Total", Decimal("1316423.99"), "[c]", None, None)
    SHEET = sheet_of(ROW, NEGATIVE, BLANK, totals=TOTALS, notes=("Register", "As at: 31 December 2023"))

    def test_csv(self):
        assert read_csv(self.SHEET) == [
            [column.label for column in COLUMNS],
            ["Tea & Talk", "1316424.00", "10630", "29.9%", "2023-12-31"],
            ["Clawed back", "-0.01", "0", "0.0%", "2024-02-29"],
            ["Not yet known", "", "", "", ""],
            ["Total", "1316423.99", "[c]", "", ""],
        ]

    def test_csv_opens_as_utf_8_in_excel(self):
        assert written(self.SHEET, "csv").startswith(b"\xef\xbb\xbfName,Allocated (\xc2\xa3),")

    @pytest.mark.parametrize("read", [read_xlsx, read_ods])
    def test_xlsx_and_ods(self, read):
        assert read(self.SHEET) == {
            "Register": TYPED,
            "About": [["Register"], ["As at: 31 December 2023"]],
        }

    @pytest.mark.parametrize("read", [read_xlsx, read_ods])
    def test_a_sheet_without_notes_has_one_worksheet(self, read):
        assert list(read(sheet_of(self.ROW))) == ["Register"]

    @pytest.mark.parametrize("fmt", ["xlsx", "ods"])
    def test_pandas_reads_the_data_without_being_told_what_they_are(self, fmt):
        file = io.BytesIO(written(sheet_of(self.ROW, self.NEGATIVE), fmt))
        frame = pandas.read_excel(file, engine="calamine")
        assert list(frame.columns) == [column.label for column in COLUMNS]
        assert frame["Allocated (£)"].tolist() == [1316424.00, -0.01]
        assert frame["People aged 24 or under"].tolist() == [10630, 0]
        assert frame["Agreed on"].dt.date.tolist() == [date(2023, 12, 31), date(2024, 2, 29)]

    @FEW_FILES
    @given(st.lists(st.tuples(CELLS, POUNDS, COUNTS, st.none(), DAYS), min_size=10, max_size=40), POUNDS)
    def test_every_penny_person_and_day_reads_back(self, rows, total):
        sheet = sheet_of(*rows, totals=("Total", total, None, None, None))
        for read in (read_xlsx, read_ods):
            *body, last = read(sheet)["Register"][1:]
            assert [(row[1], row[2], row[4]) for row in body] == [(row[1], row[2], row[4]) for row in rows]
            assert last == ["Total", total, None, None, None]
        assert [Decimal(row[1]) for row in read_csv(sheet)[1:]] == [*(row[1] for row in rows), total]

    @FEW_FILES
    @given(st.lists(POUNDS, min_size=20, max_size=60))
    def test_money_is_in_the_file_as_its_own_digits(self, amounts):
        sheet = sheet_of(*((amount,) for amount in amounts), columns=COLUMNS[1:2])
        numbers = {"xl/worksheets/sheet1.xml": r"<v>(.*?)</v>", "content.xml": r'office:value="(.*?)"'}
        for fmt, (part, number) in zip(("xlsx", "ods"), numbers.items(), strict=True):
            with zipfile.ZipFile(io.BytesIO(written(sheet, fmt))) as book:
                assert re.findall(number, book.read(part).decode()) == [f"{amount:f}" for amount in amounts]

    def test_a_day_before_excel_has_days_is_text_there(self):
        sheet = sheet_of((date(1066, 10, 14),), columns=COLUMNS[4:])
        assert read_xlsx(sheet)["Register"][1] == ["1066-10-14"]
        assert read_ods(sheet)["Register"][1] == [date(1066, 10, 14)]


@pytest.mark.parametrize("fmt", WRITERS)
def test_an_empty_sheet_has_its_headings_and_totals(fmt):
    sheet = sheet_of(totals=("Total", Decimal("0.00"), 0, None, None))
    rows = read_csv(sheet) if fmt == "csv" else {"xlsx": read_xlsx, "ods": read_ods}[fmt](sheet)["Register"]
    assert rows[0] == [column.label for column in COLUMNS]
    assert rows[1][0] == "Total"
    assert Decimal(rows[1][1]) == 0


@pytest.mark.parametrize("fmt", WRITERS)
def test_a_sheet_of_nothing_at_all_is_a_file(fmt):
    assert written(Sheet("Nothing", (), ()), fmt)


def test_xlsx_is_ready_to_work_in():
    sheet = sheet_of(*[TestValues.ROW] * 3, totals=TestValues.TOTALS)
    page = openpyxl.load_workbook(io.BytesIO(written(sheet, "xlsx"))).active
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:E4", "the totals stay out of what is filtered and sorted"
    assert all(cell.font.bold for cell in (*page[1], *page[5]))
    assert [cell.number_format for cell in page[2]][1:] == [
        "[$£-809]#,##0.00",
        "#,##0",
        "0.0#%",
        "d mmmm yyyy",
    ]


def test_every_part_of_an_xlsx_and_an_ods_is_xml():
    sheet = sheet_of(*((text,) for text in TEXTS.values()), columns=COLUMNS[:1], notes=tuple(TEXTS.values()))
    for fmt in ("xlsx", "ods"):
        with zipfile.ZipFile(io.BytesIO(written(sheet, fmt))) as book:
            for name in book.namelist():
                if name.endswith((".xml", ".rels")):
                    ElementTree.fromstring(book.read(name))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Awards 2023/24", "Awards 2023-24"),
        ("[Draft] a:b*c?d\\e", "-Draft- a-b-c-d-e"),
        ("'quoted'", "quoted"),
        ("n" * 40, "n" * 31),
        ("⚽" * 20, "⚽" * 20),
        ("👧" * 20, "👧" * 15),
        ("about", "Data"),
        ("", "Data"),
        ("History", "Data"),
    ],
)
def test_a_title_becomes_a_name_that_excel_takes(title, name):
    assert worksheet_name(title) == name


def test_columns_are_as_wide_as_what_they_hold_within_reason():
    row = ("x" * 500, Decimal("9999999999.99"), 1, None, None)
    assert sheet_of(row).widths == [60, 23, 25, 10, 11]
