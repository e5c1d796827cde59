"""The overview: what it says to whom, with values worked out by hand from a few records."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    AllocationFactory,
    AssessmentFactory,
    AwardFactory,
    FundingLineFactory,
    FundingSpendFactory,
    HighImpactTermsFactory,
    MatchContributionFactory,
    MatchRequirementFactory,
    ReachRecordFactory,
)
from vrp_portal.periods import FinancialYear, Quarter

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
SCOPE = {"year": "2023/24", "as_at": "2023-12-31"}


@pytest.fixture
def records(leeds, bradford):
    """£4,388,080 with exactly 30% on one intervention that counts, and 1,000 people in three quarters."""
    AwardFactory(amount="4388080.00")
    HighImpactTermsFactory()
    MatchRequirementFactory()
    MatchContributionFactory(amount="400000.00", confirmed_on="2023-09-01")
    MatchContributionFactory(amount="25000.00")
    AllocationFactory()
    counting = FundingLineFactory(stating="1316424.00", district=leeds)
    AssessmentFactory(intervention=counting.intervention)
    FundingSpendFactory(line=counting, amount="316424.00")
    FundingLineFactory(stating="500.00", district=bradford)
    FundingLineFactory()
    for number, people in ((1, 200), (2, 300), (3, 500)):
        ReachRecordFactory(
            intervention=counting.intervention,
            quarter=Quarter(YEAR, number),
            district=leeds,
            people_24_and_under=people,
            people_25_and_over=10 * number,
        )


def get(client, **query):
    return client.get(reverse("overview"), {**SCOPE, **query})


def text(response) -> str:
    body = re.sub(r"<script.*?</script>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def chart(response, name):
    return next(chart for chart in response.context["charts"] if chart.id == name)


def card(response, label):
    groups = ("headlines", "high_impact", "match", "duty")
    return next(card for group in groups for card in response.context[group] if card.label == label)


def test_it_says_for_what_and_when(client_of, staff, records):
    page = text(get(client_of(staff)))
    assert "Overview – West Yorkshire, 2023/24, as at 31 December 2023" in page


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Core grant award", "£4,388,080.00"),
        ("Core-funded interventions", "3"),
        ("SVD-funded interventions", "0"),
        ("People aged 24 or under reached", "1,000"),
        ("People aged 25 or over reached", "60"),
        ("Professionals trained", "0"),
        ("30% rule: required", "£1,316,424.00"),
        ("30% rule: committed", "£1,316,424.00"),
        ("30% rule: spent to date", "£316,424.00"),
        ("Headroom on money committed", "£0.00"),
        ("Still to spend", "£1,000,000.00"),
        ("30% rule: share of the grant", "30.00%"),
        ("Match funding required", "£505,500.00"),
        ("Match funding confirmed", "£400,000.00"),
        ("Match funding pledged only", "£25,000.00"),
        ("Match funding still to confirm", "£105,500.00"),
        ("SVD labour", "£101,161.78"),
        ("SVD non-labour", "£129,017.47"),
        ("SVD allocation", "£230,179.25"),
    ],
)
def test_a_card_shows_its_figure(client_of, staff, records, label, value):
    response = get(client_of(staff))
    assert card(response, label).value == value
    assert value in text(response)


def test_interventions_without_an_amount_or_an_assessment_are_said(client_of, staff, records):
    response = get(client_of(staff))
    assert card(response, "Core-funded interventions").note == "1 with no amount stated"
    assert (
        "2 core-funded interventions have no assessment for the year and do not count: "
        "£500.00 is committed to them."
    ) in text(response)


@pytest.mark.parametrize(
    ("more", "word", "says"),
    [("-0.01", "Not met", "The shortfall is £0.01."), ("0.00", "Met", "Headroom is £0.00.")],
)
def test_a_penny_decides_the_rule(client_of, staff, leeds, more, word, says):
    AwardFactory(amount="4388080.00")
    HighImpactTermsFactory()
    line = FundingLineFactory(stating="1316424.00", district=leeds)
    AssessmentFactory(intervention=line.intervention)
    line.entries.create(agreed_on="2023-06-01", amount=more, reason="Corrected")
    response = get(client_of(staff))
    assert response.context["high_impact_verdict"].word == word
    assert says in text(response)


def test_a_year_without_an_award_is_not_judged(client_of, staff):
    response = get(client_of(staff))
    assert response.context["high_impact_verdict"] is None
    assert "the rule cannot be judged" in text(response)
    assert card(response, "Core grant award").value == "Not known"


def test_every_card_leads_to_its_figure_in_the_same_scope(client_of, staff, records):
    client = client_of(staff)
    response = get(client)
    for group in ("headlines", "high_impact", "match", "duty"):
        for each in response.context[group]:
            assert each.url.endswith("?year=2023%2F24&as_at=2023-12-31")
            assert client.get(each.url).status_code == 200


def test_reach_by_quarter_is_drawn_tabled_and_put_in_words_from_one_result(client_of, staff, records):
    shown = chart(get(client_of(staff)), "reach-by-quarter")
    assert shown.summary == "Reach rose each quarter, from 200 to 500 people aged 24 or under."
    assert shown.figure["data"][0]["y"] == [200.0, 300.0, 500.0]
    assert shown.table.rows[2] == ("Q3, October to December 2023", "500", "30", "0")
    assert shown.table.totals == ("Total", "1,000", "60", "0")
    json.dumps(shown.figure)


def test_money_by_district_has_the_whole_areas_own_line_apart(client_of, staff, records):
    shown = chart(get(client_of(staff)), "funding-by-district")
    assert shown.table.rows == (
        ("Bradford", "£500.00"),
        ("Leeds", "£1,316,424.00"),
        ("Whole of West Yorkshire", "£0.00"),
    )
    assert shown.table.totals == ("Total", "£1,316,924.00")
    assert shown.summary == "Most money is allocated to Leeds (£1,316,424.00), least to Bradford (£500.00)."


def test_an_earlier_day_shows_the_quarters_that_had_ended(client_of, staff, records):
    response = get(client_of(staff), as_at="30 September 2023")
    assert card(response, "People aged 24 or under reached").value == "500"
    assert len(chart(response, "reach-by-quarter").table.rows) == 2


def test_a_scope_that_cannot_be_read_is_said_beside_the_field_and_kept(client_of, staff, records):
    response = get(client_of(staff), year="2023-25", as_at="31/02/2023")
    assert response.status_code == 400
    page = response.content.decode()
    assert "“2023-25” is not one financial year" in page
    assert "“31/02/2023” is not a date" in page
    assert 'value="31/02/2023"' in page
    assert "There is a problem" in page


@pytest.mark.parametrize("person", ["admin", "staff", "finance", "panel", "csp_leeds"])
def test_everyone_who_signed_in_sees_it(client_of, request, records, person):
    assert get(client_of(request.getfixturevalue(person))).status_code == 200


def test_who_has_not_signed_in_is_asked_to(client_of, nobody):
    response = get(client_of(nobody))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_a_coordinator_sees_their_own_district_and_nothing_that_is_not_held_by_district(
    client_of, csp_leeds, records
):
    response = get(client_of(csp_leeds), district="Bradford")
    page = text(response)
    assert "Leeds, 2023/24, as at 31 December 2023" in page
    assert "Bradford" not in page
    assert {each.label for each in response.context["headlines"]} == {
        "Core-funded interventions",
        "SVD-funded interventions",
        "Allocated to interventions",
        "People aged 24 or under reached",
        "People aged 25 or over reached",
        "Professionals trained",
    }
    assert response.context["match"] == response.context["duty"] == []
    assert "Not held" not in page
    assert card(response, "Allocated to interventions").value == "£1,316,424.00"


@pytest.fixture
def small_counts(leeds, bradford):
    """Professionals trained: 3 and 40 in Leeds, 20 and 30 in Bradford."""
    for district, counts in ((leeds, (3, 40)), (bradford, (20, 30))):
        for number, count in enumerate(counts, start=1):
            ReachRecordFactory(quarter=Quarter(YEAR, number), district=district, people_25_and_over=count)


def test_a_panel_member_does_not_see_a_small_count_nor_what_would_give_it_away(
    client_of, panel, small_counts
):
    response = get(client_of(panel), district="Leeds", as_at="2023-09-30")
    by_quarter = chart(response, "reach-by-quarter")
    assert [row[2] for row in by_quarter.table.rows] == ["[c]", "[c]"]
    assert by_quarter.table.totals[2] == "43"
    assert by_quarter.figure["data"][1]["y"] == [None, None]
    assert "[c] stands for a count that is hidden" in text(response)


def test_a_day_before_and_a_day_after_do_not_give_a_small_count_away(client_of, panel, small_counts):
    client = client_of(panel)
    in_june = get(client, district="Leeds", as_at="2023-06-30")
    assert card(in_june, "People aged 25 or over reached").value == "[c]"
    others = get(client, district="Bradford", as_at="2023-06-30")
    assert card(others, "People aged 25 or over reached").value == "[c]"
    everywhere = get(client, as_at="2023-06-30")
    assert card(everywhere, "People aged 25 or over reached").value == "23"


@pytest.mark.parametrize("person", ["staff", "csp_leeds"])
def test_the_team_and_a_districts_own_coordinator_see_small_counts(client_of, request, small_counts, person):
    response = get(client_of(request.getfixturevalue(person)), district="Leeds")
    assert [row[2] for row in chart(response, "reach-by-quarter").table.rows] == ["3", "40", "0"]
    assert "[c]" not in text(response)


def test_illustrative_records_are_said(client_of, staff, leeds):
    client = client_of(staff)
    assert not get(client).context["shows_illustrative"]
    ReachRecordFactory(district=leeds, people_24_and_under=9, illustrative=True)
    response = get(client)
    assert response.context["shows_illustrative"]
    assert "This page shows illustrative records" in text(response)


def test_styles_are_loosened_for_the_picture_and_scripts_are_not(client_of, staff):
    policy = get(client_of(staff))["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self';" in f"{policy};"


@pytest.mark.parametrize("person", ["staff", "panel", "csp_leeds"])
def test_the_number_of_queries_does_not_grow_with_interventions(client_of, request, leeds, records, person):
    client = client_of(request.getfixturevalue(person))
    get(client)
    with CaptureQueriesContext(connection) as few:
        get(client)
    for line in FundingLineFactory.create_batch(40, stating="1.00", district=leeds):
        ReachRecordFactory(intervention=line.intervention, district=leeds, people_24_and_under=7)
    with CaptureQueriesContext(connection) as many:
        get(client)
    assert len(many) == len(few)
    assert len(many) <= 30


def test_a_coordinator_sees_the_headlines_of_the_whole_area_without_what_is_behind_them(
    client_of, csp_leeds, records
):
    response = get(client_of(csp_leeds))
    whole_area = {each.label: each for each in response.context["whole_area"]}
    assert whole_area["Core grant award"].value == "£4,388,080.00"
    assert whole_area["30% rule: required"].value == "£1,316,424.00"
    assert not any(each.url for each in whole_area.values())


def test_nobody_else_needs_the_whole_area_twice(client_of, staff, records):
    assert get(client_of(staff)).context["whole_area"] == []
