"""The copy of a file with its problems marked: the same values, and each problem where it stands."""

import io
import tracemalloc
from datetime import UTC, date, datetime, time, timedelta
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrp_portal.tabular.imports import marked
from vrp_portal.tabular.imports.marked import write_marked
from vrp_portal.tabular.imports.problems import Place, Remark
from vrp_portal.tabular.imports.template import version_of
from vrp_portal.tabular.reading.cells import SheetCells, Workbook

REACH = SheetCells(
    "Reach",
    (
        ("Reference", "Quarter", "People"),
        ("VRP-1", "2023/24 Q3", 12),
        (),
        (None, None, "twelve"),
        ("VRP-3",),
    ),
)
FIRST_LISTED = 5


def book_of(*sheets):
    return Workbook("returns.xlsx", "xlsx", sheets)


def remark(row=None, column=None, message="Write a whole number.", sheet="Reach", heading="", value=""):
    return Remark(Place(sheet, row, column, heading, value), message)


def written(workbook, remarks):
    stream = io.BytesIO()
    write_marked(workbook, remarks, stream)
    return stream.getvalue()


def copy_of(workbook, *remarks):
    return openpyxl.load_workbook(io.BytesIO(written(workbook, remarks)))


def is_marked(cell):
    return cell.fill.patternType == "solid" and cell.font.b


def marked_cells(page):
    return {cell.coordinate for row in page.iter_rows() for cell in row if is_marked(cell)}


def listed(book):
    page = book.worksheets[0]
    return [[cell.value for cell in row] for row in page.iter_rows(min_row=FIRST_LISTED)]


class TestCopy:
    def test_holds_every_sheet_after_the_problems(self):
        sheets = REACH, SheetCells("Lists", (("Leeds",),), is_hidden=True), SheetCells("Empty", ())
        book = copy_of(book_of(*sheets))
        assert [(page.title, page.sheet_state) for page in book] == [
            ("Problems", "visible"),
            ("Reach", "visible"),
            ("Lists", "hidden"),
            ("Empty", "visible"),
        ]
        assert book.active.title == "Problems"

    def test_stands_where_it_stood(self):
        page = copy_of(book_of(REACH))["Reach"]
        assert list(page.iter_rows(values_only=True)) == [
            ("Reference", "Quarter", "People"),
            ("VRP-1", "2023/24 Q3", 12),
            (None, None, None),
            (None, None, "twelve"),
            ("VRP-3", None, None),
        ]

    @pytest.mark.parametrize(
        ("cell", "held"),
        [
            (0, 0),
            (-12, -12),
            (1234.5, 1234.5),
            (1e300, 1e300),
            (999_999_999_999_999, 999_999_999_999_999),
            (1_234_567_890_123_456, "1234567890123456"),
            (10**400, "1" + "0" * 400),
            (float("inf"), "inf"),
            (float("nan"), "nan"),
            (True, True),
            (False, False),
            (date(2023, 9, 30), datetime(2023, 9, 30)),
            (date(1900, 1, 1), datetime(1900, 1, 1)),
            (date(9999, 12, 31), datetime(9999, 12, 31)),
            (date(1899, 12, 31), "1899-12-31"),
            (datetime(2023, 9, 30, 14, 5, 6), datetime(2023, 9, 30, 14, 5, 6)),
            (datetime(2023, 9, 30, 14, 5, tzinfo=UTC), datetime(2023, 9, 30, 14, 5)),
            (datetime(1850, 1, 2, 3, 4), "1850-01-02 03:04:00"),
            (time(14, 5, 6), time(14, 5, 6)),
            (timedelta(hours=30, minutes=5), timedelta(hours=30, minutes=5)),
            (timedelta(seconds=-1), "-1 day, 23:59:59"),
            (timedelta.max, str(timedelta.max)),
            ("007", "007"),
            ("2011/12", "2011/12"),
            ("https://example.org", "https://example.org"),
            ("<r><t>bold</t></r>", "<r><t>bold</t></r>"),
            ("two\nlines", "two\nlines"),
            ("bell\x07", "bell␇"),
        ],
    )
    @pytest.mark.parametrize("remarks", [(), (remark(1, 0),)], ids=["plain", "marked"])
    def test_holds_values_as_they_were_read(self, cell, held, remarks):
        value = copy_of(book_of(SheetCells("Reach", ((cell,),))), *remarks)["Reach"]["A1"].value
        assert (type(value), value) == (type(held), held)

    def test_runs_no_formula(self):
        texts = ("=1+1", "{=SUM(A1)}", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0")
        workbook = book_of(SheetCells("=1+1", (texts,)))
        remarks = [remark(1, 0, "=1+1", "=1+1", "=2", "=3")]
        content = written(workbook, remarks)
        page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]
        assert [cell.value for cell in page[1]] == list(texts)
        # Text stays text when somebody opens the cell and leaves it.
        assert {cell.number_format for cell in page[1]} == {"@"}
        parts = ZipFile(io.BytesIO(content))
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist() if "worksheets/" in name)

    def test_a_longer_text_than_excel_holds_is_cut(self):
        value = copy_of(book_of(SheetCells("Reach", (("😀" * 20_000,),))))["Reach"]["A1"].value
        assert len(value.encode("utf-16-le")) <= 2 * 32_767
        assert "cut here" in value

    def test_keeps_the_version_of_its_template(self):
        guidance = SheetCells("Guidance", (("How to",), ("Template", "reach", "2026.1")))
        book = copy_of(book_of(REACH, guidance))
        again = [SheetCells(page.title, tuple(page.iter_rows(values_only=True))) for page in book]
        assert version_of(book_of(*again)) == ("reach", "2026.1")

    def test_what_excel_has_no_room_for_does_no_harm(self):
        wide = SheetCells("Reach", ((None,) * 16_380 + ("a",) * 10,))
        parts = ZipFile(io.BytesIO(written(book_of(wide), [remark(1, 16_389)])))
        cells = parts.read("xl/worksheets/sheet2.xml").decode()
        assert 'r="XFD1"' in cells
        assert 'r="XFE1"' not in cells

    @settings(max_examples=20, deadline=None)
    @given(
        st.lists(
            st.lists(
                st.none()
                | st.text(max_size=10)
                | st.integers()
                | st.floats()
                | st.booleans()
                | st.dates()
                | st.datetimes()
                | st.times()
                | st.timedeltas(),
                max_size=8,
            ),
            max_size=10,
        ),
        st.text(max_size=40),
        st.lists(
            st.tuples(st.none() | st.integers(-1, 12), st.none() | st.integers(0, 12), st.text(max_size=9))
        ),
    )
    def test_takes_whatever_a_file_holds(self, rows, name, said):
        remarks = [remark(row, column, message, sheet=name) for row, column, message in said]
        book = copy_of(book_of(SheetCells(name, rows)), *remarks)
        assert len(book.sheetnames) == 2


class TestMarks:
    def test_a_cell_is_filled_and_bold_with_a_note(self):
        page = copy_of(book_of(REACH), remark(4, 2, "Write a whole number."))["Reach"]
        assert marked_cells(page) == {"C4"}
        assert page["C4"].comment.text == "Write a whole number."
        assert page["C4"].value == "twelve"

    def test_several_remarks_are_one_note(self):
        remarks = remark(4, 2, "First."), remark(4, 2, "Second."), remark(4, 2, "First.")
        assert copy_of(book_of(REACH), *remarks)["Reach"]["C4"].comment.text == "First.\nSecond."

    @pytest.mark.parametrize(
        ("place", "cell"),
        [
            ((2, None), "A2"),
            ((4, None), "C4"),
            ((3, None), "A3"),
            ((5, 1), "B5"),
            ((3, 2), "C3"),
            ((1, 0), "A1"),
        ],
        ids=["row", "first filled", "blank row", "past the row's end", "cell of a blank row", "heading"],
    )
    def test_marks_where_something_is_missing(self, place, cell):
        page = copy_of(book_of(REACH), remark(*place))["Reach"]
        assert marked_cells(page) == {cell}
        assert page[cell].comment is not None

    @pytest.mark.parametrize("place", [(None, None), (None, 1), (6, None), (6, 1), (0, 0)])
    def test_a_remark_about_no_cell_is_only_listed(self, place):
        book = copy_of(book_of(REACH), remark(*place))
        assert marked_cells(book["Reach"]) == set()
        assert listed(book)[0][4] == "Write a whole number."
        assert book["Problems"]["B5"].hyperlink is None

    def test_a_remark_about_no_sheet_of_the_file_is_only_listed(self):
        book = copy_of(book_of(REACH), remark(1, 1, sheet="Gone"))
        assert listed(book) == [["Gone", "B1", None, None, "Write a whole number."]]

    def test_marks_on_the_sheet_that_is_meant(self):
        other = SheetCells("Other", REACH.rows)
        book = copy_of(book_of(REACH, other), remark(2, 0, sheet="Other"))
        assert (marked_cells(book["Reach"]), marked_cells(book["Other"])) == (set(), {"A2"})

    def test_a_marked_day_still_is_one(self):
        page = copy_of(book_of(SheetCells("Reach", ((date(2023, 9, 30),),))), remark(1, 0))["Reach"]
        assert page["A1"].is_date
        assert page["A1"].number_format == "dd/mm/yyyy"

    def test_notes_are_of_a_length(self):
        note = copy_of(book_of(REACH), remark(2, 0, "x" * 40_000))["Reach"]["A2"].comment
        assert len(note.text) == 2_000

    def test_there_are_only_so_many_notes(self, monkeypatch):
        monkeypatch.setattr(marked, "MOST_NOTES", 3)
        sheets = [SheetCells(name, [["a"]] * 2) for name in ("One", "Two", "Three")]
        remarks = [remark(row, 0, sheet=sheet.name) for sheet in sheets for row in (1, 2)]
        book = copy_of(book_of(*sheets), *remarks)
        notes = [cell.comment for page in book.worksheets[1:] for (cell,) in page.iter_rows()]
        assert [note is not None for note in notes] == [True, True, True, False, False, False]
        assert [len(marked_cells(page)) for page in book.worksheets[1:]] == [2, 2, 2]
        assert book["Problems"]["A3"].value == (
            "Only the first 3 of 6 cells have a note: all are filled, and listed here."
        )


class TestList:
    def test_says_where_and_what(self):
        book = copy_of(
            book_of(REACH),
            remark(message="A sheet."),
            remark(2, message="A row."),
            remark(None, 1, message="A column."),
            remark(4, 2, "A cell.", heading="People", value="twelve"),
        )
        assert listed(book) == [
            ["Reach", None, None, None, "A sheet."],
            ["Reach", "Row 2", None, None, "A row."],
            ["Reach", "Column B", None, None, "A column."],
            ["Reach", "C4", "People", "twelve", "A cell."],
        ]

    def test_leads_to_the_cell(self):
        page = copy_of(book_of(REACH), remark(4, 2), remark(4))["Problems"]
        assert [page[cell].hyperlink.location for cell in ("B5", "B6")] == ["Reach!C4", "Reach!C4"]

    @pytest.mark.parametrize("name", ["It's 50% & #1", "Leeds reach", "Q3", "2023", "<b>", 'a "b"'])
    def test_leads_to_sheets_of_any_name(self, name):
        book = copy_of(book_of(SheetCells(name, (("a",),))), remark(1, 0, sheet=name))
        place, cell = book["Problems"]["B5"].hyperlink.location.rsplit("!", 1)
        assert cell == "A1"
        assert place.removeprefix("'").removesuffix("'").replace("''", "'") == book.sheetnames[1] == name

    def test_there_are_only_so_many_links(self, monkeypatch):
        monkeypatch.setattr(marked, "MOST_LINKS", 1)
        page = copy_of(book_of(REACH), remark(2, 0), remark(2, 1))["Problems"]
        assert page["B5"].hyperlink
        assert page["B6"].value == "B2"
        assert page["B6"].hyperlink is None

    def test_its_headings_stay_in_sight_and_on_every_page(self):
        page = copy_of(book_of(REACH), remark(2, 0))["Problems"]
        assert page.freeze_panes == f"A{FIRST_LISTED}"
        assert page.print_title_rows == "$4:$4"
        assert page.page_setup.orientation == "landscape"
        assert page["E4"].value == "What is wrong, and how to put it right"
        assert page["E5"].alignment.wrap_text

    @pytest.mark.parametrize(
        ("number", "said"), [(1, "1 thing is to be put right"), (1200, "1,200 things are to be put right")]
    )
    def test_says_how_many_there_are(self, number, said):
        page = copy_of(book_of(REACH), *[remark(2, 0)] * number)["Problems"]
        assert page["A1"].value == "Problems in returns.xlsx"
        assert page["A2"].value.startswith(said)


class TestNames:
    def test_a_sheet_called_problems_keeps_its_name(self):
        own = SheetCells("problems", (("a",),))
        book = copy_of(book_of(REACH, own), remark(1, 0, sheet="problems"))
        assert book.sheetnames == ["Problems 2", "Reach", "problems"]
        assert is_marked(book["problems"]["A1"])

    def test_the_list_of_an_earlier_copy_is_left_out(self):
        book = copy_of(book_of(REACH), remark(4, 2))
        again = [SheetCells(page.title, tuple(page.iter_rows(values_only=True))) for page in book]
        assert copy_of(book_of(*again), remark(4, 2)).sheetnames == ["Problems", "Reach"]

    def test_names_that_excel_refuses_are_changed(self):
        names = "a/b", "a:b", "x" * 40, "x" * 50, "History", "'quoted'"
        sheets = [SheetCells(name, ((name,),)) for name in names]
        book = copy_of(book_of(*sheets), remark(1, 0, sheet="a:b"))
        assert book.sheetnames == [
            "Problems",
            "a-b",
            "a-b 2",
            "x" * 31,
            "x" * 29 + " 2",
            "Data",
            "quoted",
        ]
        assert listed(book)[0][0] == "a-b 2"
        assert book["Problems"]["B5"].hyperlink.location == "'a-b 2'!A1"


@pytest.mark.slow
def test_many_rows_are_not_held_in_memory():
    row = ("VRP-0001", "2023/24 Q3", "Leeds", 12, 34.5, date(2023, 9, 30), "words", *range(8))
    workbook = book_of(SheetCells("Reach", [row] * 2_000))
    remarks = [remark(number, 3) for number in range(1, 501)]
    tracemalloc.start()
    try:
        written(workbook, remarks)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()
