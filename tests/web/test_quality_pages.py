"""The page of all checks of the data, and the page of one."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AwardFactory, FundingLineFactory, InterventionFactory
from tests.web.reading import Page, rows_of, told
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import FinancialYear
from vrp_portal.quality.checks import CHECKS

pytestmark = pytest.mark.django_db

SCOPE = Scope(FinancialYear(2023), date(2023, 12, 31))
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
    assert counts == ["None", "3", "3", "3", "None", "None", "None", "None", "None", "None", "3", "None"]
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


def test_a_check_that_there_is_not_is_not_found(client):
    assert client.get(reverse("quality-check", args=["tidiness"])).status_code == 404
    assert client.get(reverse("quality-check-export", args=["tidiness", "csv"])).status_code == 404


@pytest.mark.parametrize(
    "address", ["/quality/", "/quality/no-assessment/", "/quality/provider-to-be-confirmed/"]
)
def test_more_records_ask_the_database_no_more_often(client, address):
    def queries() -> int:
        client.get(address, ASKED)
        with CaptureQueriesContext(connection) as captured:
            client.get(address, ASKED)
        return len(captured)

    AwardFactory()
    add(2)
    few = queries()
    add(10)
    assert queries() == few
