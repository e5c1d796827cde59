"""How the 30% rule stands in a scope: what counts and what doesn't, each line with its reason in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from interventions.models import ApproachRating, Assessment, FundingLine, Intervention
from interventions.rules import Unassessed, fewest_to_meet, high_impact_verdict
from vrp_portal.figures.definitions.funding import high_impact_verdicts
from vrp_portal.figures.definitions.high_impact import Moment, forecast_of_core_lines
from vrp_portal.figures.registry import FigureResult
from vrp_portal.figures.scope import Scope

FIGURES = (
    "core_grant_award",
    "high_impact_required",
    "high_impact_committed",
    "high_impact_spent",
    "high_impact_forecast",
    "high_impact_headroom",
    "high_impact_spent_headroom",
    "high_impact_forecast_headroom",
    "high_impact_deciding_headroom",
    "high_impact_share",
    "high_impact_interventions",
    "interventions_without_assessment",
    "assessed_not_counting_committed",
    "assessed_not_counting_spent",
    "without_assessment_committed",
    "without_assessment_spent",
)
NO_TERMS = "The year has no terms yet, so nothing can be judged"


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """A core funding line, and what the rule makes of it. `counts` is None where it isn't assessed."""

    line: FundingLine
    counts: bool | None
    reason: str
    rating: ApproachRating | None

    @property
    def intervention(self) -> Intervention:
        return self.line.intervention

    @property
    def illustrative(self) -> bool:
        return self.line.illustrative or self.intervention.illustrative

    @property
    def pk(self) -> int:
        return self.line.pk

    @property
    def where(self) -> str:
        return self.line.where

    @property
    def allocated(self) -> Decimal | None:
        """Pounds; None where no amount is stated."""
        return self.line.allocated

    @property
    def spent(self) -> Decimal:
        """Pounds spent in quarters that had ended by the day."""
        return self.line.spent

    @property
    def forecast(self) -> Decimal:
        """Pounds that will have been spent by the end of the year."""
        return self.line.forecast

    def __str__(self) -> str:
        return f"{self.intervention}, {self.line.where}"


def judged_lines(scope: Scope) -> list[JudgedLine]:
    """Every core line of the scope, by reference, with its verdict in words; in a fixed number of queries."""
    verdicts = high_impact_verdicts(scope)
    ratings = ApproachRating.objects.select_related("approach", "impact").in_bulk()
    lines = (
        forecast_of_core_lines(scope, verdicts=verdicts)
        .select_related("intervention", "district")
        .order_by("intervention__reference", "district__name", "pk")
    )
    return [
        JudgedLine(
            line=line,
            counts=line.counts_as_high_impact,
            reason=_reason(line, verdicts),
            rating=ratings.get(line.rating_id),
        )
        for line in lines
    ]


def _reason(line: Any, verdicts: dict[int, Any]) -> str:
    if line.rating_id is None:
        return high_impact_verdict(None, minimum_confidence=1).reason
    verdict = verdicts.get(line.rating_id)
    return NO_TERMS if verdict is None else verdict.reason


def overrides(scope: Scope, lines: Iterable[JudgedLine]) -> list[Assessment]:
    """The overrides that these lines rely on, as at the scope's day, the latest first."""
    in_effect = Assessment.objects.filter(year=scope.year).in_effect(as_at=scope.as_at).made_last()
    return list(
        Assessment.objects.filter(pk__in=in_effect.values("pk"))
        .filter(intervention__in={judged.line.intervention_id for judged in lines})
        .exclude(approval=Assessment.Approval.NOT_NEEDED)
        .select_related("intervention", "rating__approach", "rating__impact", "assessed_by", "decided_by")
        .order_by("-decided_on", "-pk")
    )


@dataclass(frozen=True, slots=True)
class WayOut:
    """What would meet the rule where it is short: the fewest unassessed lines, or none that would."""

    shortfall: Decimal
    fewest: tuple[Unassessed, ...] | None
    worth: Decimal
    """What all unassessed lines are worth together, in pounds."""


def way_out(
    results: dict[str, FigureResult], lines: Iterable[JudgedLine], *, by_spend: bool
) -> WayOut | None:
    """The fewest unassessed lines that would meet the rule if they qualified; None where it is met.

    `by_spend`: the year's terms let money spent decide, so what the lines have spent is what they would add.
    """
    headroom = results["high_impact_deciding_headroom"].value
    if not isinstance(headroom, Decimal) or headroom >= 0:
        return None
    unassessed = [
        Unassessed(judged.pk, str(judged), (judged.spent if by_spend else judged.allocated) or Decimal(0))
        for judged in lines
        if judged.counts is None
    ]
    worth = results["without_assessment_spent" if by_spend else "without_assessment_committed"].value
    return WayOut(
        -headroom,
        fewest_to_meet(-headroom, (line for line in unassessed if line.amount > 0)),
        Decimal(worth or 0),
    )


def first_met(moments: Iterable[Moment], *, by_spend: bool) -> str:
    """When the rule was first met, and whether it has been ever since, in a sentence."""
    told = [(moment.day, moment.spent if by_spend else moment.committed) for moment in moments]
    met = [day for day, position in told if position.is_met]
    if not met:
        return "It has not been met on any day of the year so far."
    sentence = f"It was first met on {_day(met[0])}"
    lost = [day for day, position in told if day > met[0] and not position.is_met]
    if not lost:
        return f"{sentence}, and has been met ever since."
    if not told[-1][1].is_met:
        since = min(day for day in lost if day > max(met))
        return f"{sentence}, and has been short again since {_day(since)}."
    again = min(day for day in met if day > max(lost))
    return f"{sentence}, was short again from {_day(lost[0])}, and has been met since {_day(again)}."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
