"""Published figures beside the records, in the browser, and the explanation of a difference."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grants.models import Award
from tests.factories import AwardFactory, PaperFactory, PublishedFigureFactory
from tests.web.reading import Page, rows_of, told
from vrp_portal.periods import FinancialYear
from vrp_portal.records.actions import withdraw

pytestmark = pytest.mark.django_db

ASKED = {"year": "2023/24", "as_at": "2023-12-31"}
YEAR = FinancialYear(2023)


@pytest.fixture
def client(client_of, staff):
    return client_of(staff)


@pytest.fixture
def differs(db):
    """A paper that says £90.00 where £100.00 is recorded."""
    AwardFactory(amount=Decimal("100.00"))
    return PublishedFigureFactory(
        paper=PaperFactory(title="Update"),
        words="Core grant",
        figure_key="core_grant_award",
        year=YEAR,
        value=Decimal(90),
        unit="pounds",
    )


def test_the_paper_beside_its_records(client):
    call_command("load_paper", stdout=StringIO())
    call_command("load_illustrative", stdout=StringIO())
    page = Page(client.get(reverse("published"), ASKED))
    assert "23 agree with the records" in page.text
    assert "1 differs, and is explained" in page.text
    assert "0 differ, and are unexplained" in page.text
    assert "23 are of things that the portal does not record" in page.text
    assert "Core-funded interventions: 20 + 30, where 5.4.2 says 53" in page.text
    links = [it.attributes["href"] for it in page.all("a") if it.text == "10,630"]
    assert links == ["/figures/people_24_and_under/?year=2023%2F24&as_at=2023-12-31"]
    assert page.with_class("app-illustrative")


def test_a_difference_is_unexplained_until_it_is_explained(client, differs):
    before = Page(client.get(reverse("published"), ASKED))
    assert "1 differs, and is unexplained" in before.text
    assert "£10.00 more than published Unexplained Explain Core grant" in before.text
    address = reverse("published-explain", args=[differs.pk])
    form = Page(client.get(address))
    assert "Published: £90.00. Recorded: £100.00. £10.00 more than published." in form.text
    response = client.post(address, {"explanation": "A misprint, put right on 1 May 2024."})
    assert response.status_code == 302
    after = told(client.get(reverse("published"), ASKED))
    assert "A misprint, put right on 1 May 2024. Change Core grant" in after
    assert "1 differs, and is explained" in after


def test_an_explanation_that_names_a_person_is_warned_of(client, differs):
    address = reverse("published-explain", args=[differs.pk])
    response = client.post(address, {"explanation": "Ask on 0113 496 0000"})
    assert response.status_code == 422
    assert Page(response).kept("explanation") == "Ask on 0113 496 0000"
    differs.refresh_from_db()
    assert differs.explanation == ""


def test_an_explanation_that_is_right_in_spite_of_the_warning_keeps_its_reason(client, differs):
    address = reverse("published-explain", args=[differs.pk])
    typed = {"explanation": "Ask on 0113 496 0000", "reason_for_warning": "The switchboard's number."}
    assert client.post(address, typed).status_code == 302
    differs.refresh_from_db()
    assert differs.explanation == "Ask on 0113 496 0000"
    context = differs.events.order_by("pgh_id").last().pgh_context
    assert context.metadata["reason"] == "The switchboard's number."


def test_a_difference_is_explained_as_it_stood_on_the_day_of_the_page(client, differs):
    """On 31 December 2023 £100.00 is recorded for the £90.00 published; since February £90.00 is."""
    february = date(2024, 2, 1)
    award = Award.objects.get()
    withdraw(award, on=february, reason="Restated")
    AwardFactory(funder=award.funder, amount=Decimal("90.00"), agreed_on=february)
    page = Page(client.get(reverse("published"), ASKED))
    (address,) = [it.attributes["href"] for it in page.all("a") if it.text == "Explain Core grant"]
    assert "Recorded: £100.00. £10.00 more than published." in told(client.get(address))
    response = client.post(address, {"explanation": "Restated in February."})
    assert response["Location"] == "/published/?year=2023%2F24&as_at=2023-12-31"


def test_an_explanation_without_a_page_behind_it_leads_to_the_figures_own_year(client, differs):
    address = reverse("published-explain", args=[differs.pk])
    response = client.post(address, {"explanation": "A misprint."})
    assert response["Location"] == "/published/?year=2023%2F24&as_at=2024-03-31"


def test_one_figure_that_agrees_is_told_of_as_one(client, differs):
    differs.value = Decimal(100)
    differs.save()
    assert "1 agrees with the records" in told(client.get(reverse("published"), ASKED))


def test_one_explanation_may_be_taken_back(client, differs):
    differs.explanation = "A misprint"
    differs.save()
    client.post(reverse("published-explain", args=[differs.pk]), {"explanation": ""})
    assert "1 differs, and is unexplained" in told(client.get(reverse("published"), ASKED))


def test_finance_sees_differences_and_explains_none(client_of, finance, differs):
    page = Page(client_of(finance).get(reverse("published"), ASKED))
    assert "Unexplained" in page.text
    assert not [it for it in page.all("a") if it.text.startswith("Explain")]


def test_a_file_says_the_same(client, differs):
    rows = rows_of(client.get(reverse("published-export", args=["csv"]), ASKED))
    assert rows[0][:6] == ["What it is", "Paragraph", "Published", "Recorded", "Difference", "Explanation"]
    assert rows[1] == [
        "Core grant",
        "1.2",
        "£90.00",
        "£100.00",
        "£10.00 more than published",
        "unexplained",
        "Update, 12 April 2024",
    ]


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "ods"])
def test_every_kind_of_file_is_named_for_its_year_and_day(client, differs, fmt):
    response = client.get(reverse("published-export", args=[fmt]), ASKED)
    assert response.status_code == 200
    assert f"published-figures_2023-24_as-at-2023-12-31.{fmt}" in response["Content-Disposition"]


def test_what_is_not_there_is_not_found(client):
    assert client.get(reverse("published-explain", args=[1])).status_code == 404


def test_a_year_without_a_paper_says_so(client):
    assert "No paper that states a figure of this year is kept." in told(
        client.get(reverse("published"), ASKED)
    )


def test_a_scope_that_cannot_be_read_gives_no_file(client, differs):
    response = client.get(reverse("published-export", args=["csv"]), {"year": "2023"})
    assert (response.status_code, response["Location"]) == (302, "/published/?year=2023")


def test_more_figures_ask_the_database_no_more_often(client, differs):
    def queries() -> int:
        client.get(reverse("published"), ASKED)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("published"), ASKED)
        return len(captured)

    few = queries()
    for _ in range(20):
        PublishedFigureFactory(
            paper=differs.paper, figure_key="core_grant_award", year=YEAR, as_at=date(2024, 3, 31)
        )
    some = queries()
    for _ in range(20):
        PublishedFigureFactory(
            paper=differs.paper, figure_key="core_grant_award", year=YEAR, as_at=date(2024, 3, 31)
        )
    assert queries() == some
    assert some - few < 12
