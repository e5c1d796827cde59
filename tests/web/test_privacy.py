"""Free text that looks like somebody's personal data is pointed out, and needs a reason."""

from __future__ import annotations

import pytest
from django.urls import reverse

from interventions.models import Intervention
from tests.factories import OrganisationFactory
from tests.web.reading import Page, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(client_of, staff):
    client, commissioner = client_of(staff), OrganisationFactory()

    def log(description, **typed):
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
                "description": description,
                **typed,
            },
        )

    return log


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Referred: 943 476 5919.", "an NHS number"),
        ("For J., born 3 May 2011", "a date of birth"),
        ("DOB: 03/05/2011", "a date of birth"),
        ("Ring 0113 496 0000", "a phone number"),
        ("Ring +44 7700 900123", "a phone number"),
        ("Lives at LS1 4AP", "a postcode"),
        ("Write to someone@example.org", "an e-mail address"),
    ],
)
def test_it_is_pointed_out_and_needs_a_reason(log, text, kind):
    response = log(text)
    page = Page(response)
    assert response.status_code == 422
    assert f"Description seems to hold {kind}." in page.text
    assert page.kept("description") == text
    assert page.error_beside("reason_for_warning").startswith("Error: Give your reason")
    assert not Intervention.objects.exists()
    assert log(text, reason_for_warning="The provider's own office").status_code == 302


@pytest.mark.parametrize(
    "text",
    [
        "45 young people in 2023/24",
        "£1,316,424.00 for 12 weeks",
        "Reference 943 476 5918",
        "Year 7 to Year 11",
    ],
)
def test_plain_words_and_numbers_are_not(log, text):
    assert log(text).status_code == 302


def test_the_box_says_that_nothing_about_a_person_belongs_there(client_of, staff):
    page = Page(client_of(staff).get(reverse("intervention-new")))
    assert "Do not write anything about a person" in page.with_id("id_description_helptext").text


def test_the_privacy_page_says_what_is_kept(client_of, nobody):
    page = told(client_of(nobody).get(reverse("privacy")))
    assert "counts" in page.lower()
