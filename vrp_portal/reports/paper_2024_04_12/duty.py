"""What the Serious Violence Duty asks to be done, and what was done by the time of the paper."""

from dataclasses import dataclass
from datetime import date

from svd.models import DutyMilestone
from vrp_portal.reports.paper_2024_04_12 import paragraph
from vrp_portal.reports.paper_2024_04_12.partners import ONS_CODES

Kind = DutyMilestone.Kind
PUBLISHED_ON = date(2024, 1, 31)


@dataclass(frozen=True)
class Milestone:
    kind: str
    title: str
    source: str
    district: str | None = None
    due_on: date | None = None
    done_on: date | None = None


DATA_BEHIND = (("Prisons", paragraph("3.6", "No organisation and no day is stated.")),)
"""What the needs assessment asked for that was not developing well: its area, and where that is said."""

MILESTONES = (
    Milestone(
        Kind.NEEDS_ASSESSMENT,
        "Strategic needs assessment published",
        paragraph("3.1 and 3.3"),
        due_on=PUBLISHED_ON,
        done_on=PUBLISHED_ON,
    ),
    Milestone(
        Kind.RESPONSE_STRATEGY,
        "Response strategy published",
        paragraph("3.1 and 3.3"),
        due_on=PUBLISHED_ON,
        done_on=PUBLISHED_ON,
    ),
    Milestone(
        Kind.DELIVERY_PLAN,
        "Delivery plan to 31 March 2025 submitted to the Home Office",
        paragraph("3.4", "Done at the end of January 2024: the last day is assumed. No due date is stated."),
        done_on=PUBLISHED_ON,
    ),
    *(
        Milestone(
            Kind.IMPLEMENTATION_PLAN,
            f"Implementation plan for {district}",
            paragraph("3.3", "No date is stated."),
            district=district,
        )
        for district in ONS_CODES
    ),
)
