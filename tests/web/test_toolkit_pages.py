"""The Toolkit's pages: ratings over time, approaches that are split, and interventions that rely on them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from interventions.models import Approach, ApproachRating, ApproachReplacement
from interventions.rules import Counting
from tests.factories import (
    ApproachFactory,
    ApproachRatingFactory,
    ApproachReplacementFactory,
    AssessmentFactory,
    HighImpactTermsFactory,
    ImpactAliasFactory,
    ImpactFactory,
    InterventionDistrictFactory,
    InterventionFactory,
)
from tests.web.reading import Page, rows_of, told

pytestmark = pytest.mark.django_db

ASKED = {"year": "2023/24", "as_at": "2023-12-31"}
TYPED = {
    "evidence_confidence": "4",
    "cost": "",
    "in_force_from": "1/9/2023",
    "source_address": "https://example.org/toolkit/mentoring/",
    "read_on": "8/9/2023",
    "note": "",
}


@pytest.fixture
def moderate(db):
    impact = ImpactFactory(word="Moderate", counting=Counting.WITH_HIGH_CONFIDENCE)
    ImpactAliasFactory(impact=impact, word="Middling")
    return impact


@pytest.fixture
def mentoring(moderate):
    HighImpactTermsFactory(percentage=Decimal(30), minimum_confidence=4)
    approach = ApproachFactory(name="Mentoring")
    ApproachRatingFactory(
        approach=approach, impact=moderate, evidence_confidence=3, in_force_from=date(2022, 1, 1)
    )
    return approach


@pytest.fixture
def client(client_of, staff):
    return client_of(staff)


def record(client, approach, of_impact, **typed):
    address = reverse("toolkit-rating", args=[approach.pk])
    return client.post(address, TYPED | {"impact": of_impact.pk} | typed)


def exported(client, as_at: str) -> list[str]:
    rows = rows_of(client.get(reverse("toolkit-export", args=["csv"]), ASKED | {"as_at": as_at}))
    return next(row for row in rows if row[0] == "Mentoring")


def test_a_recorded_rating_supersedes_from_its_day_and_the_one_before_it_stays(client, mentoring, moderate):
    assert record(client, mentoring, moderate).status_code == 302
    assert ApproachRating.objects.count() == 2
    assert exported(client, "2023-08-31")[1:6] == ["Moderate", "3", "", "2022-01-01", "Does not count"]
    assert exported(client, "2023-09-01")[1:6] == ["Moderate", "4", "", "2023-09-01", "Counts"]
    page = Page(client.get(reverse("toolkit-approach", args=[mentoring.pk]), ASKED))
    assert "In force from 1 September 2023" in page.text
    assert "In force from 1 January 2022" in page.text
    assert "8 September 2023, https://example.org/toolkit/mentoring/" in page.text


@pytest.mark.parametrize(
    ("typed", "field", "error"),
    [
        ({"impact": ""}, "impact", "Choose"),
        ({"in_force_from": "1/1/2022"}, "in_force_from", "superseded by a later one, never edited"),
        ({"in_force_from": ""}, "in_force_from", "Enter"),
        ({"source_address": ""}, "source_address", "Enter the address"),
        ({"source_address": "the website"}, "source_address", "Enter a whole address"),
        ({"read_on": ""}, "read_on", "Enter"),
        ({"read_on": "1/1/2099"}, "read_on", "in the future"),
        ({"evidence_confidence": "6"}, "evidence_confidence", "Select a valid choice"),
    ],
)
def test_a_rating_without_what_it_needs_is_refused(client, mentoring, moderate, typed, field, error):
    response = record(client, mentoring, moderate, **typed)
    assert response.status_code == 422
    assert error in Page(response).error_beside(field)
    assert ApproachRating.objects.count() == 1


def test_evidence_that_is_not_stated_yet_stays_so(client, mentoring, moderate):
    record(client, mentoring, moderate, evidence_confidence="")
    assert ApproachRating.objects.latest("pk").evidence_confidence is None


def test_other_ways_to_write_an_impact_are_told(client, mentoring):
    assert "Moderate (also written “Middling”)" in told(client.get(reverse("toolkit"), ASKED))
    form = Page(client.get(reverse("toolkit-rating", args=[mentoring.pk])))
    assert "Moderate (also written “Middling”)" in form.text


def test_an_approach_is_split_into_one_that_is_there_and_one_that_is_new(client, mentoring):
    there = ApproachFactory(name="One to one")
    response = client.post(
        reverse("toolkit-replace", args=[mentoring.pk]),
        {"names": "one to one\n\nIn groups\n", "replaced_on": "1/9/2025", "source": "The Toolkit"},
    )
    assert response.status_code == 302
    steps = ApproachReplacement.objects.filter(old=mentoring)
    assert {(step.new.name, step.replaced_on) for step in steps} == {
        ("One to one", date(2025, 9, 1)),
        ("In groups", date(2025, 9, 1)),
    }
    assert there in {step.new for step in steps}
    page = told(client.get(reverse("toolkit-approach", args=[mentoring.pk])))
    assert "Replaced by In groups on 1 September 2025" in page
    assert "Replaces Mentoring" in told(client.get(reverse("toolkit-approach", args=[there.pk])))
    assert exported(client, "2025-09-01")[6] == "In groups from 01/09/2025, One to one from 01/09/2025"
    assert exported(client, "2025-08-31")[6] == "Not replaced"


@pytest.mark.parametrize(
    ("names", "error"),
    [
        ("", "Enter the name of what replaces it."),
        ("mentoring", "An approach can't replace itself"),
        ("x" * 101, "at most 100 characters"),
    ],
)
def test_what_cannot_replace_it_is_refused(client, mentoring, names, error):
    response = client.post(
        reverse("toolkit-replace", args=[mentoring.pk]), {"names": names, "replaced_on": "1/9/2025"}
    )
    assert response.status_code == 422
    assert error in Page(response).error_beside("names")
    assert Approach.objects.count() == 1


def test_replaced_by_the_same_twice_is_refused_and_nothing_is_entered(client, mentoring):
    ApproachReplacementFactory(old=mentoring, new=ApproachFactory(name="One to one"))
    response = client.post(
        reverse("toolkit-replace", args=[mentoring.pk]),
        {"names": "New one\nOne to one", "replaced_on": "1/9/2025"},
    )
    assert response.status_code == 422
    assert "entered already" in told(response)
    assert not Approach.objects.filter(name="New one").exists()


def test_a_new_approach_is_entered_once(client, mentoring):
    assert client.post(reverse("toolkit-new"), {"name": "Boxing", "source": "The Toolkit"}).status_code == 302
    response = client.post(reverse("toolkit-new"), {"name": "BOXING", "source": ""})
    assert response.status_code == 422
    assert "There is an approach of this name already." in told(response)


def test_interventions_that_rely_on_it_are_listed_to_whoever_may_see_them(
    client_of, panel, csp_leeds, leeds, mentoring
):
    rating = mentoring.ratings.get()
    of_leeds, elsewhere, draft = (
        InterventionFactory(name=name, status=status)
        for name, status in (
            ("Leeds club", "delivering"),
            ("Other club", "delivering"),
            ("Draft", "proposed"),
        )
    )
    InterventionDistrictFactory(intervention=of_leeds, district=leeds)
    for intervention in (of_leeds, elsewhere, draft):
        AssessmentFactory(intervention=intervention, rating=rating)
    address = reverse("toolkit-approach", args=[mentoring.pk])
    panels, coordinators = (told(client_of(who).get(address, ASKED)) for who in (panel, csp_leeds))
    assert ("Leeds club" in panels, "Other club" in panels, "Draft" in panels) == (True, True, False)
    assert ("Leeds club" in coordinators, "Other club" in coordinators) == (True, False)


def test_as_at_a_day_before_the_assessment_nothing_relies_on_it(client, mentoring):
    AssessmentFactory(rating=mentoring.ratings.get(), assessed_on=date(2023, 6, 5))
    address = reverse("toolkit-approach", args=[mentoring.pk])
    before = told(client.get(address, ASKED | {"as_at": (date(2023, 6, 5) - timedelta(days=1)).isoformat()}))
    assert "Interventions that rely on it in 2023/24, as at 4 June 2023 None." in before
    assert timezone.localdate() > date(2023, 6, 5)
