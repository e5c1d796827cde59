"""What counts for the 30% rule, and why (docs/rules.md 1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Counting(StrEnum):
    """When money on an approach of some impact counts as high impact."""

    ALWAYS = "always"
    WITH_HIGH_CONFIDENCE = "with_high_confidence"
    NEVER = "never"

    @property
    def label(self) -> str:
        return {
            Counting.ALWAYS: "Counts at any evidence confidence",
            Counting.WITH_HIGH_CONFIDENCE: "Counts with high evidence confidence",
            Counting.NEVER: "Does not count",
        }[self]


@dataclass(frozen=True, slots=True)
class Rating:
    """What decides whether an approach counts: its impact word, when that counts, and the evidence."""

    impact: str
    counting: Counting
    evidence_confidence: int | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something counts towards the 30% rule, and why, in words for its reader."""

    counts: bool
    reason: str


def high_impact_verdict(rating: Rating | None, *, minimum_confidence: int) -> Verdict:
    """Whether money on an intervention counts towards the 30% rule (docs/rules.md 1; the paper 5.4.3).

    High impact counts at any evidence confidence, moderate impact only from `minimum_confidence` (1 to 5)
    on. Without an assessment nothing counts.

    >>> moderate = Rating("Moderate", Counting.WITH_HIGH_CONFIDENCE, 3)
    >>> high_impact_verdict(moderate, minimum_confidence=4)
    Verdict(counts=False, reason='Moderate impact, evidence 3 of 5: below the 4 that the rule asks')
    >>> high_impact_verdict(None, minimum_confidence=4).counts
    False
    """
    if rating is None:
        return Verdict(counts=False, reason="Not assessed yet, so it does not count")
    evidence = rating.evidence_confidence
    stated = f"evidence {evidence} of 5" if evidence else "evidence not stated"
    impact = f"{rating.impact} impact, {stated}"
    if rating.counting == Counting.ALWAYS:
        return Verdict(counts=True, reason=f"{impact}: counts at any evidence confidence")
    if rating.counting == Counting.NEVER:
        return Verdict(counts=False, reason=f"{impact}: this impact does not count")
    if evidence is None:
        return Verdict(
            counts=False,
            reason=f"{impact}: the rule asks for {minimum_confidence} of 5, so it does not count",
        )
    if evidence < minimum_confidence:
        return Verdict(counts=False, reason=f"{impact}: below the {minimum_confidence} that the rule asks")
    return Verdict(counts=True, reason=f"{impact}: reaches the {minimum_confidence} that the rule asks")
