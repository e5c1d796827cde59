"""The 30% rule's page: how it stands, what counts and what doesn't and why, and what is to decide."""

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
    AssessmentFactory,
    AwardFactory,
    FundingLineFactory,
    FundingSpendFactory,
    HighImpactTermsFactory,
    ImpactFactory,
    InterventionFactory,
    OverrideFactory,
    UserFactory,
)
from tests.web.reading import Page, told
from vrp_portal.periods import FinancialYear

pytestmark = pytest.mark.django_db

ASKED = {"year": "2023/24", "as_at": "2023-12-31"}


def line(name: str, amount: str | None, *, impact=None, evidence=None, approach=None, **fields):
    """A core line of an intervention of this name, assessed where an impact is given."""
    made = FundingLineFactory(
        intervention=InterventionFactory(name=name, status="delivering", approach=approach),
        stating=amount,
        **fields,
    )
    if impact is not None:
        rating = ApproachRatingFactory(impact=impact, evidence_confidence=evidence)
        AssessmentFactory(intervention=made.intervention, rating=rating)
    return made


@pytest.fixture
def high(db):
    return ImpactFactory(word="High", counting=Counting.ALWAYS)


@pytest.fixture
def moderate(db):
    return ImpactFactory(word="Moderate", counting=Counting.WITH_HIGH_CONFIDENCE)


@pytest.fixture
def grant(db):
    """£1,000, of which £300 must go to what counts, at evidence 4 for moderate impact."""
    AwardFactory(amount=Decimal("1000.00"))
    return HighImpactTermsFactory(percentage=Decimal(30), minimum_confidence=4)


def opened(client, **asked):
    response = client.get(reverse("rule"), ASKED | asked)
    assert response.status_code == 200
    return Page(response)


def rows_of_table(page: Page, caption: str) -> str:
    table = next(it for it in page.all("table") if caption in it.text[: len(caption) + 1])
    return table.text


def test_each_line_says_why_it_counts_or_does_not(client_of, panel, grant, high, moderate):
    line("Sport", "300.00", impact=high)
    line("Mentoring", "200.00", impact=moderate, evidence=3)
    line("Therapy", "50.00", impact=moderate, evidence=5)
    line("Arts", "70.00", impact=ImpactFactory(word="Low", counting=Counting.NEVER))
    line("New club", "40.00")
    page = opened(client_of(panel))
    counts, does_not, not_yet = (
        rows_of_table(page, caption)
        for caption in ("What counts", "What does not count", "What is not assessed yet")
    )
    assert "Sport" in counts
    assert "High impact, evidence not stated: counts at any evidence confidence" in counts
    assert "Moderate impact, evidence 5 of 5: reaches the 4 that the rule asks" in counts
    assert "Total £350.00 £0.00" in counts
    assert "Moderate impact, evidence 3 of 5: below the 4 that the rule asks" in does_not
    assert "Low impact, evidence not stated: this impact does not count" in does_not
    assert "Total £270.00 £0.00" in does_not
    assert "New club" in not_yet
    assert "Total £40.00 £0.00" in not_yet
    assert "£40.00 is committed to it" in page.text


def test_it_says_whether_the_rule_is_met_and_when_it_first_was(client_of, panel, grant, high):
    late = line("Sport", "300.00", impact=high, agreed_on=date(2023, 9, 4))
    page = opened(client_of(panel))
    assert page.with_class("app-verdict__word")[0].text == "Met"
    assert "It was first met on 4 September 2023, and has been met ever since." in page.text
    FundingSpendFactory(line=late, amount=Decimal("120.00"))
    assert "£120.00 has been spent to date" in opened(client_of(panel)).text


def test_short_it_names_the_fewest_lines_that_would_meet_it(client_of, panel, grant, high):
    line("Sport", "200.00", impact=high)
    line("Small", "30.00")
    line("Larger", "60.00")
    line("Largest", "70.00")
    page = opened(client_of(panel))
    assert "£100.00 short" in page.text
    assert "if these 2 lines, which nobody has assessed yet, qualified" in page.text
    way_out = page.with_id("way-out")
    assert way_out is not None
    section = next(it for it in page.with_class("app-warnings") if "short" in it.text)
    assert "Largest" in section.text
    assert "Larger, Whole" in section.text
    assert "Small" not in section.text


def test_short_it_says_plainly_when_no_assessment_would_meet_it(client_of, panel, grant, high):
    line("Sport", "200.00", impact=high)
    line("Small", "99.99")
    assert (
        "No assessment would meet it: everything that is not assessed yet is worth £99.99 together."
        in opened(client_of(panel)).text
    )


def test_where_spend_decides_it_is_short_by_spend(client_of, panel, grant, high):
    grant.basis = "spent"
    grant.save()
    line("Sport", "300.00", impact=high)
    spent = line("Unassessed", "500.00")
    FundingSpendFactory(line=spent, amount=Decimal("310.00"))
    page = opened(client_of(panel))
    assert page.with_class("app-verdict__word")[0].text == "Not met"
    assert "£300.00 short" in page.text
    assert "Unassessed, Whole of West Yorkshire: £310.00" in page.text


def test_by_district(client_of, panel, leeds, grant, high):
    line("Sport", "100.00", impact=high, district=leeds)
    line("Everywhere", "150.00", impact=high)
    page = opened(client_of(panel))
    by_district = rows_of_table(page, "What counts, by district")
    assert "Leeds£100.00£0.00£100.00" in by_district
    assert "Whole of West Yorkshire£150.00£0.00£150.00" in by_district
    assert "Total£250.00£0.00£250.00" in by_district


def test_an_override_is_listed_and_its_makers_are_for_the_team_alone(client_of, panel, staff, grant, high):
    sport = line("Sport", "300.00")
    maker = UserFactory(username="maker", first_name="Mary", last_name="Maker")
    OverrideFactory(
        intervention=sport.intervention,
        rating=ApproachRatingFactory(impact=high),
        assessed_by=maker,
        note="An evaluation of our own.",
    )
    assert "An evaluation of our own. Approved on 1 April 2023" in opened(client_of(panel)).text
    assert "Maker" not in opened(client_of(panel)).text
    assert "made by Mary Maker" in opened(client_of(staff)).text


def test_an_override_that_waits_is_a_task_and_counts_for_nothing(client_of, panel, staff, grant, high):
    sport = line("Sport", "300.00")
    OverrideFactory(
        intervention=sport.intervention,
        rating=ApproachRatingFactory(impact=high),
        approval=Assessment.Approval.AWAITED,
        decided_on=None,
        decided_by=None,
        decision_note="",
    )
    assert "1 override waits for a second person" in opened(client_of(staff)).text
    page = opened(client_of(panel))
    assert "override waits" not in page.text
    assert "£300.00 is committed to it" in page.text


def test_a_rating_that_changed_is_a_task_of_the_team(client_of, panel, staff, finance, high):
    this_year = FinancialYear.containing(timezone.localdate())
    approach = ApproachFactory(name="Mentoring")
    rating = ApproachRatingFactory(approach=approach, impact=high)
    intervention = InterventionFactory(approach=approach)
    FundingLineFactory(intervention=intervention, year=this_year, agreed_on=this_year.starts)
    AssessmentFactory(intervention=intervention, year=this_year, rating=rating, assessed_on=this_year.starts)
    ApproachRatingFactory(approach=approach, impact=high, in_force_from=this_year.starts)
    assert "1 intervention relies on a rating that changed" in opened(client_of(staff)).text
    assert "a rating that changed" not in opened(client_of(panel)).text
    assert "a rating that changed" not in opened(client_of(finance)).text


def test_a_year_without_terms_cannot_be_judged(client_of, panel, high):
    line("Sport", "300.00", impact=high)
    page = opened(client_of(panel))
    assert "The year has no core grant award or no terms yet" in page.text
    assert "The year has no terms yet, so nothing can be judged" in page.text


def test_a_scope_that_cannot_be_read_is_said(client_of, panel):
    response = client_of(panel).get(reverse("rule"), {"year": "2023"})
    assert response.status_code == 400
    assert "2023" in told(response)
    assert client_of(panel).get(reverse("rule-workbook"), {"year": "2023"}).status_code == 302
