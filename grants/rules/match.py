"""The match requirement in pure Python, in pounds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


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
    def is_met(self) -> bool:
        return self.confirmed >= self.required
