"""What a claim asks for, when it may be sent, what became of a difference: worked by hand, and for any."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_portal.claims.rules import (
    Asked,
    NotAllowed,
    Reconciliation,
    State,
    check_ended,
    check_explained,
    check_turn,
    claim_lines,
    match_pro_rata,
    next_step,
    total_of,
    what_to_look_at,
)
from vrp_portal.periods import FinancialYear

YEAR = FinancialYear(2023)
Q1, Q2, Q3, Q4 = YEAR.quarters
PURPOSES = ["staffing", "evaluation"]

amounts = st.integers(-100_000, 100_000).map(lambda pennies: Decimal(pennies) / 100)
spending = st.dictionaries(
    st.tuples(st.sampled_from([*PURPOSES, "data"]), st.sampled_from(YEAR.quarters)), amounts
)


def pounds(text: str) -> Decimal:
    return Decimal(text)


def test_a_first_claim_has_a_line_for_each_purpose_also_where_nothing_is_spent() -> None:
    lines = claim_lines(
        Q1, purposes=PURPOSES, spent={("staffing", Q1): pounds("100.00")}, claimed={}, claimed_quarters=[]
    )
    assert [(line.purpose, line.quarter, line.amount) for line in lines] == [
        ("staffing", Q1, pounds("100.00")),
        ("evaluation", Q1, pounds("0")),
    ]


def test_what_was_taken_off_a_claimed_quarter_is_taken_off_the_next_claim() -> None:
    lines = claim_lines(
        Q2,
        purposes=["staffing"],
        spent={("staffing", Q1): pounds("90.00"), ("staffing", Q2): pounds("50.00")},
        claimed={("staffing", Q1): pounds("100.00")},
        claimed_quarters=[Q1],
    )
    assert [(line.quarter, line.amount) for line in lines] == [(Q2, pounds("50.00")), (Q1, pounds("-10.00"))]
    assert total_of(lines) == pounds("40.00")


def test_a_quarter_that_nobody_claimed_is_no_adjustment() -> None:
    spent = {("staffing", Q1): pounds("90.00"), ("staffing", Q2): pounds("50.00")}
    lines = claim_lines(Q2, purposes=["staffing"], spent=spent, claimed={}, claimed_quarters=[])
    assert total_of(lines) == pounds("50.00")


def test_a_purpose_that_the_list_does_not_know_is_claimed_all_the_same() -> None:
    lines = claim_lines(
        Q1, purposes=["staffing"], spent={("data", Q1): pounds("7.00")}, claimed={}, claimed_quarters=[]
    )
    assert total_of(lines) == pounds("7.00")


@given(states=st.lists(spending, min_size=4, max_size=4))
def test_all_claims_together_are_what_was_spent_however_it_changed_between_them(states) -> None:
    claimed: dict = {}
    for number, (quarter, spent) in enumerate(zip(YEAR.quarters, states, strict=True)):
        lines = claim_lines(
            quarter,
            purposes=PURPOSES,
            spent=spent,
            claimed=claimed,
            claimed_quarters=YEAR.quarters[:number],
        )
        for line in lines:
            key = (line.purpose, line.quarter)
            claimed[key] = claimed.get(key, Decimal(0)) + line.amount
        so_far = sum((amount for (_, of), amount in spent.items() if of <= quarter), Decimal(0))
        assert sum(claimed.values()) == so_far


def test_a_quarter_is_claimed_from_the_day_after_it_ended() -> None:
    with pytest.raises(NotAllowed, match="ends on 30 June 2023"):
        check_ended(Q1, on=date(2023, 6, 30))
    check_ended(Q1, on=date(2023, 7, 1))


def test_claims_are_sent_one_quarter_after_the_other() -> None:
    check_turn(Q1, first=Q1, last_sent=None)
    check_turn(Q3, first=Q1, last_sent=Q2)
    check_turn(Q4.next(), first=Q4.next(), last_sent=Q4)
    check_turn(Q4, first=Q4, last_sent=None)
    with pytest.raises(NotAllowed, match="The claim of 2023/24 Q1 comes first"):
        check_turn(Q2, first=Q1, last_sent=None)
    with pytest.raises(NotAllowed, match="The claim of 2023/24 Q2 comes first"):
        check_turn(Q4, first=Q1, last_sent=Q1)
    with pytest.raises(NotAllowed, match="The claims up to 2023/24 Q2 are sent already"):
        check_turn(Q1, first=Q1, last_sent=Q2)


def test_the_required_match_comes_due_by_quarters() -> None:
    assert match_pro_rata(pounds("505500.00"), Q1) == pounds("126375.00")
    assert match_pro_rata(pounds("0.01"), Q2) == pounds("0.01")  # Half a penny goes up.


def asked(**given: object) -> Asked:
    fine = {
        "quarter": Q2,
        "spent": pounds("50.00"),
        "adjusted": pounds("0"),
        "to_date": pounds("150.00"),
        "award": pounds("150.00"),
        "match_required": pounds("100.00"),
        "match_confirmed": pounds("50.00"),
    }
    return Asked(**(fine | given))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, []),
        ({"match_required": None, "match_confirmed": None}, []),
        ({"spent": None}, ["Nothing is entered as spent in 2023/24 Q2."]),
        ({"award": None}, ["No award is recorded for 2023/24."]),
        (
            {"award": pounds("149.99")},
            ["What is spent in the year to date, £150.00, is above the award of £149.99."],
        ),
        (
            {"match_confirmed": pounds("49.99")},
            [
                "Match confirmed by the end of 2023/24 Q2, £49.99, is below £50.00, the part of the year's "
                "requirement that is due by then."
            ],
        ),
        (
            {"adjusted": pounds("-10.00")},
            ["Quarters that were claimed before are adjusted by −£10.00 in all."],
        ),
        (
            {"returns_missing": 1},
            [
                "1 partnership has no accepted return of 2023/24 Q2. What they spent would come as an "
                "adjustment in a later claim."
            ],
        ),
    ],
)
def test_what_is_to_be_looked_at_twice(given, told) -> None:
    assert list(what_to_look_at(asked(**given))) == told


@pytest.mark.parametrize(
    ("paid", "settled", "outstanding", "words"),
    [
        ("0", "0", "40.00", "£40.00 short"),
        ("35.00", "0", "5.00", "£5.00 short"),
        ("40.00", "0", "0.00", ""),
        ("41.00", "0", "-1.00", "£1.00 over"),
        ("35.00", "5.00", "0.00", ""),
    ],
)
def test_what_became_of_forty_pounds(paid, settled, outstanding, words) -> None:
    money = Reconciliation(pounds("40.00"), pounds(paid), pounds(settled))
    assert money.outstanding == pounds(outstanding)
    assert money.in_words == words


def test_a_difference_that_is_left_is_explained() -> None:
    money = Reconciliation(pounds("40.00"))
    check_explained(money.after(paid=pounds("40.00")), reason="")
    check_explained(money.after(paid=pounds("35.00")), reason="One invoice is disputed")
    with pytest.raises(NotAllowed, match=r"the claim is £5\.00 short\. Say why"):
        check_explained(money.after(paid=pounds("35.00")), reason="")


@pytest.mark.parametrize(
    ("state", "paid", "words"),
    [
        (None, None, "Prepare the claim"),
        (State.DRAFT, None, "Check and send"),
        (State.SENT, "0", "Record the payment"),
        (State.PAID, "35.00", "£5.00 short: record a further payment, or settle it"),
        (State.PAID, "40.00", "Nothing: it is reconciled"),
    ],
)
def test_what_is_next(state, paid, words) -> None:
    money = None if paid is None else Reconciliation(pounds("40.00"), pounds(paid))
    assert next_step(state, quarter=Q1, money=money, on=date(2023, 8, 1)) == words


def test_while_a_quarter_runs_nothing_is_to_be_done() -> None:
    words = next_step(None, quarter=Q2, money=None, on=date(2023, 9, 30))
    assert words == "The quarter ends on 30 September 2023"
