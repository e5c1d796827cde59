"""Match funding for 2023/24 from invented partners: confirmed £356,050.00, and £75,000.00 pledged only."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from grants.models import MatchContribution
from vrp_portal.partnership.models import Organisation

Kind = MatchContribution.Kind
Basis = MatchContribution.Basis


@dataclass(frozen=True)
class Match:
    partner: str
    partner_kind: str
    kind: str
    amount: Decimal
    note: str
    pledged_on: date
    confirmed_on: date | None = None
    evidenced_on: date | None = None
    hours: Decimal | None = None
    hourly_rate: Decimal | None = None
    how_valued: str = ""

    @property
    def basis(self) -> str:
        if self.hours is not None:
            return Basis.HOURS
        return Basis.MARKET if self.how_valued else ""


MATCH = (
    Match(
        "Illustrative partner (police)",
        Organisation.Kind.POLICE,
        Kind.STAFFING,
        Decimal("148000.00"),
        "Officers and analysts who work with the partnership",
        date(2023, 4, 28),
        date(2023, 6, 30),
        date(2023, 10, 13),
        hours=Decimal("4000.00"),
        hourly_rate=Decimal("37.00"),
    ),
    Match(
        "Illustrative partner (council)",
        Organisation.Kind.LOCAL_AUTHORITY,
        Kind.RESOURCES,
        Decimal("92500.00"),
        "Rooms, equipment and data work",
        date(2023, 5, 12),
        date(2023, 7, 21),
        how_valued="What the rooms and the equipment would cost to hire",
    ),
    Match(
        "Illustrative partner (health)",
        Organisation.Kind.INTEGRATED_CARE_BOARD,
        Kind.DELIVERY,
        Decimal("61250.00"),
        "Part of the cost of work in hospitals",
        date(2023, 5, 26),
        date(2023, 9, 8),
        date(2023, 12, 15),
    ),
    Match(
        "Illustrative partner (youth justice)",
        Organisation.Kind.YOUTH_JUSTICE_SERVICE,
        Kind.STAFFING,
        Decimal("54300.00"),
        "Workers' time on interventions",
        date(2023, 6, 16),
        date(2023, 10, 27),
    ),
    Match(
        "Illustrative partner (council)",
        Organisation.Kind.LOCAL_AUTHORITY,
        Kind.CASH,
        Decimal("75000.00"),
        "Pledged towards youth work; not confirmed yet",
        date(2023, 11, 17),
    ),
)
