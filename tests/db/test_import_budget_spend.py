"""Importing a quarter's spend of the budget: the ledger is added to, never overwritten."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from grants.models import BudgetLine, SpendEntry
from tests.factories import BudgetLineFactory, SpendEntryFactory
from tests.importing import Q1, Q2, Q3, csv, imported, previewed, told
from vrp_portal.accounts.permissions import MATRIX
from vrp_portal.accounts.roles import Role
from vrp_portal.tabular.data import DATA_TABLES, DataScope
from vrp_portal.tabular.imports.importer import IMPORTERS

pytestmark = pytest.mark.django_db

HEADINGS = "Budget line,Quarter,Kind,Amount,Stated on,Reason"


@pytest.fixture
def staffing(db: None) -> BudgetLine:
    return BudgetLineFactory(purpose="staffing", amount=Decimal("100000.00"))


def test_a_quarter_is_imported_once(staffing: BudgetLine) -> None:
    file = csv(HEADINGS, "Staffing,2023/24 Q3,Actual,£25000.50,08/01/2024,")

    first, second = imported("budget-spend", file), imported("budget-spend", file)

    assert (first.counts["new"], second.counts["unchanged"]) == (1, 1)
    entry = SpendEntry.objects.get()
    assert (entry.line, entry.quarter, entry.kind) == (staffing, Q3, "actual")
    assert (entry.amount, entry.stated_on) == (Decimal("25000.50"), date(2024, 1, 8))
    assert entry.source == "file.csv, row 2"


def test_another_total_is_a_new_entry_of_the_difference(staffing: BudgetLine) -> None:
    SpendEntryFactory(line=staffing, quarter=Q1, amount=Decimal("20000.00"))

    less = previewed("budget-spend", csv(HEADINGS, "Staffing,2023/24 Q1,Actual,19000,,"))
    outcome = imported("budget-spend", csv(HEADINGS, "Staffing,2023/24 Q1,,19000,,Booked twice"))

    assert "A negative amount is a correction: give its reason." in told(less.problems)[0]
    assert outcome.rows[0].changes == (("Actual of 2023/24 Q1", "£20,000.00", "£19,000.00"),)
    amounts = SpendEntry.objects.order_by("pk").values_list("amount", "reason")
    assert list(amounts) == [(Decimal("20000.00"), ""), (Decimal("-1000.00"), "Booked twice")]


def test_a_forecast_takes_the_place_of_the_one_before(staffing: BudgetLine) -> None:
    SpendEntryFactory(
        line=staffing, quarter=Q3, kind="forecast", amount=Decimal("30000.00"), stated_on=date(2023, 7, 3)
    )

    outcome = imported("budget-spend", csv(HEADINGS, "Staffing,2023/24 Q3,Forecast,26000,20/09/2023,"))
    older = previewed("budget-spend", csv(HEADINGS, "Staffing,2023/24 Q3,Forecast,27000,01/08/2023,"))

    assert outcome.counts["changed"] == 1
    latest = SpendEntry.objects.forecasts(as_at=date(2023, 9, 20)).latest("stated_on")
    assert latest.amount == Decimal("26000.00")
    assert "A later forecast, stated on 20/09/2023, is in the portal: £26,000.00." in told(older.problems)[0]


def test_what_interventions_spend_is_refused_and_says_where_it_belongs(staffing: BudgetLine) -> None:
    BudgetLineFactory(purpose="interventions")
    outcome = previewed("budget-spend", csv(HEADINGS, "Interventions,2023/24 Q1,Actual,100,,"))
    assert "is entered with their funding, on the page of each intervention" in told(outcome.problems)[0]


def test_a_line_that_is_not_there_is_named(staffing: BudgetLine) -> None:
    outcome = previewed("budget-spend", csv(HEADINGS, "Management,2023/24 Q1,Actual,100,,"))
    assert "There is no budget line Management 2023/24." in told(outcome.problems)[0]


def test_more_than_is_budgeted_is_a_warning_over_the_whole_file(staffing: BudgetLine) -> None:
    outcome = previewed(
        "budget-spend",
        csv(HEADINGS, "Staffing,2023/24 Q1,Actual,60000,,", "Staffing,2023/24 Q2,Actual,60000,,"),
    )
    assert "With this, £120,000.00 is spent of the £100,000.00 budgeted." in str(told(outcome.warnings))


def test_the_same_line_and_quarter_twice_is_refused(staffing: BudgetLine) -> None:
    row = "Staffing,2023/24 Q1,Actual,100,,"
    outcome = previewed("budget-spend", csv(HEADINGS, row, row))
    assert "Row 2 is about the same as this row" in told(outcome.problems)[0]


def test_it_is_for_those_who_keep_the_budget() -> None:
    importer = IMPORTERS["budget-spend"]
    assert MATRIX[importer.action] == {Role.ADMINISTRATOR, Role.FINANCE_OFFICER}
    assert importer.version == "2026.1"


def test_an_export_as_at_a_day_has_sums_and_the_latest_forecast(staffing: BudgetLine) -> None:
    SpendEntryFactory(line=staffing, quarter=Q1, amount=Decimal("20.00"))
    SpendEntryFactory(line=staffing, quarter=Q1, amount=Decimal("-1.50"), reason="Booked twice")
    for day, amount in ((date(2023, 7, 1), "7.00"), (date(2023, 8, 1), "8.00"), (date(2024, 1, 1), "9.00")):
        SpendEntryFactory(line=staffing, quarter=Q2, kind="forecast", amount=Decimal(amount), stated_on=day)
    scope = DataScope(as_at=date(2023, 12, 31))
    rows: list[Any] = [row[:5] for row in DATA_TABLES["budget-spend"].rows(scope)]
    assert rows == [
        ("Staffing", "2023/24 Q1", "2023/24", "Actual", Decimal("18.50")),
        ("Staffing", "2023/24 Q2", "2023/24", "Forecast", Decimal("8.00")),
    ]
