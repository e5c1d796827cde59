"""Financial years and their quarters, as plain values.

A financial year runs from 1 April to 31 March and is named by both calendar years: 2023/24.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR = 1990
LAST_YEAR = 2100

_YEAR_LABEL = re.compile(r"(?P<first>\d{2}|\d{4})\s*[/-]\s*(?P<second>\d{2}|\d{4})")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_NUMBERS = {
    ("april", "june"): 1,
    ("july", "september"): 2,
    ("october", "december"): 3,
    ("january", "march"): 4,
}
_NUMBERED = r"(?:q|qtr\.?|quarter)\s?(?P<number>\d)"
_YEAR = r"(?P<year>\d{2,4}\s?[/-]\s?\d{2,4}|\d{4})"
_QUARTER_OF_YEAR = (
    re.compile(rf"{_YEAR}[\s,:-]*{_NUMBERED}"),
    re.compile(rf"{_NUMBERED}(?:\s?[,:-]\s?|\s(?:of\s)?){_YEAR}"),
)
_QUARTER_ALONE = re.compile(rf"{_NUMBERED}|(?P<bare>\d)")
_RANGE = re.compile(
    r"(?P<first>[a-z]{3,9})\.?\s?(?P<begins>\d{4})?\s?(?:-|\bto\b)\s?(?P<last>[a-z]{3,9})\.?"
    rf"(?:[\s,]\s?(?:{_YEAR}|(?P<short>\d{{2}})))?"
)
_LABEL_WITH_MONTHS = re.compile(r"(?P<label>[^()]+)\s\((?P<months>[^()]+)\)")
_LONGEST = 80


class PeriodError(ValueError):
    """What was given is not a financial year or a quarter; the message says how to write one."""


class YearNotSaid(PeriodError):
    """A quarter without the year that it is of."""


@dataclass(frozen=True, order=True, slots=True)
class FinancialYear:
    """The year from 1 April of `start_year` to the next 31 March.

    >>> FinancialYear(2023).label
    '2023/24'
    >>> FinancialYear(2023).ends
    datetime.date(2024, 3, 31)
    >>> FinancialYear(1999).label
    '1999/00'
    """

    start_year: int

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.start_year <= LAST_YEAR:
            raise PeriodError(f"{self.start_year} is not a year between {FIRST_YEAR} and {LAST_YEAR}.")

    @classmethod
    def parse(cls, text: str) -> FinancialYear:
        """Read a label as people write it: 2023/24, 23/24, 2023-24 or 2023-2024.

        Raises PeriodError for anything else, two years that don't follow each other included.

        >>> FinancialYear.parse("23/24")
        FinancialYear(start_year=2023)
        >>> FinancialYear.parse("1999-2000")
        FinancialYear(start_year=1999)
        >>> FinancialYear.parse("2023-25")
        Traceback (most recent call last):
        vrp_portal.periods.calendar.PeriodError: “2023-25” is not one financial year: \
2023 is followed by 2024, so write 2023/24.
        """
        written = text.strip().translate(_DASHES)
        found = _YEAR_LABEL.fullmatch(written)
        if found is None or not written.isascii():
            raise PeriodError(f"“{_shortened(text)}” is not a financial year. Write it like 2023/24.")
        first = _full_year(found["first"])
        year = cls(first)
        if int(found["second"]) not in {first + 1, (first + 1) % 100}:
            raise PeriodError(
                f"“{written}” is not one financial year: "
                f"{first} is followed by {first + 1}, so write {year.label}."
            )
        return year

    @classmethod
    def containing(cls, day: date) -> FinancialYear:
        """The financial year in which a day falls.

        >>> FinancialYear.containing(date(2024, 3, 31)).label
        '2023/24'
        """
        return cls(day.year if (day.month, day.day) >= (4, 1) else day.year - 1)

    @property
    def label(self) -> str:
        return f"{self.start_year}/{(self.start_year + 1) % 100:02d}"

    @property
    def slug(self) -> str:
        """The label as it stands in an address or a file name: 2023-24."""
        return self.label.replace("/", "-")

    @property
    def starts(self) -> date:
        return date(self.start_year, 4, 1)

    @property
    def ends(self) -> date:
        return date(self.start_year + 1, 3, 31)

    @property
    def quarters(self) -> tuple[Quarter, Quarter, Quarter, Quarter]:
        return Quarter(self, 1), Quarter(self, 2), Quarter(self, 3), Quarter(self, 4)

    def contains(self, day: date) -> bool:
        return self.starts <= day <= self.ends

    def next(self) -> FinancialYear:
        return FinancialYear(self.start_year + 1)

    def previous(self) -> FinancialYear:
        return FinancialYear(self.start_year - 1)

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """One of the four quarters of a financial year; quarter 4 is January to March.

    >>> Quarter(FinancialYear(2023), 3).months
    'October to December 2023'
    >>> Quarter(FinancialYear(2023), 4).ends
    datetime.date(2024, 3, 31)
    """

    year: FinancialYear
    number: int

    def __post_init__(self) -> None:
        if self.number not in (1, 2, 3, 4):
            raise PeriodError(f"{self.number} is not a quarter. Quarters are 1 to 4.")

    @classmethod
    def containing(cls, day: date) -> Quarter:
        """The quarter in which a day falls."""
        return cls(FinancialYear.containing(day), ((day.month - 4) % 12) // 3 + 1)

    @classmethod
    def parse(cls, text: str, *, year: FinancialYear | None = None) -> Quarter:
        """Read a quarter as people write it: 2023/24 Q3, Quarter 3 2023-24, or Oct-Dec 2023.

        `year` is the financial year of a quarter that doesn't say its own. Raises PeriodError for anything
        else: a quarter of another year than `year`, months that aren't a quarter of a financial year, and
        what could mean two quarters.

        >>> str(Quarter.parse("Jan-Mar 2024"))
        '2023/24 Q4'
        >>> str(Quarter.parse("q3", year=FinancialYear(2023)))
        '2023/24 Q3'
        >>> Quarter.parse("Q3 2023")
        Traceback (most recent call last):
        vrp_portal.periods.calendar.PeriodError: “Q3 2023” could be July to September 2023 or \
October to December 2023. Write the financial year, like 2023/24 Q3.
        """
        written = " ".join(text.translate(_DASHES).split()).lower()
        said = _shortened(text.strip())
        if len(written) > _LONGEST or not written.isascii():
            raise PeriodError(f"“{said}” is not a quarter. Write it like 2023/24 Q3.")
        if both := _LABEL_WITH_MONTHS.fullmatch(written):
            named = cls.parse(both["label"], year=year)
            if cls.parse(both["months"], year=named.year) != named:
                raise PeriodError(f"“{said}” names two quarters. {named} is {named.months}.")
            return named
        quarter = _numbered_quarter(written, said, year) or _quarter_of_months(written, said, year)
        if quarter is None:
            raise PeriodError(f"“{said}” is not a quarter. Write it like 2023/24 Q3.")
        if year is not None and quarter.year != year:
            raise PeriodError(f"“{said}” is {quarter}, which is not of {year}.")
        return quarter

    @classmethod
    def last_ended(cls, day: date) -> Quarter:
        """The latest quarter whose last day is on or before `day`.

        >>> str(Quarter.last_ended(date(2023, 12, 31)))
        '2023/24 Q3'
        >>> str(Quarter.last_ended(date(2023, 12, 30)))
        '2023/24 Q2'
        """
        return cls.containing(day + timedelta(days=1)).previous()

    @classmethod
    def from_code(cls, code: int) -> Quarter:
        """The quarter that `code` stands for; the inverse of `Quarter.code`."""
        start_year, number = divmod(code, 10)
        return cls(FinancialYear(start_year), number)

    @property
    def code(self) -> int:
        """A small whole number that sorts as quarters do: 20233 is the third of 2023/24."""
        return self.year.start_year * 10 + self.number

    @property
    def starts(self) -> date:
        if self.number == 4:
            return date(self.year.start_year + 1, 1, 1)
        return date(self.year.start_year, 1 + 3 * self.number, 1)

    @property
    def ends(self) -> date:
        return self.year.ends if self.number == 4 else self.next().starts - timedelta(days=1)

    @property
    def months(self) -> str:
        return f"{self.starts:%B} to {self.ends:%B %Y}"

    def next(self) -> Quarter:
        return Quarter(self.year.next(), 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    def previous(self) -> Quarter:
        return Quarter(self.year.previous(), 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    def __str__(self) -> str:
        return f"{self.year.label} Q{self.number}"


def quarters_ended(year: FinancialYear, *, as_at: date) -> Iterator[Quarter]:
    """The quarters of `year` that had ended by `as_at`, in order.

    >>> [quarter.number for quarter in quarters_ended(FinancialYear(2023), as_at=date(2023, 12, 31))]
    [1, 2, 3]
    """
    return (quarter for quarter in year.quarters if quarter.ends <= as_at)


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _shortened(text: str, most: int = 40) -> str:
    return text if len(text) <= most else text[:most] + "…"


def _numbered_quarter(written: str, said: str, year: FinancialYear | None) -> Quarter | None:
    """The quarter of a text that gives its number; None for any other text."""
    found = next(filter(None, (pattern.fullmatch(written) for pattern in _QUARTER_OF_YEAR)), None)
    if found is None:
        return _quarter_alone(written, said, year)
    number = int(found["number"])
    if found["year"].isdecimal():
        raise _which_year(said, int(found["year"]), number)
    return Quarter(FinancialYear.parse(found["year"]), number)


def _quarter_alone(written: str, said: str, year: FinancialYear | None) -> Quarter | None:
    found = _QUARTER_ALONE.fullmatch(written)
    if found is None:
        return None
    number = int(found["number"] or found["bare"])
    if year is None and number in (1, 2, 3, 4):
        raise YearNotSaid(f"“{said}” does not say of which year. Write it like 2023/24 Q{number}.")
    return Quarter(year or FinancialYear(FIRST_YEAR), number)


def _which_year(said: str, calendar_year: int, number: int) -> PeriodError:
    """Q3 of one calendar year is July to September to some, and October to December to others."""
    financial = Quarter(FinancialYear(calendar_year), number)
    one, other = sorted((financial.previous(), financial))
    return PeriodError(
        f"“{said}” could be {one.months} or {other.months}. Write the financial year, like {financial}."
    )


def _quarter_of_months(written: str, said: str, year: FinancialYear | None) -> Quarter | None:
    """The quarter of a text that gives its first and last month; None for any other text."""
    found = _RANGE.fullmatch(written)
    first, last = (_month(found["first"]), _month(found["last"])) if found else ("", "")
    if found is None or not first or not last:
        return None
    number = _NUMBERS.get((first, last))
    named = found["year"] or ""
    if number is None or (found["begins"] and found["begins"] != named):
        raise PeriodError(
            f"“{said}” is not a quarter of a financial year. Quarters are April to June, "
            "July to September, October to December, and January to March."
        )
    if found["short"]:
        raise PeriodError(f"“{said}” needs all four digits of the year, like October to December 2023.")
    if named.isdecimal():
        return Quarter(FinancialYear(int(named) - (number == 4)), number)
    if named:
        return Quarter(FinancialYear.parse(named), number)
    if year is None:
        raise YearNotSaid(f"“{said}” does not say of which year. Write it like 2023/24 Q{number}.")
    return Quarter(year, number)


def _month(word: str) -> str:
    """The month that a word names in full or in its first letters, such as sept."""
    return next((month for month in _MONTHS if month.startswith(word)), "")
