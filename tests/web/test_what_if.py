"""What if: suppose a change without saving, see what follows, share it, keep it, compare it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from django.urls import reverse

from interventions.rules import Counting
from tests.factories import (
    ApproachFactory,
    ApproachRatingFactory,
    AssessmentFactory,
    AwardFactory,
    FundingLineFactory,
    HighImpactTermsFactory,
    ImpactFactory,
    InterventionFactory,
    ScenarioFactory,
)
from tests.web.reading import Page, told
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.high_impact.models import Scenario
from vrp_portal.periods import FinancialYear

pytestmark = pytest.mark.django_db

SCOPE = {"year": "2023/24", "as_at": "2023-12-31"}


class Grant:
    """£1,000 of which £300 must count; £310 does, £50 of mentoring doesn't."""

    def __init__(self) -> None:
        AwardFactory(amount=Decimal("1000.00"))
        HighImpactTermsFactory(percentage=Decimal(30))
        self.high = ImpactFactory(word="High", counting=Counting.ALWAYS)
        never = ImpactFactory(word="Low", counting=Counting.NEVER)
        sport, mentoring = ApproachFactory(name="Sport"), ApproachFactory(name="Mentoring")
        self.counting = ApproachRatingFactory(approach=sport, impact=self.high)
        self.rating = ApproachRatingFactory(approach=mentoring, impact=never)
        self.club = FundingLineFactory(
            intervention=InterventionFactory(name="Club", approach=sport), stating="310.00"
        )
        self.mentors = FundingLineFactory(
            intervention=InterventionFactory(name="Mentors", approach=mentoring), stating="50.00"
        )
        AssessmentFactory(intervention=self.club.intervention, rating=self.counting)
        AssessmentFactory(intervention=self.mentors.intervention, rating=self.rating)


@pytest.fixture
def grant(db) -> Grant:
    return Grant()


@pytest.fixture
def client(client_of, finance):
    return client_of(finance)


def open_page(client, **supposed):
    return client.get(reverse("what-if"), SCOPE | supposed)


def row(page: Page, label: str) -> list[str]:
    """The cells of a figure's row."""
    texts = [(it.tag, it.text) for it in page.elements if it.tag in {"th", "td"}]
    start = next(number for number, (tag, text) in enumerate(texts) if tag == "th" and text == label)
    cells = []
    for tag, text in texts[start + 1 :]:
        if tag == "th":
            break
        cells.append(text)
    return cells


def test_nothing_supposed_shows_how_it_stands(client, grant):
    page = Page(open_page(client))
    assert row(page, "30% rule: headroom") == ["£10.00"]
    assert "Nothing yet. Choose below what to suppose." in page.text


@pytest.mark.parametrize(
    ("supposed", "words", "headroom"),
    [
        ({"grant": "1100.00"}, "The grant is £1,100.00", ["£10.00", "−£20.00", "£30.00 less"]),
        ({"percentage": "31"}, "The rule asks for 31% of the grant", ["£10.00", "£0.00", "£10.00 less"]),
        ({"percentage": "31.01"}, "The rule asks for 31.01%", ["£10.00", "−£0.10", "£10.10 less"]),
    ],
)
def test_another_grant_or_share_beside_how_it_stands(client, grant, supposed, words, headroom):
    page = Page(open_page(client, **supposed))
    assert words in page.text
    assert row(page, "30% rule: headroom") == headroom
    assert row(page, "30% rule")[:2] == ["Met", "Not met" if "−" in headroom[1] else "Met"]


def test_another_rating_assessment_and_allocation_name_the_lines_that_change(client, grant):
    page = Page(
        open_page(
            client,
            rating=f"{grant.rating.pk}:{grant.high.pk}:3",
            line=f"{grant.club.pk}:1.00",
            assess=f"{grant.mentors.intervention.reference}:{grant.counting.pk}",
        )
    )
    assert row(page, "30% rule: committed") == ["£310.00", "£51.00", "£259.00 less"]
    assert (
        "Mentoring (low impact, evidence not stated, in force from 01/01/2020) is rated high impact"
        in page.text
    )
    assert "Club, Whole of West Yorkshire, is allocated £1.00" in page.text
    assert (
        "from £310.00 (High impact, evidence not stated: counts at any evidence confidence) to £1.00"
        in page.text
    )
    assert "£249.00 short" in page.text


def test_supposing_saves_nothing(client, grant):
    open_page(client, line=f"{grant.club.pk}:1.00", grant="5.00")
    key = "high_impact_headroom"
    assert compute([key], Scope(FinancialYear(2023), date(2023, 12, 31)))[key].value == Decimal("10.00")


def test_taking_a_change_back_leaves_the_others(client, grant):
    page = Page(open_page(client, grant="1100.00", percentage="31"))
    back = [it for it in page.all("a") if it.text.startswith("Take back that The grant")]
    query = parse_qs(urlsplit(back[0].attributes["href"]).query)
    assert "grant" not in query
    assert query["percentage"] == ["31"]


def add(client, kind: str, typed: dict[str, str], **supposed):
    return client.get(
        reverse("what-if"), SCOPE | supposed | {"add": kind} | {f"{kind}-{k}": v for k, v in typed.items()}
    )


def test_a_form_adds_its_change_to_the_address(client, grant):
    response = add(client, "terms", {"grant": "£1,100", "percentage": "35"}, line=f"{grant.club.pk}:1.00")
    assert response.status_code == 302
    query = parse_qsl(urlsplit(response["Location"]).query)
    assert ("grant", "1100.00") in query
    assert ("percentage", "35") in query
    assert ("line", f"{grant.club.pk}:1.00") in query


def test_each_form_says_what_it_supposes(client, grant):
    club, mentors = grant.club, grant.mentors
    for kind, typed, token in (
        (
            "of_rating",
            {"rating": grant.rating.pk, "impact": grant.high.pk, "evidence": "4"},
            ("rating", f"{grant.rating.pk}:{grant.high.pk}:4"),
        ),
        (
            "of_assessment",
            {"intervention": mentors.intervention.reference, "relies_on": ""},
            ("assess", f"{mentors.intervention.reference}:none"),
        ),
        ("of_allocation", {"line": club.pk, "amount": "£12.50"}, ("line", f"{club.pk}:12.50")),
    ):
        response = add(client, kind, typed)
        assert token in parse_qsl(urlsplit(response["Location"]).query)
        assert client.get(response["Location"]).status_code == 200


def test_supposing_the_same_thing_again_takes_the_place_of_the_first(client, grant):
    response = add(
        client, "of_allocation", {"line": grant.club.pk, "amount": "2"}, line=f"{grant.club.pk}:1.00"
    )
    assert parse_qs(urlsplit(response["Location"]).query)["line"] == [f"{grant.club.pk}:2.00"]


@pytest.mark.parametrize(
    ("kind", "typed", "error"),
    [
        ("terms", {}, "Enter what to suppose"),
        ("terms", {"grant": "lots"}, "lots"),
        ("terms", {"percentage": "101"}, "A percentage is between 0 and 100."),
        ("of_rating", {}, "Choose the rating that would be another."),
        ("of_assessment", {}, "Choose an intervention."),
        ("of_allocation", {"amount": "5"}, "Choose a funding line."),
        ("of_allocation", {"amount": "-5"}, "-5"),
    ],
)
def test_what_cannot_be_supposed_is_said_and_kept_as_typed(client, grant, kind, typed, error):
    response = add(client, kind, typed)
    assert response.status_code == 422
    page = Page(response)
    assert error in page.with_class("govuk-error-summary")[0].text
    for name, value in typed.items():
        assert page.kept(f"{kind}-{name}") == value


@pytest.mark.parametrize(
    "nonsense",
    [
        {"grant": "NaN"},
        {"grant": "1e9999999"},
        {"grant": "1.001"},
        {"grant": "-1"},
        {"percentage": "101"},
        {"confidence": "6"},
        {"rating": "1:2"},
        {"rating": "0:0:0"},
        {"rating": "x:y:z"},
        {"assess": "VRP-2023-9999:none"},
        {"assess": "no"},
        {"line": "99999999999999999999:1"},
        {"line": "0:1.00"},
        {"line": "²:1.00"},
    ],
)
def test_an_address_that_makes_no_sense_is_said_and_left_out(client, grant, nonsense):
    response = open_page(client, **nonsense)
    assert response.status_code == 400
    assert "It is left out." in told(response)
    assert row(Page(response), "30% rule: headroom") == ["£10.00"]


def test_a_line_of_another_year_or_source_cannot_be_supposed(client, grant):
    other = FundingLineFactory(year=FinancialYear(2022), agreed_on=date(2022, 4, 1), stating="5.00")
    match = FundingLineFactory(funding_source="match", stating="5.00")
    for line in (other, match):
        assert open_page(client, line=f"{line.pk}:1.00").status_code == 400


class TestScenarios:
    def keep(self, client, supposed: str, **typed):
        address = f"{reverse('scenario-new')}?year=2023/24&as_at=2023-12-31&{supposed}"
        return client.post(address, {"name": "Less sport", "note": "For the board"} | typed)

    def test_kept_it_is_opened_by_its_link_by_anyone_in_the_team(self, client, client_of, staff, grant):
        assert self.keep(client, f"line={grant.club.pk}:1.00").status_code == 302
        scenario = Scenario.objects.get()
        assert (scenario.made_by.username, scenario.supposing) == ("finance", f"line={grant.club.pk}%3A1.00")
        page = Page(client_of(staff).get(scenario.get_absolute_url(), follow=True))
        assert "scenario: Less sport" in page.text
        assert "For the board" in page.text
        assert row(page, "30% rule: committed") == ["£310.00", "£1.00", "£309.00 less"]

    def test_changed_since_the_page_no_longer_goes_by_its_name(self, client, grant):
        scenario = ScenarioFactory(supposing="percentage=35")
        page = Page(open_page(client, percentage="36", scenario=scenario.pk))
        assert scenario.name not in page.text

    def test_nothing_supposed_is_not_kept(self, client, grant):
        response = self.keep(client, "")
        assert response.status_code == 422
        assert "Nothing is supposed yet" in told(response)
        assert not Scenario.objects.exists()

    def test_a_name_is_needed_and_taken_once(self, client, grant):
        ScenarioFactory(name="less SPORT")
        for typed, error in (
            ({"name": ""}, "Enter a name"),
            ({}, "There is a scenario of this name already"),
        ):
            response = self.keep(client, "percentage=35", **typed)
            assert response.status_code == 422
            assert error in told(response)

    def test_two_are_compared_figure_by_figure(self, client, grant):
        one = ScenarioFactory(name="More asked", supposing="percentage=35")
        other = ScenarioFactory(name="Less sport", supposing=f"line={grant.club.pk}:1.00")
        response = client.get(reverse("scenarios-compare"), {"one": one.pk, "other": other.pk})
        page = Page(response)
        assert row(page, "30% rule: headroom") == ["£10.00", "−£40.00", "−£299.00", "£309.00 less"]
        assert row(page, "30% rule")[:3] == ["Met", "Not met", "Not met"]
        assert "Club, Whole of West Yorkshire, is allocated £1.00" in page.text

    def test_of_two_days_each_stands_beside_its_own(self, client, grant):
        one = ScenarioFactory(supposing="percentage=35")
        other = ScenarioFactory(supposing="percentage=35", as_at=date(2023, 3, 31))
        page = Page(client.get(reverse("scenarios-compare"), {"one": one.pk, "other": other.pk}))
        assert len(row(page, "30% rule: committed")) == 5

    @pytest.mark.parametrize("other", ["", "0", "same"])
    def test_two_are_needed(self, client, grant, other):
        one = ScenarioFactory()
        second = one.pk if other == "same" else other
        response = client.get(reverse("scenarios-compare"), {"one": one.pk, "other": second})
        assert response.status_code == 422

    def test_whoever_made_it_removes_it_and_so_does_an_administrator(self, client_of, finance, staff, admin):
        mine, others = ScenarioFactory(made_by=staff), ScenarioFactory(made_by=staff)
        remove = reverse("scenario-remove", args=[mine.pk])
        assert client_of(finance).post(remove).status_code == 403
        assert client_of(staff).post(remove).status_code == 302
        assert client_of(admin).post(reverse("scenario-remove", args=[others.pk])).status_code == 302
        assert not Scenario.objects.exists()

    def test_one_that_supposes_what_is_no_longer_there_says_so(self, client, grant):
        one, other = ScenarioFactory(supposing="line=999999:1.00"), ScenarioFactory()
        response = client.get(reverse("scenarios-compare"), {"one": one.pk, "other": other.pk})
        assert "isn't there any more" in told(response)
