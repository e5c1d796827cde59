"""Figures of several scopes side by side: as recorded, and as supposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vrp_portal.figures.registry import FigureResult, compute
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import change_in_words

COMPARED = (
    "core_grant_award",
    "high_impact_required",
    "high_impact_committed",
    "high_impact_spent",
    "high_impact_forecast",
    "high_impact_headroom",
    "high_impact_spent_headroom",
    "high_impact_forecast_headroom",
    "high_impact_share",
    "high_impact_interventions",
    "without_assessment_committed",
)
DECIDING = "high_impact_deciding_headroom"
ALL = (*COMPARED, DECIDING, "without_assessment_spent")


@dataclass(frozen=True, slots=True)
class Column:
    """One scope's figures, under a heading."""

    heading: str
    results: dict[str, FigureResult]

    @property
    def verdict(self) -> str:
        """Met, not met, or that it can't be judged."""
        headroom = self.results[DECIDING].value
        if headroom is None:
            return "Can't be judged"
        return "Met" if headroom >= 0 else "Not met"


@dataclass(frozen=True, slots=True)
class Row:
    """A figure in each column, and the change from the first column to the last."""

    label: str
    cells: tuple[str, ...]
    change: str
    changed: bool


def column(heading: str, scope: Scope) -> Column:
    """The figures that are compared, of a scope."""
    return Column(heading, compute(ALL, scope))


def rows(columns: Sequence[Column]) -> list[Row]:
    """A row for each figure, with the change from the first column to the last."""
    first, last = columns[0].results, columns[-1].results
    return [
        Row(
            label=first[key].label,
            cells=tuple(each.results[key].shown for each in columns),
            change=change_in_words(first[key].value, last[key].value, first[key].figure.unit),
            changed=first[key].value != last[key].value,
        )
        for key in COMPARED
    ]
