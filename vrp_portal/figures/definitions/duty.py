"""Figures of Serious Violence Duty money."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet, Sum

from svd.models import Allocation
from vrp_portal.figures.registry import Figure, Measure, Reader, Records, register
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import Unit, Value


def allocations(scope: Scope) -> QuerySet[Any]:
    return Allocation.objects.for_year(scope.year).as_at(scope.as_at)


def _sum(column: str) -> Callable[..., Sum]:
    return lambda where: Sum(column, filter=where)


ALLOCATIONS = Measure(allocations, {column: _sum(column) for column in ("labour", "non_labour", "total")}, {})


def _uncommitted(read: Reader) -> Value:
    if read.figure("svd_total") is None:
        return None
    return read.figure_in_pounds("svd_total") - read.figure_in_pounds("svd_committed")


register(
    Figure(
        "svd_labour",
        "SVD labour",
        Unit.POUNDS,
        "Serious Violence Duty money allocated for the year for labour: officer time spent on the duty.",
        lambda read: read(ALLOCATIONS, "labour"),
        lambda scope: Records(allocations(scope), adds="labour"),
    ),
    Figure(
        "svd_non_labour",
        "SVD non-labour",
        Unit.POUNDS,
        "Serious Violence Duty money allocated for the year for interventions, training and equipment.",
        lambda read: read(ALLOCATIONS, "non_labour"),
        lambda scope: Records(allocations(scope), adds="non_labour"),
    ),
    Figure(
        "svd_uncommitted",
        "SVD allocation not committed to interventions",
        Unit.POUNDS,
        "The Serious Violence Duty allocation less what is allocated from it to interventions.",
        _uncommitted,
        parts=("svd_total", "svd_committed"),
    ),
    Figure(
        "svd_total",
        "SVD allocation",
        Unit.POUNDS,
        "Serious Violence Duty money allocated for the year, labour and non-labour together. It does not "
        "carry over into the next year.",
        lambda read: read(ALLOCATIONS, "total"),
        lambda scope: Records(allocations(scope), adds="total"),
        made_of=("svd_labour", "svd_non_labour"),
    ),
)
