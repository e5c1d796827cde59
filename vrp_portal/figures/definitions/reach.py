"""Figures of how many people the interventions reached."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from interventions.models import ReachRecord
from interventions.models.reach import PEOPLE
from vrp_portal.figures.opening import opens_at
from vrp_portal.figures.registry import Dimension, Figure, Measure, Records, register
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import Unit
from vrp_portal.periods import FinancialYear, Quarter

_HOW_COUNTED = (
    " Quarters that had ended by the day; of counts cumulative in the year the last one; counts stated as "
    "'up to' are left out."
)


ALIKE = (
    "quarter",
    "district",
    "intervention__approach",
    "intervention__prevention_level",
    "intervention__withdrawn_on",
)
"""By what the people of a year are divided on any page, and since when they no longer count."""


def reach_records(scope: Scope) -> QuerySet[Any]:
    """The year's counted reach records, each with the people new in its quarter."""
    records = ReachRecord.objects.for_year(scope.year).as_at(scope.as_at).counted()
    if scope.district is not None:
        records = records.in_district(scope.district)
    if scope.interventions is not None:
        records = records.filter(intervention__in=scope.interventions)
    return records.with_new(*PEOPLE)


def counted_in_year(year: FinancialYear, *, until: Quarter) -> QuerySet[Any]:
    """The people new in each quarter, place and kind of intervention, up to the end of `until`.

    Those of interventions that were withdrawn are among them, with the day from which they no longer count.
    """
    records = ReachRecord.objects.for_year(year).standing().counted().filter(quarter__lte=until)
    alike = records.with_new(*PEOPLE).order_by(*ALIKE).values(*ALIKE)
    grouped: QuerySet[Any] = alike.annotate(**{field: Sum(f"new_{field}") for field in PEOPLE})
    return grouped


def _people(field: str) -> Callable[..., Sum]:
    return lambda where: Sum(f"new_{field}", filter=where, default=0)


REACH = Measure(
    reach_records,
    {field: _people(field) for field in PEOPLE},
    {
        Dimension.DISTRICT: "district",
        Dimension.QUARTER: "quarter",
        Dimension.APPROACH: "intervention__approach",
        Dimension.PREVENTION_LEVEL: "intervention__prevention_level",
    },
)


def _behind(field: str) -> Callable[[Scope], Records]:
    def records(scope: Scope) -> Records:
        counted = reach_records(scope).exclude(**{f"new_{field}": 0})
        return Records(counted.select_related("intervention", "district"), adds=f"new_{field}")

    return records


register(
    Figure(
        "people_24_and_under",
        "People aged 24 or under reached",
        Unit.PEOPLE,
        "People aged 24 or under with whom interventions engaged." + _HOW_COUNTED,
        lambda read: read(REACH, "people_24_and_under"),
        _behind("people_24_and_under"),
    ),
    Figure(
        "people_25_and_over",
        "People aged 25 or over reached",
        Unit.PEOPLE,
        "People aged 25 or over with whom interventions engaged." + _HOW_COUNTED,
        lambda read: read(REACH, "people_25_and_over"),
        _behind("people_25_and_over"),
    ),
    Figure(
        "people_age_not_known",
        "People whose age is not known",
        Unit.PEOPLE,
        "People reached whose age was not recorded; they are in no age group." + _HOW_COUNTED,
        lambda read: read(REACH, "people_age_not_known"),
        _behind("people_age_not_known"),
    ),
    Figure(
        "professionals_trained",
        "Professionals trained",
        Unit.PEOPLE,
        "Professionals to whom interventions gave training and development." + _HOW_COUNTED,
        lambda read: read(REACH, "professionals_trained"),
        _behind("professionals_trained"),
    ),
)


@opens_at
def latest_quarter_with_reach(day: date) -> Quarter | None:
    """The latest quarter, ended by the day, for which reach is recorded."""
    latest = ReachRecord.objects.as_at(day).order_by("-quarter").first()
    return None if latest is None else latest.quarter
