"""A figure's page: its value, its meaning, the records behind it, and their files."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import openpyxl
import pytest
from django.urls import reverse

from tests.factories import (
    AwardFactory,
    FundingLineFactory,
    HighImpactTermsFactory,
    InterventionFactory,
    ReachRecordFactory,
)
from vrp_portal.figures.registry import FIGURES

pytestmark = pytest.mark.django_db

SCOPE = {"year": "2023/24", "as_at": "2023-12-31"}


def get(client, key, **query):
    return client.get(reverse("figure", args=[key]), {**SCOPE, **query})


def export(client, key, fmt, **query):
    return client.get(reverse("figure-export", args=[key, fmt]), {**SCOPE, **query})


def text(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def rows_of(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


@pytest.fixture
def lines(leeds, bradford):
    return [
        FundingLineFactory(
            stating="1000.00",
            district=leeds,
            intervention=InterventionFactory(reference="VRP-2023-001"),
            source="Board paper, 3 May 2023",
        ),
        FundingLineFactory(
            stating="234.50",
            district=bradford,
            intervention=InterventionFactory(reference="VRP-2023-002"),
            illustrative=True,
        ),
    ]


@pytest.mark.parametrize("key", FIGURES)
@pytest.mark.parametrize("person", ["staff", "panel", "csp_leeds"])
def test_every_figure_has_a_page_for_everyone(client_of, request, leeds, key, person):
    response = get(client_of(request.getfixturevalue(person)), key)
    assert response.status_code == 200
    assert FIGURES[key].label in text(response)
    assert " ".join(FIGURES[key].definition.split()) in text(response)


def test_it_shows_the_value_and_the_records_with_what_each_adds(client_of, staff, lines):
    response = get(client_of(staff), "core_committed")
    page = text(response)
    assert "West Yorkshire, 2023/24, as at 31 December 2023" in page
    assert response.context["result"].shown == "£1,234.50"
    assert "VRP-2023-001, Core grant 2023/24, Leeds Board paper, 3 May 2023 £1,000.00" in page
    assert "VRP-2023-002, Core grant 2023/24, Bradford Illustrative" in page
    assert response.context["table"].total_of("adds") == response.context["result"].value
    assert response.context["shows_illustrative"]


def test_a_record_leads_to_its_page(client_of, staff, lines):
    response = get(client_of(staff), "core_committed")
    assert f'href="{lines[0].intervention.get_absolute_url()}"' in response.content.decode()


def test_interventions_count_as_one_each(client_of, staff, lines):
    response = get(client_of(staff), "core_interventions")
    assert [row.get_cell_value("adds") for row in response.context["table"].rows] == [1, 1]
    assert response.context["table"].total_of("adds") == 2


def test_a_figure_worked_out_from_others_leads_to_them(client_of, staff):
    AwardFactory(amount="1000.00")
    HighImpactTermsFactory()
    response = get(client_of(staff), "high_impact_headroom")
    assert "−£300.00" in text(response)
    assert "Worked out from 30% rule: committed £0.00 30% rule: required £300.00" in text(response)
    assert '/figures/high_impact_required/?year=2023%2F24&amp;as_at=2023-12-31"' in response.content.decode()


def test_a_district_narrows_value_and_records(client_of, staff, lines):
    response = get(client_of(staff), "core_committed", district="Leeds")
    assert response.context["result"].shown == "£1,000.00"
    assert "VRP-2023-002" not in text(response)


def test_a_coordinator_sees_their_own_districts_records_only(client_of, csp_leeds, lines):
    client = client_of(csp_leeds)
    response = get(client, "core_committed", district="Bradford")
    assert response.context["result"].shown == "£1,000.00"
    assert "VRP-2023-002" not in text(response)
    assert [row[0] for row in rows_of(export(client, "core_committed", "csv"))[1:-1]] == [
        "VRP-2023-001, Core grant 2023/24, Leeds"
    ]


def test_a_figure_not_held_by_district_says_so_and_gives_no_records(client_of, csp_leeds):
    AwardFactory(amount="4388080.00")
    client = client_of(csp_leeds)
    response = get(client, "core_grant_award")
    assert "Not held by district" in text(response)
    assert "4,388,080" not in text(response)
    assert export(client, "core_grant_award", "csv").status_code == 404


def test_an_unknown_figure_is_not_found(client_of, staff):
    assert get(client_of(staff), "made_up").status_code == 404


@pytest.mark.parametrize("fmt", ["exe", "json"])
def test_an_unknown_kind_of_file_is_not_found(client_of, staff, lines, fmt):
    assert export(client_of(staff), "core_committed", fmt).status_code == 404


def test_a_scope_that_cannot_be_read_gives_no_file(client_of, staff, lines):
    client = client_of(staff)
    response = export(client, "core_committed", "csv", year="2023-25")
    assert response.status_code == 302
    assert client.get(response["Location"]).status_code == 400


def test_csv_holds_every_record_and_the_figure_as_its_total(client_of, staff, lines):
    response = export(client_of(staff), "core_committed", "csv")
    assert 'filename="core-committed_2023-24_as-at-2023-12-31.csv"' in response["Content-Disposition"]
    assert rows_of(response) == [
        ["Record", "Source", "Adds", "Illustrative"],
        ["VRP-2023-001, Core grant 2023/24, Leeds", "Board paper, 3 May 2023", "1000.00", "No"],
        ["VRP-2023-002, Core grant 2023/24, Bradford", "", "234.50", "Yes"],
        ["Core grant committed to interventions", "", "1234.50", ""],
    ]


def test_xlsx_holds_numbers_and_all_pages_in_the_order_asked_for(client_of, staff, leeds):
    for pounds in range(1, 31):
        FundingLineFactory(stating=f"{pounds}.00", district=leeds)
    response = export(client_of(staff), "core_committed", "xlsx", sort="-adds", page="2")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).worksheets[0]
    amounts = [row[2] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert amounts == [*range(30, 0, -1), 465]


@pytest.fixture
def small_reach(leeds):
    return ReachRecordFactory(
        district=leeds, people_24_and_under=3, intervention=InterventionFactory(reference="VRP-2023-007")
    )


def test_records_of_people_are_not_listed_outside_the_team(client_of, panel, small_reach):
    client = client_of(panel)
    response = get(client, "people_24_and_under")
    assert response.context["result"].shown == "[c]"
    assert "Single records of people are not shown, to protect children" in text(response)
    assert "VRP-2023-007" not in text(response)
    assert export(client, "people_24_and_under", "csv").status_code == 404


@pytest.mark.parametrize("person", ["staff", "csp_leeds"])
def test_the_team_and_the_districts_own_coordinator_see_them(client_of, request, small_reach, person):
    response = get(client_of(request.getfixturevalue(person)), "people_24_and_under")
    assert response.context["result"].shown == "3"
    assert "VRP-2023-007, 2023/24 Q1, Leeds" in text(response)


def test_a_proposed_intervention_counts_for_the_panel_but_is_not_listed(client_of, panel, leeds):
    FundingLineFactory(intervention=InterventionFactory(status="delivering", name="Open to all"))
    FundingLineFactory(intervention=InterventionFactory(status="proposed", name="Only a draft"))
    response = get(client_of(panel), "core_interventions")
    assert response.context["result"].shown == "2"
    assert "Open to all" in text(response)
    assert "Only a draft" not in text(response)
    assert "not open to your role" in text(response)


def test_the_index_lists_every_figure(client_of, staff):
    page = text(client_of(staff).get(reverse("figures"), SCOPE))
    for figure in FIGURES.values():
        assert figure.label in page


def test_the_index_leaves_out_what_is_not_held_by_district(client_of, csp_leeds):
    page = text(client_of(csp_leeds).get(reverse("figures"), SCOPE))
    assert "Core grant award" not in page
    assert "Core grant committed to interventions" in page


@pytest.mark.parametrize("name", ["figures", "figure"])
def test_who_has_not_signed_in_is_asked_to(client_of, nobody, name):
    args = ["svd_total"] if name == "figure" else []
    response = client_of(nobody).get(reverse(name, args=args))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))
