"""How programme activity is told: days as exactly as they are known, counts as surely as they are."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from vrp_portal.periods.calendar import FinancialYear


class Known(StrEnum):
    """How exactly a day is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Sure(StrEnum):
    """How sure a count is."""

    EXACT = "exact"
    ESTIMATE = "estimate"
    UP_TO = "up_to"
    MORE_THAN = "more_than"


BEFORE_A_COUNT = {Sure.EXACT: "", Sure.ESTIMATE: "about ", Sure.UP_TO: "up to ", Sure.MORE_THAN: "more than "}

_SMALL_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_PEOPLE = (
    r"(young |vulnerable |community |local )*"
    r"(people|persons?|children|child|girls?|boys?|pupils?|students?|learners?|women|men|parents?|carers?"
    r"|victims?|survivors?|offenders?|attendees?|leaders?|professionals?|staff|volunteers?)"
)


def count_in_words(number: int, sure: str, what: str) -> str:
    """A count as a sentence has it.

    >>> count_in_words(500, "estimate", "people")
    'about 500 people'
    >>> count_in_words(5000, "more_than", "young people")
    'more than 5,000 young people'
    """
    return f"{BEFORE_A_COUNT[Sure(sure)]}{number:,} {what}"


def small_counts_in(text: str, *, threshold: int) -> Iterator[str]:
    """Counts of people in words that are too small to be told, as they are written.

    >>> list(small_counts_in("Two young people spoke to 40 pupils and 3 parents.", threshold=5))
    ['Two young people', '3 parents']
    >>> list(small_counts_in("22 schools and 1,003 pupils", threshold=5))
    []
    """
    numbers = [str(number) for number in range(1, threshold)] + list(_SMALL_NUMBERS[: threshold - 1])
    small = rf"(?<![\w,.£])({'|'.join(numbers)}) {_PEOPLE}\b"
    for found in re.finditer(small, text, re.IGNORECASE):
        yield found.group()


def sounds_like_people(what: str) -> bool:
    """Whether what is counted seems to be people.

    >>> [sounds_like_people(what) for what in ("schools", "vulnerable young people", "parents")]
    [False, True, True]
    """
    return re.search(rf"\b{_PEOPLE}\b", what, re.IGNORECASE) is not None


def first_day(day: date, known: str) -> date:
    """The first day of what is known of a day: of its month or of its financial year.

    >>> first_day(date(2024, 2, 26), "month")
    datetime.date(2024, 2, 1)
    """
    if known == Known.MONTH:
        return day.replace(day=1)
    return FinancialYear.containing(day).starts if known == Known.YEAR else day


def last_day(day: date, known: str) -> date:
    """The last day of what is known of a day.

    >>> last_day(date(2024, 2, 3), "month"), last_day(date(2024, 2, 3), "year")
    (datetime.date(2024, 2, 29), datetime.date(2024, 3, 31))
    """
    if known == Known.MONTH:
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return FinancialYear.containing(day).ends if known == Known.YEAR else day


def when(starts: date, ends: date | None, known: str) -> str:
    """A day or a stretch of days in words, no more exact than it is known.

    >>> when(date(2024, 2, 26), None, "day")
    '26 February 2024'
    >>> when(date(2023, 10, 1), date(2023, 12, 31), "month")
    'October 2023 to December 2023'
    >>> when(date(2024, 2, 1), date(2024, 2, 29), "month")
    'February 2024'
    >>> when(date(2023, 4, 1), date(2024, 3, 31), "year")
    '2023/24'
    """
    first, last = (_in_words(day, known) for day in (starts, ends or starts))
    return first if first == last else f"{first} to {last}"


def _in_words(day: date, known: str) -> str:
    if known == Known.YEAR:
        return FinancialYear.containing(day).label
    month = f"{calendar.month_name[day.month]} {day.year}"
    return month if known == Known.MONTH else f"{day.day} {month}"


def has_begun(starts: date, *, today: date) -> bool:
    """Whether what starts on a day can have taken place by today, as exactly as the day is known."""
    return starts <= today


def is_overdue(starts: date, ends: date | None, known: str, *, today: date) -> bool:
    """Whether the last day on which something planned can take place is past."""
    return last_day(ends or starts, known) + timedelta(days=1) <= today
