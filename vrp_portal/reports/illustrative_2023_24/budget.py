"""An invented budget of the core grant: the paper states the award, and none of its budget lines.

The lines leave £10,000.00 of £4,388,080.00 that is not budgeted, so that the pages show what that is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from grants.models import BudgetEntry, BudgetLine, SpendEntry, Virement
from vrp_portal.periods import Quarter
from vrp_portal.reports.illustrative_2023_24 import YEAR
from vrp_portal.reports.loading import Load

Purpose = BudgetLine.Purpose
AGREED_ON = date(2023, 4, 14)
FORECAST_ON = date(2023, 12, 15)


@dataclass(frozen=True)
class Line:
    """A line with what was spent of it in the first three quarters, and what the last is forecast to cost."""

    purpose: str
    amount: Decimal
    spent: tuple[Decimal, ...] = ()
    forecast: Decimal | None = None


LINES = (
    Line(Purpose.INTERVENTIONS, Decimal("2109820.00")),
    Line(
        Purpose.STAFFING,
        Decimal("812400.00"),
        (Decimal("198250.40"), Decimal("201911.75"), Decimal("203407.20")),
        Decimal("205000.00"),
    ),
    Line(
        Purpose.EVALUATION,
        Decimal("265000.00"),
        (Decimal("31500.00"), Decimal("48200.00"), Decimal("52750.50")),
        Decimal("96000.00"),
    ),
    Line(
        Purpose.ENGAGEMENT,
        Decimal("148500.00"),
        (Decimal("35120.10"), Decimal("39480.00"), Decimal("36915.35")),
        Decimal("37000.00"),
    ),
    Line(
        Purpose.DATA,
        Decimal("391360.00"),
        (Decimal("94800.00"), Decimal("101250.00"), Decimal("103775.00")),
        Decimal("104500.00"),
    ),
    Line(
        Purpose.MANAGEMENT,
        Decimal("651000.00"),
        (Decimal("160090.00"), Decimal("162415.60"), Decimal("163300.00")),
        Decimal("164000.00"),
    ),
)
MOVED = Decimal("15000.00")
MOVED_ON = date(2023, 11, 3)
REASON = "Fewer studies were let than planned; the needs assessment asks for more analysis"


def put_budget(load: Load, *, source: str) -> None:
    """Load the lines, what was spent and is forecast of them, and money that was moved."""
    marked = {"illustrative": True, "source": source}
    lines = load.put(
        [
            BudgetLine(year=YEAR, purpose=line.purpose, amount=line.amount, agreed_on=AGREED_ON, **marked)
            for line in LINES
        ],
        key=["year", "purpose", "agreed_on"],
    )
    by_purpose = {line.purpose: line for line in lines}
    entries = [
        SpendEntry(
            line=by_purpose.get(line.purpose),
            quarter=Quarter(YEAR, number),
            kind=SpendEntry.Kind.ACTUAL,
            amount=amount,
            stated_on=Quarter(YEAR, number).ends,
            **marked,
        )
        for line in LINES
        for number, amount in enumerate(line.spent, start=1)
    ]
    entries += [
        SpendEntry(
            line=by_purpose.get(line.purpose),
            quarter=Quarter(YEAR, 4),
            kind=SpendEntry.Kind.FORECAST,
            amount=line.forecast,
            stated_on=FORECAST_ON,
            **marked,
        )
        for line in LINES
        if line.forecast is not None
    ]
    load.put(entries, key=["line", "quarter", "kind", "stated_on"])
    _put_virement(load, by_purpose, marked)


def _put_virement(load: Load, by_purpose: dict[str, BudgetLine], marked: dict[str, object]) -> None:
    """Money moved from evaluation to data: it comes from the quarters that had not ended."""
    origin, to = by_purpose.get(Purpose.EVALUATION), by_purpose.get(Purpose.DATA)
    moves = load.put(
        [
            Virement(
                from_line=origin,
                to_line=to,
                decided_on=MOVED_ON,
                decided_by="Illustrative board",
                amount=MOVED,
                reason=REASON,
                **marked,
            )
        ],
        key=["from_line", "to_line", "decided_on"],
    )
    load.put(
        [
            BudgetEntry(
                line=line,
                agreed_on=MOVED_ON,
                quarter_3=sign * MOVED / 2,
                quarter_4=sign * MOVED / 2,
                reason=REASON,
                virement=move,
                **marked,
            )
            for move in moves
            for line, sign in ((origin, -1), (to, 1))
        ],
        key=["line", "agreed_on", "virement"],
    )
