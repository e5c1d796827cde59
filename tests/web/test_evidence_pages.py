"""Overrides and ratings that changed, in the browser: asked for a reason, decided by a second person."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from interventions.models import Assessment
from interventions.rules import Counting
from tests.factories import (
    ApproachFactory,
    ApproachRatingFactory,
    AwardFactory,
    FundingLineFactory,
    HighImpactTermsFactory,
    ImpactFactory,
    InterventionFactory,
    UserFactory,
)
from tests.web.reading import Page, told
from vrp_portal.accounts.roles import Role
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import FinancialYear

pytestmark = pytest.mark.django_db

THIS_YEAR = FinancialYear.containing(timezone.localdate())


@pytest.fixture
def old(db):
    """A rating of mentoring that doesn't count, in force for years."""
    return ApproachRatingFactory(
        approach=ApproachFactory(name="Mentoring"),
        impact=ImpactFactory(word="Low", counting=Counting.NEVER),
        in_force_from=date(2020, 1, 1),
    )


@pytest.fixture
def intervention(old):
    """Commissioned on the first day of this year, for £1,000 of the core grant."""
    AwardFactory(year=THIS_YEAR, agreed_on=THIS_YEAR.starts, amount=Decimal("10000.00"))
    HighImpactTermsFactory(year=THIS_YEAR)
    intervention = InterventionFactory(reference="VRP-2023-001", approach=old.approach, whole_area=True)
    FundingLineFactory(
        intervention=intervention, year=THIS_YEAR, agreed_on=THIS_YEAR.starts, stating="1000.00"
    )
    return intervention


@pytest.fixture
def new(intervention, old):
    """A rating that counts, in force from today: after the intervention was commissioned."""
    return ApproachRatingFactory(
        approach=old.approach,
        impact=ImpactFactory(word="High", counting=Counting.ALWAYS),
        in_force_from=timezone.localdate(),
    )


@pytest.fixture
def client(client_of, staff):
    return client_of(staff)


@pytest.fixture
def colleague(client_of):
    return client_of(UserFactory(role=Role.VRP_STAFF, first_name="Cora", last_name="League"))


def assess(client, rating, **typed):
    today = f"{timezone.localdate():%d/%m/%Y}"
    address = reverse("intervention-assess", args=["VRP-2023-001"])
    return client.post(
        address, {"year": THIS_YEAR.label, "rating": rating.pk, "assessed_on": today, "note": ""} | typed
    )


def committed() -> Decimal:
    key = "high_impact_committed"
    return compute([key], Scope(THIS_YEAR, timezone.localdate()))[key].value


def test_a_rating_of_after_the_reference_date_asks_for_a_reason(client, new):
    response = assess(client, new)
    assert response.status_code == 422
    error = Page(response).error_beside("note")
    assert "isn't the rating that was in force on" in error
    assert "a second person has approved it" in error
    assert not Assessment.objects.exists()


def test_with_a_reason_it_waits_and_counts_once_a_colleague_approves_it(client, colleague, new):
    assert assess(client, new, note="Evaluated by a university").status_code == 302
    override = Assessment.objects.get()
    page = told(client.get(reverse("intervention", args=["VRP-2023-001"])))
    assert "Awaiting a second person" in page
    assert "It counts once a second person approves it" in page
    assert committed() == 0

    form = Page(colleague.get(reverse("override", args=[override.pk])))
    assert "Evaluated by a university" in form.text
    response = colleague.post(reverse("override", args=[override.pk]), {"decision": "approve"})
    assert response.status_code == 302
    assert committed() == Decimal("1000.00")
    assert "by Cora League" in told(client.get(reverse("intervention", args=["VRP-2023-001"])))


def test_whoever_made_it_is_told_that_somebody_else_must_decide(client, new):
    assess(client, new, note="Evaluated by a university")
    address = reverse("override", args=[Assessment.objects.get().pk])
    response = client.post(address, {"decision": "approve"})
    assert response.status_code == 422
    assert "Somebody else must decide: you made this override yourself." in told(response)
    assert committed() == 0


def test_declining_needs_a_reason(client, colleague, new):
    assess(client, new, note="Evaluated by a university")
    address = reverse("override", args=[Assessment.objects.get().pk])
    response = colleague.post(address, {"decision": "decline", "decision_note": ""})
    assert "Say why you decline it." in Page(response).error_beside("decision_note")
    assert colleague.post(address, {"decision": "decline", "decision_note": "Too small"}).status_code == 302
    assert "declined on" in told(client.get(reverse("intervention", args=["VRP-2023-001"])))
    response = colleague.post(address, {"decision": "approve"})
    assert "decided already: declined" in told(response)


def test_nothing_chosen_is_asked_for(colleague, client, new):
    assess(client, new, note="Evaluated by a university")
    address = reverse("override", args=[Assessment.objects.get().pk])
    assert "Choose whether to approve" in Page(colleague.post(address, {})).error_beside("decision")


def test_an_assessment_that_is_no_override_has_no_decision(client, intervention, old):
    assess(client, old)
    assert client.get(reverse("override", args=[Assessment.objects.get().pk])).status_code == 404


def test_the_panel_sees_no_override_that_nobody_approved(client, client_of, panel, new, intervention):
    intervention.status = "delivering"
    intervention.save()
    assess(client, new, note="Evaluated by a university")
    page = told(client_of(panel).get(reverse("intervention", args=["VRP-2023-001"])))
    assert "Evaluated by a university" not in page
    assert "Not assessed yet" in page


class TestChangedRatings:
    @pytest.fixture
    def changed(self, client, intervention, old):
        """Assessed on the old rating; then a new one is recorded, in force since before the year began."""
        assess(client, old)
        return ApproachRatingFactory(
            approach=old.approach,
            impact=ImpactFactory(word="High", counting=Counting.ALWAYS),
            in_force_from=date(2021, 1, 1),
        )

    def choose(self, client, rating, **typed):
        field = f"rely_on_{Assessment.objects.first().pk}"
        return client.post(reverse("changed-ratings"), {field: rating, "note": "As the Toolkit says"} | typed)

    def test_it_says_what_each_relies_on_and_that_nothing_has_moved(self, client, changed):
        page = told(client.get(reverse("changed-ratings")))
        assert "1 intervention relies on a rating that changed. Nothing has moved" in page
        assert "The new rating: Mentoring: high impact, evidence not stated, in force from 01/01/2021" in page
        assert committed() == 0

    def test_relying_on_the_new_rating_moves_the_money_and_ends_the_task(self, client, changed):
        assert self.choose(client, changed.pk).status_code == 302
        assert committed() == Decimal("1000.00")
        assert "No intervention of this year relies on a rating" in told(
            client.get(reverse("changed-ratings"))
        )

    def test_keeping_the_rating_that_was_in_force_then_is_an_override_now(self, client, changed, old):
        self.choose(client, old.pk)
        kept = Assessment.objects.latest("pk")
        assert (kept.rating, kept.approval) == (old, Assessment.Approval.AWAITED)
        assert committed() == 0
        page = told(client.get(reverse("changed-ratings")))
        assert "No intervention of this year relies on a rating" in page
        assert "As the Toolkit says" in page

    def test_nothing_chosen_or_no_reason_is_said_and_nothing_saved(self, client, changed):
        for typed, error in (
            ({"note": "Why not"}, "Choose for at least one intervention"),
            ({"note": ""}, "Say why."),
        ):
            response = self.choose(client, "" if typed["note"] else changed.pk, **typed)
            assert response.status_code == 422
            assert error in told(response)
        assert Assessment.objects.count() == 1

    def test_a_rating_of_another_approach_cannot_be_chosen(self, client, changed):
        response = self.choose(client, ApproachRatingFactory().pk)
        assert response.status_code == 422
        assert Assessment.objects.count() == 1
