"""Which awards and contributions: of a year, and as at a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from vrp_portal.periods import FinancialYear
from vrp_portal.records.models import WithdrawableQuerySet


class AwardQuerySet(WithdrawableQuerySet):
    def for_year(self, year: FinancialYear) -> AwardQuerySet:
        return self.filter(year=year)

    def as_at(self, day: date) -> AwardQuerySet:
        """Agreed on or before the day, and not withdrawn by then."""
        return self.standing(as_at=day).filter(agreed_on__lte=day)

    def core(self) -> AwardQuerySet:
        return self.filter(scheme="core")


class MatchContributionQuerySet(WithdrawableQuerySet):
    def for_year(self, year: FinancialYear) -> MatchContributionQuerySet:
        return self.filter(year=year)

    def as_at(self, day: date) -> MatchContributionQuerySet:
        """Pledged on or before the day, and not withdrawn by then."""
        return self.standing(as_at=day).filter(pledged_on__lte=day)


def confirmed_by(day: date) -> Q:
    """Contributions that count: confirmed (and perhaps evidenced since) on or before the day."""
    return Q(confirmed_on__lte=day)


def pledged_only_by(day: date) -> Q:
    """Contributions that don't count yet: pledged, and not confirmed by the day."""
    return Q(confirmed_on__isnull=True) | Q(confirmed_on__gt=day)
