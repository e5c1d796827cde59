"""What the programme had published or was preparing, and its evaluations: 3.3, 5.3, 5.5.3 and 5.7."""

from dataclasses import dataclass
from datetime import date

from vrp_portal.programme.models import Evaluation, Known, Publication
from vrp_portal.reports.paper_2024_04_12 import paragraph
from vrp_portal.reports.paper_2024_04_12.partners import ONS_CODES
from vrp_portal.reports.paper_2024_04_12.programme_activities import (
    COMMUNICATIONS,
    COMMUNITY,
    KNOWLEDGE,
    NO_DAY,
    WOMEN,
)

Kind, PLANNED = Publication.Kind, Publication.State.PLANNED
ON_JANUARYS_LAST_DAY = date(2024, 1, 31)
MARCH, THIS_YEAR, NEXT_YEAR = date(2024, 3, 1), date(2023, 4, 1), date(2024, 4, 1)
FOR_PARTNERS = Publication.Audience.PARTNERS


@dataclass(frozen=True)
class Issued:
    """A publication with its day, or what is known of it."""

    workstream: str
    kind: str
    title: str
    about: str
    source: str
    published_on: date
    day_known: str = Known.DAY
    state: str = Publication.State.PUBLISHED
    audience: str = Publication.Audience.PUBLIC
    district: str | None = None


PUBLICATIONS = (
    Issued(
        KNOWLEDGE,
        Kind.NEEDS_ASSESSMENT,
        "West Yorkshire strategic needs assessment",
        "The public needs assessment for all of West Yorkshire, sent to the Home Office and published by the "
        "VRP and the police, with links from other duty holders.",
        paragraph("3.3 and 5.3.2"),
        ON_JANUARYS_LAST_DAY,
    ),
    *(
        Issued(
            KNOWLEDGE,
            Kind.NEEDS_ASSESSMENT,
            f"Strategic needs assessment of {district}",
            "One of five needs assessments of localities, for partners.",
            paragraph("5.3.2", "Five localities: the five districts are assumed. Only the month is stated."),
            date(2024, 1, 1),
            Known.MONTH,
            audience=FOR_PARTNERS,
            district=district,
        )
        for district in ONS_CODES
    ),
    Issued(
        KNOWLEDGE,
        Kind.RESEARCH,
        "Evidence synthesis on the root causes of violence",
        "What makes violence and exploitation more or less likely, from the Knowledge Hub's rolling "
        "research. It completes the needs assessments.",
        paragraph("5.3.3", NO_DAY),
        THIS_YEAR,
        Known.YEAR,
    ),
    Issued(
        KNOWLEDGE,
        Kind.STRATEGY,
        "West Yorkshire response strategy",
        "The refreshed strategy for all of West Yorkshire, sent to the Home Office with the needs "
        "assessment.",
        paragraph("3.3 and 5.3.4"),
        ON_JANUARYS_LAST_DAY,
    ),
    Issued(
        KNOWLEDGE,
        Kind.TOOLKIT,
        "Theory of change and evaluation toolkit",
        "It will help partners to plan interventions, to collect data and to evaluate what they do.",
        paragraph("5.3.6", "Soon to be launched: the financial year is assumed."),
        NEXT_YEAR,
        Known.YEAR,
        PLANNED,
        FOR_PARTNERS,
    ),
    Issued(
        WOMEN,
        Kind.PROFILE,
        "Violence against women and girls problem profile",
        "A detailed profile for West Yorkshire is being prepared for the new unit.",
        paragraph("5.5.3", "No day is stated: the financial year is assumed."),
        NEXT_YEAR,
        Known.YEAR,
        PLANNED,
    ),
    Issued(
        COMMUNITY,
        Kind.RESEARCH,
        "Big Conversation report of the Youth Commission",
        "The aims of the commission's first year, with recommendations to partners.",
        paragraph("5.6.1 and 5.7.2", "No day is stated: October 2023, when it was presented, is assumed."),
        date(2023, 10, 1),
        Known.MONTH,
    ),
    Issued(
        COMMUNITY,
        Kind.TOOLKIT,
        "Community engagement framework",
        "Its final draft is written; partners are to use it by March 2024.",
        paragraph("5.6.3"),
        MARCH,
        Known.MONTH,
        PLANNED,
        FOR_PARTNERS,
    ),
    Issued(
        COMMUNICATIONS,
        Kind.MEDIA,
        "New series of animations",
        "More animations after those of 2022/23: Child First, the needs assessment and response strategy, "
        "and what the Youth Commission wants. To be finished by the end of March 2024.",
        paragraph("5.7.3"),
        date(2024, 3, 31),
        state=PLANNED,
    ),
    Issued(
        COMMUNICATIONS,
        Kind.NEWSLETTER,
        "Partnership newsletter, first edition",
        "The newsletter began in July 2023. It goes to partners by e-mail and is on social media.",
        paragraph("5.7.12"),
        date(2023, 7, 1),
        Known.MONTH,
    ),
    Issued(
        COMMUNICATIONS,
        Kind.NEWSLETTER,
        "Partnership newsletter, March 2024",
        "The next edition, due by the end of March 2024.",
        paragraph("5.7.12"),
        date(2024, 3, 31),
        state=PLANNED,
    ),
)

EVALUATED = (
    "A&E Navigator programme",
    "Custody diversion programme",
    "Ivison Trust's Parent Liaison Officer programme",
    "Mentoring scheme in schools",
    "Online Harms Social Media programme",
)
"""What the Knowledge Hub has commissioned evaluations of."""

EVALUATION_STATE = Evaluation.State.UNDER_WAY
EVALUATION_SOURCE = paragraph("5.3.5", "No evaluator, day or finding is stated; under way is assumed.")
