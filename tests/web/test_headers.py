"""What every page tells the browser to refuse, and that no page needs an exception."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import (
    AllocationFactory,
    AwardFactory,
    FundingLineFactory,
    InterventionFactory,
    MatchContributionFactory,
    ReachRecordFactory,
)
from tests.web.reading import Page

pytestmark = pytest.mark.django_db

OF_NO_RECORD = (
    "overview",
    "panel",
    "panel-money",
    "panel-people",
    "panel-interventions",
    "panel-duty",
    "panel-changes",
    "figures",
    "interventions",
    "intervention-new",
    "awards",
    "award-new",
    "match",
    "match-new",
    "allocations",
    "allocation-new",
    "accessibility",
    "privacy",
    "account_change_password",
    "account_logout",
)


@pytest.fixture
def addresses(db) -> dict[str, str]:
    """A page of every kind, by its name."""
    intervention = InterventionFactory(reference="VRP-2023-001", whole_area=True, illustrative=True)
    line = FundingLineFactory(intervention=intervention, stating="10.00")
    reach = ReachRecordFactory(intervention=intervention)
    match = MatchContributionFactory()
    names = {
        "intervention-funding-amount": [intervention.reference, line.pk],
        "intervention-funding-spend": [intervention.reference, line.pk],
        "intervention-reach-edit": [intervention.reference, reach.pk],
        "figure": ["core_committed"],
        "award-withdraw": [AwardFactory().pk],
        "match-confirm": [match.pk],
        "allocation-withdraw": [AllocationFactory().pk],
        **{
            name: [intervention.reference]
            for name in (
                "intervention",
                "intervention-edit",
                "intervention-assess",
                "intervention-funding-new",
            )
        },
    }
    return {name: reverse(name, args=names.get(name)) for name in (*names, *OF_NO_RECORD)}


@pytest.fixture
def responses(client_of, admin, nobody, addresses):
    client = client_of(admin)
    given = {name: client.get(address) for name, address in addresses.items()}
    given["refused form"] = client.post(addresses["intervention-new"], {})
    given["not found"] = client.get("/nowhere/")
    given["sign-in"] = client_of(nobody).get(reverse("account_login"))
    given["sign-up"] = client_of(nobody).get(reverse("account_signup"))
    return given


def policy(response) -> dict[str, list[str]]:
    parts = [part.split() for part in response["Content-Security-Policy"].split(";")]
    return {name: sources for name, *sources in filter(None, parts)}


def test_scripts_come_from_the_portal_alone_on_every_page(responses):
    for name, response in responses.items():
        assert policy(response)["script-src"] == ["'self'"], name
        assert policy(response)["default-src"] == ["'none'"], name
        assert policy(response)["object-src"] == ["'none'"], name
        assert policy(response)["frame-ancestors"] == ["'none'"], name


def test_only_pages_with_charts_let_them_write_their_styles(responses):
    loose = {name for name, given in responses.items() if policy(given)["style-src"] != ["'self'"]}
    assert loose == {"overview", "panel-money", "panel-people"}
    assert policy(responses["overview"])["style-src"] == ["'self'", "'unsafe-inline'"]


def test_no_page_holds_a_script_a_style_or_a_handler_of_its_own(responses):
    for name, response in responses.items():
        page = Page(response)
        assert not page.all("style"), name
        for script in page.all("script"):
            is_data = script.attributes.get("type") == "application/json"
            assert is_data or (script.attributes.get("src") and not script.text), name
        for element in page.elements:
            assert "style" not in element.attributes, (name, element)
            assert not [key for key in element.attributes if key.startswith("on")], (name, element)
            assert not element.attributes.get("href", "").lower().startswith("javascript:"), name


def test_nothing_is_loaded_from_elsewhere(responses):
    for name, response in responses.items():
        for element in Page(response).elements:
            if element.tag in {"script", "link", "img", "iframe"}:
                address = element.attributes.get("src") or element.attributes.get("href", "")
                assert not address or address.startswith(("/static/", "data:")), (name, address)


def test_every_page_says_how_it_may_be_used(responses):
    for name, response in responses.items():
        assert response["X-Frame-Options"] == "DENY", name
        assert response["X-Content-Type-Options"] == "nosniff", name
        assert response["Referrer-Policy"] == "same-origin", name
        assert response["Cross-Origin-Opener-Policy"] == "same-origin", name


def test_the_pages_were_what_they_should_be(responses):
    statuses = {name: response.status_code for name, response in responses.items()}
    assert statuses == {**dict.fromkeys(responses, 200), "refused form": 422, "not found": 404}
