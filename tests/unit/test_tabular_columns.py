from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.utils.html import format_html
from hypothesis import given
from hypothesis import strategies as st

from vrp_portal.money.amounts import format_pounds
from vrp_portal.periods.calendar import FinancialYear, Quarter
from vrp_portal.tabular.columns import (
    DateColumn,
    PeopleColumn,
    PercentColumn,
    PoundsColumn,
    QuarterColumn,
    TextColumn,
    YearColumn,
)
from vrp_portal.tabular.sheet import SOME_ILLUSTRATIVE, ColumnSpec, Kind, Sheet, sheet_from_table
from vrp_portal.tabular.tables import Table


class Register(Table):
    name = TextColumn()
    year = YearColumn()
    quarter = QuarterColumn()
    allocated = PoundsColumn("Allocated (£)", total="core_committed")
    people = PeopleColumn(default="No return yet")
    share = PercentColumn()
    agreed = DateColumn()
    actions = TextColumn(empty_values=(), exclude_from_export=True)

    def render_name(self, value):
        return format_html('<a href="/x">{}</a>', value)

    def render_allocated(self, value):
        return format_html("<b>{}</b>", value)

    def render_actions(self):
        return "Change"


ROW = {
    "name": "Tea & talk <1>",
    "year": FinancialYear(2023),
    "quarter": Quarter(FinancialYear(2023), 3),
    "allocated": Decimal("1316424.005"),
    "people": 10630,
    "share": Decimal("29.99"),
    "agreed": date(2023, 12, 31),
}
BLANK = dict.fromkeys(ROW)


def page_row(table):
    return {column.name: str(cell) for column, cell in table.rows[0].items()}


def test_page_shows_each_kind_in_its_own_way():
    assert page_row(Register([ROW])) == {
        "name": '<a href="/x">Tea &amp; talk &lt;1&gt;</a>',
        "year": "2023/24",
        "quarter": "2023/24 Q3",
        "allocated": "<b>1316424.005</b>",
        "people": "10,630",
        "share": "29.9%",
        "agreed": "31 December 2023",
        "actions": "Change",
    }


def test_file_gets_typed_values_whatever_dresses_them_on_the_page():
    sheet = sheet_from_table(Register([ROW]), title="Register")
    assert sheet.rows == (
        (
            "Tea & talk <1>",
            "2023/24",
            "2023/24 Q3",
            Decimal("1316424.01"),
            10630,
            Decimal("29.9"),
            date(2023, 12, 31),
        ),
    )
    assert [column.kind for column in sheet.columns] == [
        Kind.TEXT,
        Kind.TEXT,
        Kind.TEXT,
        Kind.POUNDS,
        Kind.PEOPLE,
        Kind.PERCENT,
        Kind.DATE,
    ]
    assert sheet.columns[3] == ColumnSpec("allocated", "Allocated (£)", Kind.POUNDS, "Amount not stated")


def test_blanks_are_worded_on_the_page_and_empty_in_a_file():
    table = Register([BLANK])
    assert list(page_row(table).values())[:-1] == [
        "Not stated",
        "Not stated",
        "Not stated",
        "Amount not stated",
        "No return yet",
        "Not stated",
        "No date",
    ]
    sheet = sheet_from_table(table, title="Register")
    assert sheet.rows == ((None,) * 7,)
    assert "An empty cell in “People” means: No return yet." in sheet.notes


@pytest.mark.parametrize(
    ("column", "value", "typed", "words"),
    [
        (PoundsColumn(), Decimal("1316424"), Decimal("1316424.00"), "£1,316,424.00"),
        (PoundsColumn(), Decimal("0.005"), Decimal("0.01"), "£0.01"),
        (PoundsColumn(), Decimal("-0.5"), Decimal("-0.50"), "\u2212£0.50"),
        (PoundsColumn(), 0, Decimal("0.00"), "£0.00"),
        (PeopleColumn(), 401, 401, "401"),
        (PeopleColumn(), Decimal("401"), 401, "401"),
        (PeopleColumn(), "[c]", "[c]", "[c]"),
        (PercentColumn(), Decimal(30), Decimal("30.0"), "30.0%"),
        (PercentColumn(), Decimal("29.9999999"), Decimal("29.9"), "29.9%"),
        (PercentColumn(places=0), Decimal("99.9"), Decimal("99"), "99%"),
        (DateColumn(), date(2024, 2, 29), date(2024, 2, 29), "29 February 2024"),
        (DateColumn(), datetime(2023, 6, 30, 23, 30, tzinfo=UTC), date(2023, 7, 1), "1 July 2023"),
        (YearColumn(), FinancialYear(1999), "1999/00", "1999/00"),
    ],
)
def test_a_value_is_typed_and_worded(column, value, typed, words):
    assert column.value(value) == typed
    assert column.render(value) == words


def test_an_amount_that_rounds_to_nothing_has_no_sign():
    assert str(PoundsColumn().value(Decimal("-0.001"))) == "0.00"


def test_money_is_never_a_float():
    with pytest.raises(TypeError, match="Decimal"):
        PoundsColumn().value(0.1)


def test_people_are_whole():
    with pytest.raises(TypeError, match="whole"):
        PeopleColumn().value(Decimal("3.5"))


@given(st.decimals(-(10**10), 10**10, places=4))
def test_page_and_file_round_alike(amount):
    column = PoundsColumn()
    assert format_pounds(column.value(amount)) == column.render(amount)


def test_numeric_cells_carry_their_classes_and_sorting_is_announced():
    table = Register([ROW], order_by="-allocated")
    attrs = table.columns["allocated"].attrs
    assert "govuk-table__header--numeric" in attrs["th"]["class"]
    assert "govuk-table__cell govuk-table__cell--numeric" in attrs["td"]["class"]
    assert "govuk-table__cell--numeric" in attrs["tf"]["class"]
    assert attrs["th"]["aria-sort"] == "descending"
    assert 'aria-sort="descending"' in attrs["th"].as_html()
    assert "aria-sort" not in table.columns["name"].attrs["th"].as_html()
    assert "numeric" not in table.columns["name"].attrs["td"]["class"]


TOTALS = {"allocated": Decimal("2109820"), "people": "[c]"}


class TestTotals:
    def test_footer_shows_what_is_given_and_adds_nothing_up(self):
        table = Register([ROW, ROW], totals=TOTALS)
        footer = {column.name: column.footer for column in table.columns}
        assert table.has_footer()
        assert footer["name"] == "Total"
        assert footer["allocated"] == "£2,109,820.00"
        assert footer["people"] == "[c]"
        assert footer["share"] == ""

    def test_file_ends_with_the_same_row(self):
        sheet = sheet_from_table(Register([ROW], totals=TOTALS, total_label="All"), title="Register")
        assert sheet.totals == ("All", None, None, Decimal("2109820.00"), "[c]", None, None)

    def test_none_given_none_shown(self):
        table = Register([ROW])
        assert not table.has_footer()
        assert sheet_from_table(table, title="Register").totals is None

    def test_an_empty_table_has_headings_and_totals(self):
        sheet = sheet_from_table(Register([], totals={"allocated": Decimal(0)}), title="Register")
        assert sheet.rows == ()
        assert sheet.totals[3] == Decimal("0.00")

    def test_a_total_of_no_column_is_refused(self):
        with pytest.raises(ValueError, match="no column for the total of spent"):
            Register([], totals={"spent": Decimal(0)})

    def test_the_first_column_holds_the_label(self):
        with pytest.raises(ValueError, match="holds the label"):
            Register([], totals={"name": 1})

    def test_the_label_stands_first_where_the_first_column_is_not_exported(self):
        class Chosen(Table):
            pick = TextColumn(exclude_from_export=True)
            name = TextColumn()
            spent = PoundsColumn()

        sheet = sheet_from_table(Chosen([], totals={"spent": Decimal(1)}), title="Chosen")
        assert sheet.totals == ("Total", Decimal("1.00"))

    def test_columns_name_the_figures_that_are_their_totals(self):
        assert Register.total_keys() == {"allocated": "core_committed"}


class TestIllustrative:
    def test_rows_are_marked_and_the_notes_say_so(self):
        rows = [{**ROW, "illustrative": True}, {**ROW, "illustrative": False}]
        sheet = sheet_from_table(Register(rows, totals={"people": 1}), title="Register")
        assert sheet.columns[-1].label == "Illustrative"
        assert [row[-1] for row in sheet.rows] == ["Yes", "No"]
        assert sheet.totals[-1] is None
        assert SOME_ILLUSTRATIVE in sheet.notes

    def test_nothing_is_said_where_no_row_is(self):
        sheet = sheet_from_table(Register([ROW]), title="Register")
        assert sheet.columns[-1].label != "Illustrative"
        assert SOME_ILLUSTRATIVE not in sheet.notes

    def test_a_record_may_be_illustrative_by_what_it_belongs_to(self):
        class Shares(Table):
            illustrative_accessor = "allocation__illustrative"
            name = TextColumn()

        sheet = sheet_from_table(
            Shares([{"name": "x", "allocation": {"illustrative": True}}]), title="Shares"
        )
        assert sheet.rows == (("x", "Yes"),)


class TestOrder:
    """Rows that sort the same keep one order on every page and in every file."""

    class Groups(Table):
        name = TextColumn()

    @pytest.mark.parametrize(
        ("rows", "order_by", "order"),
        [
            (lambda: Group.objects.all(), None, ("pk",)),
            (lambda: Group.objects.all(), "-name", ("-name", "pk")),
            (lambda: Group.objects.order_by("-pk"), None, ("-pk",)),
            (lambda: Group.objects.order_by("name"), None, ("name", "pk")),
        ],
        ids=["unordered", "sorted", "by key already", "ordered"],
    )
    def test_ties_are_settled_by_key(self, rows, order_by, order):
        table = self.Groups(rows(), order_by=order_by)
        assert table.data.data.query.order_by == order

    def test_sorting_again_settles_again(self):
        table = self.Groups(Group.objects.all())
        table.order_by = "name"
        assert table.data.data.query.order_by == ("name", "pk")

    def test_groups_of_records_and_parts_of_results_are_left_alone(self):
        for rows in (Group.objects.values("name"), Group.objects.all()[:5]):
            assert "pk" not in self.Groups(rows).data.data.query.order_by


def test_every_row_is_taken_from_a_table_that_is_shown_in_pages():
    table = Register([{**ROW, "people": number} for number in range(60)], order_by="-people")
    table.paginate(per_page=25, page=2)
    assert [row[4] for row in sheet_from_table(table, title="Register").rows] == list(range(59, -1, -1))


def test_a_row_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        Sheet("x", (ColumnSpec("a", "A"), ColumnSpec("b", "B")), (("only one",),))
