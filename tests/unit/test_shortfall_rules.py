"""Where the 30% rule is short: the fewest lines that would meet it, or none."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from interventions.rules import Unassessed, fewest_to_meet

pennies = st.integers(1, 5_000).map(lambda number: Decimal(number) / 100)
lines_of_money = st.lists(pennies, max_size=8).map(
    lambda amounts: [Unassessed(key, f"Line {key}", amount) for key, amount in enumerate(amounts)]
)


def line(key: int, amount: str) -> Unassessed:
    return Unassessed(key, f"Line {key}", Decimal(amount))


def test_the_largest_line_alone_where_it_is_enough() -> None:
    lines = [line(1, "40.00"), line(2, "100.00"), line(3, "60.00")]
    assert fewest_to_meet(Decimal("100.00"), lines) == (lines[1],)


def test_two_where_one_is_a_penny_too_little() -> None:
    lines = [line(1, "40.00"), line(2, "100.00"), line(3, "60.00")]
    assert fewest_to_meet(Decimal("100.01"), lines) == (lines[1], lines[2])


def test_none_where_all_together_are_a_penny_too_little() -> None:
    assert fewest_to_meet(Decimal("200.01"), [line(1, "40.00"), line(2, "160.00")]) is None
    assert fewest_to_meet(Decimal("0.01"), []) is None


def test_equal_lines_are_taken_in_the_order_of_their_keys() -> None:
    lines = [line(7, "10.00"), line(3, "10.00")]
    assert fewest_to_meet(Decimal("10.00"), lines) == (lines[1],)


@given(lines_of_money, pennies)
def test_no_smaller_choice_of_lines_would_do(lines: list[Unassessed], shortfall: Decimal) -> None:
    chosen = fewest_to_meet(shortfall, lines)
    if chosen is None:
        assert sum(each.amount for each in lines) < shortfall
        return
    assert sum(each.amount for each in chosen) >= shortfall
    for fewer in combinations(lines, len(chosen) - 1):
        assert sum(each.amount for each in fewer) < shortfall
