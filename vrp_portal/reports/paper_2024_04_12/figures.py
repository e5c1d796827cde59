"""Every figure that the paper states, in the order of its paragraphs."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from vrp_portal.periods import FinancialYear
from vrp_portal.reports.models import PublishedFigure
from vrp_portal.reports.paper_2024_04_12.money import YEAR_1, YEAR_2, YEAR_3

POUNDS, PEOPLE, PERCENT, NUMBER = PublishedFigure.Unit
EXACT, ROUNDED, _, AT_LEAST, UP_TO = PublishedFigure.Precision

NINE_MONTHS_ENDED = date(2023, 12, 31)

FIFTY_THREE = (
    "In the paper itself 20 + 30 = 50 (5.4.3 and 5.4.4). The records hold the other three: core-funded "
    "interventions whose amount is not stated, so they count as interventions and not as money."
)


@dataclass(frozen=True)
class Stated:
    paragraph: str
    words: str
    value: Decimal
    unit: str
    precision: str = EXACT
    figure_key: str = ""
    year: FinancialYear | None = None
    as_at: date | None = None
    explanation: str = ""


def whole_year(
    paragraph: str,
    words: str,
    value: str,
    unit: str,
    *,
    year: FinancialYear,
    figure_key: str = "",
    precision: str = EXACT,
) -> Stated:
    """A figure of a year as a whole, whatever the day."""
    return Stated(paragraph, words, Decimal(value), unit, precision, figure_key, year)


def nine_months(
    paragraph: str,
    words: str,
    value: str,
    unit: str,
    *,
    figure_key: str = "",
    precision: str = EXACT,
    explanation: str = "",
) -> Stated:
    """A figure of 2023/24 up to the end of December 2023."""
    return Stated(
        paragraph, words, Decimal(value), unit, precision, figure_key, YEAR_2, NINE_MONTHS_ENDED, explanation
    )


def aside(paragraph: str, words: str, value: str, unit: str, *, precision: str = EXACT) -> Stated:
    """A figure of which the portal keeps no records of its own."""
    return Stated(paragraph, words, Decimal(value), unit, precision)


FIGURES = (
    whole_year("1.2", "Core grant, 2023/24", "4388080", POUNDS, year=YEAR_2, figure_key="core_grant_award"),
    whole_year("1.2", "Core grant, 2024/25", "4341877", POUNDS, year=YEAR_3, figure_key="core_grant_award"),
    aside("1.2", "Years of the arrangement with the Home Office", "3", NUMBER),
    whole_year(
        "1.3",
        "Match asked for, share of the 2021/22 allocation, 2023/24",
        "15",
        PERCENT,
        year=YEAR_2,
        figure_key="match_percentage",
    ),
    whole_year("1.3", "Match asked for, 2023/24", "505500", POUNDS, year=YEAR_2, figure_key="match_required"),
    whole_year(
        "1.3",
        "Match asked for, share of the 2021/22 allocation, 2024/25",
        "20",
        PERCENT,
        year=YEAR_3,
        figure_key="match_percentage",
    ),
    whole_year("1.3", "Match asked for, 2024/25", "674000", POUNDS, year=YEAR_3, figure_key="match_required"),
    whole_year(
        "2.1",
        "Duty money for labour, January to March 2023",
        "21553.33",
        POUNDS,
        year=YEAR_1,
        figure_key="svd_labour",
    ),
    whole_year(
        "2.1",
        "Duty money other than labour, January to March 2023",
        "42728.41",
        POUNDS,
        year=YEAR_1,
        figure_key="svd_non_labour",
    ),
    whole_year(
        "2.1", "Duty money for labour, 2023/24", "101161.78", POUNDS, year=YEAR_2, figure_key="svd_labour"
    ),
    whole_year(
        "2.1",
        "Duty money other than labour, 2023/24",
        "129017.47",
        POUNDS,
        year=YEAR_2,
        figure_key="svd_non_labour",
    ),
    whole_year(
        "2.1", "Duty money for labour, 2024/25", "96302.13", POUNDS, year=YEAR_3, figure_key="svd_labour"
    ),
    whole_year(
        "2.1",
        "Duty money other than labour, 2024/25",
        "65436.47",
        POUNDS,
        year=YEAR_3,
        figure_key="svd_non_labour",
    ),
    aside("3.3", "Community Safety Partnerships that share the duty's money", "5", NUMBER),
    aside("3.5", "Community Safety Partnerships that send a return each quarter", "5", NUMBER),
    aside("5.1.3", "Knowledge Exchanges held, that of March 2024 included", "4", NUMBER),
    aside("5.1.3", "Days of the Knowledge Exchange", "3", NUMBER),
    aside("5.3.2", "Needs assessments of a district, January 2024", "5", NUMBER),
    aside("5.3.5", "Evaluations under way", "5", NUMBER),
    nine_months(
        "5.4.2",
        "Interventions funded from the core grant",
        "53",
        NUMBER,
        figure_key="core_interventions",
        explanation=FIFTY_THREE,
    ),
    nine_months(
        "5.4.3",
        "Least share of the core grant for high-impact interventions",
        "30",
        PERCENT,
        precision=AT_LEAST,
        figure_key="high_impact_share",
    ),
    whole_year(
        "5.4.3",
        "Money that high-impact interventions must get",
        "1316424",
        POUNDS,
        year=YEAR_2,
        figure_key="high_impact_required",
    ),
    nine_months(
        "5.4.3",
        "Money used for high-impact interventions",
        "1316424",
        POUNDS,
        figure_key="high_impact_committed",
    ),
    nine_months("5.4.3", "High-impact interventions", "20", NUMBER, figure_key="high_impact_interventions"),
    nine_months(
        "5.4.4",
        "Money used for the other core-funded interventions",
        "793396",
        POUNDS,
        figure_key="other_core_committed",
    ),
    nine_months(
        "5.4.4", "Other core-funded interventions", "30", NUMBER, figure_key="other_core_interventions"
    ),
    nine_months(
        "5.4.5", "Interventions funded by the duty's money", "10", NUMBER, figure_key="svd_interventions"
    ),
    nine_months(
        "5.4.6", "People aged 24 or under reached", "10630", PEOPLE, figure_key="people_24_and_under"
    ),
    nine_months("5.4.6", "People aged 25 or over reached", "401", PEOPLE, figure_key="people_25_and_over"),
    nine_months(
        "5.4.6", "Professionals trained or developed", "125", PEOPLE, figure_key="professionals_trained"
    ),
    aside("5.6.1", "Priority issues of the Youth Commission", "4", NUMBER),
    aside("5.6.2", "Community Advisory Group meetings held online", "2", NUMBER),
    aside("5.6.2", "Community Advisory Group meetings held face to face", "1", NUMBER),
    whole_year("5.6.5", "Award to Bradford Youth Justice for co-production", "24000", POUNDS, year=YEAR_2),
    aside("5.6.5", "Community organisations in the co-production", "2", NUMBER),
    aside("5.6.5", "Young people that the co-production will work with", "80", PEOPLE, precision=UP_TO),
    aside("5.6.6", "Questions of the workshop at the Multi-Faith Event", "4", NUMBER),
    aside("5.6.8", "Community leaders in the first programme", "20", PEOPLE),
    aside("5.6.8", "Months of training for community leaders", "3", NUMBER),
    nine_months("5.6.9", "Schools and colleges visited, October to December 2023", "6", NUMBER),
    nine_months("5.6.9", "Young people heard in schools and colleges", "500", PEOPLE, precision=ROUNDED),
    aside("5.7.2", "Strands of the Youth Commission campaign", "4", NUMBER),
    whole_year("5.7.4", "Schools at the virtual reality sessions, February 2024", "22", NUMBER, year=YEAR_2),
    whole_year(
        "5.7.4",
        "Young people who took part in Leeds",
        "5000",
        PEOPLE,
        year=YEAR_2,
        precision=AT_LEAST,
    ),
    aside("5.7.4", "Secondary schools in Leeds", "44", NUMBER),
    aside("5.7.4", "Minutes of the television report", "3", NUMBER),
)
