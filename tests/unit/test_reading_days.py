"""Days and counts of people, as people write them in a form."""

from contextlib import suppress
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from vrp_portal.records.fields import CountField, DayField, read_day

MINUS_SIGN = "\u2212"

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def refusal(field: CountField | DayField, typed: str) -> str:
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    return refused.value.messages[0]


@pytest.mark.parametrize(
    "typed",
    [
        "31/12/2023",
        "31.12.2023",
        "31-12-2023",
        "31 12 2023",
        "2023-12-31",
        "31 December 2023",
        " 31  Dec 2023 ",
    ],
)
def test_the_end_of_december_is_read_however_it_is_written(typed: str) -> None:
    assert read_day(typed) == date(2023, 12, 31)


def test_a_day_comes_before_its_month() -> None:
    assert read_day("4/5/2023") == date(2023, 5, 4)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("31/02/2023", "February 2023 has 28 days"),
        ("29/02/2023", "February 2023 has 28 days"),
        ("31/11/2023", "November 2023 has 30 days"),
        ("0/12/2023", "December 2023 has 31 days"),
        ("12/31/2023", "there is no month 31"),
        ("31/12/23", "needs all four digits of the year"),
        ("31/12/20233", "needs all four digits of the year"),
        ("1/1/0023", "not a date between 1900 and 2100"),
        ("31 December 23", "is not a date. Write it like 31/12/2023"),
        ("31 February 2023", "is not a date. Write it like 31/12/2023"),
        ("yesterday", "is not a date. Write it like 31/12/2023"),
        ("31/12", "is not a date. Write it like 31/12/2023"),
        ("2023", "is not a date. Write it like 31/12/2023"),
    ],
)
def test_what_is_not_a_day_says_why(typed: str, says: str) -> None:
    assert says in refusal(DayField(), typed)


def test_a_leap_day_is_a_day() -> None:
    assert read_day("29/02/2024") == date(2024, 2, 29)


def test_nothing_typed_is_no_day() -> None:
    assert DayField(required=False).clean("") is None


def test_a_message_about_a_long_text_stays_short() -> None:
    assert len(refusal(DayField(), "x" * 10_000)) < 100
    assert len(refusal(CountField(), "x" * 10_000)) < 100


@given(days)
def test_a_day_reads_back_as_it_is_shown(day: date) -> None:
    assert read_day(DayField().prepare_value(day)) == day
    assert read_day(day.isoformat()) == day
    assert read_day(f"{day.day} {day:%B %Y}") == day


@given(st.text())
def test_any_text_is_a_day_that_can_be_held_or_is_refused(typed: str) -> None:
    with suppress(ValidationError):
        assert 1900 <= read_day(typed).year <= 2100


@pytest.mark.parametrize(
    ("typed", "count"), [("45", 45), ("0", 0), ("10,630", 10630), ("10 630", 10630), (" 7 ", 7), ("007", 7)]
)
def test_a_count_of_people_is_a_whole_number(typed: str, count: int) -> None:
    assert CountField().clean(typed) == count


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("3.5", "is not a whole number"),
        ("1,5", "is not a whole number"),
        ("1,06,30", "is not a whole number"),
        ("1 2", "is not a whole number"),
        ("1e3", "is not a whole number"),
        ("ten", "is not a whole number"),
        ("٣", "is not a whole number"),
        ("²", "is not a whole number"),
        ("+5", "is not a whole number"),
        ("-1", "is less than none"),
        ("- 1", "is less than none"),
        (f"{MINUS_SIGN}1", "is less than none"),
        ("99999999999", "is more people than can be held"),
        ("2147483648", "is more people than can be held"),
        ("9" * 5000, "is more people than can be held"),
        ("", "required"),
        (
            "45*",
            "has a star. Enter the number alone, 45, and say what the star means under “How sure they are”",
        ),
        ("1,045 †", "has a star. Enter the number alone, 1,045"),
        ("<5", "Enter the most it can be, with “Up to” under “How sure they are”"),
        ("up to 80", "Enter the most it can be, with “Up to” under “How sure they are”"),
        ("no more than 80", "with “Up to” under “How sure they are”"),
        ("c. 45", "Enter one, with “Estimate” under “How sure they are”"),
        ("~45", "Enter one, with “Estimate” under “How sure they are”"),
        ("approx 45", "Enter one, with “Estimate” under “How sure they are”"),
        ("45 (est)", "Enter one, with “Estimate” under “How sure they are”"),
        ("50+", "is not one number"),
        ("10-14", "is not one number"),
        ("1.2k", "is short for a number. Write it in full, for example 1,200"),
        ("3 thousand", "is short for a number"),
    ],
)
def test_what_is_not_a_count_says_why(typed: str, says: str) -> None:
    assert says in refusal(CountField(), typed)


@given(st.integers(0, 2_147_483_647))
def test_a_count_reads_back_with_and_without_commas(count: int) -> None:
    assert CountField().clean(str(count)) == CountField().clean(f"{count:,}") == count
