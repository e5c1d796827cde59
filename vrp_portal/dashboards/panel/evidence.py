"""How well interventions are evidenced: the rating that each relies on, in words."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet

from interventions.models import ApproachRating, Assessment
from vrp_portal.figures.scope import Scope

NOT_ASSESSED = "Not assessed yet"
WITH_THE_WORD_IMPACT = frozenset({"high", "moderate", "low"})


def with_rating(interventions: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    """Each with `rating_id`, the rating relied on by its assessment for the scope's year by its day."""
    rated: QuerySet[Any] = interventions.annotate(
        rating_id=Assessment.objects.latest_rating(OuterRef("pk"), year=scope.year, as_at=scope.as_at)
    )
    return rated


def ratings() -> dict[int, ApproachRating]:
    """Every rating by its key: they are reference data, some dozens."""
    return ApproachRating.objects.select_related("impact").in_bulk()


def impact_in_words(word: str) -> str:
    """The Toolkit's word as it is said of an intervention.

    >>> impact_in_words("High"), impact_in_words("No clear evidence")
    ('High impact', 'No clear evidence')
    """
    return f"{word} impact" if word.lower() in WITH_THE_WORD_IMPACT else word


def rating_in_words(rating: ApproachRating | None) -> str:
    """What a rating says of the impact, and how sure that is."""
    if rating is None:
        return NOT_ASSESSED
    said = impact_in_words(rating.impact.word)
    if rating.evidence_confidence is None:
        return f"{said}, evidence not stated"
    return f"{said}, evidence {rating.evidence_confidence} of 5"
