"""Which awards: of a year, and as at a day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    QuerySet,
    Value,
    When,
)

from grants.querysets.days import day_by
from vrp_portal.periods import FinancialYear
from vrp_portal.records.models import WithdrawableQuerySet

STRONGEST = 5
"""The strongest evidence confidence that the Toolkit gives."""


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
            confirmed_then=day_by("confirmed_on", as_at),
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
