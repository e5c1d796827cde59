"""Each figure with the paper's number, from records made by hand; and what divides and stands behind it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interventions.models import FundingLine, Intervention, ReachRecord
from interventions.rules import Counting
from tests.factories import (
    AllocationFactory,
    ApproachRatingFactory,
    AssessmentFactory,
    AwardFactory,
    FundingLineFactory,
    FundingSpendFactory,
    HighImpactTermsFactory,
    ImpactFactory,
    InterventionFactory,
    LeedsFactory,
    MatchContributionFactory,
    MatchRequirementFactory,
    OrganisationFactory,
    ReachRecordFactory,
)
from vrp_portal.figures.registry import FIGURES, by_district, by_quarter, compute, register
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import FinancialYear, Quarter

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
END_OF_DECEMBER = date(2023, 12, 31)
SCOPE = Scope(YEAR, END_OF_DECEMBER)
NEXT_YEAR = Scope(FinancialYear(2024), date(2024, 4, 12))

PAPER = {
    "core_grant_award": "4388080.00",
    "match_required": "505500.00",
    "match_confirmed": "400000.00",
    "match_pledged": "105500.00",
    "match_to_confirm": "105500.00",
    "high_impact_required": "1316424.00",
    "high_impact_committed": "1316424.00",
    "high_impact_spent": "900000.00",
    "high_impact_headroom": "0.00",
    "high_impact_spent_headroom": "-416424.00",
    "high_impact_deciding_headroom": "0.00",
    "high_impact_share": "30.00",
    "high_impact_interventions": "20",
    "other_core_committed": "793396.00",
    "other_core_interventions": "30",
    "core_committed": "2109820.00",
    "core_uncommitted": "2278260.00",
    "core_interventions": "53",
    "core_interventions_amount_not_stated": "3",
    "svd_interventions": "10",
    "interventions_without_assessment": "3",
    "without_assessment_committed": "0.00",
    "funded_interventions": "63",
    "people_24_and_under": "10630",
    "people_25_and_over": "401",
    "professionals_trained": "125",
    "svd_labour": "101161.78",
    "svd_non_labour": "129017.47",
    "svd_total": "230179.25",
}


@pytest.fixture
def the_paper() -> None:
    """What the paper tells of 2023/24 up to the end of December, in the fewest records that give it."""
    AwardFactory(amount=Decimal("4388080.00"))
    HighImpactTermsFactory(percentage=Decimal(30), minimum_confidence=4)
    MatchRequirementFactory(baseline_amount=Decimal("3370000.00"), percentage=Decimal(15))
    MatchContributionFactory(amount=Decimal("400000.00"), confirmed_on=date(2023, 5, 1))
    MatchContributionFactory(amount=Decimal("105500.00"))
    AllocationFactory(labour=Decimal("101161.78"), non_labour=Decimal("129017.47"))
    board = OrganisationFactory()
    high = ApproachRatingFactory(impact=ImpactFactory(counting=Counting.ALWAYS))
    low = ApproachRatingFactory(impact=ImpactFactory(counting=Counting.NEVER))
    # 20 x £65,821.20 = £1,316,424.00; 29 x £26,446.53 + £26,446.63 = £793,396.00.
    for amount, rating in (
        *[("65821.20", high)] * 20,
        *[("26446.53", low)] * 29,
        ("26446.63", low),
        *[(None, None)] * 3,
    ):
        line = FundingLineFactory(intervention=InterventionFactory(commissioner=board), stating=amount)
        if rating is not None:
            AssessmentFactory(intervention=line.intervention, rating=rating)
    some_qualifying = FundingLine.objects.filter(intervention__assessments__rating=high).first()
    for number in (1, 2, 3, 4):
        FundingSpendFactory(line=some_qualifying, quarter=Quarter(YEAR, number), amount=Decimal("300000.00"))
    for _ in range(10):
        FundingLineFactory(intervention=InterventionFactory(commissioner=board), funding_source="svd")
    # Young people, older people and professionals by quarter; the fourth quarter has not ended yet.
    for number, young, older, trained in (
        (1, 3000, 100, 25),
        (2, 3500, 150, 50),
        (3, 4130, 151, 50),
        (4, 9, 9, 9),
    ):
        ReachRecordFactory(
            intervention=some_qualifying.intervention,
            quarter=Quarter(YEAR, number),
            people_24_and_under=young,
            people_25_and_over=older,
            professionals_trained=trained,
        )


@pytest.mark.usefixtures("the_paper")
def test_the_figures_give_the_paper_s_numbers() -> None:
    figures = compute(PAPER, SCOPE)
    assert {key: figure.plain for key, figure in figures.items()} == PAPER


@pytest.mark.usefixtures("the_paper")
def test_the_records_behind_a_figure_add_up_to_it() -> None:
    figures = compute(FIGURES, SCOPE)
    for key, figure in FIGURES.items():
        if figure.records is not None:
            behind = sum(value for _, value in figure.records(SCOPE).lines())
            assert behind == (figures[key].value or 0), key


def test_the_paper_loaded_gives_the_paper_s_numbers() -> None:
    call_command("load_paper", verbosity=0)
    call_command("load_illustrative", verbosity=0)
    of_the_paper = {
        key: PAPER[key]
        for key in PAPER
        if key not in {"match_confirmed", "match_pledged", "match_to_confirm"}
        and "spent" not in key
        and "without_assessment" not in key
    }
    figures = compute(of_the_paper, SCOPE)
    assert {key: figure.plain for key, figure in figures.items()} == of_the_paper


def test_the_next_year_s_numbers_are_the_paper_s_too() -> None:
    call_command("load_paper", verbosity=0)
    call_command("load_illustrative", verbosity=0)
    expected = {
        "core_grant_award": "4341877.00",
        "match_required": "674000.00",
        "high_impact_required": "1302563.10",
        "high_impact_committed": "0.00",
        "core_interventions": "0",
        "people_24_and_under": "0",
        "svd_labour": "96302.13",
        "svd_non_labour": "65436.47",
        "svd_total": "161738.60",
    }
    figures = compute(expected, NEXT_YEAR)
    assert {key: figure.plain for key, figure in figures.items()} == expected


def test_the_first_duty_period_is_january_to_march_2023() -> None:
    call_command("load_paper", verbosity=0)
    figures = compute(
        ["svd_labour", "svd_non_labour", "svd_total"], Scope(FinancialYear(2022), date(2023, 3, 31))
    )
    assert [figure.plain for figure in figures.values()] == ["21553.33", "42728.41", "64281.74"]


@pytest.mark.parametrize(
    ("committed", "headroom", "share"),
    [("1316423.99", "-0.01", "29.99"), ("1316424.00", "0.00", "30.00"), ("1316424.01", "0.01", "30.00")],
)
def test_a_share_is_never_rounded_into_compliance(committed: str, headroom: str, share: str) -> None:
    AwardFactory(amount=Decimal("4388080.00"))
    HighImpactTermsFactory(percentage=Decimal(30))
    AssessmentFactory(intervention=FundingLineFactory(stating=committed).intervention)
    figures = compute(["high_impact_headroom", "high_impact_share"], SCOPE)
    assert [figure.plain for figure in figures.values()] == [headroom, share]


@pytest.mark.parametrize(("basis", "deciding"), [("committed", "683576.00"), ("spent", "-1116424.00")])
def test_the_year_s_terms_name_the_money_that_decides(basis: str, deciding: str) -> None:
    # Required is £1,316,424; committed £2,000,000 and spent £200,000.
    AwardFactory(amount=Decimal("4388080.00"))
    HighImpactTermsFactory(percentage=Decimal(30), basis=basis)
    line = FundingLineFactory(stating="2000000.00")
    FundingSpendFactory(line=line, amount=Decimal("200000.00"))
    AssessmentFactory(intervention=line.intervention)
    assert (
        compute(["high_impact_deciding_headroom"], SCOPE)["high_impact_deciding_headroom"].plain == deciding
    )


@pytest.mark.parametrize(
    ("counting", "evidence", "minimum", "counted"),
    [
        (Counting.ALWAYS, None, 4, "100.00"),
        (Counting.ALWAYS, 1, 4, "100.00"),
        (Counting.WITH_HIGH_CONFIDENCE, 4, 4, "100.00"),
        (Counting.WITH_HIGH_CONFIDENCE, 3, 4, "0.00"),
        (Counting.WITH_HIGH_CONFIDENCE, 3, 3, "100.00"),
        (Counting.WITH_HIGH_CONFIDENCE, None, 4, "0.00"),
        (Counting.NEVER, 5, 1, "0.00"),
    ],
)
def test_what_counts_as_high_impact_follows_the_rule(
    counting: Counting, evidence: int | None, minimum: int, counted: str
) -> None:
    HighImpactTermsFactory(minimum_confidence=minimum)
    rating = ApproachRatingFactory(impact=ImpactFactory(counting=counting), evidence_confidence=evidence)
    AssessmentFactory(intervention=FundingLineFactory(stating="100.00").intervention, rating=rating)
    assert compute(["high_impact_committed"], SCOPE)["high_impact_committed"].plain == counted


def test_only_core_money_counts_for_the_rule() -> None:
    HighImpactTermsFactory()
    line = FundingLineFactory(funding_source="svd", stating="100.00")
    AssessmentFactory(intervention=line.intervention)
    figures = compute(
        ["high_impact_committed", "high_impact_interventions", "core_committed", "allocated"], SCOPE
    )
    assert [figure.plain for figure in figures.values()] == ["0.00", "0", "0.00", "100.00"]


def test_an_assessment_of_another_year_does_not_count() -> None:
    HighImpactTermsFactory()
    line = FundingLineFactory(stating="100.00")
    AssessmentFactory(intervention=line.intervention, year=FinancialYear(2022))
    figures = compute(["high_impact_committed", "interventions_without_assessment"], SCOPE)
    assert [figure.plain for figure in figures.values()] == ["0.00", "1"]


def test_money_without_assessment_is_told_with_its_worth() -> None:
    FundingLineFactory(stating="100.00")
    FundingLineFactory(stating="20.50")
    FundingLineFactory()
    figures = compute(["interventions_without_assessment", "without_assessment_committed"], SCOPE)
    assert [figure.plain for figure in figures.values()] == ["3", "120.50"]


def test_an_intervention_with_two_lines_counts_once() -> None:
    line = FundingLineFactory(stating="100.00")
    FundingLineFactory(intervention=line.intervention, district=LeedsFactory(), stating="50.00")
    figures = compute(["core_interventions", "core_committed"], SCOPE)
    assert [figure.plain for figure in figures.values()] == ["1", "150.00"]


def test_without_records_money_is_nothing_and_what_nobody_stated_is_not_known() -> None:
    figures = compute(FIGURES, SCOPE)
    not_known = {key for key, figure in figures.items() if figure.value is None}
    assert not_known == {
        *("core_at_risk", "core_not_budgeted", "core_outturn_variance", "core_spend_variance"),
        "core_grant_award",
        "core_uncommitted",
        "high_impact_deciding_headroom",
        "high_impact_forecast_headroom",
        "high_impact_headroom",
        "high_impact_required",
        "high_impact_share",
        "high_impact_spent_headroom",
        "match_baseline",
        "match_percentage",
        "match_required",
        "match_to_confirm",
        "match_to_find",
        "svd_labour",
        "svd_non_labour",
        "svd_total",
        "svd_unallocated",
        "svd_uncommitted",
    }
    assert figures["core_committed"].shown == "£0.00"
    assert figures["core_grant_award"].shown == "Not known"


@pytest.mark.usefixtures("the_paper")
def test_the_award_is_not_held_by_district_but_its_use_is() -> None:
    leeds = LeedsFactory()
    line = FundingLineFactory(district=leeds, stating="100.00")
    AssessmentFactory(intervention=line.intervention)
    figures = compute(
        ["core_grant_award", "high_impact_headroom", "high_impact_committed"], SCOPE.in_district(leeds)
    )
    award, headroom, committed = figures.values()
    assert (award.value, award.is_held, award.shown) == (None, False, "Not held by district")
    assert (headroom.value, headroom.is_held) == (None, False)
    assert committed.plain == "100.00"


def test_the_districts_and_the_whole_area_s_own_lines_add_up() -> None:
    leeds = LeedsFactory()
    FundingLineFactory(stating="100.00")
    FundingLineFactory(district=leeds, stating="20.00")
    ReachRecordFactory(people_24_and_under=7)
    ReachRecordFactory(people_24_and_under=5, district=leeds)
    division = by_district(["core_committed", "people_24_and_under"], SCOPE)
    assert [(part.label, [result.plain for result in row]) for part, row in division.rows] == [
        ("Leeds", ["20.00", "5"]),
        ("Whole of West Yorkshire", ["100.00", "7"]),
    ]
    assert [result.plain for result in division.total] == ["120.00", "12"]


@pytest.mark.usefixtures("the_paper")
def test_reach_by_quarter_shows_the_quarters_that_had_ended() -> None:
    division = by_quarter(["people_24_and_under", "core_grant_award"], SCOPE)
    assert [(part.label, [result.plain for result in row]) for part, row in division.rows] == [
        ("Q1, April to June 2023", ["3000", None]),
        ("Q2, July to September 2023", ["3500", None]),
        ("Q3, October to December 2023", ["4130", None]),
    ]
    assert [result.plain for result in division.total] == ["10630", "4388080.00"]


def test_a_scope_may_be_narrowed_to_some_interventions() -> None:
    mentoring = FundingLineFactory(intervention__name="Mentoring", stating="100.00").intervention
    FundingLineFactory(stating="20.00")
    ReachRecordFactory(intervention=mentoring, people_24_and_under=7)
    ReachRecordFactory(people_24_and_under=5)
    among = SCOPE.among(Intervention.objects.filter(name="Mentoring"))
    figures = compute(["core_committed", "people_24_and_under"], among)
    assert [figure.plain for figure in figures.values()] == ["100.00", "7"]


def test_contacts_are_never_people() -> None:
    ReachRecordFactory(people_24_and_under=1, referrals=100, contacts=200, attendances=300)
    assert compute(["people_24_and_under"], SCOPE)["people_24_and_under"].value == 1


def test_people_whose_age_is_not_known_are_in_no_age_group() -> None:
    ReachRecordFactory(people_age_not_known=12)
    figures = compute(["people_24_and_under", "people_25_and_over", "people_age_not_known"], SCOPE)
    assert [figure.value for figure in figures.values()] == [0, 0, 12]


def add_interventions(number: int) -> None:
    board = OrganisationFactory()
    leeds = LeedsFactory()
    interventions = InterventionFactory.build_batch(number, commissioner=board)
    Intervention.objects.bulk_create(interventions)
    FundingLine.objects.bulk_create(
        FundingLineFactory.build(intervention=intervention, district=leeds) for intervention in interventions
    )
    ReachRecord.objects.bulk_create(
        ReachRecordFactory.build(intervention=intervention, people_24_and_under=3)
        for intervention in interventions
    )


def test_all_figures_cost_the_same_number_of_queries_however_many_interventions() -> None:
    counts = []
    for number in (3, 297):
        add_interventions(number)
        with CaptureQueriesContext(connection) as queries:
            compute(FIGURES, SCOPE)
            by_district(["core_committed", "people_24_and_under"], SCOPE)
            by_quarter(["people_24_and_under"], SCOPE)
        counts.append(len(queries))
    assert FundingLine.objects.count() == 300
    assert counts[0] == counts[1]


def test_a_figure_has_one_definition() -> None:
    with pytest.raises(ValueError, match="core_grant_award is defined already"):
        register(FIGURES["core_grant_award"])
    with pytest.raises(KeyError):
        compute(["no_such_figure"], SCOPE)


def test_every_figure_says_in_a_sentence_what_it_is() -> None:
    for key, figure in FIGURES.items():
        assert figure.key == key
        assert figure.definition.endswith("."), key
        is_a_count = figure.unit in {"interventions", "number"}
        assert figure.records is not None or figure.parts or is_a_count, key
        assert set(figure.parts) <= FIGURES.keys(), key


def test_match_contributed_is_what_is_confirmed_and_what_is_only_pledged() -> None:
    MatchContributionFactory(amount="400000.00", pledged_on=date(2023, 5, 1), confirmed_on=date(2023, 6, 1))
    MatchContributionFactory(amount="105500.00", pledged_on=date(2023, 5, 1))
    assert compute(["match_contributed"], SCOPE)["match_contributed"].plain == "505500.00"


def test_what_is_left_of_the_duty_money_is_the_allocation_less_what_interventions_have() -> None:
    AllocationFactory(labour="101161.78", non_labour="129017.47")
    FundingLineFactory(funding_source="svd", stating="30179.25")
    FundingLineFactory(funding_source="core", stating="1.00")
    results = compute(["svd_committed", "svd_uncommitted"], SCOPE)
    assert {key: result.plain for key, result in results.items()} == {
        "svd_committed": "30179.25",
        "svd_uncommitted": "200000.00",
    }
