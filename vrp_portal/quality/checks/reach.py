"""What looks wrong in the numbers of people reached. The page is for the team, who see counts in full."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from interventions.models import Intervention, ReachRecord
from interventions.models.reach import PEOPLE
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import Quarter, quarters_ended
from vrp_portal.quality.checks.base import Check, Finding, interventions_of, of_intervention

TRIPLED = 3
FEWEST_TO_TRIPLE = 10
"""Below so many people, three times as many is chance rather than a slip of the hand."""

Place = tuple[int, int | None]


class ReachFellOrTripled(Check):
    key = "reach-fell-or-tripled"
    title = "Reach fell to nothing, or tripled"
    why = "A quarter so unlike the one before is often a slip: a count left out, or a year's total entered."
    remedy = "Check the quarter with the provider, and correct it on the intervention's page if it is wrong."

    def find(self, scope: Scope) -> Iterator[Finding]:
        quarters = list(quarters_ended(scope.year, as_at=scope.as_at))
        if not quarters:
            return
        people, records = _people_by_quarter(scope, first=quarters[0].previous())
        for place, by_quarter in sorted(people.items(), key=lambda it: (str(records[it[0]]), str(it[0]))):
            for quarter in quarters:
                before, now = by_quarter.get(quarter.previous()), by_quarter.get(quarter)
                amiss = _unlike(before, now, quarter)
                if amiss:
                    record = records[place]
                    yield of_intervention(record.intervention, f"{record.where}: {amiss}")


def _people_by_quarter(
    scope: Scope, *, first: Quarter
) -> tuple[dict[Place, dict[Quarter, int]], dict[Place, ReachRecord]]:
    """People and professionals new in each quarter, by intervention and place, and a record of each."""
    reached = ReachRecord.objects.as_at(scope.as_at).counted().filter(quarter__gte=first)
    reached = reached.filter(quarter__lte=scope.year.quarters[3], intervention__in=interventions_of(scope))
    if scope.district is not None:
        reached = reached.in_district(scope.district)
    people: dict[Place, dict[Quarter, int]] = defaultdict(dict)
    records: dict[Place, ReachRecord] = {}
    for record in reached.with_new(*PEOPLE).select_related("intervention", "district"):
        place = (record.intervention_id, record.district_id)
        people[place][record.quarter] = sum(getattr(record, f"new_{field}") for field in PEOPLE)
        records[place] = record
    return people, records


def _unlike(before: int | None, now: int | None, quarter: Quarter) -> str:
    """How a quarter is unlike the one before it; nothing where it isn't, or where either isn't entered."""
    if before is None or now is None:
        return ""
    if before > 0 and now < 0:
        return f"the count fell by {-now:,} in {quarter}, after {before:,} in {quarter.previous()}."
    if before > 0 and now == 0:
        return f"nobody was reached in {quarter}, after {before:,} in {quarter.previous()}."
    if before > 0 and now >= FEWEST_TO_TRIPLE and now >= TRIPLED * before:
        return f"{now:,} were reached in {quarter}, after {before:,} in {quarter.previous()}."
    return ""


class DeliveringWithoutReach(Check):
    key = "delivering-without-reach"
    title = "Delivering, with nobody reached for two quarters"
    why = "Either its returns are missing, or it isn't delivering."
    remedy = "Enter the reach of the last two quarters, or put its status right."

    def find(self, scope: Scope) -> Iterator[Finding]:
        last = min(Quarter.last_ended(scope.as_at), scope.year.quarters[3])
        two = (last.previous(), last)
        reached = ReachRecord.objects.standing().counted().filter(quarter__in=two).with_new(*PEOPLE)
        anybody = reduce(or_, (Q(**{f"new_{field}__gt": 0}) for field in PEOPLE))
        delivering = (
            interventions_of(scope)
            .with_status(as_at=scope.as_at)
            .filter(status_then=Intervention.Status.DELIVERING)
            .filter(~Exists(reached.filter(anybody, intervention=OuterRef("pk"))))
            .prefetch_related("status_changes")
        )
        for intervention in delivering:
            if _delivering_throughout(intervention, since=two[0].starts, until=scope.as_at):
                yield of_intervention(
                    intervention, f"It is delivering, and nobody is entered for {two[0]} or {two[1]}."
                )


def _delivering_throughout(intervention: Intervention, *, since: date, until: date) -> bool:
    """Whether it was delivering on every day from `since` to `until`; by its own start where no status is
    dated."""
    changes = sorted(intervention.status_changes.all(), key=lambda change: (change.since, change.pk))
    if not changes:
        return intervention.starts_on is not None and intervention.starts_on <= since
    at_first = [change.status for change in changes if change.since <= since][-1:]
    later = [change.status for change in changes if since < change.since <= until]
    return bool(at_first) and {*at_first, *later} == {Intervention.Status.DELIVERING}
