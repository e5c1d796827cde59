"""How the 30% rule moved over a year: on each day as the figures say, and when it was first met."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from grants.rules import HighImpactPosition
from interventions.actions import agree_amount
from interventions.rules import Counting
from tests.factories import (
    ApproachRatingFactory,
    AssessmentFactory,
    AwardFactory,
    FundingLineFactory,
    HighImpactTermsFactory,
    ImpactFactory,
    InterventionFactory,
    OrganisationFactory,
    UserFactory,
)
from vrp_portal.figures.definitions.high_impact import Moment, days_of_change, movement
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.high_impact.standing import first_met
from vrp_portal.periods import FinancialYear
from vrp_portal.records.actions import withdraw

pytestmark = pytest.mark.django_db

SCOPE = Scope(FinancialYear(2023), date(2023, 12, 31))
KEYS = ["core_grant_award", "high_impact_required", "high_impact_committed", "high_impact_spent"]


def counting_line(amount: str, *, agreed_on: date, assessed_on: date):
    line = FundingLineFactory(stating=amount, agreed_on=agreed_on)
    AssessmentFactory(intervention=line.intervention, assessed_on=assessed_on)
    return line


@pytest.fixture
def thirty_of_a_hundred(db: None) -> None:
    AwardFactory(amount=Decimal("100.00"))
    HighImpactTermsFactory(percentage=Decimal(30))


def test_each_moment_is_what_the_figures_say_as_at_that_day() -> None:
    call_command("load_paper", stdout=StringIO())
    call_command("load_illustrative", stdout=StringIO())
    with CaptureQueriesContext(connection) as queries:
        moments = movement(SCOPE)
    assert len(queries) <= 7
    assert len(moments) == len(days_of_change(SCOPE))
    for moment in moments[::5] + moments[-1:]:
        told = compute(KEYS, SCOPE.on(moment.day))
        assert moment.committed.award == told["core_grant_award"].value
        assert moment.committed.required == told["high_impact_required"].value
        assert moment.committed.deployed == told["high_impact_committed"].value
        assert moment.spent.deployed == told["high_impact_spent"].value


def test_every_day_between_two_moments_is_as_the_first_of_them(thirty_of_a_hundred: None) -> None:
    line = counting_line("30.00", agreed_on=date(2023, 5, 2), assessed_on=date(2023, 6, 5))
    agree_amount(line, amount=Decimal("5.00"), agreed_on=date(2023, 8, 1), reason="More")
    withdraw(line, on=date(2023, 10, 10), reason="Ended")
    moments = movement(SCOPE)
    by_day = {moment.day: moment.committed.deployed for moment in moments}
    assert list(by_day.values()) == [0, 0, Decimal("30.00"), 30, Decimal("35.00"), 35, 0, 0]
    for days in range(0, 275, 11):
        day = SCOPE.year.starts + timedelta(days=days)
        standing = [amount for changed_on, amount in by_day.items() if changed_on <= day][-1]
        assert compute(["high_impact_committed"], SCOPE.on(day))["high_impact_committed"].value == standing


def test_an_override_counts_from_the_day_of_its_approval(thirty_of_a_hundred: None) -> None:
    made_by, decided_by = UserFactory(), UserFactory()
    line = FundingLineFactory(stating="30.00", agreed_on=date(2023, 5, 2))
    AssessmentFactory(
        intervention=line.intervention,
        assessed_on=date(2023, 6, 5),
        assessed_by=made_by,
        note="Evaluated locally",
        approval="approved",
        decided_on=date(2023, 7, 3),
        decided_by=decided_by,
    )
    by_day = {moment.day: moment.committed.deployed for moment in movement(SCOPE)}
    assert by_day[date(2023, 6, 5)] == 0
    assert by_day[date(2023, 7, 3)] == Decimal("30.00")


def test_the_number_of_queries_does_not_grow_with_days(thirty_of_a_hundred: None) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            movement(SCOPE)
        return len(captured)

    counting_line("1.00", agreed_on=date(2023, 5, 2), assessed_on=date(2023, 5, 3))
    before = queries()
    for month in range(6, 12):
        counting_line("1.00", agreed_on=date(2023, month, 2), assessed_on=date(2023, month, 3))
    assert queries() == before


def test_money_of_a_rating_that_does_not_count_never_moves_it(thirty_of_a_hundred: None) -> None:
    line = FundingLineFactory(stating="50.00")
    never = ApproachRatingFactory(impact=ImpactFactory(counting=Counting.NEVER))
    AssessmentFactory(intervention=line.intervention, rating=never)
    assert {moment.committed.deployed for moment in movement(SCOPE)} == {Decimal(0)}


def test_nothing_is_told_before_there_is_an_award_or_without_terms(db: None) -> None:
    assert movement(SCOPE) == []
    HighImpactTermsFactory()
    assert movement(SCOPE) == []
    AwardFactory(funder=OrganisationFactory(), agreed_on=date(2023, 9, 4))
    assert {moment.day for moment in movement(SCOPE)} == {
        date(2023, 9, 4),
        date(2023, 9, 30),
        date(2023, 12, 31),
    }


def test_nothing_is_told_of_a_year_that_has_not_begun(thirty_of_a_hundred: None) -> None:
    InterventionFactory()
    assert movement(Scope(FinancialYear(2023), date(2023, 3, 31))) == []


def moments_of(*deployed: int) -> list[Moment]:
    """The rule on the first of each month from April on; 30 is what it asks."""
    return [
        Moment(
            date(2023, 4 + number, 1),
            HighImpactPosition(Decimal(100), Decimal(30), Decimal(amount)),
            HighImpactPosition(Decimal(100), Decimal(30), Decimal(0)),
        )
        for number, amount in enumerate(deployed)
    ]


@pytest.mark.parametrize(
    ("deployed", "sentence"),
    [
        ((0, 29), "It has not been met on any day of the year so far."),
        ((0, 30, 31), "It was first met on 1 May 2023, and has been met ever since."),
        ((30, 10, 20), "It was first met on 1 April 2023, and has been short again since 1 May 2023."),
        (
            (0, 30, 10, 40),
            "It was first met on 1 May 2023, was short again from 1 June 2023, and has been met since "
            "1 July 2023.",
        ),
        ((30, 10, 40, 5), "It was first met on 1 April 2023, and has been short again since 1 July 2023."),
    ],
)
def test_when_it_was_first_met(deployed: tuple[int, ...], sentence: str) -> None:
    assert first_met(moments_of(*deployed), by_spend=False) == sentence


def test_where_spend_decides_it_is_met_by_spend() -> None:
    assert "not been met" in first_met(moments_of(30, 40), by_spend=True)
