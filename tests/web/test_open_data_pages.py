"""The page of open data, its files, and the form that says whether a line is a grant or a contract."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interventions import actions
from interventions.models import FundingLine
from tests.factories import CommunitySafetyPartnershipFactory, FundingSpendFactory
from tests.open_data import ASKED, every_kind_of_grant, grant
from tests.web.reading import Page, body_of, rows_of, told
from vrp_portal.records.actions import WithdrawnAlready, withdraw

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publisher")]


@pytest.fixture
def client(client_of, finance):
    return client_of(finance)


def page_of(client, **asked) -> Page:
    return Page(client.get(reverse("open-data"), ASKED | asked))


def links(page: Page) -> list[str]:
    return [it.attributes["href"] for it in page.all("a") if "/open-data/files/" in it.attributes["href"]]


@pytest.mark.parametrize("who", ["admin", "staff", "finance"])
def test_the_team_finds_the_page_under_data(client_of, request, who):
    client = client_of(request.getfixturevalue(who))
    assert "Open data" in [it.text for it in Page(client.get(reverse("open-data"))).all("a")]


@pytest.mark.parametrize("who", ["csp_leeds", "panel"])
def test_nobody_else_does(client_of, request, who):
    client = client_of(request.getfixturevalue(who))
    assert client.get(reverse("open-data")).status_code == 403
    assert client.get(reverse("open-data-file", args=["spend", "csv"])).status_code == 403
    assert "Open data" not in told(client.get(reverse("overview")))


def test_what_is_published_adds_up_on_the_page(client, leeds, bradford):
    every_kind_of_grant(leeds, bradford)
    text = page_of(client).text
    for amount in ("£28,600.76", "£18,200.76", "£2,500.25", "£800.00", "£9,600.00"):
        assert amount in text
    assert "1 row is marked:" in text
    assert "360G-example-VRP-2023-004-core-2023-E08000032-regrant, to Example CSP" in text


def test_each_file_with_its_rows_and_formats(client, leeds, bradford):
    every_kind_of_grant(leeds, bradford)
    page = page_of(client)
    assert [address.partition("?")[0] for address in links(page)] == [
        f"/open-data/files/{name}"
        for name in (
            "360giving.json",
            "360giving.xlsx",
            "360giving.csv",
            "vcse-grants.csv",
            "vcse-grants.xlsx",
        )
    ]
    assert all("year=2023%2F24&as_at=2023-12-31" in address for address in links(page))
    assert "Nothing to publish" in page.text  # no spend


def test_each_reason_and_each_record_that_is_left_out(client, leeds, bradford):
    every_kind_of_grant(leeds, bradford)
    page = page_of(client)
    assert "Grants: Procured as a contract (1)" in page.text
    assert "VRP-2023-006" in page.text
    assert page.with_class("app-illustrative")
    rows = rows_of(client.get(reverse("open-data-export", args=["csv"]), ASKED))
    assert [(row[0][:12], row[2], row[3][:12]) for row in rows[1:]] == [
        ("VRP-2023-006", "4000.00", "Procured as "),
        ("VRP-2023-007", "5000.00", "The provider"),
        ("VRP-2023-008", "600.00", "Match fundin"),
        ("VRP-2023-009", "", "No amount is"),
        ("VRP-2023-010", "800.00", "Illustrative"),
    ]


def test_a_missing_prefix_is_said_plainly(client, settings):
    grant()
    assert "No 360Giving prefix is set" not in page_of(client).text
    settings.PUBLISHER_PREFIX = ""
    assert "No 360Giving prefix is set" in page_of(client).text


def test_without_a_grant_the_page_says_so_and_the_file_leads_back_to_it(client):
    page = page_of(client)
    assert "There is no grant to publish" in page.text
    assert links(page) == []
    response = client.get(reverse("open-data-file", args=["360giving", "json"]), ASKED)
    assert response.status_code == 302
    assert response["Location"].startswith("/open-data/?year=2023%2F24")


def test_a_package_from_the_page(client, leeds, bradford):
    every_kind_of_grant(leeds, bradford)
    response = client.get(reverse("open-data-file", args=["360giving", "json"]), ASKED)
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"] == (
        'attachment; filename="360giving_2023-24_as-at-2023-12-31.json"'
    )
    assert len(json.loads(body_of(response))["grants"]) == 6


def test_illustrative_records_are_asked_for_and_marked(client):
    grant(illustrative=True)
    assert links(page_of(client)) == []
    page = page_of(client, illustrative="on")
    assert "They are to look at, not to publish." in page.text
    assert all(address.endswith("&illustrative=on") for address in links(page))
    response = client.get(links(page)[0])
    assert "illustrative-360giving" in response["Content-Disposition"]
    assert json.loads(body_of(response))["grants"][0]["title"].startswith("Illustrative: ")


@pytest.mark.parametrize("name", ["360giving.ods", "spend.json", "persons.csv"])
def test_no_other_file_is_found(client, name):
    assert client.get(f"/open-data/files/{name}").status_code == 404


def test_a_year_that_cannot_be_read_gives_the_page_with_a_message_and_no_file(client):
    assert client.get(reverse("open-data"), {"year": "soon"}).status_code == 400
    for address in (
        reverse("open-data-file", args=["spend", "csv"]),
        reverse("open-data-export", args=["csv"]),
    ):
        response = client.get(address, {"year": "soon"})
        assert response.status_code == 302
        assert response["Location"].startswith("/open-data/?year=soon")


def test_text_that_a_spreadsheet_would_run_is_harmless_in_a_file(client):
    grant(name="=1+1")
    response = client.get(reverse("open-data-file", args=["360giving", "csv"]), ASKED)
    (row,) = csv.DictReader(io.StringIO(body_of(response).decode("utf-8-sig")))
    assert row["Title"] == "'=1+1"


def test_more_records_ask_the_database_no_more(client, leeds):
    def queries() -> int:
        client.get(reverse("open-data"), ASKED)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("open-data"), ASKED).status_code == 200
        return len(asked)

    csp = CommunitySafetyPartnershipFactory(district=leeds)

    def more(number: int) -> None:
        for _ in range(number):
            FundingSpendFactory(line=grant(district=leeds), amount="600.00")
            grant(commissioner=csp)
            grant(paid_as="contract")

    more(1)
    few = queries()
    more(4)
    assert queries() == few


# Grant or contract.


@pytest.fixture
def line(db):
    return grant("1000.00", reference="VRP-2023-001", whole_area=True)


def say(client, line, **typed):
    return client.post(reverse("intervention-funding-paid", args=["VRP-2023-001", line.pk]), typed)


def test_a_new_line_is_a_grant_unless_it_is_said_otherwise(client, line):
    address = reverse("intervention-funding-new", args=["VRP-2023-001"])
    typed = {"year": "2023/24", "agreed_on": "02/05/2023"}
    assert client.post(address, typed | {"funding_source": "match"}).status_code == 302
    assert client.post(address, typed | {"funding_source": "other", "paid_as": "contract"}).status_code == 302
    made = FundingLine.objects.exclude(pk=line.pk).order_by("funding_source")
    assert [each.paid_as for each in made] == ["grant", "contract"]


def test_finance_says_that_a_line_was_procured(client, line):
    page = Page(client.get(reverse("intervention-funding-paid", args=["VRP-2023-001", line.pk])))
    assert "Procured contract" in page.text
    response = client.post(
        reverse("intervention-funding-paid", args=["VRP-2023-001", line.pk]),
        {"paid_as": "contract", "was": "grant"},
        follow=True,
    )
    assert "is paid as a procured contract." in told(response)
    line.refresh_from_db()
    assert line.paid_as == "contract"
    assert "Grants: Procured as a contract (1)" in page_of(client).text


def test_the_history_says_so(client, line):
    say(client, line, paid_as="contract", was="grant")
    assert "Procured contract" in told(client.get(line.intervention.get_absolute_url()))


def test_of_two_people_one_is_told(client, line):
    FundingLine.objects.filter(pk=line.pk).update(paid_as="contract")
    response = say(client, line, paid_as="grant", was="grant")
    assert response.status_code == 422
    page = Page(response)
    assert "Somebody else changed this to procured contract since you opened the page." in page.text
    line.refresh_from_db()
    assert line.paid_as == "contract"
    assert page.kept("was") == "contract"
    assert say(client, line, paid_as="grant", was="contract").status_code == 302


def test_it_must_be_chosen(client, line):
    response = say(client, line, was="grant")
    assert response.status_code == 422
    assert "Choose “Paid as”." in told(response)
    assert say(client, line, paid_as="gift", was="grant").status_code == 422


def test_a_line_that_is_withdrawn_is_not_found_and_stays_as_it_was(client, line):
    withdraw(line, on=line.agreed_on, reason="Entered twice")
    assert say(client, line, paid_as="contract", was="grant").status_code == 404
    with pytest.raises(WithdrawnAlready):
        actions.say_how_paid(line, paid_as="contract")
