"""The workstreams, and who governs the programme and reports to whom, as far as the paper says: 2 to 5.

A line that the paper only implies says in its source that it is assumed, and why.
"""

from dataclasses import dataclass

from vrp_portal.reports.paper_2024_04_12 import paragraph
from vrp_portal.reports.paper_2024_04_12.partners import (
    COMBINED_AUTHORITY,
    HOME_OFFICE,
    ONS_CODES,
    PARTNERSHIP,
)
from vrp_portal.reports.paper_2024_04_12.programme_activities import (
    CHILD_FIRST,
    COMMUNICATIONS,
    COMMUNITY,
    KNOWLEDGE,
    TRAUMA,
    WOMEN,
)


@dataclass(frozen=True)
class Stream:
    key: str
    name: str
    purpose: str
    source: str
    led_by: str | None = PARTNERSHIP


WORKSTREAMS = (
    Stream(
        TRAUMA,
        "Adversity, trauma and resilience",
        "With the Integrated Care Board and people who have lived through adversity: a West Yorkshire that "
        "is trauma informed and responsive by 2030.",
        paragraph("5.1.1", "The Integrated Care Board and the VRP lead it together, so neither stands here."),
        led_by=None,
    ),
    Stream(
        CHILD_FIRST,
        "Child First",
        "Children's voices at the centre of all that is done, in a trauma-informed way, so that every "
        "service a child meets works alike.",
        paragraph("5.2.1"),
    ),
    Stream(
        KNOWLEDGE,
        "Knowledge Hub",
        "Needs assessments, research and evaluation on which the partnership's work rests.",
        paragraph("5.3"),
    ),
    Stream(
        WOMEN,
        "Women and girls' safety",
        "Puts the West Yorkshire Safety of Women and Girls Strategy into practice and holds the police to "
        "account.",
        paragraph("5.5"),
        led_by=COMBINED_AUTHORITY,
    ),
    Stream(
        COMMUNITY,
        "Community engagement",
        "Works with communities, young people and faith groups on what they need and can do.",
        paragraph("5.6"),
    ),
    Stream(
        COMMUNICATIONS,
        "Communications",
        "Tells partners and the public what is done against serious violence.",
        paragraph("5.7"),
    ),
)

PANEL = "Police and Crime Panel"
MAYOR = "Mayor of West Yorkshire"
DEPUTY_MAYOR = "Deputy Mayor for Policing and Crime"
EXECUTIVE = "Policing and Crime Executive"
STRATEGIC = "West Yorkshire Strategic Executive"
DELIVERY = "Partnership Delivery and Serious Violence Executive Group"
PARTNERSHIP_EXECUTIVE = "Partnership Executive Group"
VRP = "Violence Reduction Partnership"
HOLDERS = "Strategic duty holders"
ATR = "Adversity, Trauma and Resilience programme"
WORKING_GROUP = "Child First working group"
ADVISORY = "VRP Community Advisory Group"
COMMISSION = "West Yorkshire Youth Commission"
SAFETY_UNIT = "Women and Girls' Safety Unit"


@dataclass(frozen=True)
class Body:
    """A group, a body or a post, with the organisation that chairs it where that is told."""

    name: str
    purpose: str
    source: str
    chair_organisation: str | None = None


def partnership_of(district: str) -> str:
    return f"{district} Community Safety Partnership"


BODIES = (
    Body(
        HOME_OFFICE,
        "Gives the grant and the duty's money, and is reported to each quarter.",
        paragraph("1.2, 3.5 and 4.1"),
    ),
    Body(
        PANEL, "Is told of the partnership's work and progress.", paragraph("the report's title page and 1.1")
    ),
    Body(
        MAYOR,
        "Under the duty, may distribute funding, convene partnerships and scrutinise the specified "
        "authorities.",
        paragraph("2.1"),
    ),
    Body(DEPUTY_MAYOR, "Holds the duty holders to account.", paragraph("3.3")),
    Body(
        EXECUTIVE,
        "The Combined Authority's executive for policing and crime, to which the VRP reports.",
        paragraph("4.1"),
        COMBINED_AUTHORITY,
    ),
    Body(STRATEGIC, "Decides about the Serious Violence Duty and its funding.", paragraph("3.3")),
    Body(
        DELIVERY,
        "Where the VRP works with its core members and with partners from across the system.",
        paragraph("4.1"),
    ),
    Body(
        PARTNERSHIP_EXECUTIVE,
        "Hears from the duty holders for the Deputy Mayor.",
        paragraph("3.3", "Whether it is the group of 4.1 under another name is not said."),
    ),
    Body(
        VRP,
        "Leads and coordinates the local response to serious violence; wrote the needs assessment and the "
        "strategy on behalf of the specified authorities.",
        paragraph("1.2, 3.3 and 4.1"),
    ),
    Body(
        HOLDERS,
        "One from each organisation that the duty names, with strategic responsibility there.",
        paragraph("3.3"),
    ),
    *(
        Body(
            partnership_of(district),
            "One of five that put the duty's strategy into practice in their place, each with an "
            "implementation plan and with every specified authority present. Reports each quarter by Annex "
            "A and Annex B.",
            paragraph("3.3 and 3.5"),
        )
        for district in ONS_CODES
    ),
    Body(
        ATR,
        "Works across the whole system; the Integrated Care Board and the VRP manage its meetings together.",
        paragraph("5.1.2", "Its structure is in Appendix A, which is not reproduced here."),
    ),
    Body(WORKING_GROUP, "Many partners who want to be Child First.", paragraph("5.2.3")),
    Body(ADVISORY, "Members of the community who advise the VRP.", paragraph("5.6.2")),
    Body(COMMISSION, "Young people aged 14-25, supported by Leaders Unlocked.", paragraph("5.6.1")),
    Body(
        SAFETY_UNIT,
        "People of the Combined Authority, the VRP and West Yorkshire Police.",
        paragraph("5.5.2", "To whom it reports is not said."),
    ),
)

_ASSUMED_OF_THE_VRP = "Assumed: the VRP set it up or works with it."

LINES = (
    (VRP, EXECUTIVE, paragraph("4.1")),
    (VRP, HOME_OFFICE, paragraph("4.1")),
    (VRP, DELIVERY, paragraph("4.1", "Assumed: the VRP works with its partners through this group.")),
    (HOLDERS, PARTNERSHIP_EXECUTIVE, paragraph("3.3")),
    (HOLDERS, STRATEGIC, paragraph("3.3", "They are represented there.")),
    (PARTNERSHIP_EXECUTIVE, DEPUTY_MAYOR, paragraph("3.3")),
    (DEPUTY_MAYOR, MAYOR, paragraph("2.1 and 3.3", "Assumed from the name of the post.")),
    (
        DEPUTY_MAYOR,
        PANEL,
        paragraph("the report's title page", "The report is the Deputy Mayor's, to the Panel."),
    ),
    *(
        (
            partnership_of(district),
            VRP,
            paragraph("3.5", "Assumed: the quarterly returns are collected by the VRP."),
        )
        for district in ONS_CODES
    ),
    (ATR, VRP, paragraph("5.1.2", "The VRP manages it together with the Integrated Care Board.")),
    (WORKING_GROUP, VRP, paragraph("5.2.3", _ASSUMED_OF_THE_VRP)),
    (ADVISORY, VRP, paragraph("5.6.2", _ASSUMED_OF_THE_VRP)),
    (COMMISSION, VRP, paragraph("5.6.1", _ASSUMED_OF_THE_VRP)),
)
"""Who reports to whom, and where the paper says so."""
