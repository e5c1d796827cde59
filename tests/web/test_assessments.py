"""Assessing an intervention: the rating relied on decides whether its money counts for the 30% rule."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

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
)
from tests.web.reading import Page
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import FinancialYear

pytestmark = pytest.mark.django_db


@pytest.fixture
def intervention(db):
    AwardFactory()
    HighImpactTermsFactory()
    intervention = InterventionFactory(
        reference="VRP-2023-001", whole_area=True, approach=ApproachFactory(name="Mentoring")
    )
    FundingLineFactory(intervention=intervention, stating="1000.00")
    return intervention


@pytest.fixture
def client(client_of, staff):
    return client_of(staff)


def assess(client, intervention, rating, **typed):
    return client.post(
        reverse("intervention-assess", args=[intervention.reference]),
        {"year": "2023/24", "rating": rating.pk, "assessed_on": "01/06/2023", **typed},
    )


def committed(as_at=date(2024, 3, 31)):
    key = "high_impact_committed"
    return compute([key], Scope(FinancialYear(2023), as_at))[key].value


@pytest.mark.parametrize(
    ("counting", "confidence", "counts"),
    [
        (Counting.ALWAYS, None, True),
        (Counting.NEVER, 5, False),
    ],
)
def test_money_counts_by_the_rating_relied_on(client, intervention, counting, confidence, counts):
    rating = ApproachRatingFactory(
        approach=intervention.approach,
        impact=ImpactFactory(counting=counting),
        evidence_confidence=confidence,
    )
    assert assess(client, intervention, rating).status_code == 302
    assert committed() == (Decimal("1000.00") if counts else Decimal(0))
    assert Assessment.objects.get().assessed_by.username == "staff"


def test_a_later_assessment_counts_from_its_own_day(client, intervention):
    counting = ApproachRatingFactory(approach=intervention.approach)
    assess(client, intervention, counting)
    not_counting = ApproachRatingFactory(
        approach=intervention.approach,
        impact=ImpactFactory(counting=Counting.NEVER),
        in_force_from=date(2021, 1, 1),
    )
    assess(client, intervention, not_counting, assessed_on="01/09/2023")
    assert committed(date(2023, 8, 31)) == Decimal("1000.00")
    assert committed(date(2023, 9, 1)) == 0


def test_a_rating_that_was_not_in_force_yet_is_refused(client, intervention):
    rating = ApproachRatingFactory(approach=intervention.approach, in_force_from=date(2023, 6, 2))
    response = assess(client, intervention, rating)
    page = Page(response)
    assert response.status_code == 422
    assert page.error_beside("assessed_on") == (
        "Error: This rating is in force from 02/06/2023: choose a later day."
    )
    assert not Assessment.objects.exists()


def test_a_rating_of_another_approach_is_refused(client, intervention):
    page = Page(assess(client, intervention, ApproachRatingFactory()))
    assert "Select a valid choice" in page.error_beside("rating")
