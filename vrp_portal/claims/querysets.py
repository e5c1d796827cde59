"""Which claims, and which of the entries that reconcile them: of a scheme, of a year, as at a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from vrp_portal.money.fields import PoundsField
from vrp_portal.periods import FinancialYear, Quarter
from vrp_portal.records.models import WithdrawableQuerySet

if TYPE_CHECKING:
    from vrp_portal.claims.models import Claim


class ClaimQuerySet(WithdrawableQuerySet):
    def for_year(self, year: FinancialYear) -> ClaimQuerySet:
        return self.filter(quarter__gte=year.quarters[0], quarter__lte=year.quarters[3])

    def of_scheme(self, scheme: str) -> ClaimQuerySet:
        return self.filter(scheme=scheme)

    def sent(self, *, as_at: date | None = None) -> ClaimQuerySet:
        """Those that were sent, by `as_at` where given, else at all."""
        sent = self.filter(sent_on__isnull=False)
        return sent if as_at is None else sent.filter(sent_on__lte=as_at)

    def before(self, claim: Claim) -> ClaimQuerySet:
        """The claims of the same scheme and of earlier quarters that were sent."""
        return self.of_scheme(claim.scheme).sent().filter(quarter__lt=claim.quarter)


class ClaimLineQuerySet(QuerySet):
    def by_purpose_and_quarter(self) -> dict[tuple[str, Quarter], object]:
        """Pounds that these lines claim, by purpose and quarter."""
        summed = self.order_by().values_list("purpose", "quarter").annotate(pounds=Sum("amount"))
        return {(purpose, quarter): pounds for purpose, quarter, pounds in summed}


class ClaimEntryQuerySet(WithdrawableQuerySet):
    def as_at(self, day: date) -> ClaimEntryQuerySet:
        """Paid or settled on or before the day, and not withdrawn by then."""
        return self.standing(as_at=day).filter(booked_on__lte=day)

    def sums(self) -> dict[str, object]:
        """What these entries come to in pounds: `paid`, and `settled` without payment."""
        return self.aggregate(paid=_sum("payment"), settled=_sum("settled"))


def _sum(kind: str) -> Coalesce:
    return Coalesce(Sum(F("amount"), filter=Q(kind=kind)), 0, output_field=PoundsField())
