"""Figures of the 30% rule on the core grant, and how they moved over the year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DateField, Q, QuerySet, Sum, Value

from grants.models import Award, HighImpactTerms
from grants.rules import HighImpactPosition
from interventions.models import Assessment, FundingEntry, FundingLine, FundingSpend
from interventions.rules import Verdict
from vrp_portal.figures import values
from vrp_portal.figures.definitions.funding import (
    ASSESSED,
    CORE,
    COUNTS,
    DOES_NOT_COUNT,
    FUNDING,
    NOT_ASSESSED,
    funding_lines,
    high_impact_verdicts,
    lines_with,
)
from vrp_portal.figures.definitions.grant import TERMS, core_awards
from vrp_portal.figures.registry import Dimension, Figure, Measure, Reader, Records, register
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import Unit


def forecast_of_core_lines(scope: Scope, *, verdicts: Mapping[int, Verdict] | None = None) -> QuerySet[Any]:
    """The core lines, judged, each with `forecast`: what it will have spent by the end of the year."""
    judged: Any = funding_lines(scope, verdicts=verdicts).filter(CORE)
    forecast: QuerySet[Any] = judged.with_forecast(year=scope.year, as_at=scope.as_at)
    return forecast


def forecast_lines(scope: Scope) -> QuerySet[Any]:
    """The core lines that count, each with its forecast."""
    return forecast_of_core_lines(scope).filter(COUNTS)


FORECAST = Measure(
    forecast_lines,
    {"forecast": lambda where: Sum("forecast", filter=where)},
    {Dimension.DISTRICT: "district"},
)


def core_lines(scope: Scope) -> QuerySet[Any]:
    """The core lines, judged."""
    return funding_lines(scope).filter(CORE)


JUDGED = Measure(
    core_lines,
    {
        "not_counting": lambda where: Sum("allocated", filter=ASSESSED & DOES_NOT_COUNT & where),
        "not_counting_spent": lambda where: Sum("spent", filter=ASSESSED & DOES_NOT_COUNT & where),
        "not_assessed_spent": lambda where: Sum("spent", filter=NOT_ASSESSED & where),
    },
    {Dimension.DISTRICT: "district"},
)


@dataclass(frozen=True, slots=True)
class Moment:
    """How the rule stood on a day: by the money committed, and by the money spent to date."""

    day: date
    committed: HighImpactPosition
    spent: HighImpactPosition


def movement(scope: Scope) -> list[Moment]:
    """How the rule stood from the start of the year to the scope's day, on each day on which that changed.

    Nothing without terms, and no day before there was an award. The number of queries is fixed: the same
    rows and the same condition as for the figures, once for each day in one query.
    """
    terms = HighImpactTerms.objects.filter(year=scope.year).first()
    if terms is None:
        return []
    days = days_of_change(scope)
    if not days:
        return []
    awards = _sums_on(days, lambda day: core_awards(scope.on(day)), award="amount")
    verdicts = high_impact_verdicts(scope)
    lines = _sums_on(
        days,
        lambda day: funding_lines(scope.on(day), verdicts=verdicts).filter(CORE & COUNTS),
        committed="allocated",
        spent="spent",
    )
    return [
        Moment(day, *(HighImpactPosition(award, terms.percentage, lines[day][money]) for money in MONEYS))
        for day in days
        if (award := awards[day]["award"])
    ]


MONEYS = ("committed", "spent")


def days_of_change(scope: Scope) -> list[date]:
    """The days, from the start of the year to the scope's day, on which the rule may stand differently.

    Those are the first and the last, and every day on which money was agreed or taken back, an assessment
    or an approval took effect, or a quarter ended.
    """
    year, until = scope.year, min(scope.as_at, scope.year.ends)
    core = FundingLine.objects.for_year(year).from_source(FundingLine.FundingSource.CORE)
    funded = Q(intervention__in=core.values("intervention"))
    assessments = Assessment.objects.filter(funded, year=year)
    changes = [
        core.values_list("agreed_on"),
        core.values_list("withdrawn_on"),
        core.values_list("intervention__withdrawn_on"),
        FundingEntry.objects.filter(line__in=core).values_list("agreed_on"),
        FundingSpend.objects.filter(line__in=core).values_list("withdrawn_on"),
        assessments.values_list("assessed_on"),
        assessments.values_list("decided_on"),
        Award.objects.core().for_year(year).values_list("agreed_on"),
        Award.objects.core().for_year(year).values_list("withdrawn_on"),
    ]
    first, *others = (change.order_by() for change in changes)
    dated = {day for (day,) in first.union(*others) if day is not None}
    dated |= {year.starts, until, *(quarter.ends for quarter in year.quarters)}
    return sorted(day for day in dated if year.starts <= day <= until)


def _sums_on(
    days: Iterable[date], rows: Callable[[date], QuerySet[Any]], **columns: str
) -> dict[date, dict[str, Decimal]]:
    """The sum of each column on each day, in pounds, in one query."""
    of_days = [
        rows(day)
        .order_by()
        .annotate(on_day=Value(day, output_field=DateField()))
        .values("on_day")
        .annotate(**{f"sum_{name}": Sum(column) for name, column in columns.items()})
        for day in days
    ]
    first, *others = of_days
    sums = {day: dict.fromkeys(columns, Decimal(0)) for day in days}
    for row in first.union(*others, all=True):
        if row["on_day"] is not None:
            sums[row["on_day"]] = {name: row[f"sum_{name}"] or Decimal(0) for name in columns}
    return sums


def _position(read: Reader) -> HighImpactPosition | None:
    """Where the grant stands by the money committed; None without an award or terms."""
    percentage = read(TERMS, "percentage")
    if read.scope.supposing.percentage is not None:
        percentage = read.scope.supposing.percentage
    if read.figure("core_grant_award") is None or percentage is None:
        return None
    return HighImpactPosition(
        award=read.figure_in_pounds("core_grant_award"),
        percentage=percentage,
        deployed=read.figure_in_pounds("high_impact_committed"),
    )


def _of_position(attribute: str) -> Callable[[Reader], values.Value]:
    def value(read: Reader) -> values.Value:
        position = _position(read)
        return None if position is None else getattr(position, attribute)

    return value


def _less_required(key: str) -> Callable[[Reader], values.Value]:
    """A figure in pounds less what is required; None where nothing is."""

    def value(read: Reader) -> values.Value:
        if read.figure("high_impact_required") is None:
            return None
        return read.figure_in_pounds(key) - read.figure_in_pounds("high_impact_required")

    return value


def _deciding_headroom(read: Reader) -> values.Value:
    spent_decides = read(TERMS, "basis") == HighImpactTerms.Basis.SPENT
    return read.figure("high_impact_spent_headroom" if spent_decides else "high_impact_headroom")


register(
    Figure(
        "high_impact_required",
        "30% rule: required",
        Unit.POUNDS,
        "The least money that must go to interventions rated high impact, or moderate impact with high "
        "evidence confidence: the year's percentage of the core grant award, rounded up to a whole penny.",
        _of_position("required"),
        parts=("core_grant_award",),
    ),
    Figure(
        "high_impact_committed",
        "30% rule: committed",
        Unit.POUNDS,
        "Core grant allocated by the day to interventions whose assessment for the year relies on a rating "
        "that counts: high impact, or moderate impact with high evidence confidence.",
        lambda read: read.pounds(FUNDING, "high_impact_committed"),
        lines_with(CORE & COUNTS, adds="allocated"),
    ),
    Figure(
        "high_impact_spent",
        "30% rule: spent to date",
        Unit.POUNDS,
        "Core grant spent in quarters that had ended by the day, on interventions that count for the "
        "30% rule.",
        lambda read: read.pounds(FUNDING, "high_impact_spent"),
        lines_with(CORE & COUNTS, adds="spent"),
    ),
    Figure(
        "high_impact_headroom",
        "30% rule: headroom",
        Unit.POUNDS,
        "What is committed to interventions that count, less what is required; a negative amount is a "
        "shortfall.",
        _of_position("headroom"),
        parts=("high_impact_committed", "high_impact_required"),
    ),
    Figure(
        "high_impact_spent_headroom",
        "30% rule: headroom on spend",
        Unit.POUNDS,
        "What has been spent to date on interventions that count, less what is required; a negative amount "
        "is still to be spent.",
        _less_required("high_impact_spent"),
        parts=("high_impact_spent", "high_impact_required"),
    ),
    Figure(
        "high_impact_forecast",
        "30% rule: forecast to year end",
        Unit.POUNDS,
        "What interventions that count will have spent of the core grant by 31 March, if each that has not "
        "ended spends all that it is allocated: what is spent to date, and what is left of their allocation. "
        "Once the year is over, what was spent.",
        lambda read: read.pounds(FORECAST, "forecast"),
        lambda scope: Records(
            forecast_lines(scope).select_related("intervention", "district"), adds="forecast"
        ),
    ),
    Figure(
        "high_impact_forecast_headroom",
        "30% rule: headroom on the forecast",
        Unit.POUNDS,
        "What interventions that count are forecast to have spent by 31 March, less what is required; a "
        "negative amount is a shortfall.",
        _less_required("high_impact_forecast"),
        parts=("high_impact_forecast", "high_impact_required"),
    ),
    Figure(
        "high_impact_deciding_headroom",
        "30% rule: headroom that decides",
        Unit.POUNDS,
        "The headroom by which the rule is met or not: on money committed, unless the year's terms name "
        "money spent.",
        _deciding_headroom,
        parts=("high_impact_headroom", "high_impact_spent_headroom"),
    ),
    Figure(
        "assessed_not_counting_committed",
        "Core grant committed that does not count",
        Unit.POUNDS,
        "Core grant allocated by the day to interventions whose assessment for the year relies on a rating "
        "that does not count for the 30% rule.",
        lambda read: read.pounds(JUDGED, "not_counting"),
        lines_with(CORE & ASSESSED & DOES_NOT_COUNT, adds="allocated"),
    ),
    Figure(
        "assessed_not_counting_spent",
        "Core grant spent that does not count",
        Unit.POUNDS,
        "Core grant spent in quarters that had ended by the day, on interventions whose assessment for the "
        "year relies on a rating that does not count for the 30% rule.",
        lambda read: read.pounds(JUDGED, "not_counting_spent"),
        lines_with(CORE & ASSESSED & DOES_NOT_COUNT, adds="spent"),
    ),
    Figure(
        "without_assessment_spent",
        "Core grant spent without assessment",
        Unit.POUNDS,
        "Core grant spent in quarters that had ended by the day, on interventions with no assessment for "
        "the year.",
        lambda read: read.pounds(JUDGED, "not_assessed_spent"),
        lines_with(CORE & NOT_ASSESSED, adds="spent"),
    ),
    Figure(
        "high_impact_share",
        "30% rule: share of the grant",
        Unit.PERCENT,
        "What is committed to interventions that count, as a percentage of the core grant award, to two "
        "decimals. It is never rounded up into what the rule asks.",
        _of_position("share"),
        parts=("high_impact_committed", "core_grant_award"),
    ),
)
