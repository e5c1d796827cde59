"""How days and counts of programme activity are told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_portal.programme.rules import (
    Known,
    Sure,
    count_in_words,
    first_day,
    is_overdue,
    last_day,
    small_counts_in,
    when,
)

DAYS = st.dates(min_value=date(2019, 4, 1), max_value=date(2090, 12, 31))


@pytest.mark.parametrize(
    ("number", "sure", "what", "words"),
    [
        (20, "exact", "community leaders", "20 community leaders"),
        (500, "estimate", "people", "about 500 people"),
        (80, "up_to", "young people", "up to 80 young people"),
        (5000, "more_than", "young people", "more than 5,000 young people"),
    ],
)
def test_a_count_as_a_sentence_has_it(number: int, sure: str, what: str, words: str) -> None:
    assert count_in_words(number, sure, what) == words


@given(DAYS, st.sampled_from(Known))
def test_what_is_known_of_a_day_holds_the_day(day: date, known: Known) -> None:
    assert first_day(day, known) <= day <= last_day(day, known)
    assert first_day(first_day(day, known), known) == first_day(day, known)
    assert last_day(first_day(day, known), known) == last_day(day, known)


@given(DAYS, st.sampled_from(Known))
def test_a_day_is_told_no_more_exactly_than_it_is_known(day: date, known: Known) -> None:
    first, last = first_day(day, known), last_day(day, known)
    assert when(first, last, known) == when(day, None, known)


@pytest.mark.parametrize(
    ("starts", "ends", "known", "words"),
    [
        (date(2024, 2, 26), None, "day", "26 February 2024"),
        (date(2024, 2, 19), date(2024, 2, 25), "day", "19 February 2024 to 25 February 2024"),
        (date(2024, 2, 1), date(2024, 2, 29), "month", "February 2024"),
        (date(2023, 10, 1), date(2023, 12, 31), "month", "October 2023 to December 2023"),
        (date(2023, 4, 1), date(2024, 3, 31), "year", "2023/24"),
        (date(2023, 4, 1), date(2025, 3, 31), "year", "2023/24 to 2024/25"),
    ],
)
def test_when(starts: date, ends: date | None, known: str, words: str) -> None:
    assert when(starts, ends, known) == words


@pytest.mark.parametrize(
    ("starts", "ends", "known", "today", "overdue"),
    [
        (date(2024, 2, 29), None, "day", date(2024, 2, 29), False),
        (date(2024, 2, 29), None, "day", date(2024, 3, 1), True),
        (date(2024, 2, 1), date(2024, 2, 29), "month", date(2024, 2, 29), False),
        (date(2024, 2, 1), date(2024, 2, 29), "month", date(2024, 3, 1), True),
        (date(2024, 2, 1), date(2024, 3, 2), "day", date(2024, 3, 2), False),
    ],
)
def test_overdue_from_the_day_after_its_last(
    starts: date, ends: date | None, known: str, today: date, overdue: bool
) -> None:
    assert is_overdue(starts, ends, known, today=today) is overdue


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2 young people", ["2 young people"]),
        ("One child and four vulnerable young people", ["One child", "four vulnerable young people"]),
        ("1 person", ["1 person"]),
        ("5 young people", []),
        ("12 pupils, 1,003 pupils and £3 children's tickets", []),
        ("two schools", []),
        ("days 1 and 2", []),
        ("aged 14-25", []),
        ("four young people's stories", ["four young people"]),
    ],
)
def test_small_counts_in_words_are_found(text: str, found: list[str]) -> None:
    assert list(small_counts_in(text, threshold=5)) == found


def test_how_sure_is_said_by_every_word() -> None:
    assert {count_in_words(7, sure, "people") for sure in Sure} == {
        "7 people",
        "about 7 people",
        "up to 7 people",
        "more than 7 people",
    }
