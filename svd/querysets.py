"""Which Serious Violence Duty allocations and returns: of a year, as at a day, of whose district."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from vrp_portal.accounts.roles import Role
from vrp_portal.money.fields import PoundsField
from vrp_portal.periods import FinancialYear, Quarter
from vrp_portal.records.models import WithdrawableQuerySet

if TYPE_CHECKING:
    from vrp_portal.accounts.models import User


class AllocationQuerySet(WithdrawableQuerySet):
    def for_year(self, year: FinancialYear) -> AllocationQuerySet:
        return self.filter(year=year)

    def as_at(self, day: date) -> AllocationQuerySet:
        """Agreed on or before the day, and not withdrawn by then."""
        return self.standing(as_at=day).filter(agreed_on__lte=day)


class DutyRecipientQuerySet(WithdrawableQuerySet):
    def for_year(self, year: FinancialYear) -> DutyRecipientQuerySet:
        return self.filter(year=year)


class ShareQuerySet(WithdrawableQuerySet):
    def visible_to(self, user: User) -> ShareQuerySet:
        """Everybody sees the shares, a coordinator those of their own district's bodies only."""
        if user.role == Role.CSP_COORDINATOR:
            return self.filter(recipient__district=user.district)
        return self.all()

    def for_year(self, year: FinancialYear) -> ShareQuerySet:
        return self.filter(allocation__year=year)

    def as_at(self, day: date) -> ShareQuerySet:
        """Split on or before the day; neither share nor allocation withdrawn by then."""
        return self.standing(as_at=day).filter(
            Q(allocation__withdrawn_on__isnull=True) | Q(allocation__withdrawn_on__gt=day),
            agreed_on__lte=day,
        )

    def with_amounts(self, *, as_at: date) -> ShareQuerySet:
        """Each with `labour_then`, `non_labour_then` and `total_then` in pounds, as split and changed."""
        from svd.models import ShareEntry

        entries = ShareEntry.objects.filter(share=OuterRef("pk"), agreed_on__lte=as_at)
        return self.annotate(
            labour_then=F("labour") + _sum_of(entries, "labour"),
            non_labour_then=F("non_labour") + _sum_of(entries, "non_labour"),
        ).annotate(total_then=F("labour_then") + F("non_labour_then"))


class QuarterlyReturnQuerySet(WithdrawableQuerySet):
    def visible_to(self, user: User) -> QuarterlyReturnQuerySet:
        """The team sees every return, a coordinator those of their own district, others none."""
        if user.in_team:
            return self.all()
        if user.role == Role.CSP_COORDINATOR:
            return self.filter(csp__district=user.district)
        return self.none()

    def for_year(self, year: FinancialYear) -> QuarterlyReturnQuerySet:
        return self.filter(quarter__gte=year.quarters[0], quarter__lte=year.quarters[3])

    def worked_on(self) -> QuarterlyReturnQuerySet:
        """Of each partnership and quarter the last revision, which is the one that is worked on."""
        return self.standing().filter(replaced_by__isnull=True)

    def counting(self, *, as_at: date) -> QuarterlyReturnQuerySet:
        """Of quarters that had ended by the day: the accepted return of each that nothing has superseded.

        As in a ledger of quarters, a December return that is accepted in January belongs to December.
        """
        return self.standing(as_at=as_at).filter(
            state="accepted", superseded_on__isnull=True, quarter__lte=Quarter.last_ended(as_at)
        )


class DutyMilestoneQuerySet(QuerySet):
    def visible_to(self, user: User) -> DutyMilestoneQuerySet:
        """Everybody sees all of them, a coordinator no other district's than their own."""
        if user.role == Role.CSP_COORDINATOR:
            return self.filter(Q(district__isnull=True) | Q(district=user.district))
        return self.all()


class DataRequestQuerySet(QuerySet):
    def visible_to(self, user: User) -> DataRequestQuerySet:
        """Everybody sees all of them, a coordinator none that is asked of another district's body."""
        if user.role == Role.CSP_COORDINATOR:
            return self.filter(
                Q(organisation__district__isnull=True) | Q(organisation__district=user.district)
            )
        return self.all()


class AttachmentQuerySet(WithdrawableQuerySet):
    def visible_to(self, user: User) -> AttachmentQuerySet:
        """Whoever sees the return sees what is attached to it."""
        from svd.models import QuarterlyReturn

        return self.filter(quarterly_return__in=QuarterlyReturn.objects.visible_to(user))


def _sum_of(entries: QuerySet, column: str) -> Coalesce:
    """The sum of a column of a share's entries, in pounds; £0 where there are none."""
    grouped = entries.order_by().values("share").annotate(sum=Sum(column)).values("sum")
    return Coalesce(Subquery(grouped), 0, output_field=PoundsField())
