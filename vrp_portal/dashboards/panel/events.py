"""What happened between two days, as the Panel may see it: no proposal, nobody's name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from interventions.models import ApproachRating, FundingEntry, FundingLine, Intervention, StatusChange
from svd.models import DutyMilestone
from vrp_portal.accounts.models import User
from vrp_portal.dashboards.panel.evidence import rating_in_words
from vrp_portal.figures.scope import Scope
from vrp_portal.money import format_pounds

MOST_LISTED = 40
Status = Intervention.Status


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day, and where to read about it."""

    on: date
    what: str
    url: str = ""
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Happened:
    """Events of one kind, the latest first. `none` is what is said where there are none."""

    key: str
    title: str
    none: str
    events: Sequence[Event]

    @property
    def listed(self) -> Sequence[Event]:
        return self.events[:MOST_LISTED]

    @property
    def how_many_more(self) -> int:
        return max(0, len(self.events) - MOST_LISTED)


def interventions_seen(user: User, scope: Scope) -> QuerySet[Any]:
    """The interventions of a scope that its reader may see, without proposals."""
    seen = Intervention.objects.visible_to(user).in_year(scope.year, as_at=scope.as_at)
    if scope.district is not None:
        seen = seen.in_district(scope.district)
    delivered: QuerySet[Any] = seen.with_status(as_at=scope.as_at).exclude(status_then=Status.PROPOSED)
    return delivered


def happened(user: User, scope: Scope, since: date) -> list[Happened]:
    """Everything that happened after `since`, up to the scope's day. The number of queries is fixed."""
    seen = interventions_seen(user, scope).order_by().values("pk")
    return [
        Happened("begun", "Interventions that began", "No intervention began.", begun(seen, scope, since)),
        Happened("ended", "Interventions that ended", "No intervention ended.", ended(seen, scope, since)),
        Happened("money", "Money agreed", "No money was agreed.", agreed(seen, scope, since)),
        Happened(
            "ratings", "Evidence that changed", "No rating was superseded.", ratings_superseded(scope, since)
        ),
        Happened(
            "milestones",
            "Milestones of the duty that were reached",
            "No milestone was reached.",
            milestones_done(user, scope, since),
        ),
    ]


def begun(seen: QuerySet[Any], scope: Scope, since: date) -> list[Event]:
    """Interventions that were delivering for the first time."""
    changes = _changes(seen, scope, since, [Status.DELIVERING])
    earlier = StatusChange.objects.filter(
        intervention=OuterRef("intervention"), status=Status.DELIVERING, since__lt=OuterRef("since")
    )
    return [_of_intervention(change, "") for change in changes.filter(~Exists(earlier))]


def ended(seen: QuerySet[Any], scope: Scope, since: date) -> list[Event]:
    """Interventions that were completed or ended early."""
    changes = _changes(seen, scope, since, [Status.COMPLETE, Status.ENDED_EARLY])
    return [_of_intervention(change, f": {change.get_status_display().lower()}") for change in changes]


def agreed(seen: QuerySet[Any], scope: Scope, since: date) -> list[Event]:
    """Money that was agreed, or taken back, for interventions in the scope's year."""
    lines = FundingLine.objects.for_year(scope.year).as_at(scope.as_at).filter(intervention__in=seen)
    if scope.district is not None:
        lines = lines.in_district(scope.district)
    entries = (
        FundingEntry.objects.filter(
            line__in=lines.order_by().values("pk"), agreed_on__gt=since, agreed_on__lte=scope.as_at
        )
        .select_related("line__intervention")
        .order_by("-agreed_on", "-pk")
    )
    return [
        Event(
            entry.agreed_on,
            f"{_money(entry)} {entry.line.intervention}",
            entry.line.intervention.get_absolute_url(),
            entry.line.intervention.illustrative,
        )
        for entry in entries
    ]


def ratings_superseded(scope: Scope, since: date) -> list[Event]:
    """Approaches whose rating was replaced by a later one, with what was said before and what is said now."""
    come = ApproachRating.objects.filter(in_force_from__lte=scope.as_at).select_related("approach", "impact")
    by_approach = come.order_by("approach_id", "in_force_from", "pk")
    changed = [
        (before, after)
        for before, after in pairwise(by_approach)
        if before.approach_id == after.approach_id and after.in_force_from > since
    ]
    events = [
        Event(
            after.in_force_from,
            f"{after.approach}: {rating_in_words(after)}. Before: {rating_in_words(before)}",
            illustrative=after.illustrative,
        )
        for before, after in changed
    ]
    return sorted(events, key=lambda event: event.on, reverse=True)


def milestones_done(user: User, scope: Scope, since: date) -> list[Event]:
    """What the duty asks for that was done, for the whole area and, with a district, in that one."""
    done = DutyMilestone.objects.visible_to(user).filter(done_on__gt=since, done_on__lte=scope.as_at)
    if scope.district is not None:
        done = done.filter(Q(district=None) | Q(district=scope.district))
    milestones: Iterable[DutyMilestone] = done.select_related("district").order_by("-done_on", "title")
    return [
        Event(each.done_on, f"{each}, {each.where}", illustrative=each.illustrative)
        for each in milestones
        if each.done_on is not None
    ]


def _changes(seen: QuerySet[Any], scope: Scope, since: date, statuses: list[Status]) -> QuerySet[Any]:
    changes: QuerySet[Any] = StatusChange.objects.filter(
        intervention__in=seen, status__in=statuses, since__gt=since, since__lte=scope.as_at
    ).select_related("intervention")
    return changes.order_by("-since", "-pk")


def _of_intervention(change: StatusChange, how: str) -> Event:
    intervention = change.intervention
    return Event(
        change.since, f"{intervention}{how}", intervention.get_absolute_url(), intervention.illustrative
    )


def _money(entry: FundingEntry) -> str:
    if entry.amount < 0:
        return f"{format_pounds(abs(entry.amount))} taken back from"
    return f"{format_pounds(entry.amount)} for"
