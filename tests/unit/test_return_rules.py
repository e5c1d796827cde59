"""A quarterly return's way, when it is due, and what should be looked at twice before it is submitted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svd.rules import Event, NotAllowed, Reported, Side, State, due_on, next_state, what_to_look_at
from vrp_portal.periods import FinancialYear

Q1, _, Q3, Q4 = FinancialYear(2023).quarters
IN_ORDER = Reported(
    labour_spent=Decimal("100.00"),
    labour_to_date=Decimal("300.00"),
    labour_forecast=Decimal("400.00"),
    people=12,
)
BEFORE = Reported(labour_to_date=Decimal("200.00"), people=12)
SHARE = Reported(labour_to_date=Decimal("400.00"))


def look(now: Reported, before: Reported | None = BEFORE, share: Reported | None = SHARE) -> list[str]:
    return list(what_to_look_at(now, before=before, share=share))


def test_it_goes_from_draft_to_accepted() -> None:
    state = State.DUE
    for event, by, to in (
        (Event.SAVE, Side.DISTRICT, State.DRAFT),
        (Event.ASK_SIGN_OFF, Side.DISTRICT, State.AWAITING_SIGN_OFF),
        (Event.SEND_BACK, Side.DISTRICT, State.DRAFT),
        (Event.SUBMIT, Side.DISTRICT, State.SUBMITTED),
        (Event.ACCEPT, Side.TEAM, State.ACCEPTED),
    ):
        state = next_state(state, event, by=by)
        assert state == to


@given(st.sampled_from(State), st.sampled_from(Event), st.sampled_from(Side))
def test_nothing_leads_out_of_accepted_and_no_side_does_the_others_part(
    state: State, event: Event, side: Side
) -> None:
    try:
        to = next_state(state, event, by=side)
    except NotAllowed:
        return
    if state == State.ACCEPTED:
        assert to == State.ACCEPTED
    with pytest.raises(NotAllowed):
        next_state(state, event, by=Side.TEAM if side == Side.DISTRICT else Side.DISTRICT)


def test_only_a_draft_may_be_changed() -> None:
    assert {state for state in State if state.is_open} == {State.DUE, State.DRAFT}


@pytest.mark.parametrize(
    ("quarter", "days", "due"),
    [(Q1, 21, date(2023, 7, 21)), (Q3, 21, date(2024, 1, 21)), (Q4, 30, date(2024, 4, 30))],
)
def test_it_is_due_so_many_days_after_its_quarter(quarter, days: int, due: date) -> None:
    assert due_on(quarter, days=days) == due
    assert due_on(quarter, days=days, extended_to=date(2024, 6, 3)) == date(2024, 6, 3)


def test_what_is_in_order_is_not_looked_at_twice() -> None:
    assert look(IN_ORDER) == []


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        (
            {"labour_to_date": Decimal("199.99"), "labour_forecast": Decimal("400")},
            "What is spent to date on labour, £199.99, is below the quarter before's £200.00.",
        ),
        (
            {"labour_spent": Decimal("99.00")},
            "What is spent to date on labour, £300.00, is not the quarter before's £200.00 and this "
            "quarter's £99.00.",
        ),
        (
            {"labour_forecast": Decimal("299.99")},
            "The forecast for labour, £299.99, is below what is spent to date, £300.00.",
        ),
        (
            {"labour_forecast": Decimal("400.01")},
            "The forecast for labour, £400.01, is above the share of £400.00.",
        ),
        ({"people": 11}, "Fewer people were reached than in the quarter before: 11 after 12."),
    ],
)
def test_what_is_not_is(changes: dict, warning: str) -> None:
    assert look(replace(IN_ORDER, **changes)) == [warning]


def test_more_spent_than_the_share_is_told_once() -> None:
    much = replace(
        IN_ORDER,
        labour_spent=Decimal(201),
        labour_to_date=Decimal(401),
        labour_forecast=Decimal(401),
    )
    assert look(much) == ["More is spent on labour than the share of £400.00."]


def test_nothing_entered_is_told() -> None:
    assert look(Reported(), before=None, share=None) == ["Nothing is entered: no money, and nobody reached."]


def test_without_a_share_or_a_quarter_before_there_is_nothing_to_compare() -> None:
    first = replace(IN_ORDER, labour_to_date=Decimal("100.00"))
    assert look(first, before=None, share=None) == []
