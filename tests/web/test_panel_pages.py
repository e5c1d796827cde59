"""The pages for the Panel: what each answers, what it compares with, what it lists, and what it hides."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    AllocationFactory,
    ApproachFactory,
    ApproachRatingFactory,
    AssessmentFactory,
    AwardFactory,
    CommunitySafetyPartnershipFactory,
    DutyMilestoneFactory,
    FundingEntryFactory,
    FundingLineFactory,
    FundingSpendFactory,
    HighImpactTermsFactory,
    ImpactFactory,
    InterventionFactory,
    MatchContributionFactory,
    MatchRequirementFactory,
    PaperFactory,
    PublishedFigureFactory,
    QuarterlyReturnFactory,
    ReachRecordFactory,
    ShareFactory,
    StatusChangeFactory,
)
from tests.web.reading import Page, rows_of, told
from tests.web.test_query_counts import add_interventions
from vrp_portal.periods import FinancialYear, Quarter

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
SCOPE = {"year": "2023/24", "as_at": "2023-12-31"}
PAGES = ("panel", "panel-money", "panel-people", "panel-interventions", "panel-duty", "panel-changes")


@pytest.fixture
def delivering(leeds):
    """An intervention that counts for the 30% rule, in Leeds, with reach that grew."""
    intervention = InterventionFactory(name="Navigators", status="delivering")
    intervention.districts.add(leeds)
    line = FundingLineFactory(intervention=intervention, stating="1316424.00", district=leeds)
    FundingSpendFactory(line=line, amount="316424.00")
    AssessmentFactory(intervention=intervention)
    for number, people in ((1, 200), (2, 300), (3, 500)):
        ReachRecordFactory(
            intervention=intervention,
            quarter=Quarter(YEAR, number),
            district=leeds,
            people_24_and_under=people,
            people_25_and_over=10 * number,
        )
    return intervention


@pytest.fixture
def records(delivering, bradford):
    AwardFactory(amount="4388080.00")
    HighImpactTermsFactory()
    MatchRequirementFactory()
    MatchContributionFactory(amount="400000.00", confirmed_on="2023-09-01")
    MatchContributionFactory(amount="105500.00", confirmed_on="2023-11-01", pledged_on="2023-10-01")
    AllocationFactory()


@pytest.fixture
def client(client_of, panel):
    return client_of(panel)


def get(client, name="panel", **query):
    return client.get(reverse(name), {**SCOPE, **query})


def answer(response, name):
    return next(each for each, _url in response.context["answers"] if each.id == name)


def row(response, key):
    return next(each for each in response.context["compared"] if each.key == key)


def events(response, key):
    kind = next(each for each in response.context["happened"] if each.key == key)
    return [event.what for event in kind.events]


def test_the_three_questions_are_answered_in_words(client, records):
    page = told(get(client))
    assert "Yes. The 30% rule is met: at least £1,316,424.00 must go to what works best." in page
    assert "1,000 children and young people aged 24 or under, by 31 December 2023, through 1 inter" in page
    assert "Since 30 September 2023: 500 more people aged 24 or under reached" in page
    assert "£105,500.00 more of match funding confirmed" in page


def test_every_figure_of_an_answer_leads_to_its_working(client, records):
    response = get(client)
    lines = [line for name in ("money", "people") for line in answer(response, name).lines]
    assert len(lines) == 8
    for line in lines:
        working = client.get(line.url)
        assert working.status_code == 200
        assert line.value in told(working)
        assert working.context["scope"] == response.context["scope"]


def test_match_that_is_short_makes_it_a_part(client, delivering):
    AwardFactory()
    HighImpactTermsFactory()
    MatchRequirementFactory()
    response = get(client)
    assert answer(response, "money").verdict == "In part"
    assert "Partners have £505,500.00 of match still to confirm." in told(response)


def test_a_year_without_records_says_so(client):
    page = told(get(client))
    assert "the 30% rule cannot be judged" in page
    assert "No reach of people aged 24 or under had been counted by 31 December 2023." in page
    assert "Nothing that is recorded has changed since 30 September 2023." in page


def test_a_district_has_its_own_money_and_no_verdict(client, records):
    response = get(client, district="Leeds")
    money = answer(response, "money")
    assert (money.verdict, money.lines[0].value) == ("", "£1,316,424.00")
    assert "judged for the whole of West Yorkshire" in told(response)
    assert "Money in Leeds" in told(get(client, "panel-money", district="Leeds"))
    others = get(client, district="Bradford")
    assert answer(others, "people").lines[3].value == "0"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_its_scope_in_its_links_and_prints_its_address(client, records, name):
    response = get(client, name, since="2023-06-30", district="Leeds")
    assert response.status_code == 200
    query = "year=2023%2F24&as_at=2023-12-31&district=Leeds&since=2023-06-30"
    page = Page(response)
    links = [link.attributes["href"] for link in page.with_class("app-panel__page")]
    assert links == [f"{reverse(each)}?{query}" for each in PAGES]
    assert page.with_class("app-panel__address")[0].text == f"http://testserver{reverse(name)}?{query}"
    assert "Leeds, 2023/24, as at 31 December 2023" in page.all("h1")[0].text


@pytest.mark.parametrize("name", PAGES)
def test_it_may_be_found_by_a_reader_of_pages_and_has_a_description(client, client_of, nobody, name):
    names = {meta.attributes.get("name") for meta in Page(get(client, name)).all("meta")}
    assert "description" in names
    assert "robots" not in names
    signed_out = Page(client_of(nobody).get(reverse("account_login")))
    assert "noindex" in {meta.attributes.get("content") for meta in signed_out.all("meta")}


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"since": "2023-12-31"}, "31 December 2023 is not before 31 December 2023, the day of the page."),
        ({"since": "2010-01-01"}, "The partnership began on 1 April 2019"),
        ({"since": "soon"}, "soon"),
        ({"as_at": "32/12/2023"}, "32/12/2023"),
    ],
)
@pytest.mark.parametrize("name", PAGES)
def test_a_day_that_can_not_be_read_is_said_beside_the_field(client, name, query, says):
    response = get(client, name, **query)
    assert response.status_code == 400
    assert says in told(response)
    assert any("open" in each.attributes for each in Page(response).with_class("app-panel__choose"))


def test_a_file_is_not_handed_over_for_a_day_that_can_not_be_read(client):
    asked = reverse("panel-interventions-export", args=["csv"])
    response = client.get(asked, {"as_at": "32/12/2023"})
    assert response["Location"].startswith(reverse("panel-interventions"))


class TestSince:
    def paper(self, *, meeting_on, told_to):
        paper = PaperFactory(meeting_on=meeting_on)
        for day in told_to:
            PublishedFigureFactory(paper=paper, as_at=day)

    def test_without_a_paper_it_is_the_end_of_the_quarter_before(self, client):
        response = get(client, "panel-changes")
        assert response.context["since"].day == date(2023, 9, 30)
        assert "no earlier paper for the Panel is recorded" in told(response)
        within = get(client, "panel-changes", as_at="2023-11-15")
        assert within.context["since"].day == date(2023, 9, 30)

    def test_it_is_the_day_to_which_the_latest_earlier_paper_told(self, client):
        self.paper(meeting_on="2023-09-08", told_to=["2023-03-31", "2023-06-30"])
        self.paper(meeting_on="2024-04-12", told_to=["2023-09-30", "2023-12-31"])
        response = get(client, "panel-changes")
        assert response.context["since"].day == date(2023, 6, 30)
        assert "the paper for the meeting on 8 September 2023" in told(response)
        later = get(client, "panel-changes", as_at="2024-03-31")
        assert later.context["since"].day == date(2023, 12, 31)

    def test_the_address_may_name_another(self, client, records):
        response = get(client, "panel-changes", since="2023-06-30")
        assert row(response, "people_24_and_under").change == "800 more"

    def test_before_the_year_began_there_was_nothing(self, client, records):
        response = get(client, "panel-changes", as_at="2023-06-30")
        assert response.context["since"].day == date(2023, 3, 31)
        assert "The year 2023/24 had not begun then, so all of it is new." in told(response)
        assert row(response, "people_24_and_under").then == "0"


class TestChanges:
    def test_headlines_then_now_and_the_change(self, client, records):
        people = row(get(client, "panel-changes"), "people_24_and_under")
        assert (people.then, people.now, people.change) == ("500", "1,000", "500 more")

    def test_a_change_is_hidden_where_a_count_is(self, client, records):
        trained = InterventionFactory(status="delivering")
        ReachRecordFactory(intervention=trained, quarter=Quarter(YEAR, 2), professionals_trained=3)
        ReachRecordFactory(intervention=trained, quarter=Quarter(YEAR, 3), professionals_trained=40)
        response = get(client, "panel-changes")
        changed = row(response, "professionals_trained")
        assert (changed.then, changed.change) == ("[c]", "[c]")

    def test_last_year_is_compared_where_it_has_records(self, client, records, leeds):
        assert row(get(client, "panel-changes"), "people_24_and_under").last_year == ""
        assert "nothing to compare with at the same point last year, 31 December 2022" in told(get(client))
        before = FinancialYear(2022)
        for number, people in ((1, 90), (4, 60)):
            ReachRecordFactory(quarter=Quarter(before, number), district=leeds, people_24_and_under=people)
        response = get(client, "panel-changes")
        assert row(response, "people_24_and_under").last_year == "90"
        assert row(response, "core_grant_award").last_year == ""
        assert "Same point last year, 31 December 2022: People aged 24 or under reached 90." in told(
            get(client)
        )

    def test_last_year_is_not_compared_where_it_is_hidden(self, client, records, leeds):
        ReachRecordFactory(quarter=Quarter(FinancialYear(2022), 1), district=leeds, people_24_and_under=3)
        assert row(get(client, "panel-changes"), "people_24_and_under").last_year == ""

    def test_interventions_that_began_and_ended(self, client, delivering):
        StatusChangeFactory(intervention=delivering, status="delivering", since="2023-10-09")
        StatusChangeFactory(intervention=delivering, status="in_set_up", since="2023-10-20")
        StatusChangeFactory(intervention=delivering, status="delivering", since="2023-11-01")
        StatusChangeFactory(intervention=delivering, status="ended_early", since="2023-12-31")
        StatusChangeFactory(intervention=delivering, status="complete", since="2024-01-01")
        response = get(client, "panel-changes")
        assert events(response, "begun") == [str(delivering)]
        assert events(response, "ended") == [f"{delivering}: ended early"]

    def test_money_agreed_and_taken_back(self, client, delivering):
        line = delivering.funding_lines.get()
        FundingEntryFactory(line=line, agreed_on="2023-10-02", amount="24000.00", reason="Asked by A. Person")
        FundingEntryFactory(line=line, agreed_on="2023-12-01", amount="-500.00")
        FundingEntryFactory(line=line, agreed_on="2024-01-01", amount="7.00")
        response = get(client, "panel-changes")
        assert events(response, "money") == [
            f"£500.00 taken back from {delivering}",
            f"£24,000.00 for {delivering}",
        ]
        assert "A. Person" not in told(response)

    def test_ratings_that_were_superseded(self, client):
        approach = ApproachFactory(name="Mentoring")
        moderate = ImpactFactory(word="Moderate", rank=7)
        ApproachRatingFactory(approach=approach, impact=moderate, evidence_confidence=4)
        ApproachRatingFactory(
            approach=approach, impact=ImpactFactory(word="Low", rank=8), in_force_from="2023-11-01"
        )
        ApproachRatingFactory(approach=ApproachFactory(), impact=moderate, in_force_from="2023-11-01")
        assert events(get(client, "panel-changes"), "ratings") == [
            "Mentoring: Low impact, evidence not stated. Before: Moderate impact, evidence 4 of 5"
        ]

    def test_milestones_that_were_reached(self, client, bradford):
        DutyMilestoneFactory(title="Strategy published", state="done", done_on="2023-12-31")
        DutyMilestoneFactory(title="Plan", district=bradford, state="done", done_on="2023-11-01")
        DutyMilestoneFactory(title="Needs", state="done", done_on="2023-09-30")
        assert events(get(client, "panel-changes"), "milestones") == [
            "Strategy published, Whole of West Yorkshire",
            "Plan, Bradford",
        ]

    def test_a_proposal_is_in_no_list(self, client, delivering):
        proposed = InterventionFactory(name="Not agreed yet", status="proposed")
        StatusChangeFactory(intervention=proposed, status="delivering", since="2023-11-01")
        FundingLineFactory(intervention=proposed, agreed_on="2023-11-01", stating="9.00")
        for name in PAGES:
            assert "Not agreed yet" not in told(get(client, name)), name

    def test_a_long_list_says_how_many_more_there_are(self, client, delivering):
        line = delivering.funding_lines.get()
        FundingEntryFactory.create_batch(43, line=line, agreed_on="2023-10-02", amount="1.00")
        page = Page(get(client, "panel-changes"))
        assert "And 3 more, earlier." in page.text


class TestInterventions:
    def test_counts_by_evidence_and_the_list_of_one_word(self, client, delivering):
        other = InterventionFactory(name="Evenings", status="delivering")
        FundingLineFactory(intervention=other, stating="500.00")
        response = get(client, "panel-interventions")
        word = delivering.assessments.get().rating.impact.word
        counted = {each.word: each for each in response.context["by_evidence"]}
        high = next(each for name, each in counted.items() if name.startswith(word))
        assert (high.funded_interventions.value, high.allocated.shown) == (1, "£1,316,424.00")
        assert counted["Not assessed yet"].allocated.shown == "£500.00"
        listed = client.get(reverse("panel-interventions") + high.url)
        assert [each.name for each in listed.context["table"].data] == ["Navigators"]
        assert client.get(reverse("panel-interventions"), {"evidence": "none of these"}).status_code == 404

    def test_a_provider_that_is_not_known_is_to_be_confirmed(self, client, delivering):
        assert "To be confirmed" in told(get(client, "panel-interventions"))

    def test_it_is_exported_as_it_is_shown(self, client, delivering):
        InterventionFactory(name="Not agreed yet")
        asked = reverse("panel-interventions-export", args=["csv"])
        header, *rows = [row for row in rows_of(client.get(asked, SCOPE)) if len(row) > 2]
        assert header == [
            *("Intervention", "Where", "For whom", "Approach", "Evidence", "Delivered by", "Status"),
            "Reference",
        ]
        assert len(rows) == 1
        assert rows[0][0] == "Navigators"
        assert rows[0][1:3] == ["Leeds", "At risk (secondary)"]
        assert rows[0][-1] == delivering.reference

    def test_the_list_of_one_word_is_exported_alone(self, client, delivering):
        FundingLineFactory(intervention=InterventionFactory(name="Evenings", status="delivering"))
        asked = reverse("panel-interventions-export", args=["csv"])
        rows = rows_of(client.get(asked, {**SCOPE, "evidence": "none"}))
        assert [row[0] for row in rows if len(row) > 2][1:] == ["Evenings"]


class TestDuty:
    def test_milestones_stand_as_they_stood_on_the_day(self, client):
        DutyMilestoneFactory(title="Needs", due_on="2023-10-31", state="done", done_on="2023-12-31")
        DutyMilestoneFactory(title="Strategy", due_on="2023-12-30")
        DutyMilestoneFactory(title="Plan", due_on="2024-01-31", state="done", done_on="2024-01-15")
        response = get(client, "panel-duty")
        assert [(step.title, step.word) for step in response.context["milestones"]] == [
            ("Needs", "Done"),
            ("Strategy", "Late"),
            ("Plan", "To come"),
        ]
        assert "1 of 3 milestones had been reached, and 1 was late." in told(response)

    def test_returns_are_counts_and_nothing_in_them(self, client, leeds, bradford):
        csps = [CommunitySafetyPartnershipFactory(district=district) for district in (leeds, bradford)]
        accepted = {"state": "accepted", "submitted_on": "2023-07-20", "accepted_on": "2023-07-25"}
        QuarterlyReturnFactory(csp=csps[0], people_24_and_under=3, risks="A risk", **accepted)
        QuarterlyReturnFactory(csp=csps[1], state="draft", risks="A risk")
        response = get(client, "panel-duty")
        assert [count for _, count in response.context["returns_by_quarter"]] == ["1", "0", "0"]
        assert "Of 6 returns due, 1 is accepted." in told(response)
        assert "A risk" not in told(response)

    def test_shares_add_up_to_their_figure(self, client):
        allocation = AllocationFactory()
        ShareFactory(allocation=allocation)
        ShareFactory(allocation=allocation)
        response = get(client, "panel-duty")
        total = sum(share.total_then for share in response.context["shares"])
        assert response.context["shares_total"].value == total


def test_small_counts_are_hidden_in_words_and_in_the_data_of_charts(client, leeds, bradford):
    for district, counts in ((leeds, (3, 40, 30)), (bradford, (50, 60, 70))):
        intervention = InterventionFactory(status="delivering")
        for number, people in enumerate(counts, 1):
            ReachRecordFactory(
                intervention=intervention,
                quarter=Quarter(YEAR, number),
                district=district,
                people_24_and_under=people,
            )
    for query in ({}, {"district": "Leeds"}, {"district": "Leeds", "as_at": "2023-06-30"}):
        response = get(client, "panel-people", **query)
        assert "[c] stands for" in told(response)
        for chart in response.context["charts"]:
            cells = {cell for line in chart.table.rows for cell in line[1:]}
            assert not cells & {"1", "2", "3", "4"}, chart.id
    in_june = get(client, district="Leeds", as_at="2023-06-30")
    assert answer(in_june, "people").lines[0].value == "[c]"
    assert "Too few people were reached by 30 June 2023" in told(in_june)


def test_what_is_invented_is_said(client, leeds):
    assert not get(client).context["shows_illustrative"]
    line = FundingLineFactory(stating="1.00", illustrative=True)
    ReachRecordFactory(intervention=line.intervention, people_24_and_under=9, illustrative=True)
    for name in ("panel", "panel-money", "panel-people", "panel-changes"):
        assert "This page shows illustrative records" in told(get(client, name)), name


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_the_number_of_queries_is_that_of_few_interventions(client, records, name):
    def queries():
        get(client, name)
        with CaptureQueriesContext(connection) as asked:
            assert get(client, name).status_code == 200
        return len(asked)

    add_interventions(63, start=1)
    few = queries()
    for intervention in add_interventions(400, start=64)[:80]:
        StatusChangeFactory(intervention=intervention, since="2023-11-01")
    DutyMilestoneFactory.create_batch(9, state="done", done_on="2023-11-02")
    assert queries() == few
