"""Which returns a year asks for, and where each stands: the board that the team chases them by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from svd.models import QuarterlyReturn
from svd.rules import State, due_on
from vrp_portal.accounts.models import User
from vrp_portal.accounts.roles import Role
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods import FinancialYear, Quarter


@dataclass(frozen=True, slots=True)
class Slot:
    """One partnership's return of one quarter, begun or not."""

    csp: Organisation
    quarter: Quarter
    record: QuarterlyReturn | None
    today: date

    @property
    def state(self) -> State:
        return State.DUE if self.record is None else State(self.record.state)

    @property
    def due_on(self) -> date:
        """The last day on which it is in time."""
        extended = None if self.record is None else self.record.extended_to
        return due_on(self.quarter, days=settings.RETURN_DAYS, extended_to=extended)

    @property
    def days_left(self) -> int:
        """Days until it is late; negative where it is."""
        return (self.due_on - self.today).days

    @property
    def is_asked_for(self) -> bool:
        """Whether its quarter has ended, so that it can be reported."""
        return self.quarter.ends < self.today

    @property
    def is_outstanding(self) -> bool:
        """Whether the district has still to send it, or to answer a query."""
        return self.is_asked_for and self.state not in {State.SUBMITTED, State.ACCEPTED}

    @property
    def is_overdue(self) -> bool:
        """Whether it is late; on its last day it isn't."""
        return self.is_outstanding and self.state != State.QUERIED and self.days_left < 0

    @property
    def when(self) -> str:
        """How long there is left, in words."""
        if not self.is_asked_for:
            return f"Opens on {self.quarter.next().starts:%d/%m/%Y}"
        if not self.is_outstanding or self.state == State.QUERIED:
            return ""
        if self.days_left == 0:
            return "Due today"
        days = abs(self.days_left)
        told = f"{days:,} day{'' if days == 1 else 's'}"
        return f"{told} overdue" if self.days_left < 0 else f"Due in {told}, on {self.due_on:%d/%m/%Y}"


def partnerships(user: User) -> list[Organisation]:
    """The Community Safety Partnerships whose returns somebody may see."""
    csps = Organisation.objects.filter(kind=Organisation.Kind.COMMUNITY_SAFETY_PARTNERSHIP)
    if user.role == Role.CSP_COORDINATOR:
        csps = csps.filter(district=user.district)
    elif not user.in_team:
        csps = csps.none()
    return list(csps.select_related("district").order_by("district__name"))


def slots(
    csps: Iterable[Organisation], year: FinancialYear, *, today: date
) -> list[tuple[Organisation, list[Slot]]]:
    """The four returns of a year for each partnership, in two queries with the partnerships' own."""
    csps = list(csps)
    worked_on = QuarterlyReturn.objects.worked_on().for_year(year).filter(csp__in=csps)
    begun = {(record.csp_id, record.quarter): record for record in worked_on}
    return [
        (csp, [Slot(csp, quarter, begun.get((csp.pk, quarter)), today) for quarter in year.quarters])
        for csp in csps
    ]
