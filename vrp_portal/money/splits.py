"""Splitting an amount of money between recipients, exactly to the penny."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from vrp_portal.money.amounts import PENNY, to_pennies


def equal_shares(amount: Decimal, *, between: int) -> list[Decimal]:
    """Split `amount` (pounds, whole pennies, not negative) equally between a number of recipients.

    Shares differ by at most one penny, add up to the amount exactly, and the first ones get the
    pennies that are left over. Source: the Serious Violence Duty money is split equally (docs/rules.md 3).
    Raises ValueError where there is nobody to share between, or for a part of a penny.

    >>> shares = equal_shares(Decimal("101161.78"), between=19)
    >>> shares.count(Decimal("5324.31")), shares.count(Decimal("5324.30"))
    (8, 11)
    """
    if between < 1:
        raise ValueError("An amount is split between one recipient or more.")
    if amount < 0 or amount != to_pennies(amount):
        raise ValueError(f"{amount} is not a whole number of pennies of £0 or more.")
    each, left_over = divmod(int(amount / PENNY), between)
    return [(each + (1 if place < left_over else 0)) * PENNY for place in range(between)]


def proportional_shares(amount: Decimal, *, weights: Sequence[Decimal]) -> list[Decimal]:
    """Split `amount` (pounds, whole pennies, not negative) in proportion to weights, to the penny.

    Shares add up to the amount exactly, and none is a penny or more from its exact part: pennies left over go
    to the largest fractions, the first of equals first. Raises ValueError for a part of a penny, a negative
    weight, or weights that are all nought.

    >>> proportional_shares(Decimal("100.00"), weights=[Decimal(1), Decimal(1), Decimal(1)])
    [Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]
    """
    if amount < 0 or amount != to_pennies(amount):
        raise ValueError(f"{amount} is not a whole number of pennies of £0 or more.")
    if not weights or min(weights) < 0 or sum(weights) == 0:
        raise ValueError("Proportions are 0 or more, and at least one of them is more than 0.")
    pennies, whole = Fraction(amount) * 100, sum(map(Fraction, weights))
    exact = [pennies * Fraction(weight) / whole for weight in weights]
    shares = [int(part) for part in exact]
    by_fraction = sorted(range(len(exact)), key=lambda place: (shares[place] - exact[place], place))
    for place in by_fraction[: int(pennies) - sum(shares)]:
        shares[place] += 1
    return [share * PENNY for share in shares]
