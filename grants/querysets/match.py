"""Which match contributions: of a year, and as at a day."""

from __future__ import annotations

from datetime import date

from django.db.models import (
    Case,
    IntegerChoices,
    Q,
    SmallIntegerField,
    Value,
    When,
)

from grants.querysets.days import day_by
from vrp_portal.periods import FinancialYear
from vrp_portal.records.models import WithdrawableQuerySet


class Step(IntegerChoices):
    """How far a match contribution has come."""

    PLEDGED = 1
    CONFIRMED = 2
    EVIDENCED = 3


class MatchContributionQuerySet(WithdrawableQuerySet):
    def for_year(self, year: FinancialYear) -> MatchContributionQuerySet:
        return self.filter(year=year)

    def as_at(self, day: date) -> MatchContributionQuerySet:
        """Pledged on or before the day, and not withdrawn by then."""
        return self.standing(as_at=day).filter(pledged_on__lte=day)

    def with_step(self, *, as_at: date) -> MatchContributionQuerySet:
        """With `step_then`, and with the days of confirming and evidencing as far as they had come."""
        return self.annotate(
            confirmed_then=day_by("confirmed_on", as_at),
            evidenced_then=day_by("evidenced_on", as_at),
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


def evidenced_by(day: date) -> Q:
    """Contributions that are evidenced on or before the day: those among the confirmed that have proof."""
    return Q(evidenced_on__lte=day)


def pledged_only_by(day: date) -> Q:
    """Contributions that don't count yet: pledged, and not confirmed by the day."""
    return Q(confirmed_on__isnull=True) | Q(confirmed_on__gt=day)
