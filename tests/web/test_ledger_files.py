"""Ledger files: the preview, the file, and the layouts in which finance says how a ledger wants it."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.awkward import ASKED, awkward_year
from tests.factories import FundingLineFactory, LedgerLayoutFactory, LeedsFactory
from tests.web.reading import Page, body_of, told
from vrp_portal.allocation_tables.models import LedgerLayout

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of, finance):
    awkward_year()
    return client_of(finance)


def text_of(client, encoding="utf-8-sig", **choice) -> str:
    response = client.get(reverse("ledger-file"), ASKED | choice)
    assert response.status_code == 200
    return body_of(response).decode(encoding)


def columns(*named: tuple[str, ...]) -> list[dict[str, str]]:
    return [
        {"heading": heading, "holds": holds, "words": words[0] if words else ""}
        for heading, holds, *words in named
    ]


def test_the_standard_layout_has_a_row_for_each_amount_that_was_spent(client):
    rows = list(csv.reader(io.StringIO(text_of(client), newline="")))
    assert rows[0] == [
        *("Date", "Reference", "Source", "Budget line", "District", "Organisation", "Description", "Amount")
    ]
    assert [(row[0], row[2], row[3], row[4], row[5], row[7]) for row in rows[1:]] == [
        ("30/06/2023", "Core grant", "Interventions", "Leeds", "'=Provider, with a comma", "33.33"),
        ("30/06/2023", "Core grant", "Interventions", "Leeds", "'=Provider, with a comma", "-0.01"),
        ("30/09/2023", "Core grant", "Interventions", "Leeds", "'=Provider, with a comma", "66.67"),
        ("31/12/2023", "Match funding", "", "Whole of West Yorkshire", "'=Provider, with a comma", "0.20"),
        ("31/12/2023", "Serious Violence Duty", "", "Whole of West Yorkshire", "To be confirmed", "0.11"),
    ]


def test_the_preview_shows_the_first_rows_and_the_figure_that_they_come_to(client):
    page = Page(client.get(reverse("ledger"), ASKED))
    assert "The file has 5 rows. All of it comes to the figure Spent on interventions, £100.30." in page.text
    assert len(page.all("tr")) == 6
    (address,) = [link.attributes["href"] for link in page.all("a") if link.text == "Ledger file, CSV"]
    response = client.get(address)
    assert response["Content-Disposition"].endswith(
        '"ledger-interventions-spent-standard_2023-24_as-at-2023-12-31.csv"'
    )


def test_amounts_that_are_not_stated_have_no_row(client):
    page = told(client.get(reverse("ledger"), ASKED | {"told": "allocated"}))
    assert "The file has 5 rows." in page
    assert "1 funding line states no amount and has no row." in page


def test_a_layout_says_how_everything_is_written(client):
    leeds = LeedsFactory()
    layout = LedgerLayoutFactory(
        columns=columns(
            ("Line", "number"),
            ("Company", "same", "WYCA"),
            ("Account", "code-of-source"),
            ("Centre", "code-of-district"),
            ("Net", "amount"),
            ("When", "day"),
            ("Year", "year"),
            ("Period", "quarter"),
            ("What", "told"),
            ("Why", "reason"),
            ("Invented", "illustrative"),
        ),
        codes={"source": {"core": "4100"}, "district": {str(leeds.pk): "L01"}},
        sign="negative",
        day="%Y%m%d",
        decimal=",",
        delimiter=";",
        has_headings=False,
    )
    lines = text_of(client, layout=layout.pk, source="core").splitlines()
    assert lines == [
        "1;WYCA;4100;L01;-33,33;20230630;2023/24;2023/24 Q1;Spent;;No",
        "2;WYCA;4100;L01;0,01;20230630;2023/24;2023/24 Q1;Spent;Typed wrongly;No",
        "3;WYCA;4100;L01;-66,67;20230930;2023/24;2023/24 Q2;Spent;;No",
    ]


def test_records_without_a_code_are_named_before_the_file_is_taken(client):
    layout = LedgerLayoutFactory(
        columns=columns(("Net", "amount"), ("Account", "code-of-source")), codes={"source": {"core": "4100"}}
    )
    page = Page(client.get(reverse("ledger"), ASKED | {"layout": layout.pk}))
    named = [item.text for item in page.all("li") if item.text.startswith("source")]
    assert named == ["source “Match funding”", "source “Serious Violence Duty”"]


def test_a_character_that_the_ledger_cannot_hold_is_named_and_no_file_is_made(client):
    club = FundingLineFactory(stating="1.00").intervention
    club.name = "Łódź club"
    club.save()
    layout = LedgerLayoutFactory(
        columns=columns(("Net", "amount"), ("Club", "intervention")), encoding="cp1252"
    )
    response = client.get(reverse("ledger-file"), ASKED | {"layout": layout.pk, "told": "allocated"})
    assert response.status_code == 422
    assert "has “Ł”, which Windows-1252 can't hold. Choose UTF-8 in the layout. No file was made." in told(
        response
    )
    assert text_of(client, "cp1252", layout=layout.pk).startswith("Net,Club")


def test_illustrative_rows_are_not_for_a_real_ledger(client):
    FundingLineFactory(stating="1.00", illustrative=True)
    page = told(client.get(reverse("ledger"), ASKED | {"told": "allocated"}))
    assert "Don’t put this file into a real ledger." in page


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        ({"told": "remaining"}, "told"),
        ({"layout": "999999"}, "layout"),
        ({"of": "budget", "source": "svd"}, "source"),
        ({"of": "shares", "told": "spent", "source": "core"}, "source"),
        ({"of": "budget", "district": "Leeds"}, "district"),
    ],
)
def test_what_makes_no_sense_is_said_beside_the_field(client, choice, field):
    response = client.get(reverse("ledger"), ASKED | choice)
    assert response.status_code == 400
    assert Page(response).error_beside(field)
    assert client.get(reverse("ledger-file"), ASKED | choice).status_code == 302


class TestLayouts:
    GOOD = {
        "name": "Our ledger",
        "day": "%d/%m/%Y",
        "sign": "positive",
        "decimal": ".",
        "delimiter": ",",
        "encoding": "utf-8",
        "has_headings": "on",
        "place_1": "2",
        "heading_1": "Net",
        "holds_1": "amount",
        "place_2": "1",
        "heading_2": "Company",
        "holds_2": "same",
        "words_2": "WYCA",
        "codes_source": "core GRANT = 4100\n\nOther = 9",
    }

    def enter(self, client, **typed):
        return client.post(reverse("ledger-layout-new"), self.GOOD | typed)

    def test_columns_stand_in_the_order_of_their_places(self, client):
        assert self.enter(client).status_code == 302
        layout = LedgerLayout.objects.get()
        assert layout.columns == columns(("Company", "same", "WYCA"), ("Net", "amount"))
        assert layout.codes == {"source": {"core": "4100", "other": "9"}}
        assert text_of(client, layout=layout.pk).splitlines()[1] == "WYCA,33.33"

    def test_a_new_layout_starts_from_the_standard_one(self, client):
        page = Page(client.get(reverse("ledger-layout-new")))
        assert [page.kept(f"heading_{number}") for number in (1, 8, 9)] == ["Date", "Amount", ""]

    @pytest.mark.parametrize(
        ("typed", "field", "words"),
        [
            ({"name": ""}, "name", "Enter a name for the layout."),
            ({"heading_1": ""}, "heading_1", "Enter the column's heading, or empty the row."),
            ({"heading_2": "NET"}, "heading_2", "There is a column “NET” already."),
            ({"holds_2": ""}, "holds_2", "Choose what “Company” holds."),
            ({"words_2": ""}, "words_2", "Enter the words that “Company” holds in every row."),
            ({"words_1": "x"}, "words_1", "Words go with “The same words in every row”."),
            ({"place_1": "first"}, "place_1", "“first” is no place. Write a whole number"),
            ({"place_1": "²"}, "place_1", "“²” is no place."),
            ({"holds_1": "planet"}, "holds_1", ""),
            (
                {"delimiter": ",", "decimal": ","},
                "",
                "A comma can't stand before the pence and between columns.",
            ),
            ({"holds_1": "day"}, "", "One column holds the amount; none does."),
            ({"holds_2": "amount", "words_2": ""}, "", "One column holds the amount; 2 do."),
            (
                {"codes_source": "Core grant"},
                "codes_source",
                "Line 1: write a name, an equals sign and a code",
            ),
            ({"codes_source": "\nGold = 1"}, "codes_source", "Line 2: “Gold” is not among the sources."),
            (
                {"codes_source": "Other=1\nother=2"},
                "codes_source",
                "Line 2: “Other” has a code above already.",
            ),
            ({"codes_source": "Other = -1"}, "codes_source", "starts with a sign"),
            ({"codes_source": f"Other = {'1' * 41}"}, "codes_source", "longer than 40 characters"),
            ({"codes_source": "="}, "codes_source", "Line 1: write a name"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, client, typed, field, words):
        response = self.enter(client, **typed)
        assert response.status_code == 422
        page = Page(response)
        assert words in (
            page.error_beside(field) if field else page.with_class("govuk-error-summary")[0].text
        )
        assert not LedgerLayout.objects.exists()
        for name, value in typed.items():
            if name.startswith(("heading", "words", "place", "codes", "name")):
                assert page.kept(name) == value, name

    def test_a_name_is_taken_once(self, client):
        LedgerLayoutFactory(name="OUR ledger")
        response = self.enter(client)
        assert response.status_code == 422
        assert "There is a layout of this name already" in told(response)

    def test_a_layout_is_changed_and_shows_what_it_was(self, client):
        leeds = LeedsFactory()
        layout = LedgerLayoutFactory(codes={"district": {str(leeds.pk): "L01", "999999": "gone"}})
        address = layout.get_absolute_url()
        assert Page(client.get(address)).kept("codes_district") == "Leeds = L01"
        sent = self.GOOD | {"version": "1"}
        assert client.post(address, sent).status_code == 302
        layout.refresh_from_db()
        assert (layout.name, layout.codes, layout.version) == (
            "Our ledger",
            {"source": {"core": "4100", "other": "9"}},
            2,
        )

    def test_of_two_who_change_it_at_once_the_second_is_told_what_differs(self, client):
        layout = LedgerLayoutFactory()
        sent = self.GOOD | {"version": "1"}
        assert client.post(layout.get_absolute_url(), sent).status_code == 302
        response = client.post(layout.get_absolute_url(), sent | {"heading_1": "Gross"})
        assert response.status_code == 422
        assert "Columns or codes Company, Net Company, Gross" in told(response)
        layout.refresh_from_db()
        assert layout.columns[1]["heading"] == "Net"

    def test_a_layout_is_removed_and_its_history_kept(self, client):
        layout = LedgerLayoutFactory()
        events = LedgerLayout._meta.get_field("events").related_model.objects
        assert client.post(reverse("ledger-layout-remove", args=[layout.pk])).status_code == 302
        assert not LedgerLayout.objects.exists()
        assert [event.pgh_label for event in events.order_by("pgh_id")] == ["insert", "delete"]

    def test_staff_take_files_and_keep_no_layout(self, client, client_of, staff):
        LedgerLayoutFactory(name="Ours")
        page = Page(client_of(staff).get(reverse("ledger"), ASKED))
        assert "Ours" in page.text
        assert "Enter a layout" not in page.text
        assert "Remove" not in page.text


def test_the_amounts_of_every_kind_of_money_come_to_its_figure(client):
    for of, told_of, expected in (
        ("interventions", "allocated", "2111.17"),
        ("budget", "allocated", "3000.09"),
        ("budget", "spent", "110.08"),
        ("shares", "allocated", "20.03"),
        ("shares", "spent", "5.55"),
    ):
        rows = csv.DictReader(io.StringIO(text_of(client, of=of, told=told_of), newline=""))
        assert sum(Decimal(row["Amount"]) for row in rows) == Decimal(expected)
