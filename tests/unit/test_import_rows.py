"""Rows under headings, and the totals that are held against them."""

from datetime import date

import pytest

from vrp_portal.periods.calendar import FinancialYear
from vrp_portal.tabular.data import DataColumn, Means
from vrp_portal.tabular.imports.layout import find_layout
from vrp_portal.tabular.imports.rows import RowReader
from vrp_portal.tabular.reading.cells import SheetCells

COLUMNS = (
    DataColumn("reference", "Reference", Means.IDENTIFIER, needed=True),
    DataColumn("quarter", "Quarter", Means.QUARTER),
    DataColumn("year", "Financial year", Means.YEAR),
    DataColumn("agreed_on", "Award date", Means.DAY),
    DataColumn("allocated", "Allocated (£)", Means.POUNDS),
    DataColumn("people", "People", Means.PEOPLE),
)
HEADINGS = ("Reference", "Allocated (£)", "People")


def read(*rows, columns=COLUMNS, year=None):
    return reader(*rows, columns=columns, year=year).rows()


def reader(*rows, columns=COLUMNS, year=None):
    sheet = SheetCells("Awards", rows)
    layout = find_layout(sheet, columns)
    assert layout is not None
    return RowReader(layout, columns, year=year)


def numbers(found):
    return [row.number for row in found.rows]


def said(remarks):
    return [(remark.place.cell, remark.message) for remark in remarks]


class TestRows:
    def test_hold_what_cells_say_under_the_names_of_columns(self):
        found = read(HEADINGS, ("VRP-1", 1200.5, 12))
        (row,) = found.rows
        assert [row.text(name) for name in ("reference", "allocated", "people")] == ["VRP-1", "1200.5", "12"]
        assert set(row.cells) == {"reference", "allocated", "people"}
        assert row.text("agreed_on") == ""
        assert (found.problems, found.notices) == ([], [])

    def test_are_numbered_as_in_the_file(self):
        found = read(("Title",), (), HEADINGS, ("VRP-1", 1, 2), (), (None, None, " "), ("VRP-2", 3, 4))
        assert numbers(found) == [4, 7]

    def test_may_end_before_the_last_column(self):
        (row,) = read(HEADINGS, ("VRP-1",)).rows
        assert (row.text("allocated"), row.text("people")) == ("", "")

    def test_may_stand_under_headings_over_two_rows(self):
        columns = COLUMNS[0], DataColumn("young", "People aged 24 or under", Means.PEOPLE)
        found = read(
            ("Reference", "People", None),
            (None, "aged 24 or under", "others"),
            ("VRP-1", 12, 3),
            columns=columns,
        )
        assert [(row.number, row.text("young")) for row in found.rows] == [(3, "12")]

    def test_of_columns_that_are_not_known_are_left_alone(self):
        (row,) = read(("Mood", "Reference", "People"), ("good", "VRP-1", 2)).rows
        assert {name: row.text(name) for name in row.cells} == {"reference": "VRP-1", "people": "2"}

    def test_that_are_as_somebody_chose(self):
        sheet = SheetCells("Awards", (("Code", "How many"), ("VRP-1", 3)))
        layout = find_layout(sheet, COLUMNS).chosen({"code": "reference", "how many": "people"})
        (row,) = RowReader(layout, COLUMNS).rows().rows
        assert (row.text("reference"), row.text("people")) == ("VRP-1", "3")

    def test_that_repeat_the_headings_are_left_out(self):
        found = read(HEADINGS, ("VRP-1", 1, 2), tuple(map(str.upper, HEADINGS)), ("VRP-2", 3, 4))
        assert numbers(found) == [2, 4]
        assert said(found.notices) == [("3", "This row repeats the headings, so it is left out.")]

    def test_no_rows(self):
        assert read(HEADINGS).rows == []

    def test_unreadable_cells_are_kept_with_what_is_wrong(self):
        (row,) = read(HEADINGS, ("VRP-1", True, date(2023, 9, 30))).rows
        assert [name for name, cell in row.cells.items() if cell.problem] == ["allocated", "people"]


class TestYearOfQuarters:
    def test_is_that_of_the_row(self):
        found = read(
            ("Reference", "Quarter", "Financial year"),
            ("VRP-1", "Q3", "2023/24"),
            ("VRP-2", "Q3", "2024/25"),
            ("VRP-3", "2022/23 Q1", "2024/25"),
        )
        assert [row.text("quarter") for row in found.rows[:2]] == ["20233", "20243"]

    def test_is_the_one_given_where_the_row_has_none(self):
        found = read(
            ("Reference", "Quarter", "Financial year"),
            ("VRP-1", "Q3", "2023/24"),
            ("VRP-2", "Q3", None),
            ("VRP-3", "Q3", "nonsense"),
            year=FinancialYear(2021),
        )
        assert [row.text("quarter") for row in found.rows] == ["20233", "20213", "20213"]

    def test_is_the_one_given_where_there_is_no_column(self):
        found = read(("Reference", "Quarter"), ("VRP-1", "Q3"), year=FinancialYear(2021))
        assert found.rows[0].text("quarter") == "20213"

    def test_is_asked_for_where_nothing_says_it(self):
        found = read(("Reference", "Quarter"), ("VRP-1", "Q3"))
        assert found.rows[0].cells["quarter"].problem


class TestTotals:
    ROWS = HEADINGS, ("VRP-1", 1200.5, 12), ("VRP-2", "£800", 3)

    @pytest.mark.parametrize("label", ["Total", "TOTALS:", "Total (£)", "Grand total", "Total for 2023/24"])
    def test_that_are_right_are_left_out(self, label):
        found = read(*self.ROWS, (label, 2000.5, 15))
        assert numbers(found) == [2, 3]
        assert found.problems == []
        assert said(found.notices) == [
            ("4", f"“{label}” is read as a row of totals: checked, and not imported.")
        ]

    def test_that_are_wrong_are_problems_at_their_cells(self):
        found = read(*self.ROWS, ("Total", 2000.51, 16))
        assert [(remark.place.cell, remark.place.heading) for remark in found.problems] == [
            ("B4", "Allocated (£)"),
            ("C4", "People"),
        ]
        assert found.problems[0].message.startswith("The rows above add up to 2,000.50, not 2000.51.")
        assert found.problems[1].message.startswith("The rows above add up to 15, not 16.")
        assert str(found.problems[1]).startswith("Sheet “Awards”, cell C4 (People): “16”.")

    def test_are_checked_only_where_they_are_given(self):
        found = read(*self.ROWS, ("Total", None, 15))
        assert found.problems == []

    def test_may_have_their_label_in_any_column(self):
        found = read(("Financial year", "Reference", "People"), ("2023/24", "VRP-1", 12), (None, "Total", 12))
        assert (numbers(found), found.problems) == ([2], [])

    def test_may_have_their_label_in_a_column_of_numbers(self):
        found = read(("People", "Reference", "Allocated (£)"), (12, "VRP-1", 5), ("Total", None, 5))
        assert (numbers(found), found.problems) == ([2], [])

    def test_of_parts_and_of_all(self):
        found = read(
            HEADINGS,
            ("VRP-1", 10, 1),
            ("VRP-2", 20, 2),
            ("Subtotal", 30, 3),
            ("VRP-3", 40, 4),
            ("Sub-total", 40, 4),
            ("Grand total", 70, 7),
        )
        assert (numbers(found), found.problems) == ([2, 3, 5], [])

    def test_of_a_part_that_is_wrong(self):
        found = read(HEADINGS, ("VRP-1", 10, 1), ("Subtotal", 10, 1), ("VRP-3", 40, 4), ("Subtotal", 41, 4))
        assert [remark.place.cell for remark in found.problems] == ["B5"]

    def test_of_all_that_say_nothing_after_parts(self):
        found = read(HEADINGS, ("VRP-1", 10, 1), ("Subtotal", 10, 1), ("Grand total", 0, 1))
        assert [remark.place.cell for remark in found.problems] == ["B4"]

    def test_with_no_rows_above(self):
        assert read(HEADINGS, ("Total", 0, 0)).problems == []
        assert [remark.place.cell for remark in read(HEADINGS, ("Total", 1, 0)).problems] == ["B2"]

    def test_notes_under_them_are_left_out(self):
        found = read(
            *self.ROWS, ("Total", 2000.5, 15), (), ("Figures are provisional.",), (None, "Source: EMS")
        )
        assert numbers(found) == [2, 3]
        assert [(cell, "read as a note" in message) for cell, message in said(found.notices)] == [
            ("4", False),
            ("6", True),
            ("7", True),
        ]

    def test_a_row_that_is_not_filled_in_between_totals_is_a_row(self):
        found = read(
            HEADINGS, ("VRP-1", 10, 1), ("Subtotal", 10, 1), ("VRP-2",), ("VRP-3", 5, 2), ("Total", 15, 3)
        )
        assert numbers(found) == [2, 4, 5]

    def test_rows_under_them_are_read(self):
        found = read(*self.ROWS, ("Total", 2000.5, 15), ("VRP-3", 5, 1))
        assert numbers(found) == [2, 3, 5]

    def test_a_single_word_with_no_totals_above_is_a_row(self):
        assert numbers(read(*self.ROWS, ("Figures are provisional.",))) == [2, 3, 4]

    def test_dashes_under_no_heading_repeat_no_headings(self):
        notices = read(HEADINGS, ("VRP-1", 1, 2, "x"), (None, None, None, "-")).notices
        assert not any("repeats the headings" in notice.message for notice in notices)

    @pytest.mark.parametrize("name", ["Totality CIC", "Subtotalled"])
    def test_are_no_other_words(self, name):
        assert numbers(read(HEADINGS, (name, 1, 2))) == [2]

    def test_are_no_rows_about_something_of_that_name(self):
        found = read(
            ("Organisation", "Financial year", "Allocated (£)"),
            ("Total Respect CIC", "2023/24", 10),
            columns=(DataColumn("organisation", "Organisation", Means.RECORD, needed=True), *COLUMNS),
        )
        assert numbers(found) == [2]

    @pytest.mark.parametrize("amount", [None, "-", "n/a", "plenty"])
    def test_cells_without_a_number_add_nothing(self, amount):
        found = read(HEADINGS, ("VRP-1", 10, 1), ("VRP-2", amount, 2), ("Total", 10, 3))
        assert found.problems == []

    @pytest.mark.parametrize("word", ["n/a", "-"])
    def test_that_say_there_is_none_are_not_checked(self, word):
        assert read(*self.ROWS, ("Total", word, 15)).problems == []


class TestPlaces:
    def test_name_the_cell_and_its_heading(self):
        place = reader(("Title",), HEADINGS, ("VRP-1", 1, 2)).place(3, "people", "2")
        assert (place.sheet, place.row, place.column, place.heading, place.value) == (
            "Awards",
            3,
            2,
            "People",
            "2",
        )
        assert str(place) == "sheet “Awards”, cell C3 (People)"

    def test_name_the_row_where_the_file_has_no_such_column(self):
        place = reader(HEADINGS, ("VRP-1", 1, 2)).place(2, "agreed_on")
        assert (place.row, place.column, place.heading) == (2, None, "")
        assert str(place) == "sheet “Awards”, row 2"

    def test_the_value_as_it_stands(self):
        found = reader(HEADINGS, ("VRP-1", date(2023, 9, 30)))
        assert found.raw(2, "allocated") == date(2023, 9, 30)
        assert found.raw(2, "people") is None
        assert found.raw(2, "agreed_on") is None
