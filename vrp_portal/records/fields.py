"""Form fields that every domain uses: a date and a count as people write them."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from vrp_portal.money.amounts import why_short

DATE_HINT = "For example, 31/12/2023"

_NUMBERS = re.compile(r"(?P<day>\d{1,2})[/.\-\s](?P<month>\d{1,2})[/.\-\s](?P<year>\d+)")
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_COUNT = re.compile(r"[0-9]+|[0-9]{1,3}([,\s][0-9]{3})+")
_GAPS = re.compile(r"[,\s]")
_SOME = r"(?P<number>[0-9][0-9,]*)"
_STARRED = re.compile(rf"{_SOME}\s*[*†‡]+")
_UP_TO = re.compile(rf"(?:<=?|≤|up to|under|less than|fewer than|no more than|at most)\s*{_SOME}", re.I)
_ROUGH = re.compile(
    r"(?:~|≈|c\.?|ca\.?|circa|approx\.?|approximately|about|around|roughly|est\.?|estimated)"
    rf"\s*{_SOME}"
    r"|[0-9][0-9,]*\s*\(?(?:approx\.?|approximately|est\.?|estimated?|ish)\)?"
    r"|(?:>=?|≥|over|more than|at least)\s*[0-9][0-9,]*|[0-9][0-9,]*\s*\+"
    r"|[0-9]+\s*(?:-|–|to)\s*[0-9]+",
    re.I,
)
_WORDS = ("%d %B %Y", "%d %b %Y")


class DayField(forms.Field):
    """A day typed as 31/12/2023, 31 December 2023 or 2023-12-31; never guessed from two digits of a year."""

    widget = forms.TextInput(attrs={"class": "govuk-input--width-10"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", DATE_HINT)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        return read_day(str(value))

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class CountField(forms.Field):
    """A number of people: a whole number, 0 or more, with or without thousands commas.

    `when_empty` is what a box that is left empty means.
    """

    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"})
    most = 2_147_483_647

    def __init__(self, *, when_empty: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.when_empty = when_empty

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, int):
            return value
        text = "" if value in self.empty_values else str(value).strip()
        if not text:
            return self.when_empty
        shown = text[:20]
        if re.fullmatch(r"[-−]\s*[0-9,]+", text):
            raise ValidationError(
                f"“{shown}” is less than none. Enter a whole number, 0 or more.", code="invalid"
            )
        if not _COUNT.fullmatch(text):
            raise ValidationError(_why_no_count(text, shown), code="invalid")
        digits = _GAPS.sub("", text)
        if len(digits) > 10 or int(digits) > self.most:
            raise ValidationError(
                f"“{shown}” is more people than can be held. Check the number.", code="invalid"
            )
        return int(digits)


def _why_no_count(text: str, shown: str) -> str:
    """Why a text is not a count, and where to say what was written beside the number."""
    if found := _STARRED.fullmatch(text):
        return (
            f"“{shown}” has a star. Enter the number alone, {found['number'][:20]}, and say what the "
            f"star means "
            "under “How sure they are” or in a note."
        )
    if _UP_TO.fullmatch(text):
        return (
            f"“{shown}” is not one number. Enter the most it can be, with “Up to” under “How sure they are”."
        )
    if _ROUGH.fullmatch(text):
        return f"“{shown}” is not one number. Enter one, with “Estimate” under “How sure they are”."
    return why_short(text) or f"“{shown}” is not a whole number. Enter one, like 45."


def read_day(text: str) -> date:
    """Read a day as people write it. Raises ValidationError that says what is wrong and how to write it."""
    written = " ".join(text.split())
    shown = written[:40]
    found = _ISO.fullmatch(written) or _NUMBERS.fullmatch(written)
    if found is None:
        return _read_words(written, shown)
    if len(found["year"]) != 4:
        raise ValidationError(
            f"“{shown}” needs all four digits of the year, like 31/12/2023.", code="invalid"
        )
    return _checked(int(found["year"]), int(found["month"]), int(found["day"]), shown)


def _read_words(written: str, shown: str) -> date:
    for form in _WORDS:
        try:
            day = datetime.strptime(written, form).date()  # noqa: DTZ007 (a date has no time zone)
        except ValueError:
            continue
        return _checked(day.year, day.month, day.day, shown)
    raise ValidationError(f"“{shown}” is not a date. Write it like 31/12/2023.", code="invalid")


def _checked(year: int, month: int, day: int, shown: str) -> date:
    if not 1 <= month <= 12:
        raise ValidationError(f"“{shown}” is not a date: there is no month {month}.", code="invalid")
    if not 1900 <= year <= 2100:
        raise ValidationError(f"“{shown}” is not a date between 1900 and 2100.", code="invalid")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise ValidationError(
            f"“{shown}” is not a date: {calendar.month_name[month]} {year} has {last} days.", code="invalid"
        )
    return date(year, month, day)
