"""What the programme did and planned by the time of the paper: paragraphs 5.1 to 5.7, in the portal's words.

A day that the paper does not state is a month or a financial year; what it reports without any day is taken
to belong to 2023/24. Of what is only planned, the day is the one that the paper plans for.
"""

from dataclasses import dataclass, replace
from datetime import date

from vrp_portal.programme.models import Activity, Known, Sure
from vrp_portal.reports.paper_2024_04_12 import paragraph
from vrp_portal.reports.paper_2024_04_12.partners import COMBINED_AUTHORITY

Kind = Activity.Kind
EVENT, TRAINING, MEETING, CAMPAIGN, LAUNCH, MEDIA, OTHER = Kind

TRAUMA, CHILD_FIRST, KNOWLEDGE, WOMEN, COMMUNITY, COMMUNICATIONS = (
    "adversity-trauma-resilience",
    "child-first",
    "knowledge-hub",
    "women-and-girls-safety",
    "community-engagement",
    "communications",
)
POLICE = "West Yorkshire Police"
CARE_BOARD = "NHS West Yorkshire Integrated Care Board"
BRADFORD_YOUTH_JUSTICE = "Bradford Youth Justice Service"
NO_DAY = "No day is stated: the financial year is assumed."


@dataclass(frozen=True)
class Counted:
    """A count: the number, what it counts, how sure it is."""

    number: int
    what: str
    sure: str = Sure.EXACT
    are_people: bool = True


@dataclass(frozen=True)
class Done:
    """An activity. `people` stands in the record itself, `others` beside it."""

    workstream: str
    kind: str
    title: str
    happened: str
    source: str
    starts_on: date
    ends_on: date | None = None
    day_known: str = Known.DAY
    state: str = Activity.State.DONE
    place: str = ""
    districts: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    other_partners: str = ""
    people: Counted | None = None
    others: tuple[Counted, ...] = ()


def in_2023_24(workstream: str, kind: str, title: str, happened: str, numbers: str, **more: object) -> Done:
    """An activity that the paper reports without a day."""
    return Done(
        workstream,
        kind,
        title,
        happened,
        paragraph(numbers, NO_DAY),
        starts_on=date(2023, 4, 1),
        ends_on=date(2024, 3, 31),
        day_known=Known.YEAR,
        **more,  # type: ignore[arg-type]  # the fields of an activity
    )


def in_month(first: date, last: date, done: Done) -> Done:
    """The same activity, of which only a month, or some, is known."""
    return replace(done, starts_on=first, ends_on=last, day_known=Known.MONTH)


def planned(done: Done) -> Done:
    return replace(done, state=Activity.State.PLANNED)


_NEXT_YEAR = (date(2024, 4, 1), date(2025, 3, 31))


def in_2024_25(workstream: str, title: str, happened: str, numbers: str, *, kind: str = OTHER) -> Done:
    """What the paper plans for 2024/25."""
    starts_on, ends_on = _NEXT_YEAR
    return planned(
        Done(workstream, kind, title, happened, paragraph(numbers), starts_on, ends_on, day_known=Known.YEAR)
    )


TRAUMA_INFORMED = (
    in_2023_24(
        TRAUMA,
        TRAINING,
        "Trauma-informed training for the leaders of HMP Wealstun",
        "The prison's senior managers were trained, and the next steps towards a trauma-informed prison were "
        "planned. What HMP Leeds does and offers already is being reviewed.",
        "5.1.3",
        place="HMP Wealstun",
    ),
    in_month(
        date(2024, 3, 1),
        date(2024, 3, 31),
        Done(
            TRAUMA,
            EVENT,
            "Fourth annual Knowledge Exchange",
            "Three days, partly online and partly in person, on what works here and elsewhere in the world. "
            "What was shown on days 1 and 2 can be watched on the trauma-informed hub.",
            paragraph("5.1.3 and 5.7.6", "Early March: the days are not stated."),
            date(2024, 3, 1),
            partners=(CARE_BOARD,),
        ),
    ),
    Done(
        TRAUMA,
        CAMPAIGN,
        "Trauma-informed education awareness week",
        "Led by the health and care partnership with the VRP, who told schools of the aim that West "
        "Yorkshire be trauma informed by 2030, with an animation and material made for the week.",
        paragraph("5.1.3 and 5.7.6", "It began on this day; a week is assumed."),
        date(2024, 2, 19),
        date(2024, 2, 25),
        partners=(CARE_BOARD,),
    ),
    in_2023_24(
        TRAUMA,
        MEETING,
        "Trauma Informed North Group",
        "The programme goes on organising this group of strategic leads from across the North of England.",
        "5.1.3",
    ),
    in_2023_24(
        TRAUMA,
        MEDIA,
        "Case study in a Home Office report on trauma-informed practice",
        "The Home Office's report on what VRUs learned from 2021 to 2023 describes the programme as an "
        "example.",
        "5.1.3",
        partners=("Home Office",),
    ),
    in_2023_24(
        TRAUMA,
        LAUNCH,
        "Readiness checklist and charter",
        "Organisations can see for themselves how far they are on the way to being trauma informed.",
        "5.1.3",
    ),
    in_2023_24(
        TRAUMA,
        LAUNCH,
        "Maturity matrix for places",
        "A place can see how trauma informed its whole system is.",
        "5.1.3",
    ),
    in_2024_25(
        TRAUMA,
        "Outcomes framework of the programme",
        "It is being developed, to be available early in 2024-25.",
        "5.1.3",
    ),
    in_2024_25(
        TRAUMA,
        "Adversity, Trauma and Resilience Fellowship",
        "Applications for the fellowship during 2024-25 have come in.",
        "5.1.3",
        kind=TRAINING,
    ),
    in_2024_25(
        TRAUMA,
        "Training coordinator",
        "A post that the Integrated Care Board will host and the VRP pay for in part, during 2024-25.",
        "5.1.3",
    ),
)

FIRST_FOR_CHILDREN = (
    in_2023_24(
        CHILD_FIRST,
        OTHER,
        "Child First framework",
        "Children across West Yorkshire help to write what being Child First means, before it is put into "
        "practice: children are heard in what is decided about them, and are seen one by one with their "
        "strengths.",
        "5.2.1 and 5.2.2",
    ),
    in_2023_24(
        CHILD_FIRST,
        MEETING,
        "Child First working group",
        "A working group was set up of many partners who want to be Child First too.",
        "5.2.3",
    ),
)

HUB = (
    in_2023_24(
        KNOWLEDGE,
        OTHER,
        "Data of the responsible authorities",
        "The Knowledge Hub works with every responsible authority on the data that the duty's guidance "
        "suggests. All areas develop well but prisons.",
        "3.6",
    ),
    in_2023_24(
        KNOWLEDGE,
        OTHER,
        "Faith and belief toolkit",
        "A new piece of work of the Knowledge Hub that will help faith communities to be partners in "
        "reducing serious violence. Consultations with them are to follow.",
        "5.6.6",
    ),
)

SAFETY = (
    Done(
        WOMEN,
        LAUNCH,
        "Women and Girls' Safety Unit announced",
        "The unit was announced on International Women's Day, with the Women of West Yorkshire event. It "
        "brings the Combined Authority, the VRP and the police together to put the safety strategy into "
        "practice and to hold the police to account, for investigations and risk assessments above all.",
        paragraph("5.5.1 and 5.5.2"),
        date(2024, 3, 8),
        partners=(COMBINED_AUTHORITY, POLICE),
    ),
    in_month(
        date(2024, 3, 1),
        date(2024, 3, 31),
        Done(
            WOMEN,
            MEETING,
            "Safety of Women and Girls update to the Police and Crime Panel",
            "A paper of its own told the Panel's meeting of March 2024 more.",
            paragraph("5.5.4"),
            date(2024, 3, 1),
        ),
    ),
)
