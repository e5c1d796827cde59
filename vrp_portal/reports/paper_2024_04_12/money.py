"""The core grant, what it asks for, and the duty's money, in pounds."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from grants.models import Award, Condition
from vrp_portal.periods import FinancialYear
from vrp_portal.reports.paper_2024_04_12 import paragraph

YEAR_1, YEAR_2, YEAR_3 = FinancialYear(2022), FinancialYear(2023), FinancialYear(2024)
BASELINE_YEAR = FinancialYear(2021)
ARRANGEMENT_BEGAN = YEAR_1.starts
DUTY_BEGAN = date(2023, 1, 31)
DELIVERY_PLAN_SUBMITTED = date(2024, 3, 8)


@dataclass(frozen=True)
class CoreAward:
    year: FinancialYear
    year_number: int
    amount: Decimal
    status: str
    confirmed_on: date | None
    source: str


@dataclass(frozen=True)
class HighImpact:
    year: FinancialYear
    percentage: Decimal
    minimum_confidence: int
    source: str


@dataclass(frozen=True)
class Match:
    year: FinancialYear
    percentage: Decimal
    source: str


@dataclass(frozen=True)
class DutyMoney:
    year: FinancialYear
    starts: date
    labour: Decimal
    non_labour: Decimal


@dataclass(frozen=True)
class GrantCondition:
    year: FinancialYear
    kind: str
    asks_for: str
    source: str
    due_on: date | None = None
    met_on: date | None = None


AWARDS = (
    CoreAward(
        YEAR_2,
        2,
        Decimal("4388080.00"),
        Award.Status.CONFIRMED,
        YEAR_2.starts,
        paragraph(
            "1.2",
            "Received; the paper states no day. It counts from the start of the three years, and as "
            "confirmed from the start of its own year.",
        ),
    ),
    CoreAward(
        YEAR_3,
        3,
        Decimal("4341877.00"),
        Award.Status.INDICATIVE,
        None,
        paragraph(
            "1.2",
            "The Home Office's acceptance of the delivery plan was awaited. The paper states no day: it "
            "counts from the start of the three years.",
        ),
    ),
)

HIGH_IMPACT = (
    HighImpact(
        YEAR_2,
        Decimal(30),
        4,
        paragraph("5.4.3", "What evidence is high isn't given as a number: 4 of 5 is assumed."),
    ),
    HighImpact(
        YEAR_3,
        Decimal(30),
        4,
        paragraph("5.4.3", "It states the terms of 2023/24; the same are assumed for 2024/25."),
    ),
)

MATCH_BASELINE = Decimal("3370000.00")
MATCH = (
    Match(
        YEAR_2,
        Decimal(15),
        paragraph("1.3", "The baseline isn't stated: it follows from £505,500 / 0.15."),
    ),
    Match(
        YEAR_3,
        Decimal(20),
        paragraph("1.3", "The baseline isn't stated: it follows from £674,000 / 0.20."),
    ),
)

DUTY_MONEY_SOURCE = paragraph(
    "2.1", "The day of the allocation isn't stated; it counts from the day on which the duty began (3.1)."
)
DUTY_MONEY = (
    DutyMoney(YEAR_1, date(2023, 1, 1), Decimal("21553.33"), Decimal("42728.41")),
    DutyMoney(YEAR_2, YEAR_2.starts, Decimal("101161.78"), Decimal("129017.47")),
    DutyMoney(YEAR_3, YEAR_3.starts, Decimal("96302.13"), Decimal("65436.47")),
)

HIGH_IMPACT_ASKS_FOR = (
    "At least 30% of the core grant on interventions of high impact, or of moderate impact with high evidence"
)
MONITORING_SOURCE = paragraph(
    "4.1", "How often isn't stated for the core grant: quarterly, as for the duty (3.5), is assumed."
)
CONDITIONS = (
    GrantCondition(
        YEAR_2, Condition.Kind.MATCH, "Match funding of 15% of the 2021/22 allocation", paragraph("1.3")
    ),
    GrantCondition(
        YEAR_2,
        Condition.Kind.HIGH_IMPACT,
        HIGH_IMPACT_ASKS_FOR,
        paragraph("5.4.3"),
    ),
    GrantCondition(
        YEAR_2,
        Condition.Kind.MONITORING,
        "A report of money and activity each quarter",
        MONITORING_SOURCE,
    ),
    GrantCondition(
        YEAR_3,
        Condition.Kind.DELIVERY_PLAN,
        "A delivery plan for 2024/25, to be accepted by the Home Office",
        paragraph("1.2", "Submitted on the day that was asked for; acceptance was awaited."),
        due_on=DELIVERY_PLAN_SUBMITTED,
        met_on=DELIVERY_PLAN_SUBMITTED,
    ),
    GrantCondition(
        YEAR_3, Condition.Kind.MATCH, "Match funding of 20% of the 2021/22 allocation", paragraph("1.3")
    ),
    GrantCondition(
        YEAR_3,
        Condition.Kind.HIGH_IMPACT,
        HIGH_IMPACT_ASKS_FOR,
        paragraph("5.4.3", "Stated for 2023/24; the same is assumed for 2024/25."),
    ),
    GrantCondition(
        YEAR_3,
        Condition.Kind.MONITORING,
        "A report of money and activity each quarter",
        MONITORING_SOURCE,
    ),
)
