"""The budget in the browser: lines, profiles, money that moves, spend, forecasts, and variances explained."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from grants.models import BudgetEntry, BudgetLine, OutturnTerms, SpendEntry, VarianceReason, Virement
from tests.factories import (
    AwardFactory,
    BudgetLineFactory,
    FundingLineFactory,
    FundingSpendFactory,
    OutturnTermsFactory,
    SpendEntryFactory,
)
from tests.web.ledger_pages import cells, csv_rows, file_of, xlsx_rows
from tests.web.reading import Page, told
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import FinancialYear

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
Q1, Q2, Q3, Q4 = YEAR.quarters
ASKED = {"year": "2023/24", "as_at": "2023-12-31"}
DECEMBER = f"?year=2023/24&as_at={date(2023, 12, 31)}"
Line = BudgetLine


@pytest.fixture
def client(client_of, finance):
    return client_of(finance)


@pytest.fixture
def staffing(db) -> Line:
    AwardFactory(amount=Decimal("400000.00"))
    return BudgetLineFactory(purpose="staffing", amount=Decimal("100000.00"))


@pytest.fixture
def evaluation(staffing) -> Line:
    return BudgetLineFactory(purpose="evaluation", amount=Decimal("80000.00"))


def line_typed(**typed: str) -> dict[str, str]:
    return {
        "year": "2023/24",
        "purpose": "data",
        "amount": "£10,000.00",
        "agreed_on": "1/5/2023",
        "source": "Board, May",
    } | typed


def moved(to: Line, **typed: str) -> dict[str, Any]:
    return {
        "to_line": to.pk,
        "amount": "5000",
        "decided_on": "3/11/2023",
        "decided_by": "Strategic board",
        "reason": "Fewer studies were let",
    } | typed


def spent(line: Line, **typed: Any) -> dict[str, Any]:
    return {
        "line": line.pk,
        "quarter": "20231",
        "kind": "actual",
        "amount": "20000",
        "stated_on": "10/7/2023",
        "reason": "",
        "source": "Ledger",
    } | typed


def send(client, name: str, args: list[Any], typed: dict[str, Any], *, query: str = "") -> Any:
    return client.post(reverse(name, args=args) + query, typed)


class TestBudgetLines:
    def test_a_line_is_entered_and_the_page_says_what_is_left(self, client, staffing):
        response = client.post(reverse("budget-line-new"), line_typed(), follow=True)
        assert "Needs assessment and data 2023/24 is entered: £10,000.00." in told(response)
        page = told(client.get(reverse("budget"), ASKED))
        assert "Core grant budgeted £110,000.00" in page
        assert "Core grant not budgeted £290,000.00" in page

    def test_more_than_is_left_is_refused_and_what_was_typed_stays(self, client, staffing):
        response = client.post(reverse("budget-line-new"), line_typed(amount="300,000.01"))
        assert response.status_code == 422
        page = Page(response)
        assert (
            "£300,000.01 is more than the £300,000.00 of the core grant for 2023/24 that is not budgeted yet."
            in page.error_beside("amount")
        )
        assert page.kept("amount") == "300,000.01"
        assert BudgetLine.objects.count() == 1

    def test_without_an_award_it_says_so(self, client):
        response = client.post(reverse("budget-line-new"), line_typed())
        assert "There is no core grant award for 2023/24" in Page(response).error_beside("year")

    def test_what_only_the_database_can_tell_is_said_on_the_form(self, client, staffing):
        response = client.post(reverse("budget-line-new"), line_typed(agreed_on="31/3/2023"))
        assert "more than the core grant award on 31/03/2023" in told(response)

    def test_a_purpose_has_one_line_a_year(self, client, staffing):
        response = client.post(reverse("budget-line-new"), line_typed(purpose="staffing"))
        assert "This year has a budget line for this purpose already." in told(response)

    def test_a_line_is_withdrawn_with_a_reason_and_shown_as_such(self, client, staffing):
        typed = {"withdrawn_on": "1/9/2023", "withdrawn_reason": "Planned anew"}
        assert send(client, "budget-line-withdraw", [staffing.pk], typed).status_code == 302
        page = told(client.get(reverse("budget"), ASKED))
        assert "No budget line had been agreed" in page
        assert "Withdrawn on 1 September 2023: Planned anew" in page

    def test_a_line_is_adjusted_and_the_change_is_told(self, client, staffing):
        typed = {"amount": "-10000", "agreed_on": "3/11/2023", "reason": "A post was not filled"}
        assert send(client, "budget-line-adjust", [staffing.pk], typed).status_code == 302
        page = told(client.get(reverse("budget"), ASKED))
        assert "3 November 2023: Staffing, −£10,000.00. A post was not filled" in page
        assert "Core grant budgeted £90,000.00" in page
        nothing = send(client, "budget-line-adjust", [staffing.pk], typed | {"amount": "0"})
        assert "£0 changes nothing" in Page(nothing).error_beside("amount")
        too_much = send(client, "budget-line-adjust", [staffing.pk], typed | {"amount": "310000.01"})
        assert "more than the core grant award" in told(too_much)

    def test_the_table_is_in_the_order_of_the_purposes_and_totals_the_figures(
        self, client, staffing, evaluation
    ):
        BudgetLineFactory(purpose="interventions", amount=Decimal("200000.00"))
        rows = csv_rows(file_of(client, "budget", "csv"))
        head = next(number for number, row in enumerate(rows) if row[0] == "Budget line")
        assert [row[0] for row in rows[head + 1 :]] == ["Interventions", "Staffing", "Evaluation", "Total"]
        assert rows[-1][1:6] == ["380000.00", "95000.00", "95000.00", "95000.00", "95000.00"]


class TestVirement:
    def test_money_is_moved_by_a_decision_that_is_told(self, client, staffing, evaluation):
        response = client.post(
            reverse("budget-line-move", args=[evaluation.pk]), moved(staffing), follow=True
        )
        assert "£5,000.00 is moved from Evaluation to Staffing." in told(response)
        page = told(client.get(reverse("budget"), ASKED))
        assert (
            "3 November 2023: £5,000.00 moved from Evaluation to Staffing, decided by Strategic board. "
            "Fewer studies were let" in page
        )
        assert "Core grant budgeted £180,000.00" in page

    def test_below_what_is_spent_needs_a_reason(self, client, staffing, evaluation):
        SpendEntryFactory(line=evaluation, quarter=Q1, amount=Decimal("75000.01"))
        address, typed = reverse("budget-line-move", args=[evaluation.pk]), moved(staffing)
        held = client.post(address, typed)
        assert held.status_code == 422
        assert "Evaluation would be left with £75,000.00, and £75,000.01 of it is spent already." in told(
            held
        )
        assert not Virement.objects.exists()
        said = client.post(address, typed | {"reason_for_warning": "An invoice is to be credited"})
        assert said.status_code == 302
        assert Virement.objects.count() == 1

    def test_never_below_nothing_nor_to_another_year(self, client, staffing, evaluation):
        address = reverse("budget-line-move", args=[evaluation.pk])
        response = client.post(address, moved(staffing, amount="80000.01"))
        assert "A budget line would be less than nothing on 03/11/2023." in told(response)
        AwardFactory(year=YEAR.next())
        other = BudgetLineFactory(year=YEAR.next())
        assert "Select a valid choice" in Page(client.post(address, moved(other))).error_beside("to_line")
        assert "Enter what is moved" in told(client.post(address, moved(staffing, amount="0")))
        assert not BudgetEntry.objects.exists()


class TestProfile:
    def typed(self, *quarters: str, **typed: str) -> dict[str, str]:
        named = {f"quarter_{number}": amount for number, amount in enumerate(quarters, start=1)}
        return named | {"agreed_on": "1/6/2023", "reason": "Fieldwork is late"} | typed

    def test_the_form_holds_what_falls_in_each_quarter(self, client, evaluation):
        page = Page(client.get(reverse("budget-line-profile", args=[evaluation.pk])))
        assert [page.kept(f"quarter_{number}") for number in range(1, 5)] == ["20000.00"] * 4

    def test_a_new_profile_is_kept_from_its_day_on(self, client, evaluation):
        typed = self.typed("0", "20,000", "20,000", "£40,000.00")
        assert send(client, "budget-line-profile", [evaluation.pk], typed).status_code == 302
        page = client.get(reverse("budget"), ASKED)
        assert cells(page)[1][1:6] == ["£80,000.00", "£0.00", "£20,000.00", "£20,000.00", "£40,000.00"]
        assert "1 June 2023: Evaluation, a new profile. Fieldwork is late" in told(page)
        before = client.get(reverse("budget"), ASKED | {"as_at": "2023-05-31"})
        assert cells(before)[1][2] == "£20,000.00"

    def test_quarters_that_do_not_add_up_say_by_how_much(self, client, evaluation):
        typed = self.typed("0", "0", "0", "80000.01")
        response = send(client, "budget-line-profile", [evaluation.pk], typed)
        assert response.status_code == 422
        page = Page(response)
        assert (
            "The quarters add up to £80,000.01, which is £0.01 more than the line's £80,000.00."
            in page.error_beside("quarter_4")
        )
        assert page.kept("quarter_4") == "80000.01"

    def test_what_changes_nothing_is_said(self, client, evaluation):
        response = send(client, "budget-line-profile", [evaluation.pk], self.typed(*["20000"] * 4))
        assert "already" in Page(response).error_beside("quarter_1")


class TestSpend:
    def test_an_actual_and_a_forecast_are_entered(self, client, staffing):
        assert send(client, "budget-spend-new", [], spent(staffing), query=DECEMBER).status_code == 302
        forecast = spent(staffing, kind="forecast", quarter="20234", amount="26000", stated_on="1/12/2023")
        assert send(client, "budget-spend-new", [], forecast, query=DECEMBER).status_code == 302
        page = told(client.get(reverse("budget-spend"), ASKED))
        assert "Core grant spent on other purposes £20,000.00" in page
        assert "Core grant still to be spent on other purposes £26,000.00" in page

    def test_what_interventions_spend_is_refused_and_says_where_to_enter_it(self, client, staffing):
        line = BudgetLineFactory(purpose="interventions")
        response = send(client, "budget-spend-new", [], spent(line), query=DECEMBER)
        assert "on the page of each intervention" in Page(response).error_beside("line")

    def test_a_correction_needs_a_reason_and_a_forecast_is_none(self, client, staffing):
        SpendEntryFactory(line=staffing, quarter=Q1, amount=Decimal("20000.00"))
        bare = send(client, "budget-spend-new", [], spent(staffing, amount="-10"), query=DECEMBER)
        assert "correction" in Page(bare).error_beside("reason")
        less = spent(staffing, amount="-10", kind="forecast", reason="Less")
        response = send(client, "budget-spend-new", [], less, query=DECEMBER)
        assert "A forecast is 0 or more" in Page(response).error_beside("amount")
        said = spent(staffing, amount="-10", reason="Booked twice")
        assert send(client, "budget-spend-new", [], said, query=DECEMBER).status_code == 302

    def test_more_than_is_budgeted_needs_a_reason(self, client, staffing):
        typed = spent(staffing, amount="100000.01")
        held = send(client, "budget-spend-new", [], typed, query=DECEMBER)
        assert "With this, £100,000.01 is spent of the £100,000.00 budgeted." in told(held)
        typed["reason_for_warning"] = "A virement follows"
        assert send(client, "budget-spend-new", [], typed, query=DECEMBER).status_code == 302

    def test_a_quarter_that_has_not_begun_has_no_actual(self, client):
        line = BudgetLineFactory(year=FinancialYear(2030))
        typed = spent(line, quarter="20304")
        response = send(client, "budget-spend-new", [], typed, query="?year=2030/31&as_at=2030-06-30")
        assert "has not begun" in Page(response).error_beside("quarter")

    def test_an_entry_is_withdrawn_with_a_reason(self, client, staffing):
        entry = SpendEntryFactory(line=staffing)
        typed = {"withdrawn_on": "1/4/2023", "withdrawn_reason": "Typed twice"}
        assert send(client, "budget-spend-withdraw", [entry.pk], typed).status_code == 302
        assert "Withdrawn on 1 April 2023: Typed twice" in told(client.get(reverse("budget-spend"), ASKED))
        assert SpendEntry.objects.get().withdrawn_reason == "Typed twice"


@pytest.fixture
def told_of(staffing, evaluation):
    """Staffing on its profile; evaluation £40,000 against £60,000; interventions £30,000 against £30,000."""
    for quarter in (Q1, Q2, Q3):
        SpendEntryFactory(line=staffing, quarter=quarter, amount=Decimal("25000.00"))
    SpendEntryFactory(line=evaluation, quarter=Q2, amount=Decimal("40000.00"))
    BudgetLineFactory(purpose="interventions", amount=Decimal("40000.00"))
    funded = FundingLineFactory(stating="40000.00", intervention__status="delivering")
    FundingSpendFactory(line=funded, quarter=Q3, amount=Decimal("30000.00"))


class TestOutturn:
    def test_each_line_stands_with_its_variances(self, client, told_of):
        page = client.get(reverse("outturn"), ASKED)
        interventions, staffing, evaluation, *_, management = cells(page)
        assert staffing[1:] == [
            *("£100,000.00", "£75,000.00", "£75,000.00", "£0.00", "0.0%"),
            *("£100,000.00", "£0.00", "0.0%"),
        ]
        assert evaluation == [
            "Evaluation Reason missing",
            *("£80,000.00", "£60,000.00", "£40,000.00", "−£20,000.00", "−33.3%"),
            *("£60,000.00", "−£20,000.00", "−25.0%"),
        ]
        assert interventions[1:4] == ["£40,000.00", "£30,000.00", "£30,000.00"]
        assert management[5] == "Not known"
        words = told(page)
        assert "£20,000.00 of the core grant is at risk." in words
        assert "2 variances need a reason." in words

    def test_before_the_third_quarter_ends_nothing_is_said_to_be_at_risk(self, client, told_of):
        assert "at risk." not in told(client.get(reverse("outturn"), ASKED | {"as_at": "2023-12-30"}))

    def test_a_variance_is_put_right_by_its_reason(self, client, told_of):
        address = reverse("outturn-reason", args=["evaluation", "to_date"]) + DECEMBER
        form = told(client.get(address))
        assert "£40,000.00 against £60,000.00, a variance of −£20,000.00 (−33.3%)" in form
        assert client.post(address, {"reason": ""}).status_code == 422
        response = client.post(address, {"reason": "The study was let in November"}, follow=True)
        words = told(response)
        assert "1 variance needs a reason." in words
        assert "The study was let in November" in words
        given = VarianceReason.objects.get()
        assert (given.quarter, given.amount) == (Q3, Decimal("-20000.00"))

    def test_a_variance_is_put_right_by_correcting_the_entry(self, client, told_of, evaluation):
        typed = spent(evaluation, quarter="20233", amount="20000")
        assert send(client, "budget-spend-new", [], typed, query=DECEMBER).status_code == 302
        words = told(client.get(reverse("outturn"), ASKED))
        assert "need a reason" not in words.replace("needs a reason where", "")

    @pytest.mark.parametrize("args", [["parking", "to_date"], ["staffing", "ever"]])
    def test_a_variance_that_is_none_is_not_found(self, client, told_of, args):
        assert client.get(reverse("outturn-reason", args=args) + DECEMBER).status_code == 404

    def test_before_a_quarter_has_ended_there_is_nothing_to_explain(self, client, told_of):
        address = reverse("outturn-reason", args=["staffing", "to_date"])
        assert client.get(address + "?year=2023/24&as_at=2023-06-29").status_code == 404

    def test_a_reason_about_a_person_is_held_back(self, client, told_of):
        address = reverse("outturn-reason", args=["evaluation", "to_date"]) + DECEMBER
        response = client.post(address, {"reason": "Ring 0113 496 0000"})
        assert "seems to hold" in told(response)

    def test_the_threshold_of_a_year_is_set(self, client, told_of):
        address = reverse("outturn-threshold") + DECEMBER
        page = Page(client.get(address))
        assert (page.kept("percentage"), page.kept("pounds")) == ("10", "5000.00")
        typed = {"percentage": "33.4", "pounds": "£20,000.00", "source": "", "version": "1"}
        assert client.post(address, typed).status_code == 302
        words = told(client.get(reverse("outturn"), ASKED))
        assert "more than 33.4% and more than £20,000.00" in words
        assert "None needs one." in words

    def test_two_people_who_set_the_threshold_one_is_told(self, client, told_of):
        terms = OutturnTermsFactory()
        OutturnTerms.objects.filter(pk=terms.pk).update(pounds=Decimal(1))
        typed = {"percentage": "20", "pounds": "9", "source": "", "version": "1"}
        response = client.post(reverse("outturn-threshold") + DECEMBER, typed)
        assert response.status_code == 422
        assert "Somebody else saved this record meanwhile" in told(response)
        typed["percentage"] = "101"
        assert "100" in Page(client.post(reverse("outturn-threshold") + DECEMBER, typed)).error_beside(
            "percentage"
        )

    @pytest.mark.parametrize("fmt", ["csv", "xlsx"])
    def test_a_file_has_the_quarters_and_the_totals_are_the_figures(self, client, told_of, fmt):
        read = csv_rows if fmt == "csv" else xlsx_rows
        rows = [list(row) for row in read(file_of(client, "outturn", fmt))]
        head = next(row for row in rows if row[0] == "Budget line")
        total = next(row for row in rows if row[0] == "Total")
        figures = compute(
            ["core_budgeted", "core_spent_all", "core_forecast_outturn"], Scope(YEAR, date(2023, 12, 31))
        )
        for heading, key in (
            ("Budget", "core_budgeted"),
            ("Spent to date", "core_spent_all"),
            ("Forecast outturn", "core_forecast_outturn"),
        ):
            assert Decimal(str(total[head.index(heading)])) == figures[key].value
        assert {"Q1 profile", "Q3 actual", "Q4 forecast"} <= set(head)

    def test_staff_see_it_and_change_nothing(self, client_of, staff, told_of):
        page = told(client_of(staff).get(reverse("outturn"), ASKED))
        assert "Reason missing" in page
        assert "Put right" not in page
        assert "Enter a budget line" not in told(client_of(staff).get(reverse("budget"), ASKED))

    def test_duty_money_has_an_outturn_of_its_own(self, client, told_of):
        page = told(client.get(reverse("outturn-duty"), ASKED))
        assert "SVD labour" in page
        assert "SVD non-labour" in page
