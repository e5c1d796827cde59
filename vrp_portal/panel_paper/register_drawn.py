"""Appendix B: every intervention funded in a paper's year: who delivers it, where, how well evidenced.

No single intervention's reach is told: it could be small enough to point to a child.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from interventions.models import ApproachRating, FundingLine, Intervention
from vrp_portal.documents.model import Paragraph, Run, Table
from vrp_portal.panel_paper.parts import Drawn, FiguresTable, Sources

HEADER = ("Intervention", "Delivered by", "Where", "Approach", "YEF Toolkit rating", "Paid from")
NOT_ASSESSED = "Not assessed"
NO_APPROACH = "Not stated"


@dataclass(slots=True)
class _Row:
    intervention: Intervention
    rating: int | None
    sources: set[str] = field(default_factory=set)
    illustrative: bool = False


def all_interventions(sources: Sources) -> Drawn:
    """The overview of all interventions, by name."""
    rows = _rows(sources)
    if not rows:
        year = sources.scope.year
        return Drawn(
            [Paragraph((Run(f"No intervention has been funded for {year} by the day of this paper."),))]
        )
    ratings = ApproachRating.objects.select_related("impact").in_bulk(
        {row.rating for row in rows if row.rating}
    )
    ordered = sorted(rows, key=lambda row: (row.intervention.name.casefold(), row.intervention.reference))
    table = Table(
        f"Interventions funded in {sources.scope.year}",
        HEADER,
        tuple(_cells(row, ratings) for row in ordered),
    )
    return Drawn([FiguresTable(table)], illustrative=any(row.illustrative for row in rows))


def _rows(sources: Sources) -> list[_Row]:
    """Each funded intervention once, from its lines of every source and district."""
    scope = sources.scope
    lines = (
        FundingLine.objects.for_year(scope.year)
        .as_at(scope.as_at)
        .with_rating(year=scope.year, as_at=scope.as_at)
        .select_related("intervention__delivery_organisation", "intervention__approach")
        .prefetch_related("intervention__districts")
    )
    rows: dict[int, _Row] = {}
    for line in lines:
        row = rows.setdefault(line.intervention_id, _Row(line.intervention, line.rating_id))
        row.sources.add(line.funding_source)
        row.illustrative |= line.illustrative or line.intervention.illustrative
    return list(rows.values())


def _cells(row: _Row, ratings: dict[int, ApproachRating]) -> tuple[str, ...]:
    intervention = row.intervention
    return (
        intervention.name,
        intervention.provider,
        intervention.where,
        str(intervention.approach) if intervention.approach_id else NO_APPROACH,
        NOT_ASSESSED if row.rating is None else _in_words(ratings[row.rating]),
        _paid_from(row.sources),
    )


def _in_words(rating: ApproachRating) -> str:
    """A rating as the Toolkit says it: High impact, evidence 4 of 5."""
    impact = str(rating.impact)
    words = impact if "evidence" in impact.lower() or impact == "Harmful" else f"{impact} impact"
    if rating.evidence_confidence is None:
        return words
    return f"{words}, evidence {rating.evidence_confidence} of 5"


def _paid_from(sources: Iterable[str]) -> str:
    held = set(sources)
    return "; ".join(str(source.label) for source in FundingLine.FundingSource if source.value in held)
