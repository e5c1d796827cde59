"""A cell as a browser's form would get it typed, or why it can't be read.

What a form reads from text is left to the form. This is about what a spreadsheet adds: types that hide
what was typed, words for what isn't known, and values that Excel changed. Nothing is dropped or guessed
in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from math import isfinite

from vrp_portal.money.amounts import format_pounds
from vrp_portal.periods.calendar import FinancialYear, PeriodError, Quarter, YearNotSaid
from vrp_portal.tabular.data import DataColumn, Means
from vrp_portal.tabular.reading.cells import RawCell

_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff"))
_SPACES = str.maketrans(
    dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f", " ")
)
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")
_ERROR = re.compile(
    r"#(REF|DIV/0|VALUE|NAME|NULL|NUM|SPILL|CALC|FIELD|CONNECT|BLOCKED|UNKNOWN|BUSY)[!?]|#N/A|Err:[0-9]{3}",
    re.IGNORECASE,
)
_TOO_NARROW = re.compile("#{3,}")
_ONLY_SIGNS = re.compile(r"[-‐‑‒–—−?.…/\s]+")
_ONLY_DASHES = re.compile(r"[-‐‑‒–—−.…\s]+")
_BETWEEN_LETTERS = re.compile(r"[\s.'’/()\[\]]+")
_NOT_KNOWN = frozenset(
    {
        *("na", "tbc", "tba", "tbd", "notknown", "unknown", "notyetknown", "notavailable", "notstated"),
        *("tobeconfirmed", "tobeagreed", "tobeannounced", "tobedecided", "tobedetermined", "notapplicable"),
    }
)
_NOUGHT = frozenset({"nil", "none", "zero", "nobody", "noone", "nought"})
_YES = frozenset({"yes", "y", "true", "1", "x", "✓", "✔", "☑"})
_NO = frozenset({"no", "n", "false", "0"})

_FIRST_SERIAL = date(1899, 12, 30)
_SERIALS = range(20_000, 73_416)
"""What Excel's number of a day is likely to be: from October 1954 to the end of 2100."""
_DIGITS_HELD = 15
_COMPANY_NUMBER = 8

_UNTIL_KNOWN = "or leave the row out until it is known"
_WRITE_KNOWN: Mapping[Means, str] = {
    Means.POUNDS: f"is not an amount of money. Write 0 where there was none, {_UNTIL_KNOWN}.",
    Means.PEOPLE: f"is not a number of people. Write 0 where there was nobody, {_UNTIL_KNOWN}.",
    Means.PERCENT: f"is not a percentage. Write one, like 30%, {_UNTIL_KNOWN}.",
    Means.DAY: f"is not a date. Write one like 31/12/2023, {_UNTIL_KNOWN}.",
    Means.YEAR: f"is not a financial year. Write one like 2023/24, {_UNTIL_KNOWN}.",
    Means.QUARTER: f"is not a quarter. Write one like 2023/24 Q3, {_UNTIL_KNOWN}.",
}
_WRITE_INSTEAD: Mapping[Means, str] = {
    Means.POUNDS: "format the cell as a number, and write the amount",
    Means.PEOPLE: "format the cell as a number, and write the number of people",
    Means.PERCENT: "format the cell as a percentage, and write the percentage",
    Means.DAY: "format the cell as a date, and write the day like 31/12/2023",
    Means.YEAR: "format the cell as text, and write the financial year like 2023/24",
    Means.QUARTER: "format the cell as text, and write the quarter like 2023/24 Q3",
    Means.IDENTIFIER: "format the cell as text, and write the number as it is",
}
_TYPED_AS_A_DATE: Mapping[Means, str] = {
    Means.PEOPLE: ", for example 10-14 for ages 10 to 14",
    Means.YEAR: ", for example 2011-12",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A cell as a browser's form would get it typed.

    `text` is empty where the cell is. A `notice` says that the cell is read differently from how it is
    written: its reader is shown it, and nothing is refused. A `problem` says why the cell can't be read and
    how to put it right; then `text` is the cell as shown.
    """

    text: str
    notice: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell that isn't empty, with all that its reading depends on."""

    raw: RawCell
    text: str
    column: DataColumn
    year: FinancialYear | None

    @property
    def quoted(self) -> str:
        return f"“{self.text[:40]}”"

    @property
    def is_number(self) -> bool:
        return isinstance(self.raw, int | float) and not isinstance(self.raw, bool)

    def refused(self, why: str) -> Written:
        return Written(self.text, problem=why)


_EMPTY = Written("")


def shown(cell: RawCell) -> str:
    """A cell as its reader knows it, without spaces around it and characters that can't be seen.

    A number is shown to the fifteen digits that Excel holds.

    >>> shown(date(2023, 12, 31)), shown(45.0), shown(0.1 + 0.2), shown(" tbc\\u00a0"), shown(None)
    ('31/12/2023', '45', '0.3', 'tbc', '')
    """
    match cell:
        case None:
            return ""
        case str():
            return _tidy(cell)
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return f"{_held(cell):f}" if isfinite(cell) else str(cell)
        case datetime():
            return f"{_day_shown(cell)}{_time_shown(cell.time())}"
        case date():
            return _day_shown(cell)
        case time():
            return _time_shown(cell).strip() or "00:00"
    return str(cell)


def written(cell: RawCell, column: DataColumn, *, year: FinancialYear | None = None) -> Written:
    """What a person would have typed for a cell of `column`, or why the cell can't be read.

    `year` is the financial year of a quarter that doesn't say its own.

    >>> spent = DataColumn("spent", "Spent (£)", Means.POUNDS, not_known="Not known yet")
    >>> written(1316424.5, spent)
    Written(text='1316424.5', notice='', problem='')
    >>> written("tbc", spent)
    Written(text='', notice='“tbc” is read as “Not known yet”.', problem='')
    >>> written(100.005, spent).problem
    'The cell holds 100.005, though its format may show £100.01. Round it in the workbook to whole pennies.'
    """
    text = shown(cell)
    if not text:
        return _EMPTY
    given = _Cell(cell, text, column, year)
    return _instead_of_a_value(given) or _of_another_type(given) or _READERS[column.means](given)


def _tidy(text: str) -> str:
    if text.isascii() and "\r" not in text:
        return text.strip()
    return _LINE_ENDS.sub("\n", text.translate(_UNSEEN).translate(_SPACES)).strip()


def _held(number: float) -> Decimal:
    """A number without what binary fractions add beyond the digits that Excel holds."""
    return Decimal(f"{number:.{_DIGITS_HELD}g}") + 0


def _day_shown(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def _time_shown(hour: time) -> str:
    if hour.second or hour.microsecond:
        return f" {hour:%H:%M:%S}"
    return f" {hour:%H:%M}" if hour.hour or hour.minute else ""


# What stands in a cell instead of a value.


def _instead_of_a_value(given: _Cell) -> Written | None:
    """The reading of an error or of words for what isn't known; None for any other cell."""
    if not isinstance(given.raw, str):
        return None
    if _ERROR.fullmatch(given.text):
        return given.refused(
            f"The cell holds the error {given.text}. Mend the formula in the workbook, or write the value."
        )
    if _TOO_NARROW.fullmatch(given.text):
        return given.refused(
            f"{given.quoted} is what a spreadsheet shows where a column is too narrow. "
            "Widen the column and save the file again, or write the value."
        )
    if given.column.means is Means.CHOICE and _chosen(given):
        return None
    word = _word(given.text)
    if given.column.not_known and word == _word(given.column.not_known):
        return _EMPTY
    if word in _NOT_KNOWN or _ONLY_SIGNS.fullmatch(given.text):
        return _not_known(given)
    if word in _NOUGHT and given.column.means in {Means.POUNDS, Means.PEOPLE}:
        return given.refused(f"{given.quoted} is not in figures. Write 0.")
    return None


def _word(text: str) -> str:
    return _BETWEEN_LETTERS.sub("", text.casefold())


def _not_known(given: _Cell) -> Written | None:
    if given.column.not_known:
        return Written("", notice=f"{given.quoted} is read as “{given.column.not_known}”.")
    if why := _WRITE_KNOWN.get(given.column.means):
        return given.refused(f"{given.quoted} {why}")
    if given.column.means is not Means.YES_OR_NO and _ONLY_DASHES.fullmatch(given.text):
        return Written("", notice=f"{given.quoted} is read as an empty cell.")
    return None


# What Excel makes of what was typed.


def _of_another_type(given: _Cell) -> Written | None:
    """The reading of a date, a time or a truth in a column of something else; None for any other cell."""
    means = given.column.means
    instead = _WRITE_INSTEAD.get(means, "format the cell as text, and write the words")
    if isinstance(given.raw, date):
        return None if means in {Means.DAY, Means.QUARTER} else _date_in(given, instead)
    if isinstance(given.raw, time | timedelta):
        return given.refused(f"The cell holds the time {given.text}: {instead}.")
    if isinstance(given.raw, bool) and means in _WRITE_KNOWN:
        return given.refused(f"The cell holds {given.text}: {instead}.")
    if isinstance(given.raw, float) and not isfinite(given.raw):
        return given.refused(f"The cell holds {given.text}, which is not a number: {instead}.")
    return None


def _date_in(given: _Cell, instead: str) -> Written:
    example = _TYPED_AS_A_DATE.get(given.column.means, "")
    return given.refused(
        f"The cell holds the date {_in_words(given.raw)} ({given.text}). Excel makes a date of what looks "
        f"like one{example}: {instead}."
    )


def _in_words(day: RawCell) -> str:
    return f"{day.day} {day:%B} {day.year}" if isinstance(day, date) else ""


# What each kind of column holds.


def _words(given: _Cell) -> Written:
    return Written(given.text)


def _pounds(given: _Cell) -> Written:
    if isinstance(given.raw, float):
        held = _held(given.raw)
        # Of its digits alone: rounding fails for what is far too large to be pounds.
        if "." in given.text and len(given.text.partition(".")[2]) > 2:
            return given.refused(
                f"The cell holds {given.text[:40]}, though its format may show {format_pounds(held)}. "
                "Round it in the workbook to whole pennies."
            )
    return Written(given.text)


def _people(given: _Cell) -> Written:
    if isinstance(given.raw, float) and "." in given.text:
        return given.refused(f"{given.text} is not a whole number of people. Write one, like 45.")
    return Written(given.text)


def _percent(given: _Cell) -> Written:
    """A cell of 30% holds 0.3; a form gets 30 typed."""
    if isinstance(given.raw, int | float):
        share = Decimal(given.text)
        if 0 <= share <= 1:
            return Written(f"{(share * 100).normalize():f}")
    elif given.text.endswith("%"):
        return Written(given.text.removesuffix("%").strip())
    return given.refused(
        f"{given.quoted} is not a percentage from 0% to 100%. Write it with its sign, like 30%."
    )


def _day(given: _Cell) -> Written:
    if isinstance(given.raw, date):
        day = _day_shown(given.raw)
        return Written(day, notice="" if day == given.text else f"{given.quoted} is read as the day {day}.")
    serial = given.text.partition(".")[0] if given.is_number else given.text
    if re.fullmatch("[0-9]{5}", serial) and int(serial) in _SERIALS:
        day = _day_shown(_FIRST_SERIAL + timedelta(days=int(serial)))
        return given.refused(
            f"The cell holds the number {given.text}, which Excel shows as {day} where it is formatted as a "
            "date. Format the cell as a date, and check the day."
        )
    return Written(given.text)


def _year(given: _Cell) -> Written:
    if re.fullmatch("(19|20)[0-9]{2}", given.text):
        named = int(given.text)
        return given.refused(
            f"{given.text} could be {named - 1}/{named % 100:02} or {named}/{(named + 1) % 100:02}. "
            "Write both years, like 2023/24."
        )
    return Written(given.text)


def _quarter(given: _Cell) -> Written:
    try:
        if isinstance(given.raw, date):
            return _quarter_of_date(given, given.raw)
        return Written(str(Quarter.parse(given.text, year=given.year).code))
    except YearNotSaid as error:
        return given.refused(f"{error} Or add a column “Financial year”.")
    except PeriodError as error:
        return given.refused(str(error))


def _quarter_of_date(given: _Cell, cell: date) -> Written:
    day = cell.date() if isinstance(cell, datetime) else cell
    quarter = Quarter.containing(day)
    if day not in {quarter.starts, quarter.ends}:
        return _date_in(given, _WRITE_INSTEAD[Means.QUARTER])
    if given.year not in {None, quarter.year}:
        raise PeriodError(f"The date {given.text} is of {quarter}, which is not of {given.year}.")
    return Written(str(quarter.code), notice=f"The date {_in_words(day)} is read as {quarter}.")


def _identifier(given: _Cell) -> Written:
    if given.is_number and not re.fullmatch(rf"[0-9]{{1,{_DIGITS_HELD}}}", given.text):
        return given.refused(
            f"The cell holds {given.quoted} as a number, and Excel changes numbers that are names: "
            f"{_WRITE_INSTEAD[Means.IDENTIFIER]}."
        )
    if "company" in given.column.name:
        return _company_number(given)
    if "charity" in given.column.name and given.is_number and len(given.text) < 6:
        return Written(
            given.text,
            notice=f"A charity number has 6 or 7 digits, and Excel drops leading zeros. Check "
            f"{given.quoted}, and format the column as text.",
        )
    return Written(given.text)


def _company_number(given: _Cell) -> Written:
    """A company number with the zeros that Excel dropped and the letters that the register has."""
    if re.fullmatch("[0-9]{1,7}", given.text):
        full = given.text.zfill(_COMPANY_NUMBER)
        return Written(
            full,
            notice=f"{given.text} is read as {full}: a company number has 8 characters, and Excel drops "
            "leading zeros. Format the column as text.",
        )
    if re.fullmatch("[A-Za-z]{1,2}[0-9]+[A-Za-z]?", given.text) and not given.text.isupper():
        return Written(given.text.upper(), notice=f"{given.quoted} is read as {given.text.upper()}.")
    return Written(given.text)


def _yes_or_no(given: _Cell) -> Written:
    said = given.text.casefold()
    if said in _YES:
        return Written("on")
    return _EMPTY if said in _NO else given.refused(f"{given.quoted} is neither yes nor no. Write Yes or No.")


def _choice(given: _Cell) -> Written:
    chosen = _chosen(given)
    if len(chosen) == 1:
        return Written(chosen[0])
    words = {value: f"“{label}”" for value, label in reversed(given.column.choices) if value}
    said = "could be more than one" if chosen else "is not one"
    return given.refused(f"{given.quoted} {said} of {', '.join(reversed(words.values()))}.")


def _chosen(given: _Cell) -> tuple[str, ...]:
    """The values that a cell may stand for: one that it names exactly, or those that it names about so."""
    exactly, about = _named_choices(given.column.choices)
    if given.text in exactly:
        return (exactly[given.text],)
    return about.get(_letters(given.text), ())


@lru_cache(maxsize=128)
def _named_choices(
    choices: tuple[tuple[str, str], ...],
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """The value of each stored value and label as they stand, and the values by no more than letters."""
    names = [(str(name), value) for value, label in choices for name in (label, value)]
    about: dict[str, tuple[str, ...]] = {}
    for name, value in names:
        letters, values = _letters(name), about.get(_letters(name), ())
        if letters and value not in values:
            about[letters] = (*values, value)
    return {name: value for name, value in names if not _ONLY_DASHES.fullmatch(name or "-")}, about


def _letters(text: str) -> str:
    """A text without case, spaces and punctuation, save what makes another number of a number.

    >>> _letters("In-kind & cash"), _letters("1.5"), _letters("-1")
    ('inkindandcash', '1 5', 'minus1')
    """
    plain = re.sub(r"^[-−]\s*(?=\d)", "minus", text.casefold().replace("&", "and"))
    apart = re.sub(r"(?<=\d)[\W_]+(?=\d)", " ", plain)
    return re.sub(r"(?<!\d)[\W_]+|[\W_]+(?!\d)", "", apart)


_READERS: Mapping[Means, Callable[[_Cell], Written]] = {
    Means.WORDS: _words,
    Means.IDENTIFIER: _identifier,
    Means.CHOICE: _choice,
    Means.RECORD: _words,
    Means.YES_OR_NO: _yes_or_no,
    Means.POUNDS: _pounds,
    Means.PEOPLE: _people,
    Means.PERCENT: _percent,
    Means.DAY: _day,
    Means.YEAR: _year,
    Means.QUARTER: _quarter,
}
