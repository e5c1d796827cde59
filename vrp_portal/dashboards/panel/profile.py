"""What was spent of the core grant against what was planned, to the end of each quarter."""

from __future__ import annotations

from collections.abc import Mapping

from vrp_portal.dashboards.panel.since import in_words
from vrp_portal.figures.reading import Reading
from vrp_portal.figures.registry import FIGURES, Dimension, Division, FigureResult, Slice
from vrp_portal.money import format_pounds
from vrp_portal.periods import quarters_ended

SPENT_AND_PROFILE = ("core_profile_to_date", "core_spent_all")
AGAINST_PROFILE = (*SPENT_AND_PROFILE, "core_budgeted", "core_spend_variance")


def to_each_quarter(reading: Reading) -> Division:
    """Profile and spend since the year began, as they stood at the end of each quarter that had ended."""
    scope = reading.scope
    rows = []
    for quarter in quarters_ended(scope.year, as_at=scope.as_at):
        then = Reading(scope.on(quarter.ends), in_full=reading.in_full).compute(SPENT_AND_PROFILE)
        part = Slice(f"Q{quarter.number}, {in_words(quarter.ends)}", Dimension.QUARTER, quarter)
        rows.append((part, tuple(then.values())))
    return Division(
        figures=tuple(FIGURES[key] for key in SPENT_AND_PROFILE),
        rows=tuple(rows),
        total=tuple(reading.compute(SPENT_AND_PROFILE).values()),
    )


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
