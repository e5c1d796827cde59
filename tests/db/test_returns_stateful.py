"""Whatever people do to returns, in whichever order: an accepted one never changes, none counts twice, and no
comment is lost."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from svd import actions
from svd.models import QuarterlyReturn, ReturnComment
from svd.models.returns import CONTENT
from svd.rules import NotAllowed, State
from tests.factories import CommunitySafetyPartnershipFactory, LeedsFactory, ReturnTermsFactory, UserFactory
from vrp_portal.accounts.roles import Role
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import FinancialYear

YEAR = FinancialYear(2023)
QUARTERS = YEAR.quarters[:2]
SCOPE = Scope(YEAR, date(2024, 3, 31))
FIRST_DAY = date(2024, 4, 2)

amounts = st.integers(0, 10_000).map(lambda pennies: Decimal(pennies) / 100)


class Returns(RuleBasedStateMachine):
    """Two people of Leeds and one of the team, with the returns of two quarters."""

    reached: ClassVar[set[str]] = set()
    """Every state in which a return was found, over all examples."""

    @initialize(second_person=st.booleans())
    def people(self, second_person: bool) -> None:
        self.around = transaction.atomic()
        self.around.__enter__()
        leeds = LeedsFactory()
        self.csp = CommunitySafetyPartnershipFactory(district=leeds)
        ReturnTermsFactory(csp=self.csp, second_person=second_person)
        self.district = [UserFactory(role=Role.CSP_COORDINATOR, district=leeds) for _ in range(2)]
        self.team = UserFactory(role=Role.VRP_STAFF)
        self.today = FIRST_DAY
        self.accepted: dict[int, dict[str, Any]] = {}
        self.comments: list[str] = []

    def teardown(self) -> None:
        if hasattr(self, "around"):
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)

    def attempt(self, do: Any) -> Any:
        """Do something that may not be allowed: then nothing of it is saved."""
        try:
            with transaction.atomic():
                return do()
        except NotAllowed:
            return None

    def any_return(self, data: st.DataObject) -> QuarterlyReturn:
        return data.draw(st.sampled_from(list(QuarterlyReturn.objects.order_by("pk"))))

    def anybody(self, data: st.DataObject) -> Any:
        return data.draw(st.sampled_from([*self.district, self.team]))

    @rule(quarter=st.sampled_from(QUARTERS), data=st.data())
    def start(self, quarter: Any, data: st.DataObject) -> None:
        self.attempt(lambda: actions.start_return(self.csp, quarter, by=self.anybody(data)))

    @precondition(lambda self: QuarterlyReturn.objects.exists())
    @rule(amount=amounts, people=st.integers(0, 99), data=st.data())
    def save(self, amount: Decimal, people: int, data: st.DataObject) -> None:
        record, by = self.any_return(data), self.anybody(data)
        content = {"labour_spent": amount, "people_24_and_under": people}
        self.attempt(lambda: actions.save_return(record, content, by=by))

    @precondition(lambda self: QuarterlyReturn.objects.exists())
    @rule(data=st.data())
    def ask_sign_off(self, data: st.DataObject) -> None:
        record, by = self.any_return(data), self.anybody(data)
        self.attempt(lambda: actions.ask_sign_off(record, reason="", by=by))

    @precondition(lambda self: QuarterlyReturn.objects.exists())
    @rule(data=st.data())
    def submit(self, data: st.DataObject) -> None:
        record, by = self.any_return(data), self.anybody(data)
        self.attempt(lambda: actions.submit_return(record, on=self.today, by=by))

    def write(self, step: Any, data: st.DataObject) -> None:
        self.say(step, self.any_return(data), self.anybody(data))

    def say(self, step: Any, record: QuarterlyReturn, by: Any) -> None:
        words = f"Comment {len(self.comments)}"
        if self.attempt(lambda: step(record, words=words, by=by)) is not None:
            self.comments.append(words)

    @precondition(lambda self: QuarterlyReturn.objects.filter(state=State.SUBMITTED).exists())
    @rule(data=st.data())
    def query(self, data: st.DataObject) -> None:
        self.write(actions.query_return, data)

    @precondition(lambda self: QuarterlyReturn.objects.filter(submitted_on__isnull=False).exists())
    @rule(data=st.data())
    def revise(self, data: st.DataObject) -> None:
        self.write(actions.revise_return, data)

    @precondition(lambda self: QuarterlyReturn.objects.exists())
    @rule(data=st.data(), step=st.sampled_from([actions.send_back, actions.comment_on]))
    def comment_or_send_back(self, data: st.DataObject, step: Any) -> None:
        self.write(step, data)

    @precondition(lambda self: QuarterlyReturn.objects.exists())
    @rule(data=st.data())
    def accept(self, data: st.DataObject) -> None:
        self.take(self.any_return(data), self.anybody(data))

    def take(self, record: QuarterlyReturn, by: Any) -> None:
        accepted = self.attempt(lambda: actions.accept_return(record, on=self.today, by=by))
        if accepted is not None:
            self.accepted[accepted.pk] = {name: getattr(accepted, name) for name in CONTENT}

    @precondition(lambda self: QuarterlyReturn.objects.exists())
    @rule(accepts=st.sampled_from([True, True, False]), data=st.data())
    def go_on(self, accepts: bool, data: st.DataObject) -> None:
        """Do what usually comes next, so that returns get far."""
        record = data.draw(st.sampled_from(list(QuarterlyReturn.objects.worked_on().order_by("pk"))))
        first, second = self.district
        match State(record.state):
            case State.DRAFT:
                self.attempt(lambda: actions.ask_sign_off(record, reason="", by=first))
            case State.AWAITING_SIGN_OFF:
                self.attempt(lambda: actions.submit_return(record, on=self.today, by=second))
            case State.SUBMITTED if accepts:
                self.take(record, self.team)
            case State.SUBMITTED:
                self.say(actions.query_return, record, self.team)
            case State.QUERIED:
                self.say(actions.revise_return, record, first)

    @rule()
    def a_day_passes(self) -> None:
        self.today += timedelta(days=1)

    @invariant()
    def what_was_accepted_never_changes(self) -> None:
        for pk, said in getattr(self, "accepted", {}).items():
            record = QuarterlyReturn.objects.get(pk=pk)
            assert record.state == State.ACCEPTED
            assert {name: getattr(record, name) for name in CONTENT} == said

    @invariant()
    def each_quarter_counts_once_and_as_it_was_accepted_last(self) -> None:
        if not hasattr(self, "accepted"):
            return
        last: dict[Any, QuarterlyReturn] = {}
        for record in QuarterlyReturn.objects.filter(state=State.ACCEPTED).order_by("revision"):
            last[record.quarter] = record
        told = compute(["svd_labour_spent", "svd_people_24_and_under"], SCOPE)
        assert told["svd_labour_spent"].value == sum((it.labour_spent for it in last.values()), Decimal(0))
        assert told["svd_people_24_and_under"].value == sum(it.people_24_and_under for it in last.values())

    @invariant()
    def where_returns_stand_is_remembered(self) -> None:
        if hasattr(self, "comments"):
            for record in QuarterlyReturn.objects.all():
                self.reached.add(f"superseded {record.state}" if record.superseded_on else record.state)

    @invariant()
    def no_comment_is_lost(self) -> None:
        if hasattr(self, "comments"):
            assert list(ReturnComment.objects.order_by("pk").values_list("words", flat=True)) == self.comments

    @invariant()
    def a_revision_follows_the_one_that_it_replaces(self) -> None:
        for record in QuarterlyReturn.objects.filter(revision__gt=1).select_related("replaces"):
            assert record.replaces.revision == record.revision - 1
            assert record.replaces.state in {State.QUERIED, State.ACCEPTED}


@pytest.mark.django_db
@pytest.mark.slow
def test_no_way_leads_to_a_changed_a_doubled_or_a_lost_one() -> None:
    run_state_machine_as_test(
        Returns,
        settings=settings(
            max_examples=12,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )
    assert Returns.reached >= {"draft", "awaiting_sign_off", "submitted", "queried", "accepted"}
