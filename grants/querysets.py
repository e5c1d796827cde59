"""Which awards and contributions: of a year, and as at a day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    F,
    IntegerChoices,
    Q,
    QuerySet,
    SmallIntegerField,
    Value,
    When,
)

from vrp_portal.periods import FinancialYear
from vrp_portal.records.models import WithdrawableQuerySet

STRONGEST = 5
"""The strongest evidence confidence that the Toolkit gives."""


class Step(IntegerChoices):
    """How far a match contribution has come."""

    PLEDGED = 1
    CONFIRMED = 2
    EVIDENCED = 3


class AwardQuerySet(WithdrawableQuerySet):
    def for_year(self, year: FinancialYear) -> AwardQuerySet:
        return self.filter(year=year)

    def as_at(self, day: date) -> AwardQuerySet:
        """Agreed on or before the day, and not withdrawn by then."""
        return self.standing(as_at=day).filter(agreed_on__lte=day)

    def core(self) -> AwardQuerySet:
        return self.filter(scheme="core")

    def with_status(self, *, as_at: date) -> AwardQuerySet:
        """With `status_then` and `confirmed_then`: an award confirmed after the day was indicative on it."""
        return self.annotate(
            confirmed_then=_day_by("confirmed_on", as_at),
            status_then=Case(
                When(confirmed_on__lte=as_at, then=Value("confirmed")),
                default=Value("indicative"),
                output_field=CharField(),
            ),
        )


class HighImpactTermsQuerySet(QuerySet[Any]):
    """The terms of each year."""

    def minimum_confidence(self) -> dict[FinancialYear, int]:
        """By year, the least evidence confidence (1 to 5) with which moderate impact counts.

        In a year without terms only the strongest evidence does.
        """
        return defaultdict(lambda: STRONGEST, self.values_list("year", "minimum_confidence"))


class MatchContributionQuerySet(WithdrawableQuerySet):
    def for_year(self, year: FinancialYear) -> MatchContributionQuerySet:
        return self.filter(year=year)

    def as_at(self, day: date) -> MatchContributionQuerySet:
        """Pledged on or before the day, and not withdrawn by then."""
        return self.standing(as_at=day).filter(pledged_on__lte=day)

    def with_step(self, *, as_at: date) -> MatchContributionQuerySet:
        """With `step_then`, and with the days of confirming and evidencing as far as they had come."""
        return self.annotate(
            confirmed_then=_day_by("confirmed_on", as_at),
            evidenced_then=_day_by("evidenced_on", as_at),
            step_then=Case(
                When(evidenced_on__lte=as_at, then=Value(Step.EVIDENCED)),
                When(confirmed_on__lte=as_at, then=Value(Step.CONFIRMED)),
                default=Value(Step.PLEDGED),
                output_field=SmallIntegerField(),
            ),
        )


def confirmed_by(day: date) -> Q:
    """Contributions that count: confirmed (and perhaps evidenced since) on or before the day."""
    return Q(confirmed_on__lte=day)


def pledged_only_by(day: date) -> Q:
    """Contributions that don't count yet: pledged, and not confirmed by the day."""
    return Q(confirmed_on__isnull=True) | Q(confirmed_on__gt=day)


def _day_by(field: str, as_at: date) -> Case:
    """A day, unless it was still to come."""
    return Case(When(**{f"{field}__lte": as_at, "then": F(field)}), output_field=DateField())
