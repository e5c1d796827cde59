"""What a cell of a spreadsheet says, or why it can't be read."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_portal.money import parse_amount
from vrp_portal.periods import FinancialYear, Quarter
from vrp_portal.records.fields import CountField, read_day
from vrp_portal.tabular.data import DataColumn, Means
from vrp_portal.tabular.reading.cells import RawCell
from vrp_portal.tabular.reading.values import Written, shown, written

NO_BREAK_SPACE = "\u00a0"
NARROW_SPACE = "\u202f"
ZERO_WIDTH_SPACE = "\u200b"

MIDNIGHT = datetime.combine(date(2023, 12, 31), time())
AFTERNOON = datetime.combine(date(2023, 12, 31), time(14, 30))
YEAR = FinancialYear(2023)
NUMBERS_OF_SOMETHING = (
    Means.POUNDS,
    Means.PEOPLE,
    Means.PERCENT,
    Means.DAY,
    Means.YEAR,
    Means.QUARTER,
)
STAGES = (("", "---"), ("in_kind", "In kind"), ("cash", "Cash"), ("cash", "Money"), ("1.5", "One and a half"))
COMPANY = DataColumn("company_number", "Company number", Means.IDENTIFIER)
CHARITY = DataColumn("charity_number", "Charity number", Means.IDENTIFIER)

a_day = st.dates(date(1900, 1, 1), date(2100, 12, 31))
a_year = st.integers(1990, 2100).map(FinancialYear)
a_quarter = st.builds(Quarter, a_year, st.integers(1, 4))
any_cell = (
    st.none()
    | st.text(max_size=60)
    | st.sampled_from(["tbc", "#REF!", "Q3", "Oct-Dec 2023", "2023", "45*", "£5", "-", "(5)", "12%", "45291"])
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.timedeltas()
)


def column(means: Means, **options) -> DataColumn:
    return DataColumn("cell", "Cell", means, **options)


def read(cell: RawCell, means: Means, *, year: FinancialYear | None = None, **options) -> Written:
    return written(cell, column(means, **options), year=year)


def refusal(cell: RawCell, means: Means, **options) -> str:
    said = read(cell, means, **options)
    assert said.text == shown(cell)
    assert not said.notice
    return said.problem


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("  ", ""),
        (ZERO_WIDTH_SPACE, ""),
        (f"{NO_BREAK_SPACE}Leeds{NARROW_SPACE}North ", "Leeds North"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        (45, "45"),
        (45.0, "45"),
        (-0.0, "0"),
        (0.1 + 0.2, "0.3"),
        (1316424.5, "1316424.5"),
        (1e20, "100000000000000000000"),
        (float("nan"), "nan"),
        (True, "TRUE"),
        (date(2023, 12, 31), "31/12/2023"),
        (date(23, 1, 2), "02/01/0023"),
        (MIDNIGHT, "31/12/2023"),
        (AFTERNOON, "31/12/2023 14:30"),
        (time(14, 30, 5), "14:30:05"),
        (time(), "00:00"),
        (timedelta(hours=30), "1 day, 6:00:00"),
    ],
)
def test_a_cell_is_shown_as_its_reader_knows_it(cell: RawCell, text: str) -> None:
    assert shown(cell) == text


@pytest.mark.parametrize("means", Means)
@pytest.mark.parametrize("cell", [None, "", "  ", NO_BREAK_SPACE])
def test_an_empty_cell_is_an_empty_box(cell: RawCell, means: Means) -> None:
    assert read(cell, means, not_known="To be confirmed") == Written("")


@pytest.mark.parametrize("means", Means)
@pytest.mark.parametrize("cell", ["#REF!", "#N/A", "#DIV/0!", "#value!", "#NAME?", "#NULL!", "#NUM!"])
def test_an_error_is_never_read(cell: str, means: Means) -> None:
    assert refusal(cell, means, not_known="To be confirmed") == (
        f"The cell holds the error {cell}. Mend the formula in the workbook, or write the value."
    )


def test_a_column_that_was_too_narrow_is_never_read() -> None:
    assert "Widen the column" in refusal("#######", Means.POUNDS)


class TestWhatIsNotKnown:
    @pytest.mark.parametrize("means", Means)
    @pytest.mark.parametrize(
        "cell", ["tbc", "TBC", "t.b.c.", "[tbc]", "n/a", "N / A", "na", "Not known", "unknown", "-", "—", "?"]
    )
    def test_is_empty_and_said_where_a_column_has_a_meaning_for_it(self, cell: str, means: Means) -> None:
        said = read(cell, means, not_known="Yet to come")
        assert said == Written("", notice=f"“{cell}” is read as “Yet to come”.")

    def test_needs_no_notice_in_the_words_of_the_column(self) -> None:
        assert read("to be confirmed", Means.RECORD, not_known="To be confirmed") == Written("")

    @pytest.mark.parametrize("means", NUMBERS_OF_SOMETHING)
    @pytest.mark.parametrize("cell", ["tbc", "n/a", "To be confirmed", "-", "?", "…"])
    def test_is_refused_where_a_column_has_none(self, cell: str, means: Means) -> None:
        problem = refusal(cell, means)
        assert problem.startswith(f"“{cell}” is not a")
        assert "Write" in problem
        assert problem.endswith("or leave the row out until it is known.")

    @pytest.mark.parametrize("cell", ["tbc", "N/A", "unknown", "none", "?"])
    def test_stays_as_words_in_a_column_of_words(self, cell: str) -> None:
        assert read(cell, Means.WORDS) == read(cell, Means.RECORD) == Written(cell)

    @pytest.mark.parametrize("means", [Means.WORDS, Means.RECORD, Means.CHOICE, Means.IDENTIFIER])
    def test_a_dash_alone_is_an_empty_cell_and_said(self, means: Means) -> None:
        assert read("–", means) == Written("", notice="“–” is read as an empty cell.")

    @pytest.mark.parametrize("means", [Means.POUNDS, Means.PEOPLE])
    @pytest.mark.parametrize("not_known", ["", "Not known yet"])
    @pytest.mark.parametrize("cell", ["nil", "None", "zero"])
    def test_nought_is_written_in_figures(self, cell: str, means: Means, not_known: str) -> None:
        assert refusal(cell, means, not_known=not_known) == f"“{cell}” is not in figures. Write 0."

    def test_is_a_choice_where_it_is_offered(self) -> None:
        choices = (("unknown", "Not known"), ("cash", "Cash"))
        assert read("not known", Means.CHOICE, choices=choices, not_known="Later") == Written("unknown")


class TestPounds:
    @pytest.mark.parametrize(
        ("cell", "text"),
        [
            (1316424, "1316424"),
            (1316424.5, "1316424.5"),
            (0.1 + 0.2, "0.3"),
            (1234.5600000000002, "1234.56"),
            (-500, "-500"),
            (1e15, "1000000000000000"),
            ("£1,316,424", "£1,316,424"),
            (" (500.00) ", "(500.00)"),
            (f"1{NARROW_SPACE}316{NARROW_SPACE}424", "1 316 424"),
            ("1.2k", "1.2k"),
        ],
    )
    def test_are_typed_in_figures(self, cell: RawCell, text: str) -> None:
        assert read(cell, Means.POUNDS) == Written(text)

    @pytest.mark.parametrize(
        ("cell", "held", "may_show"),
        [
            (100.005, "100.005", "£100.01"),
            (0.001, "0.001", "£0.00"),
            (-33.333333333333336, "-33.3333333333333", "−£33.33"),
        ],
    )
    def test_a_part_of_a_penny_is_never_rounded(self, cell: float, held: str, may_show: str) -> None:
        assert refusal(cell, Means.POUNDS) == (
            f"The cell holds {held}, though its format may show {may_show}. "
            "Round it in the workbook to whole pennies."
        )

    @pytest.mark.parametrize(
        ("cell", "says"),
        [
            (True, "The cell holds TRUE: format the cell as a number, and write the amount."),
            (date(2023, 10, 1), "The cell holds the date 1 October 2023 (01/10/2023)."),
            (time(14, 30), "The cell holds the time 14:30:"),
            (timedelta(minutes=5), "The cell holds the time 0:05:00:"),
            (float("nan"), "The cell holds nan, which is not a number:"),
            (float("-inf"), "The cell holds -inf, which is not a number:"),
        ],
    )
    def test_nothing_else_is_pounds(self, cell: RawCell, says: str) -> None:
        assert refusal(cell, Means.POUNDS).startswith(says)

    @given(st.decimals(-Decimal("9999999999.99"), Decimal("9999999999.99"), places=2))
    def test_every_amount_comes_back_to_the_penny(self, amount: Decimal) -> None:
        said = read(float(amount), Means.POUNDS)
        assert parse_amount(said.text, allow_negative=True) == amount
        assert not said.problem


class TestPeople:
    @pytest.mark.parametrize(
        ("cell", "text"),
        [(45, "45"), (45.0, "45"), ("10,630", "10,630"), ("45*", "45*"), ("<5", "<5"), ("c. 45", "c. 45")],
    )
    def test_are_typed_in_figures(self, cell: RawCell, text: str) -> None:
        assert read(cell, Means.PEOPLE) == Written(text)

    def test_a_part_of_a_person_is_nobody(self) -> None:
        assert refusal(45.5, Means.PEOPLE) == "45.5 is not a whole number of people. Write one, like 45."

    def test_ages_that_became_a_date_are_explained(self) -> None:
        assert refusal(date(2014, 10, 1), Means.PEOPLE) == (
            "The cell holds the date 1 October 2014 (01/10/2014). Excel makes a date of what looks like "
            "one, for example 10-14 for ages 10 to 14: format the cell as a number, and write the "
            "number of people."
        )

    @given(st.integers(0, 2_147_483_647))
    def test_every_count_comes_back(self, count: int) -> None:
        for cell in (count, float(count), str(count)):
            assert CountField().clean(read(cell, Means.PEOPLE).text) == count


@pytest.mark.parametrize(
    ("cell", "text"), [(0.3, "30"), (0.125, "12.5"), (1, "100"), (0, "0"), ("30%", "30"), ("12.5 %", "12.5")]
)
def test_a_percentage_is_typed_without_its_sign(cell: RawCell, text: str) -> None:
    assert read(cell, Means.PERCENT) == Written(text)


@pytest.mark.parametrize("cell", [30, 1.5, -0.1, "30", "0.3"])
def test_a_number_that_could_be_another_percentage_is_refused(cell: RawCell) -> None:
    assert "Write it with its sign, like 30%." in refusal(cell, Means.PERCENT)


class TestDays:
    def test_a_day_is_typed_day_first(self) -> None:
        assert read(date(2023, 5, 4), Means.DAY) == Written("04/05/2023")

    def test_a_time_of_the_day_is_left_out_and_said(self) -> None:
        assert read(AFTERNOON, Means.DAY) == Written(
            "31/12/2023", notice="“31/12/2023 14:30” is read as the day 31/12/2023."
        )

    def test_midnight_is_no_time(self) -> None:
        assert read(MIDNIGHT, Means.DAY) == Written("31/12/2023")

    @pytest.mark.parametrize("cell", [45291, 45291.0, 45291.5, "45291"])
    def test_the_number_of_a_day_is_not_guessed(self, cell: RawCell) -> None:
        assert refusal(cell, Means.DAY) == (
            f"The cell holds the number {shown(cell)}, which Excel shows as 31/12/2023 where it is formatted "
            "as a date. Format the cell as a date, and check the day."
        )

    @pytest.mark.parametrize("cell", [2023, 31122023, "31 Dec 2023", "31/12/23"])
    def test_the_rest_is_for_the_form(self, cell: RawCell) -> None:
        assert read(cell, Means.DAY) == Written(str(cell))

    @pytest.mark.parametrize("cell", [True, time(9), timedelta(days=1)])
    def test_nothing_else_is_a_day(self, cell: RawCell) -> None:
        assert "write the day like 31/12/2023" in refusal(cell, Means.DAY)

    @given(a_day)
    def test_every_day_comes_back(self, day: date) -> None:
        assert read_day(read(day, Means.DAY).text) == day


class TestYears:
    @pytest.mark.parametrize("cell", ["2023/24", "23/24", "2023–24", "next year"])
    def test_words_are_for_the_form(self, cell: str) -> None:
        assert read(cell, Means.YEAR) == Written(cell)

    @pytest.mark.parametrize("cell", [2023, 2023.0, "2023"])
    def test_one_calendar_year_could_be_two(self, cell: RawCell) -> None:
        assert refusal(cell, Means.YEAR) == (
            "2023 could be 2022/23 or 2023/24. Write both years, like 2023/24."
        )

    def test_a_year_that_became_a_date_is_explained(self) -> None:
        assert refusal(date(2011, 12, 1), Means.YEAR) == (
            "The cell holds the date 1 December 2011 (01/12/2011). Excel makes a date of what looks like "
            "one, for example 2011-12: format the cell as text, and write the financial year like 2023/24."
        )

    @given(a_year)
    def test_every_year_comes_back(self, year: FinancialYear) -> None:
        assert FinancialYear.parse(read(year.label, Means.YEAR).text) == year


class TestQuarters:
    @pytest.mark.parametrize(
        "cell", ["2023/24 Q3", "Q3 2023-24", "Oct – Dec 2023", "October to December 2023"]
    )
    def test_a_quarter_is_chosen_however_it_is_written(self, cell: str) -> None:
        assert read(cell, Means.QUARTER) == read(cell, Means.QUARTER, year=YEAR) == Written("20233")

    @pytest.mark.parametrize("cell", ["Q3", "q3", "Quarter 3", "Oct-Dec", "3", 3, 3.0])
    def test_a_quarter_without_its_year_is_of_the_year_given(self, cell: RawCell) -> None:
        assert read(cell, Means.QUARTER, year=YEAR) == Written("20233")
        assert refusal(cell, Means.QUARTER) == (
            f"“{shown(cell)}” does not say of which year. Write it like 2023/24 Q3. "
            "Or add a column “Financial year”."
        )

    @pytest.mark.parametrize("cell", [date(2023, 10, 1), date(2023, 12, 31), MIDNIGHT])
    def test_the_first_or_last_day_is_its_quarter_and_said(self, cell: date) -> None:
        said = read(cell, Means.QUARTER)
        assert said.text == "20233"
        assert said.notice == f"The date {cell.day} {cell:%B %Y} is read as 2023/24 Q3."

    @pytest.mark.parametrize("cell", [date(2023, 11, 15), date(2023, 12, 1)])
    def test_another_day_is_no_quarter(self, cell: date) -> None:
        assert "write the quarter like 2023/24 Q3" in refusal(cell, Means.QUARTER)

    @pytest.mark.parametrize("cell", ["2022/23 Q3", "Jan-Mar 2023", date(2022, 12, 31)])
    def test_a_quarter_of_another_year_is_refused(self, cell: RawCell) -> None:
        assert "which is not of 2023/24" in refusal(cell, Means.QUARTER, year=YEAR)

    @pytest.mark.parametrize("cell", [date(1901, 1, 1), date(1, 1, 1), date(9999, 12, 31)])
    def test_a_day_of_another_age_is_no_quarter(self, cell: date) -> None:
        assert "is not a year between" in refusal(cell, Means.QUARTER)

    @pytest.mark.parametrize("cell", ["Q3 2023", "Nov-Jan 2023", "autumn", 20233, True])
    def test_the_rest_is_refused(self, cell: RawCell) -> None:
        assert refusal(cell, Means.QUARTER)

    @given(a_quarter)
    def test_every_quarter_comes_back(self, quarter: Quarter) -> None:
        for cell in (str(quarter), quarter.months, quarter.starts, quarter.ends):
            assert read(cell, Means.QUARTER).text == str(quarter.code)


class TestIdentifiers:
    @pytest.mark.parametrize("cell", [1234567, 1234567.0, "1234567"])
    def test_a_company_number_gets_its_zeros_back_and_that_is_said(self, cell: RawCell) -> None:
        assert written(cell, COMPANY) == Written(
            "01234567",
            notice="1234567 is read as 01234567: a company number has 8 characters, and Excel drops leading "
            "zeros. Format the column as text.",
        )

    def test_a_company_number_has_large_letters(self) -> None:
        assert written("sc123456", COMPANY) == Written("SC123456", notice="“sc123456” is read as SC123456.")

    @pytest.mark.parametrize("cell", ["01234567", "SC123456", "12345678", "not a number"])
    def test_a_company_number_is_kept_otherwise(self, cell: str) -> None:
        assert written(cell, COMPANY) == Written(cell)

    def test_a_charity_number_is_kept_and_a_short_one_is_pointed_out(self) -> None:
        assert written(1122334, CHARITY) == Written("1122334")
        said = written(12345, CHARITY)
        assert said.text == "12345"
        assert "A charity number has 6 or 7 digits" in said.notice

    @pytest.mark.parametrize(("cell", "text"), [("VRP-0007", "VRP-0007"), ("007", "007"), (7, "7")])
    def test_another_is_kept(self, cell: RawCell, text: str) -> None:
        assert read(cell, Means.IDENTIFIER) == Written(text)

    @pytest.mark.parametrize("cell", [12.5, -7, 12345678901234567, 1e20])
    def test_a_number_that_excel_may_have_changed_is_refused(self, cell: RawCell) -> None:
        assert "Excel changes numbers that are names" in refusal(cell, Means.IDENTIFIER)

    def test_one_that_became_a_date_is_refused(self) -> None:
        assert "write the number as it is" in refusal(date(2011, 12, 1), Means.IDENTIFIER)


@pytest.mark.parametrize("cell", ["Yes", "y", "TRUE", "1", "x", "✓", True, 1, 1.0])
def test_yes_ticks_the_box(cell: RawCell) -> None:
    assert read(cell, Means.YES_OR_NO) == Written("on")


@pytest.mark.parametrize("cell", ["No", "n", "false", "0", False, 0])
def test_no_leaves_the_box(cell: RawCell) -> None:
    assert read(cell, Means.YES_OR_NO) == Written("")


@pytest.mark.parametrize("cell", ["maybe", "-", "tbc", 2, date(2023, 1, 1)])
def test_neither_yes_nor_no_is_refused(cell: RawCell) -> None:
    assert refusal(cell, Means.YES_OR_NO)


class TestChoices:
    @pytest.mark.parametrize("cell", ["In kind", "in-kind", "IN  KIND.", "in_kind", "Inkind"])
    def test_are_found_by_value_or_label_however_they_are_spaced(self, cell: str) -> None:
        assert read(cell, Means.CHOICE, choices=STAGES) == Written("in_kind")

    @pytest.mark.parametrize("cell", ["cash", "Money"])
    def test_may_have_several_labels(self, cell: str) -> None:
        assert read(cell, Means.CHOICE, choices=STAGES) == Written("cash")

    def test_the_words_for_none_are_an_empty_cell_and_said(self) -> None:
        assert read("---", Means.CHOICE, choices=STAGES) == Written(
            "", notice="“---” is read as an empty cell."
        )

    def test_may_be_numbers(self) -> None:
        assert read(1.5, Means.CHOICE, choices=STAGES) == Written("1.5")

    @pytest.mark.parametrize("cell", ["loan", 15, True])
    def test_others_are_refused_with_what_there_is(self, cell: RawCell) -> None:
        assert refusal(cell, Means.CHOICE, choices=STAGES) == (
            f"“{shown(cell)}” is not one of “In kind”, “Cash”, “One and a half”."
        )

    def test_that_read_alike_are_told_apart_or_refused(self) -> None:
        choices = (("a", "On-going"), ("b", "Ongoing"))
        assert read("Ongoing", Means.CHOICE, choices=choices) == Written("b")
        assert "could be more than one of" in refusal("ON GOING", Means.CHOICE, choices=choices)


@pytest.mark.parametrize("means", [Means.WORDS, Means.RECORD])
@pytest.mark.parametrize(
    ("cell", "text"), [("Leeds", "Leeds"), (2023, "2023"), (12.0, "12"), (0.5, "0.5"), (True, "TRUE")]
)
def test_words_are_kept(cell: RawCell, text: str, means: Means) -> None:
    assert read(cell, means) == Written(text)


@pytest.mark.parametrize("cell", [date(2014, 10, 1), time(9, 30)])
def test_words_that_became_a_date_or_a_time_are_refused(cell: RawCell) -> None:
    assert "format the cell as text, and write the words." in refusal(cell, Means.WORDS)


@given(any_cell, st.sampled_from(Means), st.sampled_from(["", "To be confirmed"]))
def test_every_cell_is_read_or_refused_and_nothing_is_lost_in_silence(
    cell: RawCell, means: Means, not_known: str
) -> None:
    said = read(cell, means, year=YEAR, choices=STAGES, not_known=not_known)
    assert not (said.notice and said.problem)
    if said.problem:
        assert said.text == shown(cell)
        assert len(said.problem) < 1000
    elif not said.text and means is not Means.YES_OR_NO:
        assert said.notice or shown(cell) == ""
