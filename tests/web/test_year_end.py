"""The year end: closing a year, being refused by it, and the way through by an adjustment."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grants.models import Award, HighImpactTerms, MatchContribution
from interventions.models import FundingEntry
from tests.factories import (
    AdjustmentFactory,
    AwardFactory,
    ClosedYearFactory,
    FundingLineFactory,
    HighImpactTermsFactory,
    OrganisationFactory,
)
from tests.importing import csv, imported, previewed, told
from tests.web.ledger_pages import cells, words
from vrp_portal.exchange import jobs
from vrp_portal.exchange.models import Job
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods import FinancialYear
from vrp_portal.year_end.force import in_force, under
from vrp_portal.year_end.models import Adjustment, ClosedYear

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
REFUSED = "The year 2023/24 is closed, so this was not saved."


@pytest.fixture(autouse=True)
def in_june():
    """A day on which 2023/24 is over and 2024/25 isn't."""
    with time_machine.travel("2024-06-03 10:00", tick=False) as traveller:
        yield traveller


TERMS = {
    "year": "2023/24",
    "percentage": "25",
    "minimum_confidence": "4",
    "basis": "committed",
    "reference": "commissioning",
    "source": "",
}


def address(name: str, year: int = 2023) -> str:
    return reverse(name, args=[year])


def award_data(**changes: Any) -> dict[str, Any]:
    funder = Organisation.objects.filter(kind="government").first() or OrganisationFactory(kind="government")
    return {
        "funder": funder.pk,
        "scheme": "core",
        "year": "2023/24",
        "amount": "4,388,080",
        "agreed_on": "01/04/2023",
        "status": "indicative",
        "confirmed_on": "",
        "source": "A late letter",
        **changes,
    }


def close(client: Client, **changes: str) -> Any:
    page = client.get(address("year-end-close"))
    seen = page.context["seen"] if page.status_code == 200 else ""
    return client.post(address("year-end-close"), {"looked_at": "on", "seen": seen, **changes})


def open_adjustment(client: Client) -> Any:
    return client.post(
        address("year-end-adjust"), {"reason": "The letter came late", "decided_by": "The board"}
    )


def setting() -> str:
    """What the transaction of this test was left with."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('vrp.adjustment', true)")
        return cursor.fetchone()[0] or ""


class TestClosing:
    def test_the_years_and_where_each_stands(self, client_of, staff):
        ClosedYearFactory(year=FinancialYear(2022), closed_on=date(2023, 5, 31))
        rows = cells(client_of(staff).get(reverse("year-end")))
        assert [row[:2] for row in rows][:3] == [
            ["2024/25", "Open Not over yet"],
            ["2023/24", "Not closed yet"],
            ["2022/23", "Closed"],
        ]
        assert rows[-1][0] == "2019/20"

    def test_its_figures_and_what_stands_open_are_said_first(self, client_of, finance):
        AwardFactory(amount=Decimal("4388080.00"))
        FundingLineFactory()
        page = client_of(finance).get(address("year-end-close"))
        said = words(page)
        assert "Core grant award £4,388,080.00" in said
        assert "Amount not stated 1" in said
        assert "/quality/amount-not-stated/?year=2023%2F24&amp;as_at=2024-06-03" in page.content.decode()

    def test_closed_it_says_who_and_when(self, client_of, finance):
        AwardFactory(amount=Decimal("4388080.00"))
        client = client_of(finance)
        assert close(client, note="The audit has begun").status_code == 302
        said = words(client.get(address("year-end-year")))
        assert "Closed on 3 June 2024 by Farah Example. The audit has begun" in said
        assert "Core grant award £4,388,080.00 £4,388,080.00 No" in said

    def test_without_a_look_it_stays_open_and_the_note_is_kept(self, client_of, finance):
        answer = close(client_of(finance), looked_at="", note="The audit has begun")
        assert answer.status_code == 422
        assert "Say that you have looked at the figures" in words(answer)
        assert "The audit has begun" in answer.content.decode()
        assert not ClosedYear.objects.exists()

    def test_where_figures_moved_meanwhile_they_are_looked_at_again(self, client_of, finance):
        client = client_of(finance)
        seen = client.get(address("year-end-close")).context["seen"]
        AwardFactory(amount=Decimal("4388080.00"))
        answer = client.post(address("year-end-close"), {"looked_at": "on", "seen": seen})
        assert answer.status_code == 422
        assert "figures have moved. Look at them again below" in words(answer)
        again = re.search(r'name="seen" value="(\w+)"', answer.content.decode())[1]
        assert client.post(address("year-end-close"), {"looked_at": "on", "seen": again}).status_code == 302

    def test_a_year_that_is_not_over_is_not_closed(self, client_of, finance):
        client = client_of(finance)
        assert client.get(address("year-end-close", 2024)).url == address("year-end-year", 2024)
        assert "ends on 31 March 2025. It can be closed after that day" in words(
            client.get(address("year-end-year", 2024))
        )
        answer = client.post(address("year-end-close", 2024), {"looked_at": "on"})
        assert answer.status_code == 422
        assert "2024/25 ends on 31/03/2025" in words(answer)

    def test_closed_meanwhile_by_another_it_says_so(self, client_of, finance):
        client = client_of(finance)
        seen = client.get(address("year-end-close")).context["seen"]
        ClosedYearFactory()
        answer = client.post(address("year-end-close"), {"looked_at": "on", "seen": seen})
        assert answer.status_code == 422
        assert "This year is closed already." in words(answer)

    @pytest.mark.parametrize("year", [2018, 2025, 9999, 99999])
    def test_a_year_that_the_partnership_has_not_is_not_found(self, client_of, finance, year):
        assert client_of(finance).get(address("year-end-year", year)).status_code == 404


class TestRefused:
    def test_a_form_says_so_and_keeps_what_was_typed(self, client_of, finance):
        ClosedYearFactory()
        answer = client_of(finance).post(reverse("award-new"), award_data())
        assert answer.status_code == 422
        assert REFUSED in words(answer)
        assert 'value="4,388,080"' in answer.content.decode()
        assert address("year-end-adjust") in answer.content.decode()
        assert not Award.objects.exists()

    def test_whoever_may_not_adjust_is_not_led_there(self, client_of, staff):
        line = FundingLineFactory()
        ClosedYearFactory()
        answer = client_of(staff).post(
            reverse("intervention-funding-amount", args=[line.intervention.reference, line.pk]),
            {"amount": "100", "agreed_on": "01/05/2023", "reason": "The board agreed"}
            | {"reason_for_warning": "As agreed"},
        )
        assert answer.status_code == 422
        assert REFUSED in words(answer)
        assert address("year-end-adjust") not in answer.content.decode()

    def test_a_withdrawal_is_refused(self, client_of, finance):
        award = AwardFactory()
        ClosedYearFactory()
        answer = client_of(finance).post(
            reverse("award-withdraw", args=[award.pk]),
            {"withdrawn_on": "03/06/2024", "withdrawn_reason": "It was entered twice"},
        )
        assert answer.status_code == 422
        assert REFUSED in words(answer)
        assert "It was entered twice" in answer.content.decode()

    def test_the_administration_site_says_so(self, client_of, admin):
        terms = HighImpactTermsFactory()
        ClosedYearFactory()
        answer = client_of(admin).post(
            reverse("admin:grants_highimpactterms_change", args=[terms.pk]),
            TERMS,
        )
        assert answer.status_code == 200
        assert REFUSED in words(answer)
        assert HighImpactTerms.objects.get().percentage == 30

    def test_an_import_says_so_by_row_and_imports_nothing(self, portal):
        ClosedYearFactory()
        file = csv(
            "Organisation,Financial year,Kind,Amount,Note,Pledged on",
            "Example Council,2024/25,Cash,2000,Towards evaluation,05/05/2024",
            "Example Council,2023/24,Cash,3000,Towards evaluation,05/06/2023",
        )
        outcome = previewed("match", file)
        (problem,) = told(outcome.problems)
        assert "Row 3" in problem or "row 3" in problem
        assert REFUSED in problem
        assert imported("match", file).is_refused
        assert MatchContribution.objects.count() == 1

    def test_loading_the_paper_says_so(self):
        ClosedYearFactory()
        with pytest.raises(CommandError, match=f"Nothing was loaded. {REFUSED}"):
            call_command("load_paper", stdout=io.StringIO())

    def test_a_paper_that_is_loaded_is_loaded_again_into_a_closed_year(self):
        call_command("load_paper", stdout=io.StringIO())
        ClosedYearFactory()
        said = io.StringIO()
        call_command("load_paper", stdout=said)
        assert said.getvalue().startswith("Created 0, ")


class TestAdjusting:
    def test_whoever_opens_one_is_let_through_and_the_page_says_what_it_changed(self, client_of, finance):
        AwardFactory(scheme="other", amount=Decimal("1.00"))
        client = client_of(finance)
        close(client)
        opened = open_adjustment(client)
        assert opened.url == address("year-end-year")
        assert "You may change 2023/24 until 11:00." in words(client.get(opened.url))
        assert client.post(reverse("award-new"), award_data()).status_code == 302

        said = words(client.get(address("year-end-year")))
        assert "Core grant award Not known £4,388,080.00 +£4,388,080.00" in said
        assert "The letter came late" in said
        assert "Decided by The board" in said
        assert "Entered award" in said
        assert setting() == ""

    def test_every_page_says_so_while_it_lasts(self, client_of, finance, in_june):
        ClosedYearFactory()
        client = client_of(finance)
        open_adjustment(client)
        for name in ("overview", "awards", "quality"):
            assert "You are adjusting 2023/24" in words(client.get(reverse(name)))
        in_june.move_to("2024-06-03 10:01")
        assert "You are adjusting 2023/24" not in words(client_of(finance).get(reverse("overview")))

    def test_the_administration_site_says_so_and_lets_it_through(self, client_of, admin):
        terms = HighImpactTermsFactory()
        ClosedYearFactory()
        client = client_of(admin)
        open_adjustment(client)
        change = reverse("admin:grants_highimpactterms_change", args=[terms.pk])
        assert "You are adjusting 2023/24, which is closed." in words(client.get(change))
        assert client.post(change, TERMS).status_code == 302
        assert HighImpactTerms.objects.get().percentage == 25

    def test_it_is_for_nobody_else_and_for_no_other_session(self, client_of, finance, admin):
        ClosedYearFactory()
        open_adjustment(client_of(finance))
        for other in (client_of(admin), client_of(finance)):
            assert REFUSED in words(other.post(reverse("award-new"), award_data()))

    def test_somebody_else_s_adjustment_in_a_session_opens_nothing(self, client_of, admin):
        ClosedYearFactory()
        client = client_of(admin)
        session = client.session
        session["adjustment"] = AdjustmentFactory().pk
        session.save()
        assert REFUSED in words(client.post(reverse("award-new"), award_data()))

    def test_once_its_time_is_up_the_year_is_closed_again(self, client_of, finance, in_june):
        ClosedYearFactory()
        client = client_of(finance)
        open_adjustment(client)
        in_june.move_to("2024-06-03 10:59:59+01:00")
        assert client.post(reverse("award-new"), award_data()).status_code == 302
        in_june.move_to("2024-06-03 11:00+01:00")
        assert REFUSED in words(client.post(reverse("award-new"), award_data(scheme="other")))

    def test_ended_it_is_over(self, client_of, finance):
        ClosedYearFactory()
        client = client_of(finance)
        open_adjustment(client)
        adjustment = Adjustment.objects.get()
        ended = client.post(reverse("adjustment-end", args=[adjustment.pk]), follow=True)
        assert "The adjustment is ended. 2023/24 is closed again." in words(ended)
        assert REFUSED in words(client.post(reverse("award-new"), award_data()))
        assert "Nothing was changed under it." in words(client.get(address("year-end-year")))

    def test_another_s_is_not_found(self, client_of, finance):
        ClosedYearFactory()
        another = AdjustmentFactory()
        assert client_of(finance).post(reverse("adjustment-end", args=[another.pk])).status_code == 404

    def test_a_later_one_ends_the_one_before(self, client_of, finance):
        ClosedYearFactory()
        client = client_of(finance)
        open_adjustment(client)
        open_adjustment(client)
        later, before = Adjustment.objects.all()
        assert (later.ended_at, before.ended_at is not None) == (None, True)

    def test_it_needs_a_reason_and_who_decided(self, client_of, finance):
        ClosedYearFactory()
        answer = client_of(finance).post(
            address("year-end-adjust"), {"reason": "", "decided_by": "The board"}
        )
        assert answer.status_code == 422
        assert 'value="The board"' in answer.content.decode()
        assert not Adjustment.objects.exists()

    def test_a_year_that_is_open_needs_none(self, client_of, finance):
        client = client_of(finance)
        assert client.get(address("year-end-adjust")).url == address("year-end-year")
        answer = open_adjustment(client)
        assert answer.status_code == 422
        assert "This year is open, so it needs no adjustment." in words(answer)

    def test_what_is_saved_into_another_year_is_not_told_as_its_doing(self, client_of, finance):
        ClosedYearFactory()
        client = client_of(finance)
        open_adjustment(client)
        client.post(reverse("award-new"), award_data(year="2024/25", agreed_on="01/04/2024"))
        assert Award.objects.get().year == YEAR.next()
        assert "Nothing was changed under it." in words(client.get(address("year-end-year")))

    def test_a_page_that_fails_leaves_the_connection_as_it_was(self, client_of, finance, monkeypatch):
        ClosedYearFactory()
        client = client_of(finance)
        client.raise_request_exception = False
        open_adjustment(client)
        monkeypatch.setattr("grants.views.awards.EnterAward.save", lambda self, form: 1 / 0)
        assert client.post(reverse("award-new"), award_data()).status_code == 500
        assert (setting(), in_force()) == ("", None)

    def test_work_beside_the_request_runs_under_it_too(self, finance, monkeypatch):
        """A job is started in a thread of its own; here it runs at once, over this test's connection."""

        class AtOnce:
            def __init__(self, target, args, name):
                self.start = lambda: target(*args)

        ClosedYearFactory()
        adjustment = AdjustmentFactory(recorded_by=finance)
        seen = []
        monkeypatch.setattr(jobs.threading, "Thread", AtOnce)
        job = Job.objects.create(by=finance, work="import", filename="late.csv")
        with under(adjustment):
            jobs.start(job, lambda progress: seen.append(in_force()) or "Done")
        assert seen == [adjustment]


def test_more_adjustments_ask_the_database_no_more_often(client_of, finance):
    ClosedYearFactory()
    client = client_of(finance)

    def adjust(scheme: str) -> None:
        open_adjustment(client)
        client.post(reverse("award-new"), award_data(scheme=scheme))
        client.post(reverse("adjustment-end", args=[Adjustment.objects.first().pk]))

    def queries() -> int:
        client.get(address("year-end-year"))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address("year-end-year")).status_code == 200
        return len(asked)

    adjust("core")
    few = queries()
    for _ in range(4):
        adjust("other")
    assert queries() == few


def test_funding_of_a_closed_year_under_an_adjustment(client_of, admin):
    line = FundingLineFactory()
    ClosedYearFactory()
    client = client_of(admin)
    open_adjustment(client)
    answer = client.post(
        reverse("intervention-funding-amount", args=[line.intervention.reference, line.pk]),
        {
            "amount": "100",
            "agreed_on": "01/05/2023",
            "reason": "The board agreed",
            "reason_for_warning": "Yes",
        },
    )
    assert answer.status_code == 302
    assert FundingEntry.objects.get().amount == Decimal("100.00")
    page = client.get(reverse("intervention", args=[line.intervention.reference]))
    assert "While adjusting 2023/24: The letter came late" in words(page)
