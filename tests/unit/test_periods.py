"""Financial years and quarters."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_portal.periods import FinancialYear, PeriodError, Quarter, YearNotSaid, quarters_ended

years = st.integers(1990, 2100).map(FinancialYear)
quarters = st.builds(Quarter, years, st.integers(1, 4))
days = st.dates(date(1990, 4, 1), date(2101, 3, 31))


@pytest.mark.parametrize(
    "label", ["2023/24", "23/24", "2023-24", "2023-2024", "2023/2024", " 2023 / 24 ", "2023–24"]
)
def test_a_year_is_read_as_people_write_it(label: str) -> None:
    assert FinancialYear.parse(label) == FinancialYear(2023)


@pytest.mark.parametrize(
    ("label", "says"),
    [
        ("2023-25", "2023 is followed by 2024, so write 2023/24"),
        ("2023/23", "2023 is followed by 2024"),
        ("24/23", "2024 is followed by 2025"),
        ("2023/2124", "2023 is followed by 2024"),
        ("2023", "Write it like 2023/24"),
        ("", "Write it like 2023/24"),
        ("2023/4", "Write it like 2023/24"),
        ("next year", "Write it like 2023/24"),
        ("۲۰۲۳/۲۴", "Write it like 2023/24"),
        ("1066/67", "not a year between 1990 and 2100"),
        ("2023/24; drop table", "Write it like 2023/24"),
    ],
)
def test_what_is_not_one_year_says_how_to_write_it(label: str, says: str) -> None:
    with pytest.raises(PeriodError, match=says):
        FinancialYear.parse(label)


def test_a_message_about_a_long_text_stays_short() -> None:
    with pytest.raises(PeriodError) as refused:
        FinancialYear.parse("2023/24 " * 2000)
    assert len(str(refused.value)) < 120


def test_a_year_runs_from_april_to_march() -> None:
    year = FinancialYear(2023)
    assert (year.starts, year.ends) == (date(2023, 4, 1), date(2024, 3, 31))
    assert not year.contains(date(2023, 3, 31))
    assert not year.contains(date(2024, 4, 1))


def test_the_turn_of_the_century_is_written_with_both_digits() -> None:
    assert FinancialYear(1999).label == "1999/00"
    assert FinancialYear.parse("1999/00") == FinancialYear(1999)


def test_an_address_or_a_file_name_holds_no_slash() -> None:
    assert FinancialYear(2023).slug == "2023-24"


@pytest.mark.parametrize(
    ("number", "starts", "ends", "months"),
    [
        (1, date(2023, 4, 1), date(2023, 6, 30), "April to June 2023"),
        (2, date(2023, 7, 1), date(2023, 9, 30), "July to September 2023"),
        (3, date(2023, 10, 1), date(2023, 12, 31), "October to December 2023"),
        (4, date(2024, 1, 1), date(2024, 3, 31), "January to March 2024"),
    ],
)
def test_the_quarters_of_2023_24(number: int, starts: date, ends: date, months: str) -> None:
    quarter = Quarter(FinancialYear(2023), number)
    assert (quarter.starts, quarter.ends, quarter.months) == (starts, ends, months)


@pytest.mark.parametrize(
    "written",
    [
        "2023/24 Q3",
        "2023-24, Q3",
        "2023/24Q3",
        "Q3 2023/24",
        "q3 2023-24",
        "Q3: 23/24",
        "Q 3 2023/2024",
        "Quarter 3 2023/24",
        "Quarter 3 of 2023/24",
        "Qtr. 3 2023/24",
        "Oct-Dec 2023",
        "Oct – Dec 2023",
        "oct. to dec. 2023",
        "October to December 2023",
        "October 2023 to December 2023",
        "October to December 2023/24",
        "2023/24 Q3 (October to December 2023)",
        "2023/24 Q3 (Oct-Dec)",
        "  2023/24\u00a0Q3 ",
    ],
)
def test_a_quarter_is_read_as_people_write_it(written: str) -> None:
    third = Quarter(FinancialYear(2023), 3)
    assert Quarter.parse(written) == Quarter.parse(written, year=FinancialYear(2023)) == third


def test_the_quarter_from_january_is_the_last_of_its_year() -> None:
    assert Quarter.parse("Jan-Mar 2024") == Quarter(FinancialYear(2023), 4)


@pytest.mark.parametrize("written", ["Q3", "q 3", "Quarter 3", "3", "Oct-Dec", "October to December"])
def test_a_quarter_that_does_not_say_its_year_is_of_the_year_given(written: str) -> None:
    assert Quarter.parse(written, year=FinancialYear(2023)) == Quarter(FinancialYear(2023), 3)
    with pytest.raises(
        YearNotSaid, match=f"“{written}” does not say of which year. Write it like 2023/24 Q3"
    ):
        Quarter.parse(written)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("Q3 2023", "could be July to September 2023 or October to December 2023"),
        ("2023 Q4", "could be October to December 2023 or January to March 2024"),
        ("Q5 2023/24", "Quarters are 1 to 4"),
        ("Q0", "Quarters are 1 to 4"),
        ("Nov-Jan 2024", "is not a quarter of a financial year. Quarters are April to June"),
        ("Sept-Oct 2023", "is not a quarter of a financial year"),
        ("Dec-Oct 2023", "is not a quarter of a financial year"),
        ("Oct 2022 to Dec 2023", "is not a quarter of a financial year"),
        ("Oct-Dec 23", "needs all four digits of the year"),
        ("Oct-Dec 2023/25", "2023 is followed by 2024"),
        ("2023-25 Q3", "2023 is followed by 2024"),
        ("Q1-Q2 2023/24", "is not a quarter. Write it like 2023/24 Q3"),
        ("October 2023", "is not a quarter. Write it like 2023/24 Q3"),
        ("Octopus to December 2023", "is not a quarter. Write it like 2023/24 Q3"),
        ("2023/24", "is not a quarter. Write it like 2023/24 Q3"),
        ("20233", "is not a quarter. Write it like 2023/24 Q3"),
        ("", "is not a quarter. Write it like 2023/24 Q3"),
        ("Q٣ 2023/24", "is not a quarter. Write it like 2023/24 Q3"),
        ("Oct-Dec 0000", "not a year between 1990 and 2100"),
        ("2023/24 Q3 (July to September 2023)", "names two quarters. 2023/24 Q3 is October to December 2023"),
    ],
)
def test_what_is_not_one_quarter_says_why(written: str, says: str) -> None:
    with pytest.raises(PeriodError, match=says):
        Quarter.parse(written)


@pytest.mark.parametrize("written", ["2022/23 Q3", "Oct-Dec 2022", "2022/23 Q3 (October to December 2022)"])
def test_a_quarter_of_another_year_than_the_one_given_is_refused(written: str) -> None:
    with pytest.raises(PeriodError, match="which is not of 2023/24"):
        Quarter.parse(written, year=FinancialYear(2023))


def test_a_message_about_a_long_quarter_stays_short() -> None:
    with pytest.raises(PeriodError) as refused:
        Quarter.parse("Q3 2023/24 (" * 2000)
    assert len(str(refused.value)) < 120


@pytest.mark.parametrize("number", [0, 5, -1])
def test_there_is_no_other_quarter(number: int) -> None:
    with pytest.raises(PeriodError, match="Quarters are 1 to 4"):
        Quarter(FinancialYear(2023), number)


@pytest.mark.parametrize(
    ("day", "numbers"),
    [
        (date(2023, 6, 29), []),
        (date(2023, 6, 30), [1]),
        (date(2023, 12, 30), [1, 2]),
        (date(2023, 12, 31), [1, 2, 3]),
        (date(2024, 3, 31), [1, 2, 3, 4]),
        (date(2030, 1, 1), [1, 2, 3, 4]),
    ],
)
def test_a_quarter_counts_once_its_last_day_is_reached(day: date, numbers: list[int]) -> None:
    assert [quarter.number for quarter in quarters_ended(FinancialYear(2023), as_at=day)] == numbers


def test_the_last_year_that_there_is_has_four_whole_quarters() -> None:
    assert len(list(quarters_ended(FinancialYear(2100), as_at=date(2101, 3, 31)))) == 4


@given(years)
def test_a_year_reads_back_from_its_label(year: FinancialYear) -> None:
    assert FinancialYear.parse(year.label) == FinancialYear.parse(year.slug) == year


@given(quarters)
def test_a_quarter_reads_back_however_it_is_shown(quarter: Quarter) -> None:
    assert Quarter.parse(str(quarter)) == Quarter.parse(quarter.months) == quarter
    assert Quarter.parse(f"{quarter} ({quarter.months})", year=quarter.year) == quarter


@given(
    st.text() | st.from_regex(r"[Qq][0-9] [0-9]{2,4}[/-][0-9]{2,4}|[a-z]{3}-[a-z]{3} [0-9]{4}"),
    years | st.none(),
)
def test_any_text_is_a_quarter_or_is_refused(text: str, year: FinancialYear | None) -> None:
    with suppress(PeriodError):
        assert Quarter.parse(text, year=year).year == (year or Quarter.parse(text).year)


@given(days)
def test_a_day_falls_in_exactly_one_year_and_one_quarter_of_it(day: date) -> None:
    year = FinancialYear.containing(day)
    assert year.contains(day)
    assert [quarter for quarter in year.quarters if quarter.starts <= day <= quarter.ends] == [
        Quarter.containing(day)
    ]


@given(years)
def test_the_quarters_of_a_year_follow_each_other_without_a_gap(year: FinancialYear) -> None:
    first, second, third, fourth = year.quarters
    assert first.starts == year.starts
    assert fourth.ends == year.ends
    for earlier, later in ((first, second), (second, third), (third, fourth)):
        assert later.starts - earlier.ends == timedelta(days=1)
        assert earlier.next() == later
        assert later.previous() == earlier


@given(quarters, quarters)
def test_codes_sort_as_quarters_do_and_read_back(one: Quarter, other: Quarter) -> None:
    assert Quarter.from_code(one.code) == one
    assert (one.code < other.code) == (one < other) == (one.starts < other.starts)


@given(st.dates(date(1991, 4, 1), date(2100, 12, 31)))
def test_the_last_quarter_ended_is_the_latest_one_that_had(day: date) -> None:
    last = Quarter.last_ended(day)
    assert last.ends <= day < last.next().ends
