"""Whatever is typed: what is wrong stands beside its field, what was typed stays, nothing is saved."""

from __future__ import annotations

import pytest
from django.urls import reverse

from grants.models import Award
from interventions.models import FundingLine, Intervention
from tests.factories import (
    AwardFactory,
    FundingLineFactory,
    InterventionFactory,
    OrganisationFactory,
)
from tests.web.reading import Page, rows_of, told

pytestmark = pytest.mark.django_db

WRITE_POUNDS = "is not an amount of money. Write pounds in figures, for example 1,234.50."


@pytest.fixture
def client(client_of, admin):
    return client_of(admin)


@pytest.fixture
def commissioner(db):
    return OrganisationFactory()


@pytest.fixture
def log(client, commissioner):
    def log(**typed):
        return client.post(
            reverse("intervention-new"),
            {
                "reference": "VRP-2023-014",
                "name": "Mentors",
                "commissioner": commissioner.pk,
                "whole_area": "on",
                "prevention_level": "secondary",
                "setting": "community",
                "status": "delivering",
                **typed,
            },
        )

    return log


@pytest.fixture
def fund(client):
    intervention = InterventionFactory(reference="VRP-2023-001", whole_area=True)

    def fund(**typed):
        return client.post(
            reverse("intervention-funding-new", args=[intervention.reference]),
            {
                "funding_source": "match",
                "year": "2023/24",
                "agreed_on": "02/05/2023",
                "amount": "1.00",
                "reason": "Board",
                **typed,
            },
        )

    return fund


@pytest.mark.parametrize(
    ("typed", "beside"),
    [
        ("1e9", f"“1e9” {WRITE_POUNDS}"),
        ("twelve", f"“twelve” {WRITE_POUNDS}"),
        ("1.234,50", f"“1.234,50” {WRITE_POUNDS}"),
        ("1,23,456", f"“1,23,456” {WRITE_POUNDS}"),
        ("$5", f"“$5” {WRITE_POUNDS}"),
        ("NaN", f"“NaN” {WRITE_POUNDS}"),
        ("Infinity", f"“Infinity” {WRITE_POUNDS}"),
        ("1;DROP TABLE", f"“1;DROP TABLE” {WRITE_POUNDS}"),
        ("-5", "“-5” is less than nothing. Write an amount of £0 or more."),
        ("1.005", "“1.005” has fractions of a penny. Write no more than two decimals."),
        (
            "10000000000",
            "“10000000000” is too large. The most that can be held is £9,999,999,999.99.",
        ),
    ],
)
def test_an_amount_that_cannot_be(fund, typed, beside):
    response = fund(amount=typed)
    page = Page(response)
    assert response.status_code == 422
    assert page.error_beside("amount") == f"Error: {beside}"
    assert page.kept("amount") == typed
    assert not FundingLine.objects.exists()


@pytest.mark.parametrize(
    ("typed", "held"),
    [("£1,316,424", "1316424.00"), (" 1 316 424.5 ", "1316424.50"), ("0", "0.00"), (".5", "0.50")],
)
def test_an_amount_as_people_write_it(fund, typed, held):
    assert fund(amount=typed).status_code == 302
    assert str(FundingLine.objects.get().entries.get().amount) == held


@pytest.mark.parametrize(
    ("typed", "beside"),
    [
        ("31/02/2024", "“31/02/2024” is not a date: February 2024 has 29 days."),
        ("01/13/2024", "“01/13/2024” is not a date: there is no month 13."),
        ("1/4/23", "“1/4/23” needs all four digits of the year, like 31/12/2023."),
        ("next week", "“next week” is not a date. Write it like 31/12/2023."),
        ("31/12/9999", "“31/12/9999” is not a date between 1900 and 2100."),
    ],
)
def test_a_date_that_cannot_be(fund, typed, beside):
    response = fund(agreed_on=typed)
    page = Page(response)
    assert response.status_code == 422
    assert page.error_beside("agreed_on") == f"Error: {beside}"
    assert page.kept("agreed_on") == typed
    assert not FundingLine.objects.exists()


@pytest.mark.parametrize(
    "typed", ["31 December 2023", "31 dec 2023", "2023-12-31", "31.12.2023", "٣١/١٢/٢٠٢٣"]
)
def test_a_date_as_people_write_it(fund, typed):
    assert fund(agreed_on=typed).status_code == 302
    assert f"{FundingLine.objects.get().agreed_on:%Y-%m-%d}" == "2023-12-31"


@pytest.mark.parametrize("typed", ["2023-25", "2023", "23-24-25", "last year", "0/1", "²³/24", "9" * 5000])
def test_a_year_that_cannot_be(fund, typed):
    response = fund(year=typed)
    page = Page(response)
    assert response.status_code == 422
    assert page.error_beside("year").startswith("Error: ")
    assert page.kept("year") == typed
    assert not FundingLine.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "O'Brien's “Safe \"Streets\"” & 'more'",
        "<script>alert(1)</script>",
        "Cymorth i bobl ifanc ŵŷ",
        "نوجوانوں کے لیے رہنمائی",
        "Zażółć gęślą jaźń",
        "Boxing 🥊 and 👨‍👩‍👧",
        "=SUM(A1:A9)",
        "{{ settings.SECRET_KEY }}{% load %}",
    ],
)
def test_a_name_in_any_script_is_held_and_shown_as_it_was_typed(log, client, name):
    assert log(name=name).status_code == 302
    intervention = Intervention.objects.get()
    assert intervention.name == name
    response = client.get(intervention.get_absolute_url())
    assert " ".join(name.split()) in told(response)
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("name", ["x" * 10_000, "<script>" * 1250, "ŵ🥊" * 5000])
def test_a_name_of_ten_thousand_characters_is_refused_and_kept(log, name):
    response = log(name=name)
    page = Page(response)
    assert response.status_code == 422
    assert page.error_beside("name") == "Error: The name has 10000 characters: shorten it to 200."
    assert page.kept("name") == name
    assert "<script>" not in response.content.decode()
    assert not Intervention.objects.exists()


def test_what_was_typed_in_every_field_is_kept_when_one_is_wrong(log):
    typed = {"name": "Cymorth ŵ & <b>", "description": "Two\nlines of “words”", "starts_on": "1 May 2023"}
    page = Page(log(**typed, reference="014"))
    assert page.error_beside("reference") == "Error: Write the reference like VRP-2023-014."
    assert {name: page.kept(name) for name in typed} == typed


def test_the_same_reference_twice(log):
    InterventionFactory(reference="VRP-2023-014")
    response = log()
    page = Page(response)
    assert response.status_code == 422
    assert page.error_beside("reference") == "Error: There is an intervention with this reference already."
    assert Intervention.objects.count() == 1


@pytest.mark.parametrize("district", ["999999", "Atlantis", "9" * 30, "-1", "²"])
def test_a_district_that_is_not_there(log, district):
    response = log(districts=[district], whole_area="")
    assert response.status_code == 422
    assert Page(response).error_beside("districts").startswith("Error: ")
    assert not Intervention.objects.exists()


def test_neither_a_district_nor_the_whole_area(log, leeds):
    assert "tick the whole of West Yorkshire" in Page(log(whole_area="")).error_beside("districts")
    assert "not both" in Page(log(districts=[leeds.pk])).error_beside("districts")


def test_an_end_before_the_start(log):
    response = log(starts_on="01/05/2023", ends_on="30/04/2023")
    page = Page(response)
    assert response.status_code == 422
    assert "The ends on date is before the starts on date." in page.text
    assert page.kept("ends_on") == "30/04/2023"
    assert not Intervention.objects.exists()


@pytest.mark.parametrize("field", ["name", "description", "reference", "starts_on"])
def test_a_nul_character_is_refused(log, field):
    response = log(**{field: "a\x00b"})
    assert response.status_code == 422
    assert Page(response).error_beside(field).startswith("Error: ")
    assert not Intervention.objects.exists()


@pytest.mark.parametrize("bytes_", [b"name=%ED%A0%80", b"name=%FF%FE", b"version=1%00&name=x"])
def test_bytes_that_are_no_text_are_refused(client, bytes_):
    response = client.post(
        reverse("intervention-new"), bytes_, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 422
    assert not Intervention.objects.exists()


@pytest.mark.parametrize("value", ["9" * 30, "-1", "²", "x", "\x00", "1 OR 1=1"])
@pytest.mark.parametrize("field", ["commissioner", "approach", "status", "prevention_level"])
def test_a_choice_that_is_not_offered(log, field, value):
    response = log(**{field: value})
    assert response.status_code == 422
    assert Page(response).error_beside(field).startswith("Error: ")


@pytest.mark.parametrize("version", ["", "x", "9" * 30, "-1", "\x00", "²"])
@pytest.mark.parametrize("district", ["²", "9" * 30, "x"])
def test_an_edit_with_a_spoilt_version_is_refused(client, version, district):
    intervention = InterventionFactory(whole_area=True)
    response = client.post(
        reverse("intervention-edit", args=[intervention.reference]),
        {"version": version, "name": "New", "commissioner": district, "districts": [district]},
    )
    assert response.status_code == 422
    intervention.refresh_from_db()
    assert intervention.name != "New"


@pytest.mark.parametrize(
    "address",
    [
        "/interventions/VRP-2023-001/reach/99999999999999999999/edit/",
        "/interventions/VRP-2023-001/funding/99999999999999999999/spend/",
        "/interventions/VRP-2023-001/funding/99999999999999999999/amount/",
        "/interventions/VRP-2099-001/",
        "/interventions/VRP-2023-001%00/",
        "/interventions/%ED%A0%80/",
        "/interventions/export.exe",
        "/grants/awards/99999999999999999999/withdraw/",
        "/grants/match/99999999999999999999/confirm/",
        "/svd/allocations/99999999999999999999/withdraw/",
        "/figures/nonsense/",
        "/nowhere/",
    ],
)
def test_what_is_not_there_is_not_found(client, address):
    InterventionFactory(reference="VRP-2023-001")
    response = client.get(address)
    assert response.status_code == 404
    assert "not found" in told(response).lower()


BY_DISTRICT = ["overview", "figures", "interventions"]
MONEY_OF_ALL = ["awards", "match", "allocations"]
SCOPED = [*BY_DISTRICT, *MONEY_OF_ALL]


@pytest.mark.parametrize("name", SCOPED)
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"year": "2023-25"}, "year"),
        ({"year": "1066/67"}, "year"),
        ({"year": "2023\x00"}, "year"),
        ({"as_at": "31/02/2024"}, "as_at"),
        ({"as_at": "\x00"}, "as_at"),
        ({"as_at": "01/01/1950"}, "as_at"),
    ],
)
def test_a_scope_that_cannot_be_read_says_so_beside_its_field(client, name, query, field):
    response = client.get(reverse(name), query)
    assert response.status_code == 400
    assert Page(response).error_beside(field).startswith("Error: ")


@pytest.mark.parametrize(
    ("district", "beside"),
    [("Atlantis", "“Atlantis” is not a district of West Yorkshire."), ("\x00", "Null characters")],
)
@pytest.mark.parametrize("name", BY_DISTRICT)
def test_a_district_that_is_not_there_says_so_beside_its_field(client, name, district, beside):
    response = client.get(reverse(name), {"district": district})
    assert response.status_code == 400
    assert beside in Page(response).error_beside("district")


@pytest.mark.parametrize("name", MONEY_OF_ALL)
def test_money_that_is_not_kept_by_district_asks_for_none(client, name):
    assert client.get(reverse(name), {"district": "Atlantis"}).status_code == 200


@pytest.mark.parametrize("name", SCOPED)
@pytest.mark.parametrize(
    "query", [{"page": "abc"}, {"page": "-1"}, {"page": "9" * 30}, {"sort": "nonsense"}, {"sort": "-"}]
)
def test_a_page_or_an_order_that_is_not_there_gives_the_nearest(client, name, query):
    AwardFactory()
    FundingLineFactory()
    assert client.get(reverse(name), query).status_code == 200


@pytest.mark.parametrize(
    "query", [{"status": "x"}, {"approach": "x"}, {"approach": "9" * 30}, {"source": "x"}, {"search": "\x00"}]
)
def test_a_filter_that_cannot_be_gives_no_file_but_the_page_that_says_why(client, query):
    response = client.get(reverse("interventions-export", args=["csv"]), query)
    assert response.status_code == 302
    page = Page(client.get(response["Location"]))
    (field,) = query
    assert page.error_beside(field).startswith("Error: ")


@pytest.mark.parametrize("search", ["%", "_", "'; DROP TABLE x; --", "\\", "x" * 10_000, "🥊", "ŵ"])
def test_a_search_is_for_its_own_characters(client, search):
    FundingLineFactory(intervention=InterventionFactory(name="Plain"))
    file = client.get(reverse("interventions-export", args=["csv"]), {"year": "2023/24", "search": search})
    assert "Plain" not in str(rows_of(file)[1:-1])


def test_an_award_with_everything_wrong_says_so_beside_each_field(client):
    response = client.post(reverse("award-new"), {"amount": "-1", "year": "1999/00", "agreed_on": "1/1/2099"})
    page = Page(response)
    assert response.status_code == 422
    assert all(
        page.error_beside(name).startswith("Error: ")
        for name in ("amount", "year", "agreed_on", "funder", "status")
    )
    assert not Award.objects.exists()
