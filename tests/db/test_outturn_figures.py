"""The outturn of a year, worked out by hand; its rows and its figures agree to the penny."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from grants import actions
from grants.models import BudgetLine, SpendEntry, Virement
from grants.rules import Threshold
from tests import factories
from tests.factories import AwardFactory, BudgetLineFactory, FundingLineFactory, FundingSpendFactory
from vrp_portal.figures.actuals import actuals
from vrp_portal.figures.registry import FIGURES, compute
from vrp_portal.figures.scope import Scope
from vrp_portal.outturn import position
from vrp_portal.periods import FinancialYear
from vrp_portal.records.actions import withdraw

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
Q1, Q2, Q3, Q4 = YEAR.quarters
TERMS = Threshold(percentage=Decimal(10), pounds=Decimal(5000))
JUNE, SEPTEMBER, DECEMBER, MARCH = (quarter.ends for quarter in YEAR.quarters)


def spend(line: BudgetLine, quarter: Any, amount: str, **given: Any) -> SpendEntry:
    return factories.SpendEntryFactory(line=line, quarter=quarter, amount=Decimal(amount), **given)


def forecast(line: BudgetLine, quarter: Any, amount: str, on: date) -> SpendEntry:
    return spend(line, quarter, amount, kind="forecast", stated_on=on)


@pytest.fixture
def staffing(db: None) -> BudgetLine:
    """£100,000 of an award of £400,000; £20,000 and £24,000 spent, £26,000 forecast for the third quarter."""
    AwardFactory(amount=Decimal("400000.00"))
    line = BudgetLineFactory(purpose="staffing", amount=Decimal("100000.00"))
    spend(line, Q1, "20000.00")
    spend(line, Q2, "25000.00")
    spend(line, Q2, "-1000.00", reason="Booked twice")
    forecast(line, Q3, "30000.00", date(2023, 7, 10))
    forecast(line, Q3, "26000.00", date(2023, 9, 20))
    return line


@pytest.fixture
def interventions(staffing: BudgetLine) -> BudgetLine:
    """£200,000, of which £180,000 are allocated and £60,000 spent by the end of September."""
    line = BudgetLineFactory(purpose="interventions", amount=Decimal("200000.00"))
    funded = FundingLineFactory(stating="180000.00", intervention__status="delivering")
    FundingSpendFactory(line=funded, quarter=Q1, amount=Decimal("20000.00"))
    FundingSpendFactory(line=funded, quarter=Q2, amount=Decimal("40000.00"))
    return line


def figures(day: date) -> dict[str, Any]:
    results = compute([key for key in FIGURES if key.startswith("core_")], Scope(YEAR, day))
    return {key: result.value for key, result in results.items()}


def rows(day: date) -> dict[str, position.OutturnRow]:
    scope = Scope(YEAR, day)
    results = compute(position.CORE_FIGURES, scope)
    return {row.key: row for row in position.core_rows(scope, results, threshold=TERMS)}


def test_spend_to_date_against_the_profile(interventions: BudgetLine) -> None:
    told = figures(SEPTEMBER)
    assert told["core_budgeted"] == Decimal("300000.00")
    assert told["core_not_budgeted"] == Decimal("100000.00")
    assert told["core_profile_to_date"] == Decimal("150000.00")
    assert told["core_spent_on_other"] == Decimal("44000.00")
    assert told["core_spent_all"] == Decimal("104000.00")
    assert told["core_spend_variance"] == Decimal("-46000.00")
    assert told["core_spent_all"] == sum(actuals(YEAR, as_at=SEPTEMBER).values())


def test_the_outturn_is_what_was_spent_and_the_forecast_of_the_rest(interventions: BudgetLine) -> None:
    told = figures(SEPTEMBER)
    # Of staffing the latest forecast of Q3, £26,000, and the profile of Q4, £25,000.
    assert told["core_other_to_come"] == Decimal("51000.00")
    assert told["core_interventions_forecast"] == Decimal("180000.00")
    assert told["core_forecast_outturn"] == Decimal("275000.00")
    assert told["core_outturn_variance"] == Decimal("-25000.00")


def test_money_is_at_risk_from_the_third_quarter_on(interventions: BudgetLine) -> None:
    assert figures(SEPTEMBER)["core_at_risk"] is None
    assert figures(date(2023, 12, 30))["core_at_risk"] is None
    # Nothing is entered for Q3, which has ended: £44,000 and the £25,000 of Q4, and £180,000.
    assert figures(DECEMBER)["core_at_risk"] == Decimal("300000.00") - Decimal("249000.00")
    # Once the year is over, what was not spent is what is left of £300,000 after £104,000.
    assert figures(MARCH)["core_at_risk"] == Decimal("196000.00")


def test_an_actual_takes_the_place_of_the_forecast_once_its_quarter_ended(staffing: BudgetLine) -> None:
    spend(staffing, Q3, "22000.00")
    assert figures(date(2023, 12, 30))["core_forecast_outturn"] == Decimal("95000.00")
    assert figures(DECEMBER)["core_forecast_outturn"] == Decimal("91000.00")


def test_as_at_a_day_the_forecast_is_the_latest_that_had_been_stated(staffing: BudgetLine) -> None:
    assert figures(date(2023, 7, 9))["core_other_to_come"] == Decimal("75000.00")
    assert figures(date(2023, 7, 10))["core_other_to_come"] == Decimal("80000.00")
    assert figures(date(2023, 9, 20))["core_other_to_come"] == Decimal("76000.00")


def test_a_forecast_that_is_withdrawn_gives_way_to_the_one_before(staffing: BudgetLine) -> None:
    latest = SpendEntry.objects.get(amount=Decimal("26000.00"))
    withdraw(latest, on=date(2023, 9, 25), reason="A slip")
    assert figures(date(2023, 9, 24))["core_other_to_come"] == Decimal("76000.00")
    assert figures(date(2023, 9, 25))["core_other_to_come"] == Decimal("80000.00")


def test_what_was_spent_of_a_line_withdrawn_since_was_spent_all_the_same(staffing: BudgetLine) -> None:
    withdraw(staffing, on=date(2023, 9, 1), reason="Planned anew")
    told = figures(SEPTEMBER)
    assert (told["core_budgeted"], told["core_spent_all"]) == (0, Decimal("44000.00"))
    assert rows(SEPTEMBER)["staffing"].actual_to_date == Decimal("44000.00")


def test_where_nothing_is_budgeted_nothing_is_compared(db: None) -> None:
    AwardFactory()
    told = figures(DECEMBER)
    assert told["core_spend_variance"] is told["core_outturn_variance"] is told["core_at_risk"] is None


def test_the_rows_add_up_to_the_figures_on_any_day(staffing: BudgetLine, interventions: BudgetLine) -> None:
    actions.move_between_lines(
        Virement(
            from_line=interventions,
            to_line=staffing,
            amount=Decimal("10000.03"),
            decided_on=date(2023, 10, 2),
            decided_by="Strategic board",
            reason="Another post",
        )
    )
    for day in (date(2023, 4, 1), JUNE, SEPTEMBER, date(2023, 10, 2), DECEMBER, MARCH):
        told, each = figures(day), rows(day).values()
        nothing = Decimal(0)
        assert sum((row.budget for row in each), nothing) == told["core_budgeted"]
        assert sum((row.profile_to_date for row in each), nothing) == told["core_profile_to_date"]
        assert sum((row.actual_to_date for row in each), nothing) == told["core_spent_all"]
        assert sum((row.outturn for row in each), nothing) == told["core_forecast_outturn"]
        assert sum((row.to_date.variance.pounds for row in each), nothing) == told["core_spend_variance"]
        for row in each:
            to_come = sum((amount or nothing for amount in row.forecast), nothing)
            assert row.actual_to_date + to_come == row.outturn


def test_the_records_behind_each_figure_add_up_to_it(interventions: BudgetLine) -> None:
    scope = Scope(YEAR, SEPTEMBER)
    told = figures(SEPTEMBER)
    for key, figure in FIGURES.items():
        if key.startswith("core_") and figure.records is not None and figure.unit == "pounds":
            assert sum(value for _, value in figure.records(scope).lines()) == told[key], key


def test_a_row_over_the_threshold_without_a_reason_is_flagged(interventions: BudgetLine) -> None:
    told = rows(SEPTEMBER)
    # Interventions: £60,000 against £100,000, and £180,000 against £200,000, which is 10% and not more.
    assert [each.needs_reason for each in told["interventions"].variances] == [True, False]
    # Staffing: £44,000 against £50,000, which is 12% and £6,000; £95,000 against £100,000.
    assert [each.needs_reason for each in told["staffing"].variances] == [True, False]
    assert not any(row.lacks_reason for row in rows(date(2023, 6, 29)).values())


def test_a_reason_is_of_its_quarter_and_the_last_one_counts(interventions: BudgetLine) -> None:
    given = {"row": "staffing", "basis": "to_date", "quarter": Q2, "amount": Decimal("-6000.00")}
    factories.VarianceReasonFactory(**given, reason="A post was vacant")
    factories.VarianceReasonFactory(**given, reason="Two posts were vacant")
    told = rows(SEPTEMBER)["staffing"].to_date
    assert (told.reason, told.lacks_reason, told.moved_since) == ("Two posts were vacant", False, None)
    assert rows(DECEMBER)["staffing"].to_date.lacks_reason


def test_a_reason_says_of_which_variance_it_was_given_once_that_moves(interventions: BudgetLine) -> None:
    factories.VarianceReasonFactory(
        row="interventions", basis="to_date", quarter=Q2, amount=Decimal("-39000.00")
    )
    assert rows(SEPTEMBER)["interventions"].to_date.moved_since == Decimal("-39000.00")


def test_a_percentage_of_nothing_is_not_known(staffing: BudgetLine) -> None:
    line = BudgetLineFactory(purpose="data", amount=Decimal(0))
    spend(line, Q1, "5000.01")
    told = rows(JUNE)["data"].to_date
    assert (told.variance.percentage, told.needs_reason) == (None, True)


@pytest.fixture
def reported(db: None) -> None:
    """£100.00 of labour and £60.00 of non-labour, half of each to a partnership that reports two quarters."""
    allocation = factories.AllocationFactory(labour=Decimal("100.00"), non_labour=Decimal("60.00"))
    csp = factories.CommunitySafetyPartnershipFactory()
    for recipient in (csp, factories.OrganisationFactory()):
        factories.ShareFactory(
            allocation=allocation, recipient=recipient, labour=Decimal("50.00"), non_labour=Decimal("30.00")
        )
    for quarter, labour in ((Q1, "10.00"), (Q2, "12.00")):
        factories.QuarterlyReturnFactory(
            csp=csp,
            quarter=quarter,
            state="accepted",
            submitted_on=quarter.ends,
            accepted_on=quarter.ends,
            labour_spent=Decimal(labour),
            non_labour_spent=Decimal("1.00"),
            labour_forecast=Decimal("45.00"),
            non_labour_forecast=Decimal("30.00"),
        )


def duty_rows(day: date) -> list[position.OutturnRow]:
    scope = Scope(YEAR, day)
    return position.duty_rows(scope, compute(position.DUTY_FIGURES, scope), threshold=TERMS)


def test_duty_money_is_compared_with_the_shares_of_those_who_report(reported: None) -> None:
    labour, non_labour = duty_rows(SEPTEMBER)
    assert (labour.allocated, labour.shared, labour.budget) == (100, 100, 50)
    assert (labour.profile_to_date, labour.actual_to_date, labour.outturn) == (25, 22, 45)
    assert labour.actual == (Decimal("10.00"), Decimal("12.00"), None, None)
    assert labour.to_date.variance.percentage == Decimal("-12.0")
    assert labour.at_year_end.variance.pounds == Decimal("-5.00")
    assert (non_labour.profile_to_date, non_labour.actual_to_date, non_labour.outturn) == (15, 2, 30)


def test_an_allocation_for_one_quarter_is_profiled_in_that_quarter(reported: None) -> None:
    year = FinancialYear(2022)
    allocation = factories.AllocationFactory(year=year, period_start=date(2023, 1, 1))
    scope = Scope(year, date(2022, 12, 31))
    parts = position._in_equal_parts(Decimal("10.00"), allocation, scope)
    assert parts == (0, 0, 0, Decimal("10.00"))
