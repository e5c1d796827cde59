"""Two people at once, over two connections: the last £10,000 of the award are budgeted once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection

from grants import actions
from grants.models import BudgetEntry, BudgetLine, Virement
from tests.factories import FIRST_DAY, YEAR, AwardFactory, BudgetLineFactory
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.records.refusals import refusal_in_words

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

LAST = Decimal("10000.00")
TOLD = (
    "The budget lines would add up to £10,000.00 more than the core grant award on 01/04/2023. "
    "Lower the amount, or move money from another line."
)


def at_once(*each: Callable[[], Any]) -> list[str]:
    """Do things at the same moment, each over a connection of its own; what became of each, sorted."""
    together = Barrier(len(each))

    def once(do: Callable[[], Any]) -> str:
        try:
            together.wait(timeout=20)
            do()
        except IntegrityError as refused:
            return refusal_in_words(refused)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(each)) as pool:
        return sorted(pool.map(once, each))


@pytest.fixture
def staffing(db: None) -> BudgetLine:
    AwardFactory(amount=Decimal("50000.00"))
    return BudgetLineFactory(amount=Decimal("40000.00"))


def budgeted() -> Decimal:
    return Decimal(compute(["core_budgeted"], Scope(YEAR, YEAR.ends))["core_budgeted"].value)


def test_two_officers_who_allocate_the_last_of_it_one_succeeds_and_the_other_is_told(staffing: Any) -> None:
    lines = [
        BudgetLine(year=YEAR, purpose=purpose, amount=LAST, agreed_on=FIRST_DAY)
        for purpose in ("evaluation", "data")
    ]
    assert at_once(*(line.save for line in lines)) == [TOLD, "done"]
    assert budgeted() == Decimal("50000.00")


def test_a_new_line_and_an_adjustment_at_once(staffing: Any) -> None:
    line = BudgetLine(year=YEAR, purpose="data", amount=LAST, agreed_on=FIRST_DAY)
    told = at_once(
        line.save,
        lambda: actions.adjust_line(staffing, amount=LAST, agreed_on=FIRST_DAY, reason="More"),
    )
    assert told == [TOLD, "done"]
    assert budgeted() == Decimal("50000.00")


def test_all_of_a_line_is_moved_once(staffing: Any) -> None:
    to = BudgetLineFactory(purpose="data", amount=Decimal(0))

    def move() -> None:
        actions.move_between_lines(
            Virement(
                from_line=staffing,
                to_line=to,
                amount=Decimal("40000.00"),
                decided_on=FIRST_DAY,
                decided_by="Strategic board",
                reason="Moved",
            )
        )

    assert at_once(move, move) == ["A budget line would be less than nothing on 01/04/2023.", "done"]
    assert (Virement.objects.count(), BudgetEntry.objects.count()) == (1, 2)
