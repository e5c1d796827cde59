"""Quarterly returns on their way: who may move them, what is kept, and what counts in the figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, InternalError, transaction

from svd import actions
from svd.models import Attachment, QuarterlyReturn, ReturnComment
from svd.rules import NotAllowed, State
from tests.factories import (
    AllocationFactory,
    CommunitySafetyPartnershipFactory,
    ReturnTermsFactory,
    ShareFactory,
    UserFactory,
)
from vrp_portal.accounts.roles import Role
from vrp_portal.figures.registry import by_quarter, compute
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import FinancialYear, Quarter

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
Q1, Q2, Q3, Q4 = YEAR.quarters
DECEMBER = Scope(YEAR, date(2023, 12, 31))
TODAY = date(2024, 1, 15)
MONEY = {
    "labour_spent": Decimal("100.00"),
    "non_labour_spent": Decimal("50.50"),
    "labour_to_date": Decimal("100.00"),
    "non_labour_to_date": Decimal("50.50"),
    "labour_forecast": Decimal("400.00"),
    "non_labour_forecast": Decimal("200.00"),
    "people_24_and_under": 12,
    "professionals_trained": 3,
}
KEYS = ("svd_labour_spent", "svd_non_labour_spent", "svd_spent", "svd_people_24_and_under")


@pytest.fixture
def leeds_csp(leeds):
    return CommunitySafetyPartnershipFactory(name="Leeds CSP", district=leeds)


@pytest.fixture
def colleague(leeds):
    return UserFactory(role=Role.CSP_COORDINATOR, district=leeds)


@pytest.fixture
def draft(leeds_csp, csp_leeds):
    started = actions.start_return(leeds_csp, Q3, by=csp_leeds)
    return actions.save_return(started, MONEY, by=csp_leeds)


def submit(record, by):
    return actions.submit_return(record, on=TODAY, by=by)


def accept(record, by):
    return actions.accept_return(record, on=TODAY, by=by)


def figures(scope: Scope = DECEMBER):
    return [result.value for result in compute(KEYS, scope).values()]


def test_only_an_accepted_return_counts_and_exactly_what_it_says(draft, csp_leeds, staff):
    assert figures() == [0, 0, 0, 0]
    submitted = submit(draft, csp_leeds)
    assert figures() == [0, 0, 0, 0]
    accept(submitted, staff)
    assert figures() == [Decimal("100.00"), Decimal("50.50"), Decimal("150.50"), 12]
    assert figures(Scope(YEAR, date(2023, 12, 30))) == [0, 0, 0, 0], "its quarter had not ended"


def test_the_figures_lead_to_the_return(draft, csp_leeds, staff):
    accept(submit(draft, csp_leeds), staff)
    from vrp_portal.figures.registry import FIGURES

    (line,) = FIGURES["svd_spent"].records(DECEMBER).lines()
    assert line == ("Leeds CSP, 2023/24 Q3", Decimal("150.50"))
    rows = {part.label[:2]: results[0].value for part, results in by_quarter(["svd_spent"], DECEMBER).rows}
    assert rows == {"Q1": 0, "Q2": 0, "Q3": Decimal("150.50")}


def test_a_queried_return_is_revised_and_both_are_kept(draft, csp_leeds, staff):
    queried = actions.query_return(submit(draft, csp_leeds), words="Is labour right?", by=staff)
    revision = actions.revise_return(queried, words="It was not", by=csp_leeds)
    assert (revision.revision, revision.replaces, revision.labour_spent) == (2, queried, Decimal("100.00"))
    actions.save_return(revision, {"labour_spent": Decimal("90.00")}, by=csp_leeds)
    accept(submit(revision, csp_leeds), staff)
    assert figures()[0] == Decimal("90.00")
    kept = QuarterlyReturn.objects.get(revision=1)
    assert (kept.state, kept.labour_spent) == ("queried", Decimal("100.00"))
    assert [comment.words for comment in ReturnComment.objects.all()] == ["Is labour right?", "It was not"]


def test_an_accepted_return_counts_until_its_revision_is_accepted(draft, csp_leeds, staff):
    first = accept(submit(draft, csp_leeds), staff)
    revision = actions.revise_return(first, words="The audit found more", by=staff)
    actions.save_return(revision, {"labour_spent": Decimal("120.00")}, by=csp_leeds)
    submitted = submit(revision, csp_leeds)
    assert figures()[0] == Decimal("100.00")
    accept(submitted, staff)
    assert figures()[0] == Decimal("120.00")
    first.refresh_from_db()
    assert (first.state, first.superseded_on) == ("accepted", TODAY)


@pytest.mark.parametrize("state", ["submitted", "queried", "accepted"])
def test_what_it_says_is_locked_once_it_is_submitted(draft, csp_leeds, staff, state):
    record = submit(draft, csp_leeds)
    if state == "queried":
        record = actions.query_return(record, words="Why?", by=staff)
    elif state == "accepted":
        record = accept(record, staff)
    with pytest.raises(NotAllowed):
        actions.save_return(record, {"labour_spent": Decimal(1)}, by=csp_leeds)
    with pytest.raises(IntegrityError, match="can't be changed"), transaction.atomic():
        QuarterlyReturn.objects.filter(pk=record.pk).update(labour_spent=Decimal(1))


def test_an_accepted_return_stays_so_whoever_writes_to_the_database(draft, csp_leeds, staff):
    accepted = accept(submit(draft, csp_leeds), staff)
    with pytest.raises(IntegrityError, match="is accepted, and stays so"), transaction.atomic():
        QuarterlyReturn.objects.filter(pk=accepted.pk).update(state="draft", accepted_on=None)


def test_a_comment_is_never_changed_or_removed(draft, csp_leeds):
    comment = actions.comment_on(draft, words="Nearly there", by=csp_leeds)
    for change in (
        lambda: ReturnComment.objects.filter(pk=comment.pk).update(words="x"),
        lambda: comment.delete(),
    ):
        with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
            change()


@pytest.mark.parametrize(
    "attempt",
    [
        lambda record, district, team: actions.accept_return(record, on=TODAY, by=district),
        lambda record, district, team: actions.query_return(record, words="?", by=district),
        lambda record, district, team: actions.submit_return(record, on=TODAY, by=district),
        lambda record, district, team: actions.revise_return(record, by=district),
        lambda record, district, team: actions.send_back(record, words="?", by=district),
        lambda record, district, team: actions.save_return(record, {}, by=team),
    ],
)
def test_a_submitted_return_goes_no_other_way(draft, csp_leeds, staff, attempt):
    record = submit(draft, csp_leeds)
    with pytest.raises(NotAllowed):
        attempt(record, csp_leeds, staff)
    record.refresh_from_db()
    assert record.state == State.SUBMITTED


class TestSignOff:
    @pytest.fixture(autouse=True)
    def _terms(self, leeds_csp):
        ReturnTermsFactory(csp=leeds_csp, second_person=True)

    def test_a_second_person_certifies_it(self, draft, csp_leeds, colleague):
        with pytest.raises(NotAllowed, match="ask for sign-off first"):
            submit(draft, csp_leeds)
        waiting = actions.ask_sign_off(draft, reason="", by=csp_leeds)
        with pytest.raises(NotAllowed, match="you asked for sign-off yourself"):
            submit(waiting, csp_leeds)
        submitted = submit(waiting, colleague)
        assert (submitted.state, submitted.submitted_by) == ("submitted", colleague)

    def test_it_may_be_sent_back_with_a_comment(self, draft, csp_leeds, colleague):
        waiting = actions.ask_sign_off(draft, reason="", by=csp_leeds)
        back = actions.send_back(waiting, words="The risks are missing", by=colleague)
        assert (back.state, back.sign_off_asked_by) == ("draft", None)
        assert back.comments.get().words == "The risks are missing"

    def test_the_team_cannot_certify_it(self, draft, csp_leeds, staff):
        waiting = actions.ask_sign_off(draft, reason="", by=csp_leeds)
        with pytest.raises(NotAllowed, match="for the district"):
            submit(waiting, staff)


class TestStarting:
    def test_it_opens_with_what_the_quarter_before_said(self, draft, leeds_csp, csp_leeds, staff):
        accept(submit(draft, csp_leeds), staff)
        fourth = actions.start_return(leeds_csp, Q4, by=csp_leeds)
        assert (fourth.labour_to_date, fourth.labour_forecast, fourth.labour_spent) == (
            Decimal("100.00"),
            Decimal("400.00"),
            0,
        )

    def test_a_draft_is_nothing_to_carry_over_and_a_year_begins_afresh(self, draft, leeds_csp, csp_leeds):
        assert actions.start_return(leeds_csp, Q4, by=csp_leeds).labour_to_date == 0
        submit(draft, csp_leeds)
        assert actions.start_return(leeds_csp, Q4.next(), by=csp_leeds).labour_to_date == 0

    def test_started_twice_it_is_one(self, draft, leeds_csp, csp_leeds):
        assert actions.start_return(leeds_csp, Q3, by=csp_leeds) == draft
        assert QuarterlyReturn.objects.count() == 1

    def test_the_team_begins_none(self, leeds_csp, staff):
        with pytest.raises(NotAllowed):
            actions.start_return(leeds_csp, Q3, by=staff)


class TestExtension:
    def test_it_moves_that_return_alone(self, leeds_csp, csp_leeds, staff, settings):
        settings.RETURN_DAYS = 21
        extended = actions.extend_return(
            leeds_csp, Q3, to=date(2024, 2, 5), reason="Staff sickness", by=staff
        )
        assert (extended.state, extended.due_on) == ("due", date(2024, 2, 5))
        other = actions.start_return(leeds_csp, Q2, by=csp_leeds)
        assert other.due_on == date(2023, 10, 21)
        begun = actions.start_return(leeds_csp, Q3, by=csp_leeds)
        assert (begun.pk, begun.state, begun.due_on) == (extended.pk, "draft", date(2024, 2, 5))

    def test_a_submitted_return_needs_none_and_a_district_grants_none(
        self, draft, leeds_csp, csp_leeds, staff
    ):
        with pytest.raises(NotAllowed):
            actions.extend_return(leeds_csp, Q3, to=date(2024, 2, 5), reason="x", by=csp_leeds)
        submit(draft, csp_leeds)
        with pytest.raises(NotAllowed):
            actions.extend_return(leeds_csp, Q3, to=date(2024, 2, 5), reason="x", by=staff)


class TestAttachments:
    @pytest.fixture(autouse=True)
    def _folder(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path

    def test_it_is_attached_while_the_return_is_open(self, draft, csp_leeds, tmp_path):
        file = ContentFile(b"%PDF-1.7 plan", name="plan.pdf")
        attached = actions.attach(draft, file, name="plan.pdf", content_type="application/pdf", by=csp_leeds)
        with attached.file.open("rb") as kept:
            assert kept.read() == b"%PDF-1.7 plan"
        assert attached.size == 13
        submit(draft, csp_leeds)
        with pytest.raises(NotAllowed):
            actions.attach(draft, file, name="late.pdf", content_type="application/pdf", by=csp_leeds)

    def test_it_is_seen_by_whoever_sees_the_return(self, draft, csp_leeds, csp_bradford, staff, panel):
        file = ContentFile(b"%PDF-1.7", name="plan.pdf")
        actions.attach(draft, file, name="plan.pdf", content_type="application/pdf", by=csp_leeds)
        seen = [Attachment.objects.visible_to(who).count() for who in (csp_leeds, staff, csp_bradford, panel)]
        assert seen == [1, 1, 0, 0]


class TestForecast:
    def test_what_will_be_left_over_is_told_from_the_third_quarter_on(
        self, draft, leeds_csp, csp_leeds, staff
    ):
        allocation = AllocationFactory()
        ShareFactory(allocation=allocation, recipient=leeds_csp, labour=500, non_labour=180)
        accept(submit(draft, csp_leeds), staff)
        keys = ["svd_forecast", "svd_forecast_unspent"]
        told = [result.value for result in compute(keys, DECEMBER).values()]
        assert told == [Decimal("600.00"), Decimal("80.00")]
        before = compute(keys, Scope(YEAR, date(2023, 9, 30)))
        assert before["svd_forecast_unspent"].value is None

    def test_the_latest_forecast_of_each_partnership_stands(self, draft, leeds_csp, csp_leeds, staff):
        second = actions.start_return(leeds_csp, Q2, by=csp_leeds)
        actions.save_return(second, {"labour_forecast": Decimal("999.00")}, by=csp_leeds)
        accept(submit(second, csp_leeds), staff)
        assert compute(["svd_forecast"], DECEMBER)["svd_forecast"].value == Decimal("999.00")
        accept(submit(draft, csp_leeds), staff)
        assert compute(["svd_forecast"], DECEMBER)["svd_forecast"].value == Decimal("600.00")


def test_a_quarter_of_another_year_is_of_another_year(draft, csp_leeds, staff):
    accept(submit(draft, csp_leeds), staff)
    assert figures(Scope(YEAR.next(), date(2024, 12, 31))) == [0, 0, 0, 0]
    assert Quarter(YEAR, 3) == Q3
