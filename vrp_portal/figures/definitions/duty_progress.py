"""Figures of how far the Serious Violence Duty has come: its milestones, and the returns that came in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from svd.models import DutyMilestone
from vrp_portal.figures.definitions.returns import accepted_returns
from vrp_portal.figures.registry import Dimension, Figure, Measure, Reader, Records, register
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import Unit
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods import quarters_ended

NOT_OF_A_YEAR = ("duty_milestones", "duty_milestones_done", "duty_milestones_late", "returns_due")
"""The figures that rest on records of no year, which a year's end doesn't close: milestones, and which
partnerships there are."""


def milestones(scope: Scope) -> QuerySet[Any]:
    """The duty's milestones of every year, each with whether it was done by the day, and late on it."""
    kept = DutyMilestone.objects.select_related("district")
    if scope.district is not None:
        kept = kept.filter(district=scope.district)
    done = Q(done_on__lte=scope.as_at)
    marked: QuerySet[Any] = kept.annotate(was_done=done, was_late=Q(due_on__lt=scope.as_at) & ~done)
    return marked


def partnerships(scope: Scope) -> QuerySet[Any]:
    """The Community Safety Partnerships, which send a return each quarter."""
    csps = Organisation.objects.filter(kind=Organisation.Kind.COMMUNITY_SAFETY_PARTNERSHIP)
    return csps if scope.district is None else csps.filter(district=scope.district)


def _count(condition: Q) -> Callable[[Q], Count]:
    return lambda where: Count("pk", filter=condition & where)


MILESTONES = Measure(
    milestones,
    {
        "all": _count(Q()),
        "done": _count(Q(was_done=True)),
        "late": _count(Q(was_late=True)),
    },
    {Dimension.DISTRICT: "district"},
)
PARTNERSHIPS = Measure(partnerships, {"all": _count(Q())}, {Dimension.DISTRICT: "district"})
ACCEPTED = Measure(
    accepted_returns,
    {"all": _count(Q())},
    {Dimension.DISTRICT: "csp__district", Dimension.QUARTER: "quarter"},
)


def _returns_due(read: Reader) -> int:
    ended = len(list(quarters_ended(read.scope.year, as_at=read.scope.as_at)))
    return int(read(PARTNERSHIPS, "all")) * ended


def _milestones_with(condition: Q) -> Callable[[Scope], Records]:
    return lambda scope: Records(
        milestones(scope).filter(condition).order_by(F("due_on").asc(nulls_last=True))
    )


register(
    Figure(
        "duty_milestones",
        "Milestones of the duty",
        Unit.NUMBER,
        "What the Serious Violence Duty asks to be done, in all years: for the whole area and in each "
        "district.",
        lambda read: read(MILESTONES, "all"),
        _milestones_with(Q()),
    ),
    Figure(
        "duty_milestones_done",
        "Milestones of the duty done",
        Unit.NUMBER,
        "Of the duty's milestones, those done by the day.",
        lambda read: read(MILESTONES, "done"),
        _milestones_with(Q(was_done=True)),
    ),
    Figure(
        "duty_milestones_late",
        "Milestones of the duty late",
        Unit.NUMBER,
        "Of the duty's milestones, those whose due day had passed and which were not done by the day.",
        lambda read: read(MILESTONES, "late"),
        _milestones_with(Q(was_late=True)),
    ),
    Figure(
        "returns_due",
        "Quarterly returns due",
        Unit.NUMBER,
        "A return from each Community Safety Partnership for each quarter of the year that had ended by the "
        "day.",
        _returns_due,
    ),
    Figure(
        "returns_accepted",
        "Quarterly returns accepted",
        Unit.NUMBER,
        "Accepted returns of quarters that had ended by the day; of a return and its revision, one counts.",
        lambda read: read(ACCEPTED, "all"),
        lambda scope: Records(accepted_returns(scope)),
    ),
)
