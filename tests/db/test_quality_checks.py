"""What each check of the data finds, and what it leaves alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from interventions.models import FundingSpend
from tests.factories import (
    AllocationFactory,
    AssessmentFactory,
    AwardFactory,
    BudgetLineFactory,
    CommunitySafetyPartnershipFactory,
    FundingLineFactory,
    FundingSpendFactory,
    InterventionDistrictFactory,
    InterventionFactory,
    MatchContributionFactory,
    OrganisationFactory,
    OverrideFactory,
    QuarterlyReturnFactory,
    ReachRecordFactory,
    SpendEntryFactory,
    StatusChangeFactory,
)
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import FinancialYear, Quarter
from vrp_portal.quality.checks import CHECKS
from vrp_portal.records.actions import withdraw

pytestmark = pytest.mark.django_db

YEAR, NEXT_YEAR, LAST_YEAR = FinancialYear(2023), FinancialYear(2024), FinancialYear(2022)
SCOPE = Scope(YEAR, date(2023, 12, 31))


def found(key: str, scope: Scope = SCOPE) -> list[tuple[str, str]]:
    """Which records a check finds, by their first word, and what is amiss."""
    return [(finding.record.split()[0], finding.amiss) for finding in CHECKS[key].find(scope)]


def logged(reference: str = "VRP-2023-001", **fields):
    return InterventionFactory(reference=reference, **{"name": f"Name of {reference}"} | fields)


def funded(reference: str = "VRP-2023-001", amount: str | None = "100.00", **fields):
    of_line = {
        name: fields.pop(name)
        for name in ("district", "funding_source", "year", "agreed_on")
        if name in fields
    }
    return FundingLineFactory(intervention=logged(reference, **fields), stating=amount, **of_line)


def test_every_check_says_why_it_matters_and_how_to_put_things_right():
    assert len(CHECKS) == 14
    assert all(
        check.title and check.why.endswith(".") and check.remedy.endswith(".") for check in CHECKS.values()
    )


def test_a_finding_leads_to_the_page_that_puts_it_right():
    logged(illustrative=True)
    (finding,) = CHECKS["no-funding-line"].find(SCOPE)
    assert finding.record == "VRP-2023-001 Name of VRP-2023-001"
    assert finding.url == "/interventions/VRP-2023-001/"
    assert finding.illustrative


class TestNoFundingLine:
    def test_found(self):
        logged()
        assert found("no-funding-line") == [("VRP-2023-001", "It has no funding line.")]

    def test_a_line_that_was_withdrawn_is_none(self):
        withdraw(funded(), on=date(2023, 5, 1), reason="A mistake")
        assert len(found("no-funding-line")) == 1

    def test_funded_withdrawn_or_of_another_year_is_left_alone(self):
        funded("VRP-2023-001", amount=None)
        withdraw(logged("VRP-2023-002"), on=date(2023, 5, 1), reason="Logged twice")
        logged("VRP-2022-003")
        assert found("no-funding-line") == []


class TestAmountNotStated:
    def test_found_whatever_the_source(self):
        funded(amount=None, funding_source="match")
        (finding,) = CHECKS["amount-not-stated"].find(SCOPE)
        assert finding.record == (
            "VRP-2023-001 Name of VRP-2023-001, Match funding 2023/24, Whole of West Yorkshire"
        )
        assert finding.amiss == "No amount is stated."

    def test_stated_or_agreed_later_or_elsewhere_is_left_alone(self, leeds, bradford):
        funded("VRP-2023-001")
        funded("VRP-2023-002", amount=None, agreed_on=date(2024, 1, 2))
        funded("VRP-2023-003", amount=None, district=bradford)
        assert found("amount-not-stated", SCOPE.in_district(leeds)) == []
        assert len(found("amount-not-stated")) == 1


class TestProviderToBeConfirmed:
    def test_found(self):
        funded()
        assert found("provider-to-be-confirmed") == [("VRP-2023-001", "Who delivers it is to be confirmed.")]

    def test_with_a_provider_or_withdrawn_or_of_another_year_it_is_left_alone(self):
        funded("VRP-2023-001", delivery_organisation=OrganisationFactory())
        withdraw(funded("VRP-2023-002").intervention, on=date(2023, 12, 31), reason="It never went ahead")
        funded("VRP-2022-003", year=LAST_YEAR)
        assert found("provider-to-be-confirmed") == []
        assert len(found("provider-to-be-confirmed", SCOPE.on(date(2023, 12, 30)))) == 1

    def test_of_another_district_it_is_left_alone(self, leeds, bradford):
        InterventionDistrictFactory(intervention=funded().intervention, district=leeds)
        assert len(found("provider-to-be-confirmed", SCOPE.in_district(leeds))) == 1
        assert found("provider-to-be-confirmed", SCOPE.in_district(bradford)) == []


class TestNoAssessment:
    def test_found_once_for_all_its_lines(self, leeds):
        line = funded()
        FundingLineFactory(intervention=line.intervention, district=leeds)
        assert found("no-assessment") == [("VRP-2023-001", "It has no assessment for 2023/24.")]

    def test_of_another_year_or_waiting_for_approval_is_none(self):
        AssessmentFactory(intervention=funded("VRP-2023-001").intervention, year=LAST_YEAR)
        OverrideFactory(
            intervention=funded("VRP-2023-002").intervention,
            approval="awaited",
            decided_on=None,
            decided_by=None,
            decision_note="",
        )
        assert [reference for reference, _ in found("no-assessment")] == ["VRP-2023-001", "VRP-2023-002"]

    def test_assessed_or_not_funded_from_the_core_grant_is_left_alone(self):
        AssessmentFactory(intervention=funded("VRP-2023-001").intervention)
        funded("VRP-2023-002", funding_source="svd")
        assert found("no-assessment") == []


class TestCommittedAboveAward:
    def test_a_penny_above_is_found(self):
        AwardFactory(amount=Decimal("99.99"))
        funded(amount="100.00")
        (finding,) = CHECKS["committed-above-award"].find(SCOPE)
        assert finding.record == "Core grant award, 2023/24"
        assert finding.amiss == "£100.00 is committed of £99.99."
        assert finding.url == "/grants/awards/?year=2023%2F24&as_at=2023-12-31"

    def test_duty_money_is_found_apart(self):
        AllocationFactory(labour=Decimal("10.00"), non_labour=Decimal("20.00"))
        funded(amount="30.01", funding_source="svd")
        (finding,) = CHECKS["committed-above-award"].find(SCOPE)
        assert finding.amiss == "£30.01 is committed of £30.00."
        assert finding.url.startswith("/svd/allocations/?")

    def test_without_any_award_it_is_found(self):
        funded(amount="0.01")
        assert found("committed-above-award") == [("Core", "£0.01 is committed of £0.00.")]

    def test_all_of_it_is_left_alone_and_a_district_has_no_award(self, leeds):
        AwardFactory(amount=Decimal("100.00"))
        funded(amount="100.00", district=leeds)
        assert found("committed-above-award") == []
        assert found("committed-above-award", SCOPE.in_district(leeds)) == []

    @pytest.mark.parametrize(("award", "money"), [(False, False), (True, False), (False, True)])
    def test_illustrative_where_the_award_or_what_is_committed_is(self, award, money):
        AwardFactory(amount=Decimal("99.99"), illustrative=award)
        line = funded(amount="100.00")
        type(line).objects.filter(pk=line.pk).update(illustrative=money)
        (finding,) = CHECKS["committed-above-award"].find(SCOPE)
        assert finding.illustrative == (award or money)


class TestSpendAboveAllocated:
    def test_a_penny_above_is_found(self):
        FundingSpendFactory(line=funded(amount="100.00"), amount=Decimal("100.01"))
        assert found("spend-above-allocated") == [
            ("VRP-2023-001", "£100.01 is spent, and £100.00 is allocated.")
        ]

    def test_spent_of_no_amount_is_found(self):
        FundingSpendFactory(line=funded(amount=None), amount=Decimal("0.01"))
        assert found("spend-above-allocated") == [
            ("VRP-2023-001", "£0.01 is spent, and no amount is allocated.")
        ]

    def test_all_of_it_or_spent_in_a_quarter_to_come_is_left_alone(self):
        line = funded(amount="100.00")
        FundingSpendFactory(line=line, amount=Decimal("100.00"))
        FundingSpendFactory(line=line, amount=Decimal("50.00"), quarter=Quarter(YEAR, 4))
        assert found("spend-above-allocated") == []


class TestSpendOutsideYear:
    def test_of_an_intervention_and_of_a_budget_line(self):
        line = funded()
        FundingSpend.objects.create(line=line, quarter=Quarter(NEXT_YEAR, 1), amount=Decimal("5.00"))
        SpendEntryFactory(line=BudgetLineFactory(), quarter=Quarter(LAST_YEAR, 4), amount=Decimal("6.00"))
        assert found("spend-outside-the-year") == [
            ("VRP-2023-001", "£5.00 is entered in 2024/25 Q1."),
            ("Budget", "£6.00 is entered in 2022/23 Q4."),
        ]

    def test_within_the_year_or_withdrawn_is_left_alone(self):
        line = funded()
        FundingSpendFactory(line=line, quarter=Quarter(YEAR, 4))
        entry = FundingSpend.objects.create(line=line, quarter=Quarter(NEXT_YEAR, 1), amount=Decimal("5.00"))
        withdraw(entry, on=date(2023, 9, 1), reason="A slip")
        SpendEntryFactory()
        assert found("spend-outside-the-year") == []

    def test_of_a_budget_line_withdrawn_or_agreed_later_is_left_alone(self):
        withdrawn = BudgetLineFactory()
        withdraw(withdrawn, on=date(2023, 9, 1), reason="A mistake")
        later = BudgetLineFactory(purpose="evaluation", agreed_on=date(2024, 1, 2))
        for line in (withdrawn, later):
            SpendEntryFactory(line=line, quarter=Quarter(LAST_YEAR, 4))
        assert found("spend-outside-the-year") == []
        assert len(found("spend-outside-the-year", SCOPE.on(date(2024, 1, 2)))) == 1

    def test_of_another_district_is_left_alone(self, leeds, bradford):
        line = funded(district=leeds)
        FundingSpend.objects.create(line=line, quarter=Quarter(NEXT_YEAR, 1), amount=Decimal("5.00"))
        SpendEntryFactory(line=BudgetLineFactory(), quarter=Quarter(LAST_YEAR, 4))
        assert len(found("spend-outside-the-year", SCOPE.in_district(leeds))) == 1
        assert found("spend-outside-the-year", SCOPE.in_district(bradford)) == []


def reached(intervention, *people: int, year: FinancialYear = YEAR, **fields):
    for number, count in enumerate(people, start=1):
        ReachRecordFactory(
            intervention=intervention, quarter=Quarter(year, number), people_24_and_under=count, **fields
        )


class TestReachFellOrTripled:
    def test_fallen_to_nothing(self):
        reached(funded().intervention, 20, 0, 0)
        assert found("reach-fell-or-tripled") == [
            (
                "VRP-2023-001",
                "Whole of West Yorkshire: nobody was reached in 2023/24 Q2, after 20 in 2023/24 Q1.",
            )
        ]

    def test_tripled_exactly(self):
        reached(funded().intervention, 10, 30)
        assert found("reach-fell-or-tripled")[0][1] == (
            "Whole of West Yorkshire: 30 were reached in 2023/24 Q2, after 10 in 2023/24 Q1."
        )

    def test_against_the_last_quarter_of_the_year_before(self):
        intervention = funded().intervention
        reached(intervention, 0, 0, 0, 20, year=LAST_YEAR)
        reached(intervention, 60)
        assert found("reach-fell-or-tripled")[0][1].endswith(
            "60 were reached in 2023/24 Q1, after 20 in 2022/23 Q4."
        )

    def test_each_place_stands_for_itself(self, leeds, bradford):
        intervention = funded().intervention
        reached(intervention, 10, 40, district=leeds)
        reached(intervention, 40, 10, district=bradford)
        assert found("reach-fell-or-tripled") == [
            ("VRP-2023-001", "Leeds: 40 were reached in 2023/24 Q2, after 10 in 2023/24 Q1.")
        ]
        assert found("reach-fell-or-tripled", SCOPE.in_district(bradford)) == []

    def test_cumulative_counts_are_compared_by_who_is_new(self):
        reached(funded().intervention, 20, 40, 40, basis="cumulative")
        assert found("reach-fell-or-tripled")[0][1].endswith(
            "nobody was reached in 2023/24 Q3, after 20 in 2023/24 Q2."
        )

    def test_a_count_since_the_year_began_that_went_down(self):
        reached(funded().intervention, 20, 40, 37, basis="cumulative", reason_for_fall="Counted twice")
        assert found("reach-fell-or-tripled")[0][1] == (
            "Whole of West Yorkshire: the count fell by 3 in 2023/24 Q3, after 20 in 2023/24 Q2."
        )

    def test_nearly_three_times_a_few_people_or_a_quarter_that_is_not_entered_is_left_alone(self):
        reached(funded("VRP-2023-001").intervention, 10, 29)
        reached(funded("VRP-2023-002").intervention, 1, 9)
        ReachRecordFactory(intervention=funded("VRP-2023-003").intervention, people_24_and_under=50)
        reached(funded("VRP-2023-004").intervention, 10, 30, qualifier="up_to")
        assert found("reach-fell-or-tripled") == []

    def test_a_quarter_that_had_not_ended_is_left_alone(self):
        reached(funded().intervention, 10, 40)
        assert found("reach-fell-or-tripled", SCOPE.on(date(2023, 9, 29))) == []
        assert found("reach-fell-or-tripled", SCOPE.on(date(2023, 4, 1))) == []

    def test_a_count_that_was_withdrawn_is_left_alone(self):
        intervention = funded().intervention
        reached(intervention, 20)
        wrong = ReachRecordFactory(intervention=intervention, quarter=Quarter(YEAR, 2))
        withdraw(wrong, on=date(2023, 10, 9), reason="Entered for another")
        assert found("reach-fell-or-tripled") == []


class TestDeliveringWithoutReach:
    def delivering(self, reference: str = "VRP-2023-001", *, since: date = date(2023, 4, 3)):
        intervention = funded(reference, status="delivering").intervention
        StatusChangeFactory(intervention=intervention, status="delivering", since=since)
        return intervention

    def test_found(self):
        self.delivering()
        assert found("delivering-without-reach") == [
            ("VRP-2023-001", "It is delivering, and nobody is entered for 2023/24 Q2 or 2023/24 Q3.")
        ]

    def test_counts_of_nobody_are_no_reach(self):
        reached(self.delivering(), 20, 0, 0)
        assert len(found("delivering-without-reach")) == 1

    def test_reach_in_either_or_professionals_alone_is_left_alone(self):
        reached(self.delivering("VRP-2023-001"), 0, 0, 1)
        ReachRecordFactory(
            intervention=self.delivering("VRP-2023-002"), quarter=Quarter(YEAR, 2), professionals_trained=3
        )
        assert found("delivering-without-reach") == []

    def test_begun_since_or_ended_or_not_begun_is_left_alone(self):
        self.delivering("VRP-2023-001", since=date(2023, 7, 2))
        ended = self.delivering("VRP-2023-002")
        StatusChangeFactory(intervention=ended, status="complete", since=date(2023, 10, 2))
        funded("VRP-2023-003", status="in_set_up")
        assert found("delivering-without-reach") == []

    def test_begun_since_whenever_it_was_to_start_is_left_alone(self):
        intervention = self.delivering(since=date(2023, 7, 2))
        type(intervention).objects.filter(pk=intervention.pk).update(starts_on=date(2023, 4, 1))
        assert found("delivering-without-reach") == []

    def test_paused_within_the_two_quarters_is_left_alone(self):
        paused = self.delivering()
        StatusChangeFactory(intervention=paused, status="in_set_up", since=date(2023, 8, 1))
        StatusChangeFactory(intervention=paused, status="delivering", since=date(2023, 11, 1))
        assert found("delivering-without-reach") == []

    def test_a_status_that_is_to_come_changes_nothing(self):
        ends = self.delivering()
        StatusChangeFactory(intervention=ends, status="complete", since=date(2024, 1, 1))
        assert len(found("delivering-without-reach")) == 1

    def test_without_a_dated_status_its_start_decides(self):
        funded("VRP-2023-001", status="delivering", starts_on=date(2023, 7, 1))
        funded("VRP-2023-002", status="delivering", starts_on=date(2023, 7, 2))
        funded("VRP-2023-003", status="delivering")
        assert [reference for reference, _ in found("delivering-without-reach")] == ["VRP-2023-001"]

    def test_begun_on_the_first_day_of_the_two_quarters_is_found(self):
        self.delivering(since=date(2023, 7, 1))
        assert len(found("delivering-without-reach")) == 1


class TestDuplicateNames:
    def test_however_it_is_written(self):
        funded("VRP-2023-001", name="Boxing club")
        funded("VRP-2023-002", name=" boxing  CLUB ")
        assert found("duplicate-names") == [
            ("VRP-2023-001", "VRP-2023-002 of the same year has the same name."),
            ("VRP-2023-002", "VRP-2023-001 of the same year has the same name."),
        ]

    def test_each_tells_of_all_others(self):
        for reference in ("VRP-2023-001", "VRP-2023-002", "VRP-2023-003"):
            funded(reference, name="Boxing club")
        assert found("duplicate-names")[1] == (
            "VRP-2023-002",
            "VRP-2023-001, VRP-2023-003 of the same year have the same name.",
        )

    def test_of_a_district_with_one_elsewhere(self, leeds, bradford):
        for reference, district in (("VRP-2023-001", leeds), ("VRP-2023-002", bradford)):
            line = funded(reference, name="Boxing club")
            InterventionDistrictFactory(intervention=line.intervention, district=district)
        assert found("duplicate-names", SCOPE.in_district(leeds)) == [
            ("VRP-2023-001", "VRP-2023-002 of the same year has the same name.")
        ]

    def test_another_name_another_year_or_withdrawn_is_left_alone(self):
        funded("VRP-2023-001", name="Boxing club")
        funded("VRP-2023-004", name="Boxingclub")
        logged("VRP-2022-002", name="Boxing club")
        withdraw(logged("VRP-2023-003", name="Boxing club"), on=date(2023, 5, 1), reason="Logged twice")
        assert found("duplicate-names") == []


class TestDistrictMissing:
    def test_found(self):
        funded()
        assert found("district-missing") == [
            ("VRP-2023-001", "It has neither a district nor the whole area.")
        ]

    def test_a_district_or_the_whole_area_is_left_alone(self, leeds):
        InterventionDistrictFactory(intervention=funded("VRP-2023-001").intervention, district=leeds)
        funded("VRP-2023-002", whole_area=True)
        assert found("district-missing") == []


class TestDatesOutsideGrant:
    @pytest.mark.parametrize(
        ("starts_on", "ends_on", "amiss"),
        [
            (date(2024, 4, 1), None, "starts on 01/04/2024, after the year ends."),
            (date(2022, 4, 1), date(2023, 3, 31), "ended on 31/03/2023, before the year began."),
            (date(2023, 4, 1), date(2024, 4, 1), "2023/24 is the last year for which it is funded."),
        ],
    )
    def test_found(self, starts_on, ends_on, amiss):
        funded(starts_on=starts_on, ends_on=ends_on)
        ((_, told),) = found("dates-outside-the-grant")
        assert told.endswith(amiss)

    def test_within_the_year_or_funded_on_is_left_alone(self):
        funded("VRP-2023-001", starts_on=date(2023, 4, 1), ends_on=date(2024, 3, 31))
        on = funded("VRP-2023-002", starts_on=date(2022, 4, 1), ends_on=date(2025, 3, 31))
        FundingLineFactory(intervention=on.intervention, year=NEXT_YEAR)
        funded("VRP-2023-003")
        assert found("dates-outside-the-grant") == []


class TestMatchNotEvidenced:
    def test_pledged_or_confirmed_is_found(self):
        MatchContributionFactory(organisation__name="A", amount=Decimal("250.00"))
        MatchContributionFactory(
            organisation__name="B", confirmed_on=date(2023, 6, 1), amount=Decimal("1.00")
        )
        assert [finding.amiss for finding in CHECKS["match-not-evidenced"].find(SCOPE)] == [
            "£250.00 is pledged, and not evidenced.",
            "£1.00 is confirmed, and not evidenced.",
        ]

    def test_evidenced_later_is_found(self):
        MatchContributionFactory(confirmed_on=date(2023, 6, 1), evidenced_on=date(2024, 1, 2))
        assert len(found("match-not-evidenced")) == 1

    def test_evidenced_withdrawn_of_another_year_or_for_a_district_is_left_alone(self, leeds):
        MatchContributionFactory(confirmed_on=date(2023, 6, 1), evidenced_on=date(2023, 12, 31))
        withdraw(MatchContributionFactory(), on=date(2023, 7, 1), reason="Entered twice")
        MatchContributionFactory(year=NEXT_YEAR)
        assert found("match-not-evidenced") == []
        MatchContributionFactory()
        assert found("match-not-evidenced", SCOPE.in_district(leeds)) == []


class TestReturnNotAccepted:
    def test_of_quarters_that_have_ended(self, leeds):
        csp = CommunitySafetyPartnershipFactory(district=leeds)
        QuarterlyReturnFactory(
            csp=csp,
            quarter=Quarter(YEAR, 1),
            state="accepted",
            submitted_on=date(2023, 7, 10),
            accepted_on=date(2023, 7, 20),
        )
        QuarterlyReturnFactory(
            csp=csp, quarter=Quarter(YEAR, 2), state="submitted", submitted_on=date(2023, 10, 9)
        )
        january = Scope(YEAR, date(2024, 1, 2))
        findings = list(CHECKS["return-not-accepted"].find(january))
        assert [(finding.record, finding.amiss) for finding in findings] == [
            (f"{csp}, 2023/24 Q2", "It is submitted."),
            (f"{csp}, 2023/24 Q3", "It is due."),
        ]
        assert [finding.url.split("?")[0] for finding in findings][1] == "/svd/returns/"

    def test_of_another_district_is_left_alone(self, leeds, bradford):
        CommunitySafetyPartnershipFactory(district=leeds)
        assert found("return-not-accepted", SCOPE.in_district(bradford)) == []
