"""The main job by the forms: log, fund, assess, enter reach; figures move by exactly what was entered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from interventions.models import Intervention
from tests.factories import (
    ApproachFactory,
    ApproachRatingFactory,
    AwardFactory,
    HighImpactTermsFactory,
    OrganisationFactory,
)
from tests.web.reading import told
from vrp_portal.figures.registry import FIGURES, compute
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import FinancialYear

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
REFERENCE = "VRP-2023-014"


def figures(as_at: date = date(2024, 3, 31)) -> dict[str, object]:
    return {key: result.value for key, result in compute(FIGURES, Scope(YEAR, as_at)).items()}


def moved(before: dict[str, object]) -> dict[str, object]:
    """Each figure that changed, with by how much."""
    return {
        key: value - before[key] if before[key] is not None else value
        for key, value in figures().items()
        if value != before[key]
    }


@pytest.fixture
def terms(db):
    AwardFactory(amount="4388080.00")
    HighImpactTermsFactory()


@pytest.fixture
def rating(db):
    return ApproachRatingFactory(approach=ApproachFactory(name="Mentoring"))


@pytest.fixture
def client(client_of, staff):
    return client_of(staff)


def log(client, leeds, **typed):
    return client.post(
        reverse("intervention-new"),
        {
            "reference": REFERENCE,
            "name": "Mentors in Harehills",
            "commissioner": OrganisationFactory().pk,
            "districts": [leeds.pk],
            "prevention_level": "secondary",
            "setting": "community",
            "status": "proposed",
            "status_since": "01/04/2023",
            **typed,
        },
    )


def send(client, name, *args, **typed):
    response = client.post(reverse(name, args=[REFERENCE, *args]), typed)
    assert response.status_code == 302, told(response)
    return response


def fund(client, amount="1,000.00", **typed):
    return send(
        client,
        "intervention-funding-new",
        funding_source="core",
        year="2023/24",
        agreed_on="02/05/2023",
        amount=amount,
        reason="Board, 2 May 2023" if amount else "",
        **typed,
    )


def test_each_step_moves_its_own_figures_and_no_other(client, leeds, terms, rating):
    before = figures()
    assert log(client, leeds, approach=rating.approach.pk).status_code == 302
    assert moved(before) == {}

    before = figures()
    fund(client, "£1,000")
    assert moved(before) == {
        "allocated": Decimal("1000.00"),
        "core_committed": Decimal("1000.00"),
        "core_interventions": 1,
        "core_uncommitted": Decimal("-1000.00"),
        "core_unspent": Decimal("1000.00"),
        "funded_interventions": 1,
        "grants_left_out": Decimal("1000.00"),
        "interventions_without_assessment": 1,
        "other_core_committed": Decimal("1000.00"),
        "other_core_interventions": 1,
        "unspent": Decimal("1000.00"),
        "without_assessment_committed": Decimal("1000.00"),
    }

    before = figures()
    send(client, "intervention-assess", year="2023/24", rating=rating.pk, assessed_on="01/06/2023")
    assert moved(before) == {
        "high_impact_committed": Decimal("1000.00"),
        "high_impact_deciding_headroom": Decimal("1000.00"),
        "high_impact_headroom": Decimal("1000.00"),
        "high_impact_interventions": 1,
        "high_impact_share": Decimal("0.02"),  # 1,000 of 4,388,080 is 0.0227…%
        "interventions_without_assessment": -1,
        "other_core_committed": Decimal("-1000.00"),
        "other_core_interventions": -1,
        "without_assessment_committed": Decimal("-1000.00"),
    }

    before = figures()
    line = Intervention.objects.get().funding_lines.get()
    send(client, "intervention-funding-spend", line.pk, quarter="20231", amount="250.50")
    assert moved(before) == {
        "core_spent": Decimal("250.50"),
        **dict.fromkeys(
            ("core_spent_all", "core_interventions_forecast", "core_forecast_outturn"), Decimal("250.50")
        ),
        **dict.fromkeys(("core_unspent", "core_budgeted_unspent", "unspent"), Decimal("-250.50")),
        "high_impact_forecast": Decimal("250.50"),
        "high_impact_forecast_headroom": Decimal("250.50"),
        "high_impact_spent": Decimal("250.50"),
        "high_impact_spent_headroom": Decimal("250.50"),
        "spent": Decimal("250.50"),
    }

    before = figures()
    send(
        client,
        "intervention-reach-new",
        quarter="20232",
        people_24_and_under="1,045",
        people_25_and_over="12",
        people_age_not_known="3",
        professionals_trained="9",
        referrals="5000",
        basis="new",
        qualifier="exact",
    )
    assert moved(before) == {
        "people_24_and_under": 1045,
        "people_25_and_over": 12,
        "people_age_not_known": 3,
        "professionals_trained": 9,
    }


def test_what_is_proposed_goes_into_set_up_on_the_day_it_is_funded(client, leeds, terms):
    log(client, leeds)
    fund(client)
    intervention = Intervention.objects.get()
    assert intervention.status == "in_set_up"
    assert list(intervention.status_changes.order_by("since").values_list("status", "since")) == [
        ("proposed", date(2023, 4, 1)),
        ("in_set_up", date(2023, 5, 2)),
    ]
    for day, status in ((date(2023, 5, 1), "proposed"), (date(2023, 5, 2), "in_set_up")):
        assert Intervention.objects.with_status(as_at=day).get().status_then == status


def test_what_is_delivering_stays_so_when_it_is_funded(client, leeds, terms):
    log(client, leeds, status="delivering")
    fund(client)
    assert Intervention.objects.get().status == "delivering"
    assert Intervention.objects.get().status_changes.count() == 1


def test_a_line_without_an_amount_counts_as_an_intervention_and_not_as_money(client, leeds, terms):
    log(client, leeds)
    before = figures()
    fund(client, "")
    assert moved(before) == {
        "core_interventions": 1,
        "core_interventions_amount_not_stated": 1,
        "funded_interventions": 1,
        "interventions_without_assessment": 1,
    }


def test_a_further_amount_counts_from_its_own_day(client, leeds, terms):
    log(client, leeds)
    fund(client)
    line = Intervention.objects.get().funding_lines.get()
    more = {"amount": "-400.00", "agreed_on": "01/09/2023", "reason": "Less is needed"}
    send(client, "intervention-funding-amount", line.pk, **more)
    assert figures(date(2023, 8, 31))["core_committed"] == Decimal("1000.00")
    assert figures(date(2023, 9, 1))["core_committed"] == Decimal("600.00")


def test_no_more_can_be_taken_back_than_was_given(client, leeds, terms):
    log(client, leeds)
    fund(client)
    line = Intervention.objects.get().funding_lines.get()
    response = client.post(
        reverse("intervention-funding-amount", args=[REFERENCE, line.pk]),
        {"amount": "-1000.01", "agreed_on": "01/09/2023", "reason": "All of it and a penny"},
    )
    assert response.status_code == 422
    assert "Allocated money would be less than nothing on 01/09/2023." in told(response)
    assert line.entries.count() == 1


def test_what_is_withdrawn_no_longer_counts_from_that_day_on(client, leeds, terms):
    log(client, leeds)
    fund(client)
    unfunded = figures(date(2023, 5, 1))
    funded = figures(date(2023, 9, 30))
    assert funded["core_committed"] == Decimal("1000.00")
    send(
        client,
        "intervention-withdraw",
        withdrawn_on="01/10/2023",
        withdrawn_reason="The provider closed",
    )
    assert figures(date(2023, 9, 30)) == funded
    assert figures(date(2023, 10, 1)) == unfunded
    assert Intervention.objects.get().withdrawn_reason == "The provider closed"


@pytest.mark.parametrize(
    ("typed", "beside"),
    [
        ({"withdrawn_on": "01/10/2023", "withdrawn_reason": ""}, "Enter the reason for withdrawing it."),
        ({"withdrawn_on": "01/10/2099", "withdrawn_reason": "Soon"}, "can't be in the future"),
    ],
)
def test_a_withdrawal_needs_a_reason_and_a_day_that_has_come(client, leeds, typed, beside):
    log(client, leeds)
    response = client.post(reverse("intervention-withdraw", args=[REFERENCE]), typed)
    assert response.status_code == 422
    assert beside in told(response)
    assert not Intervention.objects.get().is_withdrawn


def test_a_withdrawn_intervention_is_changed_no_more(client, leeds):
    log(client, leeds)
    send(client, "intervention-withdraw", withdrawn_on="01/10/2023", withdrawn_reason="Entered twice")
    for name in ("intervention-edit", "intervention-withdraw", "intervention-funding-new"):
        assert client.get(reverse(name, args=[REFERENCE])).status_code == 404
    assert client.get(reverse("intervention", args=[REFERENCE])).status_code == 200


def test_a_coordinator_logs_for_their_own_district_whatever_they_send(client_of, csp_leeds, leeds, bradford):
    client = client_of(csp_leeds)
    assert log(client, bradford, whole_area="on").status_code == 302
    made = Intervention.objects.get()
    assert [district.name for district in made.districts.all()] == ["Leeds"]
    assert not made.whole_area


def test_the_form_offers_the_next_reference_that_is_free(client, leeds):
    log(client, leeds, reference="VRP-2023-014")
    page = client.get(reverse("intervention-new"), {"year": "2023/24"})
    assert page.context["form"]["reference"].value() == "VRP-2023-015"
