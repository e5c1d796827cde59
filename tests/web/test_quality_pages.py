"""The page of all checks of the data, and the page of one."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grants.models import BudgetLine
from tests.factories import (
    AwardFactory,
    BudgetLineFactory,
    CommunitySafetyPartnershipFactory,
    FundingLineFactory,
    FundingSpendFactory,
    InterventionDistrictFactory,
    InterventionFactory,
    MatchContributionFactory,
    ReachRecordFactory,
    SpendEntryFactory,
)
from tests.web.reading import Page, body_of, rows_of, told
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import FinancialYear, Quarter
from vrp_portal.quality.checks import CHECKS

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
SCOPE = Scope(YEAR, date(2023, 12, 31))
ASKED = {"year": "2023/24", "as_at": "2023-12-31"}


@pytest.fixture
def client(client_of, finance):
    return client_of(finance)


def add(number: int) -> None:
    """Interventions with an amount not stated, no provider, no assessment and no district."""
    for _ in range(number):
        FundingLineFactory(intervention=InterventionFactory(illustrative=True), illustrative=True)


def test_each_check_with_how_much_it_finds(client):
    AwardFactory()
    add(3)
    page = Page(client.get(reverse("quality"), ASKED))
    assert "The checks find 12 things to look at." in page.text
    counts = [cell.text for cell in page.with_class("govuk-table__cell--numeric")]
    assert counts == ["None", *["3"] * 3, *["None"] * 6, "3", *["None"] * 3]
    assert page.with_class("app-illustrative")


def test_nothing_amiss(client):
    page = Page(client.get(reverse("quality"), ASKED))
    assert "The checks find nothing amiss." in page.text
    assert not page.with_class("app-illustrative")


def test_a_check_says_why_how_and_which(client):
    add(1)
    page = Page(client.get(reverse("quality-check", args=["amount-not-stated"]), ASKED))
    check = CHECKS["amount-not-stated"]
    assert check.why in page.text
    assert check.remedy in page.text
    assert [it for it in page.all("a") if it.attributes["href"].startswith("/interventions/VRP-2023-")]
    assert "Illustrative" in page.text


def test_a_check_that_finds_nothing_says_so(client):
    assert "Nothing is amiss." in told(client.get(reverse("quality-check", args=["duplicate-names"]), ASKED))


@pytest.mark.parametrize("key", CHECKS)
def test_every_check_opens_and_is_exported(client, key):
    add(2)
    assert client.get(reverse("quality-check", args=[key]), ASKED).status_code == 200
    rows = rows_of(client.get(reverse("quality-check-export", args=[key, "csv"]), ASKED))
    assert rows[0][:2] == ["Record", "What is amiss"]
    assert len(rows) - 1 == len(list(CHECKS[key].find(SCOPE)))


def test_a_file_says_of_which_district_year_and_day_it_is(client, leeds):
    address = reverse("quality-check-export", args=["district-missing", "xlsx"])
    response = client.get(address, {**ASKED, "district": "Leeds"})
    assert 'filename="district-missing_2023-24_as-at-2023-12-31.xlsx"' in response["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(body_of(response)))
    said = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "District missing, Leeds" in said


def test_a_file_marks_what_is_illustrative(client):
    add(1)
    rows = rows_of(client.get(reverse("quality-check-export", args=["amount-not-stated", "csv"]), ASKED))
    assert rows[0] == ["Record", "What is amiss", "Illustrative"]
    assert rows[1][1:] == ["No amount is stated.", "Yes"]


def test_the_page_of_a_district_counts_and_leads_to_that_district(client, leeds, bradford):
    for district in (leeds, leeds, bradford):
        InterventionDistrictFactory(
            intervention=FundingLineFactory(district=district).intervention, district=district
        )
    page = Page(client.get(reverse("quality"), {**ASKED, "district": "Leeds"}))
    counts = [cell.text for cell in page.with_class("govuk-table__cell--numeric")]
    assert counts[:4] == ["None", "2", "2", "2"]
    (link,) = [one for one in page.all("a") if one.text == "Amount not stated"]
    told_there = told(client.get(link.attributes["href"]))
    assert "Leeds, 2023/24, as at 31 December 2023" in told_there


def test_a_long_list_has_pages_and_its_file_has_all(client):
    add(30)
    address = reverse("quality-check", args=["amount-not-stated"])
    assert "Showing 1 to 25 of 30" in told(client.get(address, ASKED))
    assert "Showing 26 to 30 of 30" in told(client.get(address, {**ASKED, "page": "2"}))
    export = reverse("quality-check-export", args=["amount-not-stated", "csv"])
    assert len(rows_of(client.get(export, {**ASKED, "page": "2"}))) == 31


@pytest.mark.parametrize("address", ["/quality/", "/quality/no-assessment/"])
def test_a_year_that_cannot_be_read_is_said_beside_it(client, address):
    response = client.get(address, {"year": "twenty"})
    assert response.status_code == 400
    assert Page(response).error_beside("year")


def test_a_check_that_there_is_not_is_not_found(client):
    assert client.get(reverse("quality-check", args=["tidiness"])).status_code == 404
    assert client.get(reverse("quality-check-export", args=["tidiness", "csv"])).status_code == 404


def add_amiss(number: int) -> None:
    """Interventions in which every check of single records finds something."""
    start, before, now = Quarter(YEAR, 1), Quarter(YEAR, 2), Quarter(YEAR, 3)
    for _ in range(number):
        InterventionFactory(name="Logged twice")
        intervention = InterventionFactory(
            name="Logged twice", status="delivering", starts_on=YEAR.starts, ends_on=date(2025, 3, 31)
        )
        line = FundingLineFactory(intervention=intervention)
        FundingSpendFactory(line=line)
        FundingSpendFactory(line=line, quarter=Quarter(FinancialYear(2022), 4))
        MatchContributionFactory()
        CommunitySafetyPartnershipFactory()
        SpendEntryFactory(line=budget_line(), quarter=Quarter(FinancialYear(2022), 4))
        for quarter, people in ((start, 20), (before, 0), (now, 0)):
            ReachRecordFactory(intervention=intervention, quarter=quarter, people_24_and_under=people)


def budget_line() -> BudgetLine:
    return BudgetLine.objects.first() or BudgetLineFactory(amount=0)


@pytest.mark.parametrize("address", ["/quality/", *(f"/quality/{key}/" for key in CHECKS)])
def test_more_records_ask_the_database_no_more_often(client, address):
    def queries() -> int:
        client.get(address, ASKED)
        with CaptureQueriesContext(connection) as captured:
            client.get(address, ASKED)
        return len(captured)

    def found() -> list[int]:
        return [len(list(check.find(SCOPE))) for check in CHECKS.values()]

    FundingLineFactory(stating="1.00")
    add_amiss(2)
    few, of_few = queries(), found()
    add_amiss(10)
    of_many = found()
    assert all(of_few)
    assert [key for key, less, more in zip(CHECKS, of_few, of_many, strict=True) if more <= less] == [
        "committed-above-award"
    ]
    assert queries() == few
