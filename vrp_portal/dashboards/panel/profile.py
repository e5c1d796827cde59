"""What was spent of the core grant against what was planned, to the end of each quarter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vrp_portal.figures.reading import Reading
from vrp_portal.figures.registry import FigureResult
from vrp_portal.money import format_pounds
from vrp_portal.periods import Quarter, quarters_ended

AGAINST_PROFILE = ("core_profile_to_date", "core_spent_all", "core_budgeted", "core_spend_variance")


@dataclass(frozen=True, slots=True)
class ToQuarter:
    """Profile and spend since the year began, as they stood at the end of a quarter."""

    quarter: Quarter
    profile: FigureResult
    spent: FigureResult


def to_each_quarter(reading: Reading) -> list[ToQuarter]:
    """How profile and spend stood at the end of each quarter that had ended by the scope's day."""
    scope = reading.scope
    return [
        ToQuarter(quarter, *_stood(Reading(scope.on(quarter.ends), in_full=reading.in_full)))
        for quarter in quarters_ended(scope.year, as_at=scope.as_at)
    ]


def _stood(reading: Reading) -> tuple[FigureResult, FigureResult]:
    results = reading.compute(("core_profile_to_date", "core_spent_all"))
    return results["core_profile_to_date"], results["core_spent_all"]


def profile_in_words(results: Mapping[str, FigureResult]) -> str:
    """How much was spent, of what was planned to be spent by then."""
    variance = results["core_spend_variance"].value
    spent, planned = results["core_spent_all"].shown, results["core_profile_to_date"].shown
    if variance is None:
        return "No budget is recorded for the year, so there is no plan to compare spend with."
    if variance == 0:
        return f"{spent} is spent, exactly as planned by now."
    return (
        f"{spent} is spent, {format_pounds(abs(variance))} {'less' if variance < 0 else 'more'} than the "
        f"{planned} planned by now."
    )
