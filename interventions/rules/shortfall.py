"""What would meet the 30% rule where it is short (docs/rules.md 1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Unassessed:
    """A funding line that nobody has assessed yet, and what it would add if it qualified, in pounds."""

    key: int
    words: str
    amount: Decimal


def fewest_to_meet(shortfall: Decimal, unassessed: Iterable[Unassessed]) -> tuple[Unassessed, ...] | None:
    """The fewest lines that together are worth a shortfall, the largest first; None where all are too few.

    >>> worth = {"a": 400, "b": 900, "c": 50}
    >>> lines = [Unassessed(key, words, Decimal(worth[words])) for key, words in enumerate(worth)]
    >>> [line.words for line in fewest_to_meet(Decimal(1000), lines)]
    ['b', 'a']
    >>> fewest_to_meet(Decimal("1350.01"), lines) is None
    True
    """
    missing, chosen = shortfall, []
    for line in sorted(unassessed, key=lambda line: (-line.amount, line.key)):
        if missing <= 0:
            break
        chosen.append(line)
        missing -= line.amount
    return tuple(chosen) if missing <= 0 else None
