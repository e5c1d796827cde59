"""As at a day: what had happened by then, from the dates that records carry (docs/rules.md 6)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from interventions.models import ApproachRating, Assessment, FundingLine, ReachRecord
from interventions.rules import Counting
from tests.factories import (
    AllocationFactory,
    ApproachRatingFactory,
    AssessmentFactory,
    AwardFactory,
    FundingEntryFactory,
    FundingLineFactory,
    FundingSpendFactory,
    HighImpactTermsFactory,
    ImpactFactory,
    LeedsFactory,
    MatchContributionFactory,
    ReachRecordFactory,
)
from vrp_portal.figures.opening import opening_scope, scope_of_year
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import FinancialYear, Quarter

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
THE_DAY = date(2023, 10, 15)
THE_DAY_BEFORE = THE_DAY - timedelta(days=1)


def value(key: str, as_at: date) -> Any:
    return compute([key], Scope(YEAR, as_at))[key].value


def before_and_on(key: str) -> tuple[Any, Any]:
    """A figure the day before the day, and on it."""
    return value(key, THE_DAY_BEFORE), value(key, THE_DAY)


def withdraw(record: Any, on: date) -> None:
    type(record).objects.filter(pk=record.pk).update(withdrawn_on=on, withdrawn_reason="Entered by mistake")


def test_an_award_counts_from_the_day_it_was_agreed() -> None:
    AwardFactory(agreed_on=THE_DAY, amount=Decimal(100))
    assert before_and_on("core_grant_award") == (None, Decimal(100))


def test_an_allocation_counts_from_the_day_it_was_agreed() -> None:
    AllocationFactory(agreed_on=THE_DAY, labour=Decimal(60), non_labour=Decimal(40))
    assert before_and_on("svd_total") == (None, Decimal(100))


def test_match_is_pledged_then_confirmed() -> None:
    MatchContributionFactory(
        pledged_on=date(2023, 5, 1), confirmed_on=THE_DAY, evidenced_on=date(2023, 12, 1), amount=Decimal(100)
    )
    assert value("match_pledged", date(2023, 4, 30)) == 0
    assert before_and_on("match_pledged") == (Decimal(100), 0)
    assert before_and_on("match_confirmed") == (0, Decimal(100))


def test_a_funding_line_counts_from_the_day_it_was_agreed() -> None:
    FundingLineFactory(agreed_on=THE_DAY)
    assert before_and_on("core_interventions") == (0, 1)


def test_money_agreed_later_is_not_there_yet() -> None:
    line = FundingLineFactory(stating="100.00")
    FundingEntryFactory(line=line, agreed_on=THE_DAY, amount=Decimal(-30), reason="Started late")
    assert before_and_on("core_committed") == (Decimal(100), Decimal(70))


def test_an_amount_stated_later_was_not_stated_before() -> None:
    FundingEntryFactory(line=FundingLineFactory(), agreed_on=THE_DAY)
    assert before_and_on("core_interventions_amount_not_stated") == (1, 0)


@pytest.mark.parametrize(("as_at", "spent"), [(date(2023, 12, 30), 5), (date(2023, 12, 31), 12)])
def test_money_is_spent_once_its_quarter_has_ended(as_at: date, spent: int) -> None:
    line = FundingLineFactory()
    FundingSpendFactory(line=line, quarter=Quarter(YEAR, 2), amount=Decimal(5))
    FundingSpendFactory(line=line, quarter=Quarter(YEAR, 3), amount=Decimal(7))
    assert value("core_spent", as_at) == spent


@pytest.mark.parametrize(("as_at", "people"), [(date(2023, 12, 30), 5), (date(2023, 12, 31), 12)])
def test_people_are_reached_once_their_quarter_has_ended(as_at: date, people: int) -> None:
    intervention = ReachRecordFactory(quarter=Quarter(YEAR, 2), people_24_and_under=5).intervention
    ReachRecordFactory(intervention=intervention, quarter=Quarter(YEAR, 3), people_24_and_under=7)
    assert value("people_24_and_under", as_at) == people


def test_an_assessment_counts_from_its_day() -> None:
    HighImpactTermsFactory()
    line = FundingLineFactory(stating="100.00")
    AssessmentFactory(intervention=line.intervention, assessed_on=THE_DAY)
    assert before_and_on("high_impact_committed") == (0, Decimal(100))
    assert before_and_on("interventions_without_assessment") == (1, 0)


def test_a_later_assessment_takes_the_place_of_an_earlier_one_from_its_day() -> None:
    HighImpactTermsFactory()
    line = FundingLineFactory(stating="100.00")
    AssessmentFactory(intervention=line.intervention)
    low = ApproachRatingFactory(impact=ImpactFactory(counting=Counting.NEVER))
    AssessmentFactory(intervention=line.intervention, rating=low, assessed_on=THE_DAY)
    assert before_and_on("high_impact_committed") == (Decimal(100), 0)


def test_of_two_assessments_on_one_day_the_last_one_counts() -> None:
    HighImpactTermsFactory()
    line = FundingLineFactory(stating="100.00")
    low = ApproachRatingFactory(impact=ImpactFactory(counting=Counting.NEVER))
    AssessmentFactory(intervention=line.intervention, rating=low, assessed_on=THE_DAY)
    AssessmentFactory(intervention=line.intervention, assessed_on=THE_DAY)
    assert value("high_impact_committed", THE_DAY) == Decimal(100)


def test_a_rating_is_superseded_from_the_day_of_the_next() -> None:
    old = ApproachRatingFactory()
    new = ApproachRatingFactory(approach=old.approach, in_force_from=THE_DAY)
    assert list(ApproachRating.objects.in_force(THE_DAY_BEFORE)) == [old]
    assert list(ApproachRating.objects.in_force(THE_DAY)) == [new]


def test_an_assessment_keeps_the_rating_it_relied_on() -> None:
    HighImpactTermsFactory()
    line = FundingLineFactory(stating="100.00")
    relied_on = AssessmentFactory(intervention=line.intervention).rating
    ApproachRatingFactory(
        approach=relied_on.approach, impact=ImpactFactory(counting=Counting.NEVER), in_force_from=THE_DAY
    )
    assert before_and_on("high_impact_committed") == (Decimal(100), Decimal(100))
    assert Assessment.objects.get().rating == relied_on


def test_what_is_withdrawn_later_still_counts_before() -> None:
    withdraw(AwardFactory(amount=Decimal(100)), THE_DAY)
    assert before_and_on("core_grant_award") == (Decimal(100), None)


def test_of_an_award_and_what_replaced_it_one_counts_on_each_day() -> None:
    replaced = AwardFactory(amount=Decimal(100))
    withdraw(replaced, THE_DAY)
    AwardFactory(funder=replaced.funder, amount=Decimal(70), agreed_on=THE_DAY)
    assert before_and_on("core_grant_award") == (Decimal(100), Decimal(70))


def test_a_withdrawn_line_takes_its_money_along() -> None:
    withdraw(FundingLineFactory(stating="100.00"), THE_DAY)
    assert before_and_on("core_committed") == (Decimal(100), 0)
    assert before_and_on("core_interventions") == (1, 0)


def test_a_withdrawn_intervention_takes_its_money_and_its_people_along() -> None:
    line = FundingLineFactory(stating="100.00")
    ReachRecordFactory(intervention=line.intervention, people_24_and_under=9)
    withdraw(line.intervention, THE_DAY)
    assert before_and_on("core_committed") == (Decimal(100), 0)
    assert before_and_on("people_24_and_under") == (9, 0)


def test_withdrawn_match_and_spend_still_count_before() -> None:
    withdraw(MatchContributionFactory(amount=Decimal(5)), THE_DAY)
    withdraw(FundingSpendFactory(amount=Decimal(6)), THE_DAY)
    assert before_and_on("match_pledged") == (5, 0)
    assert before_and_on("core_spent") == (6, 0)


def test_a_december_return_typed_in_january_belongs_to_december() -> None:
    ReachRecordFactory(quarter=Quarter(YEAR, 3), people_24_and_under=4130)
    assert value("people_24_and_under", date(2023, 12, 31)) == 4130


def test_of_cumulative_counts_the_last_one_counts() -> None:
    first = ReachRecordFactory(quarter=Quarter(YEAR, 1), basis="cumulative", people_24_and_under=10)
    for number, people in ((2, 25), (3, 40)):
        ReachRecordFactory(
            intervention=first.intervention,
            quarter=Quarter(YEAR, number),
            basis="cumulative",
            people_24_and_under=people,
        )
    assert value("people_24_and_under", date(2023, 6, 30)) == 10
    assert value("people_24_and_under", date(2023, 9, 30)) == 25
    assert value("people_24_and_under", date(2023, 12, 31)) == 40
    records = ReachRecord.objects.with_new("people_24_and_under").order_by("quarter")
    assert [record.new_people_24_and_under for record in records] == [10, 15, 15]


def test_a_count_that_is_withdrawn_was_wrong_on_every_day() -> None:
    withdraw(ReachRecordFactory(people_25_and_over=7), THE_DAY)
    assert before_and_on("people_25_and_over") == (0, 0)


def test_a_cumulative_count_that_was_withdrawn_is_passed_over() -> None:
    first = ReachRecordFactory(quarter=Quarter(YEAR, 1), basis="cumulative", people_24_and_under=10)
    for number, people in ((2, 250), (3, 40)):
        record = ReachRecordFactory(
            intervention=first.intervention,
            quarter=Quarter(YEAR, number),
            basis="cumulative",
            people_24_and_under=people,
        )
        if number == 2:
            withdraw(record, date(2023, 10, 20))
    assert value("people_24_and_under", date(2023, 10, 19)) == 10
    assert value("people_24_and_under", date(2023, 12, 31)) == 40


def test_a_cumulative_count_begins_anew_with_the_year_and_in_each_district() -> None:
    last_year = ReachRecordFactory(
        quarter=Quarter(FinancialYear(2022), 4), basis="cumulative", people_24_and_under=500
    )
    for district in (None, LeedsFactory()):
        ReachRecordFactory(
            intervention=last_year.intervention,
            quarter=Quarter(YEAR, 1),
            basis="cumulative",
            district=district,
            people_24_and_under=30,
        )
    assert value("people_24_and_under", date(2023, 12, 31)) == 60


def test_a_cumulative_count_that_falls_lowers_the_figure() -> None:
    first = ReachRecordFactory(quarter=Quarter(YEAR, 1), basis="cumulative", people_24_and_under=10)
    ReachRecordFactory(
        intervention=first.intervention,
        quarter=Quarter(YEAR, 2),
        basis="cumulative",
        people_24_and_under=0,
        reason_for_fall="All of them were counted by another intervention",
    )
    figure = compute(["people_24_and_under"], Scope(YEAR, date(2023, 9, 30)))["people_24_and_under"]
    behind = figure.figure.records(Scope(YEAR, date(2023, 9, 30))).lines()
    assert figure.value == 0
    assert [people for _, people in behind] == [10, -10]


def test_a_count_stated_as_up_to_is_left_out() -> None:
    ReachRecordFactory(qualifier="up_to", people_24_and_under=500)
    ReachRecordFactory(qualifier="estimate", people_24_and_under=20)
    assert value("people_24_and_under", date(2023, 12, 31)) == 20


@pytest.mark.parametrize("as_at", [date(2019, 4, 1), date(2100, 12, 31)])
def test_any_day_of_the_partnership_may_be_asked_for(as_at: date) -> None:
    assert value("core_committed", as_at) == 0


def test_the_portal_opens_at_the_end_of_the_latest_quarter_with_reach() -> None:
    ReachRecordFactory(quarter=Quarter(YEAR, 3))
    ReachRecordFactory(quarter=Quarter(FinancialYear(2030), 1))
    assert opening_scope(date(2024, 4, 12)) == Scope(YEAR, date(2023, 12, 31))


def test_without_reach_the_portal_opens_today() -> None:
    assert opening_scope(date(2024, 4, 12)) == Scope(FinancialYear(2024), date(2024, 4, 12))


def test_a_past_year_is_shown_as_it_ended() -> None:
    assert scope_of_year(YEAR, today=date(2026, 1, 1)) == Scope(YEAR, date(2024, 3, 31))
    assert scope_of_year(YEAR, today=THE_DAY) == Scope(YEAR, THE_DAY)


def test_lines_may_be_asked_for_by_year_day_source_and_district() -> None:
    leeds = LeedsFactory()
    line = FundingLineFactory(district=leeds, agreed_on=THE_DAY)
    asked = FundingLine.objects.for_year(YEAR).from_source("core").in_district(leeds)
    assert list(asked.as_at(THE_DAY)) == [line]
    assert list(asked.as_at(THE_DAY_BEFORE)) == []
