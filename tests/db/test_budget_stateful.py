"""Whatever people do to a budget, in whichever order: lines stay within the award, and money that is moved
between them is neither made nor lost."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from grants import actions
from grants.models import BudgetLine, Virement
from grants.querysets import QUARTERS
from grants.rules import spread
from tests.factories import AwardFactory, BudgetLineFactory
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import FinancialYear
from vrp_portal.records.actions import WithdrawnAlready, withdraw

YEAR = FinancialYear(2023)
AWARD = Decimal("1000.00")
PURPOSES = BudgetLine.Purpose.values

purposes = st.sampled_from(PURPOSES)
amounts = st.integers(1, 600_00).map(lambda pennies: Decimal(pennies) / 100)
days = st.integers(0, 365).map(lambda after: YEAR.starts + timedelta(days=after))


class Budgets(RuleBasedStateMachine):
    """The budget of one year, and beside it what it should be, worked out by adding and taking away."""

    @initialize()
    def award(self) -> None:
        self.around = transaction.atomic()
        self.around.__enter__()
        AwardFactory(year=YEAR, amount=AWARD)
        self.budgeted: dict[str, Decimal] = {}

    def teardown(self) -> None:
        if hasattr(self, "around"):
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)

    def line(self, purpose: str) -> BudgetLine:
        return BudgetLine.objects.standing().get(purpose=purpose)

    def attempt(self, do: Any) -> bool:
        try:
            with transaction.atomic():
                do()
        except (IntegrityError, WithdrawnAlready):
            return False
        return True

    @rule(purpose=purposes, amount=amounts, day=days)
    def enter(self, purpose: str, amount: Decimal, day: date) -> None:
        if self.attempt(lambda: BudgetLineFactory(year=YEAR, purpose=purpose, amount=amount, agreed_on=day)):
            self.budgeted[purpose] = amount
        elif day == YEAR.starts and purpose not in self.budgeted and not BudgetLine.objects.exists():
            raise AssertionError("A line within the award was refused.")

    @rule(purpose=purposes, amount=amounts, day=days, more=st.booleans())
    def adjust(self, purpose: str, amount: Decimal, day: date, more: bool) -> None:
        if purpose not in self.budgeted:
            return
        change = amount if more else -amount
        line = self.line(purpose)
        if self.attempt(lambda: actions.adjust_line(line, amount=change, agreed_on=day, reason="Agreed")):
            self.budgeted[purpose] += change

    @rule(origin=purposes, to=purposes, amount=amounts, day=days)
    def move(self, origin: str, to: str, amount: Decimal, day: date) -> None:
        if origin == to or not {origin, to} <= self.budgeted.keys():
            return
        decision = Virement(
            from_line=self.line(origin),
            to_line=self.line(to),
            amount=amount,
            decided_on=day,
            decided_by="Strategic board",
            reason="Moved",
        )
        before = sum(self.budgeted.values())
        if self.attempt(lambda: actions.move_between_lines(decision)):
            self.budgeted[origin] -= amount
            self.budgeted[to] += amount
            assert self.total() == before

    @rule(purpose=purposes, weights=st.lists(st.integers(0, 9), min_size=4, max_size=4))
    def profile(self, purpose: str, weights: list[int]) -> None:
        if purpose not in self.budgeted or not sum(weights):
            return
        wanted = spread(
            -self.budgeted[purpose], profile=[Decimal(10_000 * weight) for weight in weights], ended=0
        )
        self.attempt(
            lambda: actions.profile_line(
                self.line(purpose), [-part for part in wanted], agreed_on=YEAR.ends, reason="Planned anew"
            )
        )

    @rule(purpose=purposes, day=days)
    def take_back(self, purpose: str, day: date) -> None:
        if purpose in self.budgeted:
            withdraw(self.line(purpose), on=day, reason="Planned anew")
            del self.budgeted[purpose]

    def total(self, day: date = YEAR.ends) -> Decimal:
        return Decimal(compute(["core_budgeted"], Scope(YEAR, day))["core_budgeted"].value or 0)

    @invariant()
    def the_lines_are_what_was_budgeted_and_within_the_award(self) -> None:
        if not hasattr(self, "budgeted"):
            return
        assert self.total() == sum(self.budgeted.values(), Decimal(0)) <= AWARD
        for month in range(0, 366, 122):
            assert Decimal(0) <= self.total(YEAR.starts + timedelta(days=month)) <= AWARD
        for line in BudgetLine.objects.standing().with_budget(as_at=YEAR.ends):
            assert line.budget_then == self.budgeted[line.purpose] >= 0
            assert sum(getattr(line, f"{quarter}_then") for quarter in QUARTERS) == line.budget_then


@pytest.mark.slow
@pytest.mark.django_db
def test_any_sequence_of_lines_adjustments_and_virements_keeps_the_budget_within_the_award() -> None:
    run_state_machine_as_test(
        Budgets,
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            deadline=None,
            phases=[Phase.explicit, Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
