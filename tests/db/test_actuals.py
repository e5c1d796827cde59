"""What of a year's core grant was actually spent, each pound once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests import factories
from vrp_portal.figures.actuals import actuals
from vrp_portal.periods import FinancialYear, Quarter

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
Q1, Q2 = YEAR.quarters[:2]


def spend(purpose: str, quarter: Quarter, amount: str, **given: object) -> None:
    line = factories.BudgetLineFactory._meta.model.objects.filter(purpose=purpose).first()
    line = line or factories.BudgetLineFactory(year=YEAR, purpose=purpose)
    factories.SpendEntryFactory(line=line, quarter=quarter, amount=Decimal(amount), **given)


def test_actual_spend_is_told_by_purpose_and_quarter() -> None:
    spend("staffing", Q1, "100.10")
    spend("staffing", Q1, "0.05")
    spend("staffing", Q2, "50.00")
    spend("evaluation", Q2, "70.00")
    assert actuals(YEAR, as_at=date(2023, 9, 30)) == {
        ("staffing", Q1): Decimal("100.15"),
        ("staffing", Q2): Decimal("50.00"),
        ("evaluation", Q2): Decimal("70.00"),
    }


def test_a_quarter_that_has_not_ended_and_a_forecast_are_not_actual() -> None:
    spend("staffing", Q1, "100.00")
    spend("staffing", Q1, "7.00", kind="forecast")
    spend("staffing", Q2, "50.00")
    assert actuals(YEAR, as_at=date(2023, 9, 29)) == {("staffing", Q1): Decimal("100.00")}


def test_what_interventions_spend_is_read_from_their_funding_lines_alone() -> None:
    core = factories.FundingLineFactory(year=YEAR, funding_source="core")
    duty = factories.FundingLineFactory(year=YEAR, funding_source="svd")
    factories.FundingSpendFactory(line=core, quarter=Q1, amount=Decimal("300.00"))
    factories.FundingSpendFactory(line=duty, quarter=Q1, amount=Decimal("9.00"))
    factories.BudgetLineFactory(year=YEAR, purpose="interventions")
    assert actuals(YEAR, as_at=date(2023, 6, 30)) == {("interventions", Q1): Decimal("300.00")}


def test_it_takes_one_query(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        actuals(YEAR, as_at=date(2024, 3, 31))
