"""The law of Serious Violence Duty money in pure Python: how an allocation is split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from vrp_portal.money import equal_shares, proportional_shares


@dataclass(frozen=True, slots=True)
class Split:
    """What one recipient gets of an allocation, in pounds."""

    labour: Decimal
    non_labour: Decimal

    @property
    def total(self) -> Decimal:
        return self.labour + self.non_labour


def split_equally(labour: Decimal, non_labour: Decimal, *, between: int) -> list[Split]:
    """Labour and non-labour each split equally to the penny; the first in order get the pennies left over.

    Source: the money is equally split amongst the specified authorities and the five CSPs (the paper 3.3).

    >>> splits = split_equally(Decimal("101161.78"), Decimal("129017.47"), between=19)
    >>> splits[0], splits[18].labour
    (Split(labour=Decimal('5324.31'), non_labour=Decimal('6790.40')), Decimal('5324.30'))
    """
    return [
        Split(*parts)
        for parts in zip(
            equal_shares(labour, between=between), equal_shares(non_labour, between=between), strict=True
        )
    ]


def split_in_proportion(labour: Decimal, non_labour: Decimal, *, weights: Sequence[Decimal]) -> list[Split]:
    """Labour and non-labour each split in proportion to weights, to the penny."""
    return [
        Split(*parts)
        for parts in zip(
            proportional_shares(labour, weights=weights),
            proportional_shares(non_labour, weights=weights),
            strict=True,
        )
    ]
