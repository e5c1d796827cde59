"""How the money of a budget line falls in the quarters of its year, in pure Python, in pounds."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from vrp_portal.money import equal_shares, proportional_shares

QUARTERS_OF_A_YEAR = 4


def spread(change: Decimal, *, profile: Sequence[Decimal], ended: int) -> list[Decimal]:
    """By how much each quarter changes where a line's amount changes, `ended` of its quarters being over.

    What is added is split equally between the quarters to come; once all are over, it falls in the last.
    What is taken away comes from the quarters to come in proportion to what they have, then from those that
    are over, the latest first, so that no quarter is left with less than nothing unless the line is.

    >>> [str(part) for part in spread(Decimal("100"), profile=[Decimal("25")] * 4, ended=2)]
    ['0', '0', '50.00', '50.00']
    >>> profile = [Decimal("25"), Decimal("25"), Decimal("20"), Decimal("10")]
    >>> [str(part) for part in spread(Decimal("-15"), profile=profile, ended=2)]
    ['0', '0', '-10.00', '-5.00']
    >>> [str(part) for part in spread(Decimal("-40"), profile=profile, ended=2)]
    ['0', '-10', '-20', '-10']
    """
    first_to_come = min(ended, QUARTERS_OF_A_YEAR - 1)
    to_come = range(first_to_come, QUARTERS_OF_A_YEAR)
    parts = [Decimal(0)] * QUARTERS_OF_A_YEAR
    if change >= 0:
        for place, share in zip(to_come, equal_shares(change, between=len(to_come)), strict=True):
            parts[place] = share
        return parts
    held = [max(profile[place], Decimal(0)) for place in to_come]
    if sum(held) >= -change:
        for place, share in zip(to_come, proportional_shares(-change, weights=held), strict=True):
            parts[place] = -share
        return parts
    left = -change
    for place in reversed(range(QUARTERS_OF_A_YEAR)):
        taken = min(left, max(profile[place], Decimal(0)))
        parts[place], left = -taken, left - taken
    parts[-1] -= left
    return parts
