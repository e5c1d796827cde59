"""Putting the paper's programme activity into the portal's records, parents first."""

from vrp_portal.partnership.models import District, Organisation
from vrp_portal.programme.models import (
    Activity,
    ActivityCount,
    ActivityDistrict,
    ActivityPartner,
    Evaluation,
    GovernanceGroup,
    GovernanceLine,
    Publication,
    Workstream,
)
from vrp_portal.reports.loading import Load
from vrp_portal.reports.paper_2024_04_12.partners import PARTNERSHIP
from vrp_portal.reports.paper_2024_04_12.programme_activities import (
    FIRST_FOR_CHILDREN,
    HUB,
    KNOWLEDGE,
    SAFETY,
    TRAUMA_INFORMED,
    Done,
)
from vrp_portal.reports.paper_2024_04_12.programme_engagement import ENGAGEMENT, TELLING
from vrp_portal.reports.paper_2024_04_12.programme_governance import BODIES, LINES, WORKSTREAMS
from vrp_portal.reports.paper_2024_04_12.programme_published import (
    EVALUATED,
    EVALUATION_SOURCE,
    EVALUATION_STATE,
    PUBLICATIONS,
)

ACTIVITIES = (*TRAUMA_INFORMED, *FIRST_FOR_CHILDREN, *HUB, *SAFETY, *ENGAGEMENT, *TELLING)

Districts = dict[str | None, District]
Organisations = dict[str, Organisation]


def put_programme(load: Load, districts: Districts, organisations: Organisations) -> None:
    """Load the workstreams with all that belongs to them, and the groups of governance with their lines."""
    streams = _put_workstreams(load, organisations)
    _put_activities(load, streams, districts, organisations)
    _put_publications(load, streams, districts)
    load.put(
        [
            Evaluation(
                workstream=streams.get(KNOWLEDGE),
                title=title,
                commissioned_by=organisations.get(PARTNERSHIP),
                state=EVALUATION_STATE,
                source=EVALUATION_SOURCE,
            )
            for title in EVALUATED
        ],
        key=["title"],
    )
    _put_governance(load, organisations)


def _put_workstreams(load: Load, organisations: Organisations) -> dict[str, Workstream]:
    rows = [
        Workstream(
            key=stream.key,
            name=stream.name,
            purpose=stream.purpose,
            order=order,
            lead_organisation=organisations.get(stream.led_by) if stream.led_by else None,
            source=stream.source,
        )
        for order, stream in enumerate(WORKSTREAMS, start=1)
    ]
    return {stream.key: stream for stream in load.put(rows, key=["key"])}


def _put_activities(
    load: Load, streams: dict[str, Workstream], districts: Districts, organisations: Organisations
) -> None:
    rows = [_activity(done, streams) for done in ACTIVITIES]
    load.put(rows, key=["workstream", "title", "starts_on"])
    kept = [(row, done) for row, done in zip(rows, ACTIVITIES, strict=True) if row.pk is not None]
    load.put(
        [
            ActivityDistrict(activity=activity, district=districts.get(name))
            for activity, done in kept
            for name in done.districts
        ],
        key=["activity", "district"],
    )
    load.put(
        [
            ActivityPartner(activity=activity, organisation=organisations.get(name))
            for activity, done in kept
            for name in done.partners
        ],
        key=["activity", "organisation"],
    )
    load.put(
        [
            ActivityCount(
                activity=activity,
                number=count.number,
                sure=count.sure,
                what=count.what,
                are_people=count.are_people,
                source=done.source,
            )
            for activity, done in kept
            for count in done.others
        ],
        key=["activity", "what"],
    )


def _activity(done: Done, streams: dict[str, Workstream]) -> Activity:
    people = done.people
    return Activity(
        workstream=streams.get(done.workstream),
        kind=done.kind,
        title=done.title,
        state=done.state,
        starts_on=done.starts_on,
        ends_on=done.ends_on,
        day_known=done.day_known,
        place=done.place,
        other_partners=done.other_partners,
        happened=done.happened,
        people=people.number if people else None,
        people_sure=people.sure if people else "",
        people_are=people.what if people else "",
        source=done.source,
    )


def _put_publications(load: Load, streams: dict[str, Workstream], districts: Districts) -> None:
    load.put(
        [
            Publication(
                workstream=streams.get(issued.workstream),
                kind=issued.kind,
                title=issued.title,
                state=issued.state,
                published_on=issued.published_on,
                day_known=issued.day_known,
                audience=issued.audience,
                district=districts.get(issued.district),
                about=issued.about,
                source=issued.source,
            )
            for issued in PUBLICATIONS
        ],
        key=["title", "published_on"],
    )


def _put_governance(load: Load, organisations: Organisations) -> None:
    rows = [
        GovernanceGroup(
            name=body.name,
            purpose=body.purpose,
            chair_organisation=organisations.get(body.chair_organisation)
            if body.chair_organisation
            else None,
            source=body.source,
        )
        for body in BODIES
    ]
    load.put(rows, key=["name"])
    groups = {body.name: row for body, row in zip(BODIES, rows, strict=True)}
    load.put(
        [
            GovernanceLine(group=groups[low], reports_to=groups[high], source=source)
            for low, high, source in LINES
        ],
        key=["group", "reports_to"],
    )
