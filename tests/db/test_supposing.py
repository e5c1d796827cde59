"""What is supposed gives the figures that the same change, really made, would give; and saves nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from grants.models import Award, HighImpactTerms
from interventions.actions import agree_amount
from interventions.models import Assessment
from interventions.rules import Counting
from tests.factories import (
    ApproachRatingFactory,
    AssessmentFactory,
    AwardFactory,
    FundingLineFactory,
    FundingSpendFactory,
    HighImpactTermsFactory,
    ImpactFactory,
    InterventionFactory,
)
from vrp_portal.figures.registry import by_district, compute
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.supposing import SupposedRating, Supposition
from vrp_portal.high_impact.standing import FIGURES
from vrp_portal.periods import FinancialYear

pytestmark = pytest.mark.django_db

SCOPE = Scope(FinancialYear(2023), date(2023, 12, 31))


class Records:
    """Three core lines: £300 that counts, £200 of moderate impact with evidence 3, £100 not assessed."""

    def __init__(self) -> None:
        self.award = AwardFactory(amount=Decimal("1000.00"))
        self.terms = HighImpactTermsFactory(percentage=Decimal(30), minimum_confidence=4)
        self.high = ImpactFactory(word="High", counting=Counting.ALWAYS)
        self.moderate = ImpactFactory(word="Moderate", counting=Counting.WITH_HIGH_CONFIDENCE)
        self.counting = ApproachRatingFactory(impact=self.high)
        self.below = ApproachRatingFactory(impact=self.moderate, evidence_confidence=3)
        self.sport, self.mentoring, self.unassessed = (
            FundingLineFactory(intervention=InterventionFactory(status="delivering"), stating=amount)
            for amount in ("300.00", "200.00", "100.00")
        )
        AssessmentFactory(intervention=self.sport.intervention, rating=self.counting)
        AssessmentFactory(intervention=self.mentoring.intervention, rating=self.below)
        for line, amount in ((self.sport, "30.00"), (self.mentoring, "20.00"), (self.unassessed, "10.00")):
            FundingSpendFactory(line=line, amount=Decimal(amount))


@pytest.fixture
def records(db: None) -> Records:
    return Records()


def figures(supposing: Supposition | None = None) -> dict[str, object]:
    scope = SCOPE if supposing is None else SCOPE.suppose(supposing)
    return {key: result.value for key, result in compute(FIGURES, scope).items()}


def test_as_recorded(records: Records) -> None:
    told = figures()
    assert told["high_impact_required"] == Decimal("300.00")
    assert told["high_impact_committed"] == Decimal("300.00")
    assert told["high_impact_headroom"] == 0
    assert told["high_impact_forecast"] == Decimal("300.00")
    assert told["assessed_not_counting_committed"] == Decimal("200.00")
    assert told["without_assessment_committed"] == Decimal("100.00")
    assert told["without_assessment_spent"] == Decimal("10.00")


def test_another_grant(records: Records) -> None:
    supposed = figures(Supposition(award=Decimal("2000.00")))
    assert supposed["high_impact_required"] == Decimal("600.00")
    assert supposed["high_impact_headroom"] == Decimal("-300.00")
    Award.objects.all().delete()
    AwardFactory(funder=records.award.funder, amount=Decimal("2000.00"))
    assert figures() == supposed


def test_another_share(records: Records) -> None:
    supposed = figures(Supposition(percentage=Decimal("25.5")))
    assert supposed["high_impact_required"] == Decimal("255.00")
    assert supposed["high_impact_headroom"] == Decimal("45.00")
    HighImpactTerms.objects.update(percentage=Decimal("25.5"))
    assert figures() == supposed


def test_less_evidence_for_moderate_impact(records: Records) -> None:
    supposed = figures(Supposition(minimum_confidence=3))
    assert supposed["high_impact_committed"] == Decimal("500.00")
    assert supposed["assessed_not_counting_committed"] == 0
    HighImpactTerms.objects.update(minimum_confidence=3)
    assert figures() == supposed


def test_another_rating(records: Records) -> None:
    supposed = figures(Supposition(ratings={records.below.pk: SupposedRating(records.moderate.pk, 4)}))
    assert supposed["high_impact_committed"] == Decimal("500.00")
    assert supposed["high_impact_spent"] == Decimal("50.00")
    newer = ApproachRatingFactory(
        approach=records.below.approach,
        impact=records.moderate,
        evidence_confidence=4,
        in_force_from=date(2023, 4, 1),
    )
    AssessmentFactory(intervention=records.mentoring.intervention, rating=newer)
    assert figures() == supposed


def test_an_assessment_of_what_is_not_assessed(records: Records) -> None:
    supposed = figures(Supposition(assessments={records.unassessed.intervention_id: records.counting.pk}))
    assert supposed["high_impact_committed"] == Decimal("400.00")
    assert supposed["without_assessment_committed"] == 0
    AssessmentFactory(intervention=records.unassessed.intervention, rating=records.counting)
    assert figures() == supposed


def test_no_assessment_of_what_counts(records: Records) -> None:
    supposed = figures(Supposition(assessments={records.sport.intervention_id: None}))
    assert supposed["high_impact_committed"] == 0
    assert supposed["without_assessment_committed"] == Decimal("400.00")
    Assessment.objects.filter(intervention=records.sport.intervention).delete()
    assert figures() == supposed


def test_another_allocation(records: Records) -> None:
    supposed = figures(Supposition(allocations={records.sport.pk: Decimal("299.99")}))
    assert supposed["high_impact_headroom"] == Decimal("-0.01")
    assert supposed["high_impact_forecast"] == Decimal("299.99")
    agree_amount(records.sport, amount=Decimal("-0.01"), agreed_on=date(2023, 6, 1), reason="A penny less")
    assert figures() == supposed


def test_an_allocation_of_a_line_whose_amount_is_not_stated(records: Records) -> None:
    line = FundingLineFactory(
        intervention=records.sport.intervention,
        year=FinancialYear(2023),
        district=None,
        funding_source="match",
    )
    assert figures(Supposition(allocations={line.pk: Decimal("5.00")})) == figures()


def test_suppositions_together(records: Records) -> None:
    supposed = figures(
        Supposition(
            award=Decimal("2000.00"),
            minimum_confidence=3,
            allocations={records.mentoring.pk: Decimal("250.00")},
            assessments={records.unassessed.intervention_id: records.below.pk},
        )
    )
    assert supposed["high_impact_committed"] == Decimal("650.00")
    assert supposed["high_impact_headroom"] == Decimal("50.00")


def test_nothing_is_saved_and_nothing_else_moves(records: Records) -> None:
    before = figures()
    figures(Supposition(award=Decimal(1), assessments={records.sport.intervention_id: None}))
    assert figures() == before


def test_a_district_has_no_grant_of_its_own_supposed_or_not(records: Records, leeds) -> None:
    of_leeds = SCOPE.in_district(leeds).suppose(Supposition(award=Decimal("2000.00")))
    assert not compute(["high_impact_required"], of_leeds)["high_impact_required"].is_held
    division = by_district(["high_impact_committed", "high_impact_forecast"], SCOPE)
    assert [result.value for result in division.total] == [Decimal("300.00"), Decimal("300.00")]


@pytest.mark.parametrize(
    ("status", "as_at", "forecast"),
    [
        ("delivering", date(2023, 12, 31), "300.00"),
        ("complete", date(2023, 12, 31), "30.00"),
        ("ended_early", date(2023, 12, 31), "30.00"),
        ("complete", date(2023, 9, 30), "300.00"),
        ("delivering", date(2024, 3, 31), "30.00"),
    ],
)
def test_what_goes_on_is_forecast_to_spend_its_allocation_and_what_has_ended_is_not(
    records: Records, status: str, as_at: date, forecast: str
) -> None:
    changes = records.sport.intervention.status_changes
    changes.create(status="delivering", since=date(2023, 4, 1))
    if status != "delivering":
        changes.create(status=status, since=date(2023, 11, 30))
    key = "high_impact_forecast"
    assert compute([key], SCOPE.on(as_at))[key].value == Decimal(forecast)


def test_spend_above_the_allocation_is_forecast_as_spent(records: Records) -> None:
    FundingSpendFactory(line=records.sport, amount=Decimal("500.00"))
    assert figures()["high_impact_forecast"] == Decimal("530.00")
