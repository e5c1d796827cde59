"""The 30% rule in pure Python, in pounds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from vrp_portal.money import least_pennies

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class HighImpactPosition:
    """How a year's core grant stands against the 30% rule; carries its own working."""

    award: Decimal
    percentage: Decimal
    deployed: Decimal

    @property
    def required(self) -> Decimal:
        return required_high_impact(self.award, percentage=self.percentage)

    @property
    def headroom(self) -> Decimal:
        """What is deployed beyond the requirement, in pounds; negative is a shortfall."""
        return self.deployed - self.required

    @property
    def is_met(self) -> bool:
        return self.headroom >= 0

    @property
    def share(self) -> Decimal | None:
        """The percentage of the award that is deployed, to two decimals; None without an award."""
        return shown_share(self.deployed, of=self.award, asked=self.percentage)


def required_high_impact(award: Decimal, *, percentage: Decimal) -> Decimal:
    """The least money, in whole pennies, that is no less than the percentage of the award.

    Rounded up, because a penny less would be under the share that the Home Office asks (the paper 5.4.3:
    'no less than 30%').

    >>> required_high_impact(Decimal("4388080"), percentage=Decimal(30))
    Decimal('1316424.00')
    >>> required_high_impact(Decimal("4341877"), percentage=Decimal(30))
    Decimal('1302563.10')
    """
    return least_pennies(award * percentage / 100)


def shown_share(part: Decimal, *, of: Decimal, asked: Decimal) -> Decimal | None:
    """A part as a percentage of the whole, to two decimals, never rounded up into what is asked.

    >>> shown_share(Decimal("1316423.99"), of=Decimal("4388080"), asked=Decimal(30))
    Decimal('29.99')
    >>> shown_share(Decimal("1316424.00"), of=Decimal("4388080"), asked=Decimal(30))
    Decimal('30.00')
    """
    if of <= 0:
        return None
    exact = part * 100 / of
    rounded = exact.quantize(HUNDREDTH, rounding=ROUND_HALF_UP)
    falls_short = part * 100 < asked * of
    if falls_short and rounded >= asked:
        return exact.quantize(HUNDREDTH, rounding=ROUND_FLOOR)
    return rounded
