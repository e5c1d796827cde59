"""A page asks the database as often for many records as for few."""

from __future__ import annotations

import pghistory
import pgtrigger
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grants.models import MatchContribution
from interventions.models import FundingEntry, FundingLine, FundingSpend, Intervention, ReachRecord
from tests.factories import (
    AllocationFactory,
    ApproachRatingFactory,
    ApproachReplacementFactory,
    AssessmentFactory,
    AwardFactory,
    BudgetEntryFactory,
    BudgetLineFactory,
    ClaimEntryFactory,
    HighImpactTermsFactory,
    MatchContributionFactory,
    MatchEvidenceFactory,
    MatchRequirementFactory,
    OrganisationFactory,
    OverrideFactory,
    ScenarioFactory,
    SpendEntryFactory,
    VarianceReasonFactory,
    VirementFactory,
)
from vrp_portal.claims.actions import prepare_claim, send_claim
from vrp_portal.claims.models import Scheme
from vrp_portal.periods import FinancialYear, Quarter

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
ASKED = {"year": "2023/24", "as_at": "2023-12-31"}


def add_interventions(many: int, *, start: int) -> list[Intervention]:
    """Funded interventions with reach, from the number `start` on."""
    commissioner = OrganisationFactory()
    made = Intervention.objects.bulk_create(
        Intervention(
            reference=f"VRP-2023-{number:05d}",
            name=f"Intervention {number}",
            commissioner=commissioner,
            delivery_organisation=commissioner,
            prevention_level="secondary",
            status="delivering",
        )
        for number in range(start, start + many)
    )
    lines = FundingLine.objects.bulk_create(
        FundingLine(intervention=one, funding_source="core", year=YEAR, agreed_on=YEAR.starts) for one in made
    )
    FundingEntry.objects.bulk_create(
        FundingEntry(line=line, agreed_on=line.agreed_on, amount="100.00", reason="Board") for line in lines
    )
    FundingSpend.objects.bulk_create(
        FundingSpend(line=line, quarter=Quarter(YEAR, 1), amount="10.00") for line in lines
    )
    ReachRecord.objects.bulk_create(
        ReachRecord(intervention=one, quarter=Quarter(YEAR, 1), people_24_and_under=9) for one in made
    )
    return made


def queries(client, address: str) -> int:
    """How often opening the page asks the database."""
    client.get(address, ASKED)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address, ASKED)
        assert response.status_code == 200
        if response.streaming:
            b"".join(response.streaming_content)
    return len(asked)


@pytest.fixture
def client(client_of, staff):
    AwardFactory()
    HighImpactTermsFactory()
    MatchRequirementFactory()
    AllocationFactory()
    return client_of(staff)


@pytest.mark.slow
def test_the_overview_of_a_hundred_times_as_many_interventions(client):
    add_interventions(63, start=1)
    few = queries(client, reverse("overview"))
    # Rules and history are tested elsewhere; here they would only take time.
    with pgtrigger.ignore():
        add_interventions(6237, start=64)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert Intervention.objects.count() == 6300
    assert queries(client, reverse("overview")) == few


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("interventions", []),
        ("interventions-export", ["csv"]),
        ("interventions-export", ["xlsx"]),
        ("figures", []),
        ("figure", ["allocated"]),
        ("figure", ["people_24_and_under"]),
        ("figure-export", ["allocated", "csv"]),
        ("rule", []),
        ("rule-workbook", []),
        ("what-if", []),
        ("tables", []),
        ("tables-export", ["xlsx"]),
        ("ledger", []),
        ("ledger-file", []),
    ],
)
def test_a_page_of_interventions(client, name, args):
    add_interventions(3, start=1)
    few = queries(client, reverse(name, args=args))
    add_interventions(22, start=4)
    assert queries(client, reverse(name, args=args)) == few


@pytest.mark.parametrize(("name", "args"), [("match", []), ("match-export", ["csv"]), ("allocations", [])])
def test_a_ledger(client, name, args):
    MatchContributionFactory()
    few = queries(client, reverse(name, args=args))
    for start in range(2024, 2029):
        year = FinancialYear(start)
        AllocationFactory(year=year, agreed_on=YEAR.starts)
        MatchContributionFactory()
    assert queries(client, reverse(name, args=args)) == few


def test_a_contribution_with_more_files_and_more_changes(client, finance):
    evidence = MatchEvidenceFactory(added_by=finance)
    address = evidence.contribution.get_absolute_url()
    few = queries(client, address)
    MatchEvidenceFactory.create_batch(4, contribution=evidence.contribution, added_by=finance)
    for note in ("One", "Two", "Three"):
        MatchContribution.objects.filter(pk=evidence.contribution_id).update(note=note)
    assert queries(client, address) == few


def test_supposing_another_requirement_of_more_contributions(client):
    address = f"{reverse('match-what-if')}?percentage=20"
    MatchContributionFactory()
    few = queries(client, address)
    MatchContributionFactory.create_batch(5)
    assert queries(client, address) == few


@pytest.mark.parametrize(
    ("name", "args"),
    [
        *((name, []) for name in ("budget", "budget-spend", "outturn", "outturn-duty")),
        *((name, ["csv"]) for name in ("budget-export", "budget-spend-export", "outturn-export")),
    ],
)
def test_a_budget_with_more_lines_changes_spend_and_reasons(client, name, args):
    def add(purpose):
        line = BudgetLineFactory(purpose=purpose)
        BudgetEntryFactory(line=line)
        for quarter in YEAR.quarters:
            SpendEntryFactory(line=line, quarter=quarter)
            SpendEntryFactory(line=line, quarter=quarter, kind="forecast")
        VarianceReasonFactory(row=purpose)
        return line

    add("staffing")
    VirementFactory(from_line=BudgetLineFactory(purpose="data"), to_line=add("management"))
    few = queries(client, reverse(name, args=args))
    VirementFactory(from_line=add("evaluation"), to_line=add("engagement"))
    assert queries(client, reverse(name, args=args)) == few


@pytest.mark.parametrize(("name", "args"), [("awards", []), ("awards-export", ["csv"])])
def test_the_awards(client, name, args):
    few = queries(client, reverse(name, args=args))
    for start in range(2024, 2029):
        AwardFactory(year=FinancialYear(start))
    assert queries(client, reverse(name, args=args)) == few


def supposing(client, lines) -> int:
    """How often the what-if page asks the database where it supposes this much."""
    supposed = {"line": [f"{line.pk}:1.00" for line in lines], "percentage": "35"}
    client.get(reverse("what-if"), ASKED | supposed)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("what-if"), ASKED | supposed).status_code == 200
    return len(asked)


def test_supposing_more_asks_no_more(client):
    add_interventions(10, start=1)
    lines = list(FundingLine.objects.all())
    assert supposing(client, lines[:2]) == supposing(client, lines)


def test_the_toolkit_with_more_approaches_and_ratings(client):
    ApproachRatingFactory()
    address = reverse("toolkit")
    few = queries(client, address)
    for _ in range(5):
        rating = ApproachRatingFactory()
        ApproachRatingFactory(approach=rating.approach, in_force_from=YEAR.starts)
        ApproachReplacementFactory(old=rating.approach)
    assert queries(client, address) == few


def test_an_approach_on_which_more_rely(client):
    rating = ApproachRatingFactory()
    address = reverse("toolkit-approach", args=[rating.approach_id])
    AssessmentFactory(rating=rating)
    few = queries(client, address)
    for _ in range(4):
        AssessmentFactory(rating=rating)
    assert queries(client, address) == few


@pytest.mark.parametrize("name", ["scenarios", "changed-ratings"])
def test_more_scenarios_and_more_overrides(client, name):
    waiting = {"approval": "awaited", "decided_on": None, "decided_by": None, "decision_note": ""}
    ScenarioFactory()
    OverrideFactory(**waiting)
    few = queries(client, reverse(name))
    for _ in range(4):
        ScenarioFactory()
        OverrideFactory(**waiting)
    assert queries(client, reverse(name)) == few


def test_an_interventions_page_with_a_long_history(client, staff):
    (intervention,) = add_interventions(1, start=1)
    with pghistory.context(user=staff.pk):
        Intervention.objects.filter(pk=intervention.pk).update(name="Name 1")
    few = queries(client, intervention.get_absolute_url())
    line = intervention.funding_lines.get()
    for number in range(2, 5):
        ReachRecord.objects.create(intervention=intervention, quarter=Quarter(YEAR, number))
        FundingEntry.objects.create(line=line, agreed_on=YEAR.starts, amount="5.00", reason="More")
        Intervention.objects.filter(pk=intervention.pk).update(name=f"Name {number}")
    assert queries(client, intervention.get_absolute_url()) == few


def test_claims_of_more_quarters_with_more_payments(client, finance):
    lines = [BudgetLineFactory(purpose=purpose) for purpose in ("staffing", "evaluation", "data")]
    funder = OrganisationFactory(kind="government")
    claims = []

    def claim(quarter: Quarter) -> None:
        prepared = prepare_claim(Scheme.CORE, quarter, funder=funder, on=YEAR.next().starts, by=finance)
        claims.append(send_claim(prepared, on=YEAR.next().starts, by=finance))

    def pay_and_correct(line) -> None:
        ClaimEntryFactory(claim=claims[-1], booked_on=YEAR.next().starts)
        SpendEntryFactory(line=line, quarter=Quarter(YEAR, 1))

    SpendEntryFactory(line=lines[0], quarter=Quarter(YEAR, 1))
    claim(Quarter(YEAR, 1))
    pay_and_correct(lines[0])
    claim(Quarter(YEAR, 2))
    pay_and_correct(lines[0])
    pages = [
        reverse("claims"),
        *(reverse(name, args=[claims[1].pk]) for name in ("claim", "claim-document", "claim-workbook")),
    ]
    few = [queries(client, address) for address in pages]
    for line in lines:
        pay_and_correct(line)
    claim(Quarter(YEAR, 3))
    for line in lines:
        pay_and_correct(line)
    claim(Quarter(YEAR, 4))
    pages = [pages[0], *(address.replace(str(claims[1].pk), str(claims[3].pk)) for address in pages[1:])]
    assert [queries(client, address) for address in pages] == few
