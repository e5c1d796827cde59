"""The page of allocation tables, its files, and tables that are kept under a name."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.urls import reverse

from tests.awkward import ASKED, awkward_year
from tests.factories import SavedTableFactory
from tests.web.reading import Page, rows_of, told
from vrp_portal.allocation_tables import reading
from vrp_portal.allocation_tables.holdings import offered
from vrp_portal.allocation_tables.models import SavedTable
from vrp_portal.figures.registry import compute

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of, finance):
    awkward_year()
    return client_of(finance)


def open_table(client, **choice):
    return client.get(reverse("tables"), ASKED | choice)


def cells(page: Page) -> list[str]:
    return [element.text for element in page.elements if element.tag in ("th", "td")]


def test_it_opens_with_interventions_by_source_and_both_totals(client):
    page = Page(open_table(client))
    assert cells(page) == [
        *("Intervention", "Core grant", "Serious Violence Duty", "Match funding", "Other", "Total"),
        *("VRP-2023-001 Boxing club; “Leeds”", "£999.98", "–None", "£0.10", "–None", "£1,000.08"),
        *("VRP-2023-002 Choir", "Not stated", "£1,111.08", "–None", "£0.01", "£1,111.09"),
        *("Total", "£999.98", "£1,111.08", "£0.10", "£0.01", "£2,111.17"),
    ]


def test_it_says_what_it_holds_and_leads_to_its_figure(client):
    page = Page(open_table(client))
    assert "What the funding lines of interventions are allocated for the year, by the day" in page.text
    links = {element.text: element.attributes["href"] for element in page.all("a")}
    address = links["Allocated to interventions, £2,111.17"]
    assert address.startswith("/figures/allocated/?")
    assert "£2,111.17" in told(client.get(address))


def test_every_cell_is_headed_and_the_table_has_a_caption(client):
    page = Page(open_table(client))
    assert {heading.attributes["scope"] for heading in page.all("th")} == {"col", "row"}
    (caption,) = page.all("caption")
    assert caption.text.startswith("Interventions: allocated by intervention and source, in pounds")
    (region,) = page.with_class("app-table-scroll")
    assert (region.attributes["role"], region.attributes["tabindex"]) == ("region", "0")


def test_money_spent_is_told_by_quarter_as_at_the_day(client):
    page = Page(open_table(client, told="spent", rows="source", columns="quarter"))
    assert cells(page)[:5] == ["Source", "2023/24 Q1", "2023/24 Q2", "2023/24 Q3", "Total"]
    assert cells(page)[-5:] == ["Total", "£33.32", "£66.67", "£0.31", "£100.30"]


def test_one_source_of_one_district_alone(client):
    page = Page(open_table(client, rows="organisation", columns="none", source="core", district="Leeds"))
    assert cells(page) == [
        *("Organisation", "Allocated", "=Provider, with a comma", "£999.98", "Total", "£999.98"),
    ]


def test_a_table_of_what_could_not_be_stated_says_so(client):
    page = Page(open_table(client, rows="district", columns="none", district="Bradford"))
    assert cells(page)[2:] == ["Bradford", "Not stated", "Total", "£0.00"]
    assert "is funded without an amount" in page.text


def test_a_year_without_records_says_so(client):
    page = told(client.get(reverse("tables"), {"year": "2020/21"}))
    assert "Nothing is recorded for this choice by this day, so the total is £0.00." in page


def test_a_page_opens_for_every_table_that_is_offered(client):
    for choice in offered():
        response = client.get(reverse("tables"), QueryDict(choice.query).dict() | ASKED)
        assert response.status_code == 200, choice
        assert choice.title in told(response)


@pytest.mark.parametrize(
    ("choice", "field", "words"),
    [
        ({"columns": "quarter"}, "columns", "Money is allocated for a year, not for a quarter."),
        ({"rows": "budget-line"}, "rows", "is all of the budget line “Interventions”"),
        ({"columns": "budget-line"}, "columns", "For the other budget lines choose “Core grant budget”."),
        ({"rows": "use"}, "rows", "Labour and non-labour go with Serious Violence Duty shares."),
        ({"rows": "source", "columns": "source"}, "columns", "Rows and columns are the same."),
        ({"rows": "source", "columns": "intervention"}, "columns", "Interventions are too many for columns."),
        ({"of": "budget", "rows": "intervention"}, "rows", "The budget is not kept by intervention."),
        (
            {"of": "budget", "rows": "budget-line", "source": "svd"},
            "source",
            "The budget is core grant alone.",
        ),
        ({"of": "budget", "district": "Leeds"}, "district", "The budget is not kept by district."),
        ({"of": "shares", "told": "remaining"}, "told", "what is left of all shares can't be told"),
        ({"of": "shares", "source": "core"}, "source", "Shares are Serious Violence Duty money alone."),
        ({"of": "shares", "rows": "source"}, "rows", "Choose from “Organisation”, “Kind of organisation”"),
        ({"of": "shares", "told": "spent", "rows": "kind"}, "rows", "there is one kind alone"),
        ({"of": "everything"}, "of", "“everything” is not offered. Choose one from the list."),
        ({"rows": "<b>"}, "rows", "“<b>” is not offered."),
        ({"columns": ""}, "columns", ""),
        ({"as_at": "31/02/2024"}, "as_at", ""),
        ({"district": "Narnia"}, "district", "“Narnia” is not a district of West Yorkshire."),
    ],
)
def test_what_makes_no_sense_is_said_beside_the_field_with_what_does(client, choice, field, words):
    response = open_table(client, **choice)
    assert response.status_code == 400
    page = Page(response)
    assert page.error_beside(field)
    assert words in page.error_beside(field)
    assert not page.all("table")
    assert "What could be shown instead" in page.text


def test_what_is_offered_instead_can_be_opened(client):
    page = Page(open_table(client, told="allocated", rows="budget-line", columns="quarter"))
    offers = [link for link in page.all("a") if "of=budget" in link.attributes["href"]]
    assert [link.text for link in offers] == [
        "Core grant budget: spent by budget line and quarter",
        "Core grant budget: allocated by budget line",
    ]
    assert {client.get(link.attributes["href"]).status_code for link in offers} == {200}


def test_a_file_of_what_makes_no_sense_leads_to_the_page_that_says_why(client):
    response = client.get(
        reverse("tables-export", args=["xlsx"]), ASKED | {"columns": "quarter"}, follow=True
    )
    assert response.status_code == 400
    assert "Money is allocated for a year" in told(response)


def test_a_file_of_another_kind_is_not_found(client):
    assert client.get(reverse("tables-export", args=["pdf"]), ASKED).status_code == 404


def test_the_files_that_the_page_leads_to_hold_its_very_table(client):
    page = Page(open_table(client, told="spent", rows="district", columns="quarter", source="core"))
    (address,) = [link.attributes["href"] for link in page.all("a") if link.text == "CSV"]
    response = client.get(address)
    assert response["Content-Disposition"] == (
        'attachment; filename="interventions-spent-by-district-and-quarter-core-grant-alone'
        '_2023-24_as-at-2023-12-31.csv"'
    )
    assert rows_of(response) == [
        ["District", "2023/24 Q1", "2023/24 Q2", "Total"],
        ["Leeds", "33.32", "66.67", "99.99"],
        ["Total", "33.32", "66.67", "99.99"],
    ]


def test_a_total_that_differs_from_its_figure_is_never_shown(client, monkeypatch):
    def a_penny_more(keys, scope):
        return {
            key: replace(result, value=result.value + Decimal("0.01"))
            for key, result in compute(keys, scope).items()
        }

    monkeypatch.setattr(reading, "compute", a_penny_more)
    client.raise_request_exception = False
    for address in (reverse("tables"), reverse("tables-export", args=["csv"]), reverse("ledger-file")):
        response = client.get(address, ASKED)
        assert response.status_code == 500
        assert "£" not in response.content.decode()


class TestSaved:
    CHOICE = "of=interventions&told=spent&rows=organisation&columns=quarter"

    def keep(self, client, **typed):
        address = f"{reverse('tables-keep')}?{self.CHOICE}&district=Leeds&year=2023/24&as_at=2023-12-31"
        return client.post(address, {"name": "Spend for the board", "note": "Each quarter"} | typed)

    def test_kept_it_is_found_and_opened_by_anyone_in_the_team(self, client, client_of, staff):
        assert self.keep(client).status_code == 302
        saved = SavedTable.objects.get()
        assert (saved.made_by.username, saved.year) == ("finance", None)
        other = client_of(staff)
        listed = told(other.get(reverse("tables-saved")))
        assert "Spend for the board" in listed
        assert "Interventions: spent by organisation and quarter, Leeds; the latest quarter" in listed
        page = told(other.get(saved.get_absolute_url(), follow=True))
        assert "Spend for the board, Leeds" in page
        assert "Each quarter" in page

    def test_kept_for_a_day_it_always_opens_as_at_that_day(self, client):
        assert self.keep(client, keeps_day="on").status_code == 302
        saved = SavedTable.objects.get()
        page = Page(client.get(saved.get_absolute_url(), follow=True))
        assert "Leeds, 2023/24, as at 31 December 2023" in page.text
        assert cells(page)[-4:] == ["Total", "£33.32", "£66.67", "£99.99"]

    def test_changed_since_the_page_no_longer_goes_by_its_name(self, client):
        saved = SavedTableFactory(name="By source")
        assert "By source" in told(open_table(client, saved=saved.pk))
        assert "By source" not in told(open_table(client, saved=saved.pk, columns="district"))
        assert open_table(client, saved="²").status_code == 200

    def test_a_name_is_needed_and_taken_once(self, client):
        SavedTableFactory(name="spend for the BOARD")
        for typed, error in (
            ({"name": ""}, "Enter a name for the table."),
            ({}, "There is a table of this name already"),
        ):
            response = self.keep(client, **typed)
            assert response.status_code == 422
            assert error in told(response)
            assert Page(response).kept("note") == "Each quarter"

    def test_what_makes_no_sense_is_not_kept(self, client):
        response = client.post(f"{reverse('tables-keep')}?rows=use", {"name": "Nonsense"})
        assert response.status_code == 422
        assert "This table makes no sense." in told(response)
        assert not SavedTable.objects.exists()

    def test_whoever_made_it_renames_it_and_its_address_stays(self, client, finance):
        saved = SavedTableFactory(made_by=finance)
        address = reverse("tables-rename", args=[saved.pk])
        sent = {"name": "Another name", "note": "", "version": "1"}
        assert client.post(address, sent).status_code == 302
        saved.refresh_from_db()
        assert (saved.name, saved.version) == ("Another name", 2)

    def test_of_two_who_rename_it_at_once_the_second_is_told(self, client, finance):
        saved = SavedTableFactory(made_by=finance)
        address = reverse("tables-rename", args=[saved.pk])
        assert client.post(address, {"name": "One", "note": "", "version": "1"}).status_code == 302
        response = client.post(address, {"name": "Two", "note": "", "version": "1"})
        assert response.status_code == 422
        assert "Somebody else saved this record" in told(response)
        saved.refresh_from_db()
        assert saved.name == "One"

    def test_others_neither_rename_nor_remove_it_and_an_administrator_may(self, client, client_of, admin):
        saved = SavedTableFactory()
        rename, remove = (reverse(name, args=[saved.pk]) for name in ("tables-rename", "tables-remove"))
        assert client.get(rename).status_code == client.post(remove).status_code == 403
        assert "By whoever made it" in told(client.get(reverse("tables-saved")))
        assert client_of(admin).get(rename).status_code == 200
        assert client_of(admin).post(remove).status_code == 302
        assert not SavedTable.objects.exists()

    def test_one_that_can_no_longer_be_shown_says_so(self, client):
        saved = SavedTableFactory(choice="of=interventions&told=allocated&rows=planet")
        assert "It can't be shown any more." in told(client.get(reverse("tables-saved")))
        assert client.get(saved.get_absolute_url(), follow=True).status_code == 400
