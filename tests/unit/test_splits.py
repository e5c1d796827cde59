"""Splitting Serious Violence Duty money between recipients, exactly to the penny."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from svd.rules import split_equally, split_in_proportion
from vrp_portal.money import equal_shares, proportional_shares

PENNY = Decimal("0.01")
amounts = st.integers(0, 10**12).map(lambda pennies: Decimal(pennies) / 100)
weights = st.lists(st.decimals(0, 1000, places=3), min_size=1, max_size=100)


def test_the_duty_money_of_2023_24_between_19() -> None:
    splits = split_equally(Decimal("101161.78"), Decimal("129017.47"), between=19)
    labour = [split.labour for split in splits]
    assert (labour.count(Decimal("5324.31")), labour.count(Decimal("5324.30"))) == (8, 11)
    assert labour == sorted(labour, reverse=True), "the first in order get the pennies left over"
    non_labour = [split.non_labour for split in splits]
    assert (non_labour.count(Decimal("6790.40")), non_labour.count(Decimal("6790.39"))) == (6, 13)
    assert sum(split.total for split in splits) == Decimal("230179.25")


def test_in_proportion_of_two_to_one_to_one() -> None:
    assert proportional_shares(Decimal("100.01"), weights=[Decimal(2), Decimal(1), Decimal(1)]) == [
        Decimal("50.01"),
        Decimal("25.00"),
        Decimal("25.00"),
    ]


def test_a_recipient_with_no_proportion_gets_nothing() -> None:
    assert proportional_shares(Decimal("0.05"), weights=[Decimal(0), Decimal(3)]) == [0, Decimal("0.05")]


@given(amounts, st.integers(1, 100))
def test_equal_shares_add_up_and_differ_by_a_penny_at_most(amount: Decimal, between: int) -> None:
    shares = equal_shares(amount, between=between)
    assert len(shares) == between
    assert sum(shares) == amount
    assert max(shares) - min(shares) <= PENNY
    assert shares == sorted(shares, reverse=True)


@given(amounts, weights)
def test_proportional_shares_add_up_and_none_is_a_penny_out(
    amount: Decimal, given_weights: list[Decimal]
) -> None:
    assume(sum(given_weights) > 0)
    shares = proportional_shares(amount, weights=given_weights)
    whole = sum(map(Fraction, given_weights))
    assert sum(shares) == amount
    for share, weight in zip(shares, given_weights, strict=True):
        exact = Fraction(amount) * Fraction(weight) / whole
        assert share >= 0
        assert abs(Fraction(share) - exact) < Fraction(1, 100)


@given(amounts, st.integers(1, 100))
def test_equal_proportions_are_an_equal_split(amount: Decimal, between: int) -> None:
    equal = [Decimal(7)] * between
    assert proportional_shares(amount, weights=equal) == equal_shares(amount, between=between)


@given(amounts, amounts, weights)
def test_labour_and_non_labour_are_each_split_by_themselves(
    labour: Decimal, non_labour: Decimal, given_weights: list[Decimal]
) -> None:
    assume(sum(given_weights) > 0)
    splits = split_in_proportion(labour, non_labour, weights=given_weights)
    assert sum(split.labour for split in splits) == labour
    assert sum(split.non_labour for split in splits) == non_labour


@pytest.mark.parametrize("amount", ["-0.01", "0.001"])
def test_what_is_no_amount_of_whole_pennies_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="whole number of pennies"):
        proportional_shares(Decimal(amount), weights=[Decimal(1)])


@pytest.mark.parametrize("bad", [[], [Decimal(0)], [Decimal(1), Decimal(-1)]])
def test_proportions_that_are_none_are_refused(bad: list[Decimal]) -> None:
    with pytest.raises(ValueError, match="Proportions"):
        proportional_shares(Decimal("1.00"), weights=bad)
