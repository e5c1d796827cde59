"""Amounts of money: reading, rounding, showing, splitting to the penny."""

import re
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_portal.money import (
    AmountError,
    equal_shares,
    format_pounds,
    least_pennies,
    parse_amount,
    to_pennies,
)
from vrp_portal.money.amounts import MOST

NO_BREAK_SPACE = "\u00a0"
NARROW_SPACE = "\u202f"
THIN_SPACE = "\u2009"
MINUS_SIGN = "\u2212"

amounts = st.decimals(0, MOST, places=2)
signed_amounts = st.decimals(-MOST, MOST, places=2)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1316424", "1316424.00"),
        ("£1,316,424.00", "1316424.00"),
        ("£ 1,316,424", "1316424.00"),
        (f"£1{NO_BREAK_SPACE}316{NO_BREAK_SPACE}424.5", "1316424.50"),
        (f"1{NARROW_SPACE}316{NARROW_SPACE}424", "1316424.00"),
        (f"1{THIN_SPACE}316{THIN_SPACE}424", "1316424.00"),
        ("  0.07 ", "0.07"),
        (".5", "0.50"),
        ("5.", "5.00"),
        ("1.50000", "1.50"),
        ("9,999,999,999.99", "9999999999.99"),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed: str, amount: str) -> None:
    assert str(parse_amount(typed)) == amount


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("£1,234.5O", "not an amount of money"),
        ("1e9", "not an amount of money"),
        ("1_000", "not an amount of money"),
        ("12,34", "not an amount of money"),
        ("1,5", "not an amount of money"),
        ("1,316 424", "not an amount of money"),
        ("12 34", "not an amount of money"),
        ("12£34", "not an amount of money"),
        ("££5", "not an amount of money"),
        ("--5", "not an amount of money"),
        ("$5", "not an amount of money"),
        ("٣٤", "not an amount of money"),
        ("۱۲۳", "not an amount of money"),
        ("NaN", "not an amount of money"),
        ("Infinity", "not an amount of money"),
        ("=1+1", "not an amount of money"),
        ("about 5", "not an amount of money"),
        ("£", "not an amount of money"),
        ("", "not an amount of money"),
        ("500 GBP", "not an amount of money"),
        ("£500 p.a.", "not an amount of money"),
        ("()", "not an amount of money"),
        ("(-5)", "not an amount of money"),
        ("-(5)", "not an amount of money"),
        ("((5))", "not an amount of money"),
        ("1.2k", "is short for a number. Write it in full, for example 1,200"),
        ("£3m", "is short for a number"),
        ("(£3m)", "is short for a number"),
        ("1.5 million", "is short for a number"),
        ("£2 Bn", "is short for a number"),
        ("500-", "has its minus after the number. Write the minus in front"),
        (f"£1,500.00{MINUS_SIGN}", "has its minus after the number"),
        ("500 CR", "has CR or DR after the number"),
        ("£500.00dr", "has CR or DR after the number"),
        ("1.005", "fractions of a penny"),
        ("0.001", "fractions of a penny"),
        ("-5", "less than nothing"),
        ("£-5", "less than nothing"),
        ("-£5", "less than nothing"),
        (f"{MINUS_SIGN}5", "less than nothing"),
        ("(500.00)", "less than nothing"),
        ("(£500)", "less than nothing"),
        ("10,000,000,000.00", "too large. The most that can be held is £9,999,999,999.99"),
        ("9" * 5000, "too large"),
    ],
)
def test_what_is_not_an_amount_says_why(typed: str, says: str) -> None:
    with pytest.raises(AmountError, match=re.escape(says)) as refused:
        parse_amount(typed)
    assert len(str(refused.value)) < 200


def test_what_was_typed_is_in_the_message() -> None:
    with pytest.raises(AmountError, match=re.escape("“£1,234.5O”")):
        parse_amount("£1,234.5O")


def test_a_correction_may_be_negative_where_that_is_allowed() -> None:
    assert (
        parse_amount("-5", allow_negative=True) == parse_amount("−£5.00", allow_negative=True) == Decimal(-5)
    )


@pytest.mark.parametrize("typed", ["(500.00)", "(£500)", " ( £500 ) ", "( 500)"])
def test_an_amount_in_brackets_is_less_than_nothing(typed: str) -> None:
    assert parse_amount(typed, allow_negative=True) == Decimal(-500)


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("0.005", "0.01"), ("-0.005", "-0.01"), ("0.0049", "0.00"), ("2.675", "2.68"), ("0.015", "0.02")],
)
def test_half_a_penny_is_rounded_away_from_nothing(amount: str, rounded: str) -> None:
    assert to_pennies(Decimal(amount)) == Decimal(rounded)


def test_a_penny_less_is_never_enough() -> None:
    assert least_pennies(Decimal("100.0001")) == Decimal("100.01")
    assert least_pennies(Decimal("100.00")) == Decimal("100.00")


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("1316424", "£1,316,424.00"), ("-0.5", "−£0.50"), ("0", "£0.00"), ("-0.001", "£0.00")],
)
def test_an_amount_is_shown_as_in_a_paper(amount: str, shown: str) -> None:
    assert format_pounds(Decimal(amount)) == shown


def test_the_duty_labour_of_2023_24_between_19() -> None:
    # £101,161.78 / 19 = £5,324.30 with 8 pennies left over.
    shares = equal_shares(Decimal("101161.78"), between=19)
    assert shares == [Decimal("5324.31")] * 8 + [Decimal("5324.30")] * 11


def test_the_duty_non_labour_of_2023_24_between_19() -> None:
    # 19 x £6,790.39 = £129,017.41, which leaves 6 pennies of £129,017.47.
    shares = equal_shares(Decimal("129017.47"), between=19)
    assert shares == [Decimal("6790.40")] * 6 + [Decimal("6790.39")] * 13


def test_two_pennies_between_three() -> None:
    assert equal_shares(Decimal("0.02"), between=3) == [Decimal("0.01"), Decimal("0.01"), Decimal("0.00")]


@pytest.mark.parametrize(("amount", "between"), [("1.00", 0), ("1.00", -3), ("-1.00", 2), ("1.005", 2)])
def test_there_is_no_sharing_between_nobody_nor_of_part_of_a_penny(amount: str, between: int) -> None:
    with pytest.raises(ValueError, match=r"recipient|pennies"):
        equal_shares(Decimal(amount), between=between)


@given(amounts, st.integers(1, 100))
def test_equal_shares_add_up_exactly_and_differ_by_a_penny_at_most(amount: Decimal, between: int) -> None:
    shares = equal_shares(amount, between=between)
    assert len(shares) == between
    assert sum(shares) == amount
    assert max(shares) - min(shares) <= Decimal("0.01")
    assert shares == sorted(shares, reverse=True)


@given(signed_amounts)
def test_an_amount_reads_back_as_it_is_shown(amount: Decimal) -> None:
    assert parse_amount(format_pounds(amount), allow_negative=True) == amount


@given(amounts)
def test_brackets_and_a_minus_say_the_same(amount: Decimal) -> None:
    assert parse_amount(f"({amount})", allow_negative=True) == parse_amount(f"-{amount}", allow_negative=True)


@given(st.text())
def test_any_text_is_a_whole_number_of_pennies_or_is_refused(typed: str) -> None:
    with suppress(AmountError):
        amount = parse_amount(typed)
        assert 0 <= amount <= MOST
        assert amount == to_pennies(amount)
