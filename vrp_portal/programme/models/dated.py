"""Days that are known to the day, to the month, or to the financial year."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import ExtractDay, ExtractMonth
from django.db.models.lookups import Exact

from vrp_portal.programme.rules import Known as KnownTo

KNOWN_HINT = "Where only the month or the year is known, any day of it will do above."


class Known(models.TextChoices):
    DAY = KnownTo.DAY.value, "The day"
    MONTH = KnownTo.MONTH.value, "The month only"
    YEAR = KnownTo.YEAR.value, "The financial year only"


def known_field() -> models.CharField:
    return models.CharField(
        "what is known of the day", max_length=5, choices=Known, default=Known.DAY, help_text=KNOWN_HINT
    )


def begins_what_is_known(model: str, day: str) -> models.CheckConstraint:
    """The constraint that a day of which only the month or the year is known is the first of it."""
    return models.CheckConstraint(
        condition=Q(day_known=Known.DAY)
        | Q(_day_is(day, 1), day_known=Known.MONTH)
        | Q(_day_is(day, 1), _month_is(day, 4), day_known=Known.YEAR),
        name=f"{model}_{day}_begins_what_is_known",
        violation_error_message="Of a month the first day is kept, and of a financial year 1 April.",
    )


def _day_is(day: str, number: int) -> Exact:
    return Exact(ExtractDay(day), number)


def _month_is(day: str, number: int) -> Exact:
    return Exact(ExtractMonth(day), number)
