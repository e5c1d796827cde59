"""Figures of Serious Violence Duty money."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet, Sum

from svd.models import Allocation, Share
from vrp_portal.figures.registry import Dimension, Figure, Measure, Reader, Records, register
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import Unit, Value


def allocations(scope: Scope) -> QuerySet[Any]:
    return Allocation.objects.for_year(scope.year).as_at(scope.as_at)


def shares(scope: Scope) -> QuerySet[Any]:
    """The shares of the year's allocation with what each is on the day."""
    of_year = Share.objects.for_year(scope.year).as_at(scope.as_at)
    if scope.district is not None:
        of_year = of_year.filter(recipient__district=scope.district)
    return of_year.with_amounts(as_at=scope.as_at).select_related("recipient", "allocation")


def _sum(column: str) -> Callable[..., Sum]:
    return lambda where: Sum(column, filter=where)


ALLOCATIONS = Measure(allocations, {column: _sum(column) for column in ("labour", "non_labour", "total")}, {})


SHARES = Measure(
    shares,
    {column: _sum(f"{column}_then") for column in ("labour", "non_labour", "total")},
    {Dimension.DISTRICT: "recipient__district"},
)


def _unallocated(read: Reader) -> Value:
    if read.figure("svd_total") is None:
        return None
    return read.figure_in_pounds("svd_total") - read.figure_in_pounds("svd_shared")


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
        "svd_shared_labour",
        "SVD labour shared out",
        Unit.POUNDS,
        "What recipients have of the year's Serious Violence Duty money for labour, as split and changed "
        "by the day.",
        lambda read: read.pounds(SHARES, "labour"),
        lambda scope: Records(shares(scope), adds="labour_then"),
    ),
    Figure(
        "svd_shared_non_labour",
        "SVD non-labour shared out",
        Unit.POUNDS,
        "What recipients have of the year's Serious Violence Duty money for interventions, training and "
        "equipment, as split and changed by the day.",
        lambda read: read.pounds(SHARES, "non_labour"),
        lambda scope: Records(shares(scope), adds="non_labour_then"),
    ),
    Figure(
        "svd_shared",
        "SVD shared out",
        Unit.POUNDS,
        "What recipients have of the year's Serious Violence Duty allocation, labour and non-labour "
        "together.",
        lambda read: read.pounds(SHARES, "total"),
        lambda scope: Records(shares(scope), adds="total_then"),
        made_of=("svd_shared_labour", "svd_shared_non_labour"),
    ),
    Figure(
        "svd_unallocated",
        "SVD allocation not shared out",
        Unit.POUNDS,
        "The Serious Violence Duty allocation less what recipients have of it.",
        _unallocated,
        parts=("svd_total", "svd_shared"),
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
