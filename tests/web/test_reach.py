"""Reach by quarter: counts only, one basis a year, and a count that falls says why."""

from __future__ import annotations

import pytest
from django.urls import reverse

from interventions.models import ReachRecord
from tests.factories import InterventionDistrictFactory, InterventionFactory, ReachRecordFactory
from tests.web.reading import Page, told
from vrp_portal.periods import FinancialYear, Quarter

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
FIRST = Quarter(YEAR, 1)


@pytest.fixture
def intervention(leeds):
    intervention = InterventionFactory(reference="VRP-2023-001", status="delivering")
    InterventionDistrictFactory(intervention=intervention, district=leeds)
    return intervention


@pytest.fixture
def client(client_of, staff):
    return client_of(staff)


def enter(client, intervention, quarter=FIRST, **typed):
    return client.post(
        reverse("intervention-reach-new", args=[intervention.reference]),
        {
            "quarter": quarter.code,
            "people_24_and_under": "45",
            "basis": "new",
            "qualifier": "exact",
            **typed,
        },
    )


@pytest.mark.parametrize("empty", [{}, {"people_25_and_over": "", "contacts": " "}])
def test_what_is_left_empty_is_nobody(client, intervention, empty):
    assert enter(client, intervention, **empty).status_code == 302
    record = ReachRecord.objects.get()
    assert (record.people_24_and_under, record.people_25_and_over, record.contacts) == (45, 0, 0)


@pytest.mark.parametrize(
    ("typed", "told_beside"),
    [
        ("-1", "“-1” is less than none. Enter a whole number, 0 or more."),
        ("12.5", "“12.5” is not a whole number. Enter one, like 45."),
        (
            "about 40",
            "“about 40” is not one number. Enter one, with “Estimate” under “How sure they are”.",
        ),
        ("99999999999", "“99999999999” is more people than can be held. Check the number."),
        ("٤٥", "“٤٥” is not a whole number. Enter one, like 45."),
    ],
)
def test_a_count_that_cannot_be_is_refused_beside_its_box(client, intervention, typed, told_beside):
    response = enter(client, intervention, people_24_and_under=typed)
    page = Page(response)
    assert response.status_code == 422
    assert page.error_beside("people_24_and_under") == f"Error: {told_beside}"
    assert page.kept("people_24_and_under") == typed
    assert not ReachRecord.objects.exists()


def test_a_box_that_is_cleared_is_nobody(client, intervention):
    record = ReachRecordFactory(intervention=intervention, people_24_and_under=45, contacts=9)
    edit = reverse("intervention-reach-edit", args=[intervention.reference, record.pk])
    form = client.get(edit).context["form"]
    sent = {bound.html_name: bound.value() for bound in form if bound.value() is not None}
    assert client.post(edit, {**sent, "quarter": "20231", "contacts": ""}).status_code == 302
    record.refresh_from_db()
    assert (record.people_24_and_under, record.contacts) == (45, 0)


def test_a_quarter_is_entered_once(client, intervention):
    enter(client, intervention)
    response = enter(client, intervention, people_24_and_under="50")
    assert response.status_code == 422
    assert "is entered already. Edit that record." in told(response)
    assert ReachRecord.objects.get().people_24_and_under == 45


def test_a_year_keeps_to_one_basis(client, intervention):
    enter(client, intervention)
    page = Page(enter(client, intervention, quarter=Quarter(YEAR, 2), basis="cumulative"))
    assert "Keep to one basis within a year" in page.error_beside("basis")


def test_a_count_since_the_year_began_falls_only_with_a_reason(client, intervention):
    enter(client, intervention, basis="cumulative")
    fallen = {"quarter": Quarter(YEAR, 2), "basis": "cumulative", "people_24_and_under": "44"}
    page = Page(enter(client, intervention, **fallen))
    assert "Lower than in 2023/24 Q1: people aged 24 or under." in page.error_beside("reason_for_fall")
    assert enter(client, intervention, **fallen, reason_for_fall="Counted twice").status_code == 302


def test_a_coordinator_enters_for_their_own_district(client_of, csp_leeds, intervention, bradford):
    client = client_of(csp_leeds)
    page = Page(enter(client, intervention, district=bradford.pk))
    assert "Select a valid choice" in page.error_beside("district")
    assert enter(client, intervention, district=csp_leeds.district.pk).status_code == 302
    assert ReachRecord.objects.get().district.name == "Leeds"


def test_a_district_in_which_it_does_not_work_is_refused(client, intervention, bradford):
    page = Page(enter(client, intervention, district=bradford.pk))
    assert page.error_beside("district")


def test_a_quarter_that_has_not_begun_is_not_offered(client, intervention):
    page = Page(enter(client, intervention, quarter=Quarter(FinancialYear(2099), 1)))
    assert page.error_beside("quarter")


def test_a_withdrawn_count_can_be_entered_anew(client, intervention):
    record = ReachRecordFactory(intervention=intervention, people_24_and_under=450)
    withdraw = reverse("intervention-reach-withdraw", args=[intervention.reference, record.pk])
    sent = client.post(withdraw, {"withdrawn_on": "01/08/2023", "withdrawn_reason": "A nought too many"})
    assert sent.status_code == 302
    assert enter(client, intervention).status_code == 302
    assert client.get(withdraw).status_code == 404


def test_a_record_of_another_intervention_is_not_found(client, intervention):
    elsewhere = ReachRecordFactory()
    for name in ("intervention-reach-edit", "intervention-reach-withdraw"):
        assert client.get(reverse(name, args=[intervention.reference, elsewhere.pk])).status_code == 404
