"""Which Serious Violence Duty allocations and returns: of a year, as at a day, of whose district."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from vrp_portal.accounts.roles import Role
from vrp_portal.periods import FinancialYear
from vrp_portal.records.models import WithdrawableQuerySet

if TYPE_CHECKING:
    from vrp_portal.accounts.models import User


class AllocationQuerySet(WithdrawableQuerySet):
    def for_year(self, year: FinancialYear) -> AllocationQuerySet:
        return self.filter(year=year)

    def as_at(self, day: date) -> AllocationQuerySet:
        """Agreed on or before the day, and not withdrawn by then."""
        return self.standing(as_at=day).filter(agreed_on__lte=day)


class QuarterlyReturnQuerySet(WithdrawableQuerySet):
    def visible_to(self, user: User) -> QuarterlyReturnQuerySet:
        """The team sees every return, a coordinator those of their own district, others none."""
        if user.in_team:
            return self.all()
        if user.role == Role.CSP_COORDINATOR:
            return self.filter(csp__district=user.district)
        return self.none()
