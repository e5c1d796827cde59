"""The register: searched, narrowed, sorted, and totalled by the figures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from interventions.models import Intervention
from tests.factories import (
    ApproachFactory,
    FundingLineFactory,
    InterventionDistrictFactory,
    InterventionFactory,
    OrganisationFactory,
    StatusChangeFactory,
)
from tests.web.reading import told

pytestmark = pytest.mark.django_db

ASKED = {"year": "2023/24", "as_at": "2023-12-31"}


@pytest.fixture
def register(client_of, staff, leeds):
    """Three funded in 2023/24, one of them in Leeds; one funded in 2022/23; one logged and not funded."""
    mentors = InterventionFactory(
        reference="VRP-2023-001",
        name="Mentors",
        approach=ApproachFactory(name="Mentoring"),
        delivery_organisation=OrganisationFactory(name="Example Trust"),
        status="delivering",
    )
    InterventionDistrictFactory(intervention=mentors, district=leeds)
    FundingLineFactory(intervention=mentors, district=leeds, stating="100.00")
    sports = InterventionFactory(reference="VRP-2023-002", name="Sports", prevention_level="primary")
    FundingLineFactory(intervention=sports, funding_source="svd", stating="20.00")
    FundingLineFactory(intervention=InterventionFactory(reference="VRP-2023-003", name="No amount yet"))
    earlier = InterventionFactory(reference="VRP-2022-004", name="Earlier")
    FundingLineFactory(intervention=earlier, year="2022/23", agreed_on="2022-04-01", stating="3.00")
    InterventionFactory(reference="VRP-2023-005", name="Only logged")
    client = client_of(staff)
    return lambda **query: client.get(reverse("interventions"), {**ASKED, **query})


def numbers(response):
    return [int(row.record.reference[-3:]) for row in response.context["table"].rows]


@pytest.mark.parametrize(
    ("query", "listed", "allocated"),
    [
        ({}, [1, 2, 3, 5], "120.00"),
        ({"search": "mENT"}, [1], "100.00"),
        ({"search": "VRP-2023-002"}, [2], "20.00"),
        ({"search": "example trust"}, [1], "100.00"),
        ({"source": "svd"}, [2], "20.00"),
        ({"source": "core"}, [1, 3], "100.00"),
        ({"prevention_level": "primary"}, [2], "20.00"),
        ({"status": "delivering"}, [1], "100.00"),
        ({"district": "Leeds"}, [1], "100.00"),
        ({"year": "2022/23"}, [4], "3.00"),
        ({"sort": "-allocated", "source": "svd"}, [2], "20.00"),
        ({"sort": "-reference"}, [5, 3, 2, 1], "120.00"),
        ({"search": "nothing like it"}, [], "0.00"),
    ],
)
def test_it_lists_and_adds_up_what_fits(register, query, listed, allocated):
    response = register(**query)
    assert numbers(response) == listed
    assert response.context["table"].total_of("allocated") == Decimal(allocated)


def test_nothing_that_fits_is_said_in_words(register):
    assert "No intervention fits." in told(register(search="nothing like it"))


def test_the_status_is_that_of_the_day(register):
    mentors = Intervention.objects.get(reference="VRP-2023-001")
    StatusChangeFactory(intervention=mentors, status="in_set_up", since="2023-04-01")
    StatusChangeFactory(intervention=mentors, status="delivering", since="2023-07-01")
    assert numbers(register(status="in_set_up", as_at="2023-06-30")) == [1]
    assert numbers(register(status="in_set_up", as_at="2023-07-01")) == []


def test_what_is_withdrawn_is_listed_up_to_that_day(register):
    Intervention.objects.filter(reference="VRP-2023-002").update(
        withdrawn_on="2023-10-01", withdrawn_reason="Entered twice"
    )
    assert numbers(register(as_at="2023-09-30")) == [1, 2, 3, 5]
    assert numbers(register(as_at="2023-10-01")) == [1, 3, 5]


def test_a_link_leads_to_the_same_scope(register):
    assert "/interventions/VRP-2023-001/?year=2023%2F24" in register().content.decode()
