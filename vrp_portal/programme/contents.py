"""What a Panel paper needs of the programme: told for a period, in a fixed number of queries.

Whatever is told here may be published. Counts of people are hidden as for a reader outside the team unless
`in_full` asks otherwise, and nothing that was withdrawn is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from vrp_portal.partnership.models import District
from vrp_portal.programme.disclosure import Counted, counts_of
from vrp_portal.programme.models import (
    Activity,
    Evaluation,
    GovernanceGroup,
    GovernanceLine,
    Publication,
    Workstream,
)


@dataclass(frozen=True, slots=True)
class ToldActivity:
    """An activity as a paper tells it. `counts` are words such as “about 500 people”, or `[c] children`."""

    key: int
    workstream: str
    kind: str
    title: str
    when: str
    where: str
    with_whom: str
    happened: str
    counts: tuple[Counted, ...]
    is_planned: bool
    evidence: str
    source: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class ToldPublication:
    """A publication as a paper tells it. `link` may be empty."""

    key: int
    workstream: str
    kind: str
    title: str
    when: str
    where: str
    audience: str
    about: str
    link: str
    is_planned: bool
    source: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class ToldEvaluation:
    """A commissioned evaluation with its state in words; `findings` is empty until it has reported."""

    key: int
    workstream: str
    title: str
    commissioned_by: str
    evaluator: str
    state: str
    starts_on: date | None
    due_on: date | None
    reported_on: date | None
    findings: str
    link: str
    source: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class ToldWorkstream:
    """A workstream with what belongs to it in a period, each list in the order of its days."""

    key: str
    name: str
    purpose: str
    lead: str
    activities: tuple[ToldActivity, ...]
    publications: tuple[ToldPublication, ...]
    evaluations: tuple[ToldEvaluation, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A governance group. `reports_to` and `hears_from` are keys of other groups, in the order of names."""

    key: str
    name: str
    purpose: str
    chair: str
    meets: str
    reports_to: tuple[str, ...]
    hears_from: tuple[str, ...]
    source: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Governance:
    """Every standing group by its key, in the order of names, and the lines between standing groups."""

    groups: tuple[Group, ...]

    @property
    def tops(self) -> tuple[Group, ...]:
        """The groups that report to no other."""
        return tuple(group for group in self.groups if not group.reports_to)

    def group(self, key: str) -> Group:
        return next(group for group in self.groups if group.key == key)


def activities(
    starts: date | None,
    ends: date | None,
    *,
    workstream: str = "",
    district: District | None = None,
    in_full: bool = False,
) -> tuple[ToldActivity, ...]:
    """Activities of which a day lies in a period, the first first; of a workstream's key where given."""
    found = Activity.objects.standing().within(starts, ends)
    if workstream:
        found = found.filter(workstream__key=workstream)
    if district is not None:
        found = found.in_district(district)
    in_order = found.with_words().order_by("starts_on", "title", "pk")
    return tuple(_activity(activity, in_full=in_full) for activity in in_order)


def publications(
    starts: date | None, ends: date | None, *, workstream: str = ""
) -> tuple[ToldPublication, ...]:
    """Publications published or due in a period, the first first."""
    found = Publication.objects.standing().within(starts, ends)
    if workstream:
        found = found.filter(workstream__key=workstream)
    in_order = found.select_related("workstream", "district").order_by("published_on", "title", "pk")
    return tuple(map(_publication, in_order))


def evaluations(
    starts: date | None, ends: date | None, *, workstream: str = ""
) -> tuple[ToldEvaluation, ...]:
    """Evaluations begun by the end of a period, or without a day, that had not reported before it."""
    found = Evaluation.objects.standing().within(starts, ends)
    if workstream:
        found = found.filter(workstream__key=workstream)
    related = found.select_related("workstream", "commissioned_by", "evaluator")
    return tuple(map(_evaluation, related.order_by(F("due_on").asc(nulls_last=True), "title", "pk")))


def workstreams(
    starts: date | None, ends: date | None, *, in_full: bool = False
) -> tuple[ToldWorkstream, ...]:
    """Every workstream in its order, with all that belongs to it in a period."""
    told = activities(starts, ends, in_full=in_full)
    published = publications(starts, ends)
    studied = evaluations(starts, ends)
    return tuple(
        ToldWorkstream(
            key=workstream.key,
            name=workstream.name,
            purpose=workstream.purpose,
            lead=_name(workstream.lead_organisation),
            activities=_of(workstream, told),
            publications=_of(workstream, published),
            evaluations=_of(workstream, studied),
        )
        for workstream in Workstream.objects.select_related("lead_organisation")
    )


def governance() -> Governance:
    """Who reports to whom, in two queries."""
    standing = list(GovernanceGroup.objects.standing().select_related("chair_organisation"))
    keys = {group.pk: str(group.pk) for group in standing}
    lines = [
        (keys[low], keys[high])
        for low, high in GovernanceLine.objects.values_list("group", "reports_to")
        if low in keys and high in keys
    ]
    return Governance(tuple(_group(group, keys, lines) for group in standing))


def _group(group: GovernanceGroup, keys: dict[int, str], lines: Iterable[tuple[str, str]]) -> Group:
    own, order = keys[group.pk], list(keys.values())
    return Group(
        key=own,
        name=group.name,
        purpose=group.purpose,
        chair=group.chaired_by,
        meets=group.meets,
        reports_to=tuple(sorted((high for low, high in lines if low == own), key=order.index)),
        hears_from=tuple(sorted((low for low, high in lines if high == own), key=order.index)),
        source=group.source,
        illustrative=group.illustrative,
    )


def _of(workstream: Workstream, told: Iterable) -> tuple:
    return tuple(one for one in told if one.workstream == workstream.name)


def _name(record: object | None) -> str:
    return "" if record is None else str(record)


def _activity(activity: Activity, *, in_full: bool) -> ToldActivity:
    return ToldActivity(
        key=activity.pk,
        workstream=activity.workstream.name,
        kind=activity.get_kind_display(),
        title=activity.title,
        when=activity.when,
        where=activity.where,
        with_whom=activity.with_whom,
        happened=activity.happened,
        counts=counts_of(activity, in_full=in_full),
        is_planned=activity.state == Activity.State.PLANNED,
        evidence=activity.evidence,
        source=activity.source,
        illustrative=activity.illustrative,
    )


def _publication(publication: Publication) -> ToldPublication:
    return ToldPublication(
        key=publication.pk,
        workstream=publication.workstream.name,
        kind=publication.get_kind_display(),
        title=publication.title,
        when=publication.when,
        where=publication.where,
        audience=publication.get_audience_display(),
        about=publication.about,
        link=publication.link,
        is_planned=publication.state == Publication.State.PLANNED,
        source=publication.source,
        illustrative=publication.illustrative,
    )


def _evaluation(evaluation: Evaluation) -> ToldEvaluation:
    return ToldEvaluation(
        key=evaluation.pk,
        workstream=evaluation.workstream.name,
        title=evaluation.title,
        commissioned_by=_name(evaluation.commissioned_by),
        evaluator=_name(evaluation.evaluator),
        state=evaluation.get_state_display(),
        starts_on=evaluation.starts_on,
        due_on=evaluation.due_on,
        reported_on=evaluation.reported_on,
        findings=evaluation.findings,
        link=evaluation.link,
        source=evaluation.source,
        illustrative=evaluation.illustrative,
    )
