"""Figures of the core grant award."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, QuerySet, Sum

from grants.models import Award, HighImpactTerms
from vrp_portal.figures.registry import Figure, Measure, Reader, Records, register
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import Unit, Value


def core_awards(scope: Scope) -> QuerySet[Any]:
    return Award.objects.core().for_year(scope.year).as_at(scope.as_at).select_related("funder")


def high_impact_terms(scope: Scope) -> QuerySet[Any]:
    return HighImpactTerms.objects.filter(year=scope.year)


AWARDS = Measure(core_awards, {"amount": lambda where: Sum("amount", filter=where)}, {})
TERMS = Measure(
    high_impact_terms,
    {
        "percentage": lambda where: Max("percentage", filter=where),
        "basis": lambda where: Max("basis", filter=where),
    },
    {},
)


def _award(read: Reader) -> Value:
    amount: Value = read(AWARDS, "amount")
    supposed = read.scope.supposing.award
    return amount if supposed is None else supposed


register(
    Figure(
        "core_grant_award",
        "Core grant award",
        Unit.POUNDS,
        "What the Home Office awards to the partnership as its core grant for the year: awards agreed on or "
        "before the day, indicative ones included, and not withdrawn.",
        _award,
        lambda scope: Records(core_awards(scope), adds="amount"),
    ),
)
