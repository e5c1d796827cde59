"""The match requirement and what a contribution is worth, in pure Python, in pounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from vrp_portal.money import to_pennies
from vrp_portal.periods import FinancialYear


@dataclass(frozen=True, slots=True)
class MatchPosition:
    """How the match funding of a year stands: only what is confirmed counts (docs/rules.md 2)."""

    required: Decimal
    confirmed: Decimal
    pledged: Decimal

    @property
    def still_to_confirm(self) -> Decimal:
        """What is missing in pounds; £0 where the requirement is met."""
        return max(self.required - self.confirmed, Decimal(0))

    @property
    def still_to_find(self) -> Decimal:
        """What nobody has even pledged, in pounds; £0 where pledges would meet the requirement."""
        return max(self.required - self.confirmed - self.pledged, Decimal(0))

    @property
    def is_met(self) -> bool:
        return self.confirmed >= self.required


def required_match(baseline: Decimal, *, percentage: Decimal) -> Decimal:
    """The match funding that a grant asks for, in pounds: a percentage of an earlier year's allocation.

    To the penny, half a penny up, as the database works it out for what is recorded (docs/rules.md 2).

    >>> required_match(Decimal("3370000.00"), percentage=Decimal(15))
    Decimal('505500.00')
    >>> required_match(Decimal("3370000.00"), percentage=Decimal(20))
    Decimal('674000.00')
    """
    return to_pennies(baseline * percentage / 100)


def worth_of_hours(hours: Decimal, *, hourly_rate: Decimal) -> Decimal:
    """What people's time is worth, in pounds to the penny, half a penny up.

    >>> worth_of_hours(Decimal("7.5"), hourly_rate=Decimal("23.45"))
    Decimal('175.88')
    """
    return to_pennies(hours * hourly_rate)


def lies_within(year: FinancialYear, *, begins: date, ends: date) -> bool:
    """Whether the period that a contribution covers is of the year alone.

    The grant asks for match year by year, so what falls in another year is a contribution of that year.

    >>> lies_within(FinancialYear(2023), begins=date(2023, 4, 1), ends=date(2024, 3, 31))
    True
    >>> lies_within(FinancialYear(2023), begins=date(2024, 1, 1), ends=date(2024, 4, 1))
    False
    """
    return year.starts <= begins <= ends <= year.ends


def days_left(year: FinancialYear, *, as_at: date) -> int | None:
    """How many days are left until the year's 31 March; 0 on that day, None once it is past.

    >>> days_left(FinancialYear(2023), as_at=date(2023, 12, 31))
    91
    >>> days_left(FinancialYear(2023), as_at=date(2024, 4, 1)) is None
    True
    """
    return None if as_at > year.ends else (year.ends - as_at).days
