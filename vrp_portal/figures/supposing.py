"""What may be supposed to be otherwise than recorded, so that a figure tells what would follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class SupposedRating:
    """What a rating is supposed to say: an impact, by its key, and evidence from 1 to 5 or not stated."""

    impact: int
    evidence_confidence: int | None


@dataclass(frozen=True, slots=True)
class Supposition:
    """Changes that nobody has made: of the grant and its terms, its match, and of records by their keys.

    `allocations` are funding lines in pounds; `assessments` are interventions with the rating that each would
    rely on, None where it would not be assessed.
    """

    award: Decimal | None = None
    percentage: Decimal | None = None
    minimum_confidence: int | None = None
    match_percentage: Decimal | None = None
    match_baseline: Decimal | None = None
    allocations: Mapping[int, Decimal] = field(default_factory=lambda: MappingProxyType({}))
    ratings: Mapping[int, SupposedRating] = field(default_factory=lambda: MappingProxyType({}))
    assessments: Mapping[int, int | None] = field(default_factory=lambda: MappingProxyType({}))

    def __bool__(self) -> bool:
        """Whether anything is supposed at all."""
        match = (self.match_percentage, self.match_baseline)
        terms = (self.award, self.percentage, self.minimum_confidence, *match)
        return any(term is not None for term in terms) or bool(
            self.allocations or self.ratings or self.assessments
        )
