"""What a contribution is worth, which days it may cover, what is missing and how long is left."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.rules import MatchPosition, days_left, lies_within, required_match, worth_of_hours
from vrp_portal.periods import FinancialYear

YEAR = FinancialYear(2023)
BASELINE = Decimal("3370000.00")
HALF_A_PENNY = Decimal("0.005")

pounds = st.decimals(0, 9_999_999_999, places=2)
percentages = st.decimals(0, 100, places=2)
hours = st.decimals(Decimal("0.01"), 99_999, places=2)
rates = st.decimals(0, 9_999, places=2)
days = st.dates(date(2022, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("percentage", "required"),
    [("15", "505500.00"), ("20", "674000.00"), ("0", "0.00"), ("100", "3370000.00")],
)
def test_the_requirement_of_the_paper(percentage: str, required: str) -> None:
    assert required_match(BASELINE, percentage=Decimal(percentage)) == Decimal(required)


@pytest.mark.parametrize(
    ("baseline", "percentage", "required"),
    [("0.10", "5", "0.01"), ("0.09", "5", "0.00"), ("100.01", "12.5", "12.50"), ("100.04", "12.50", "12.51")],
)
def test_half_a_penny_is_rounded_up(baseline: str, percentage: str, required: str) -> None:
    assert required_match(Decimal(baseline), percentage=Decimal(percentage)) == Decimal(required)


@given(pounds, percentages)
def test_what_is_required_is_within_half_a_penny_of_the_percentage(
    baseline: Decimal, percentage: Decimal
) -> None:
    required = required_match(baseline, percentage=percentage)
    assert abs(required * 100 - baseline * percentage) <= HALF_A_PENNY * 100
    assert required == required.quantize(Decimal("0.01"))


@pytest.mark.parametrize(
    ("worked", "rate", "worth"),
    [
        ("7.5", "23.45", "175.88"),  # 175.875
        ("40", "25", "1000.00"),
        ("0.01", "0.50", "0.01"),  # half a penny
        ("0.01", "0.49", "0.00"),
        ("4000", "37", "148000.00"),
    ],
)
def test_hours_are_worth_their_rate_to_the_penny(worked: str, rate: str, worth: str) -> None:
    assert worth_of_hours(Decimal(worked), hourly_rate=Decimal(rate)) == Decimal(worth)


@given(hours, rates)
def test_hours_are_worth_their_product_within_half_a_penny(worked: Decimal, rate: Decimal) -> None:
    worth = worth_of_hours(worked, hourly_rate=rate)
    assert -HALF_A_PENNY <= worked * rate - worth < HALF_A_PENNY
    assert worth == worth.quantize(Decimal("0.01"))


@given(hours, hours, rates)
def test_more_hours_are_never_worth_less(some: Decimal, more: Decimal, rate: Decimal) -> None:
    assert worth_of_hours(some + more, hourly_rate=rate) >= worth_of_hours(some, hourly_rate=rate)


@given(days, days)
def test_a_period_is_within_exactly_one_year_or_in_none(begins: date, ends: date) -> None:
    years = [
        year for year in map(FinancialYear, range(2020, 2028)) if lies_within(year, begins=begins, ends=ends)
    ]
    same_year = FinancialYear.containing(begins) == FinancialYear.containing(ends)
    assert years == ([FinancialYear.containing(begins)] if begins <= ends and same_year else [])


@pytest.mark.parametrize(
    ("as_at", "left"),
    [
        (date(2023, 4, 1), 365),  # 2024 is a leap year
        (date(2023, 12, 31), 91),
        (date(2024, 2, 29), 31),
        (date(2024, 3, 30), 1),
        (date(2024, 3, 31), 0),
        (date(2024, 4, 1), None),
        (date(2023, 3, 31), 366),
    ],
)
def test_days_are_left_until_the_31st_of_march(as_at: date, left: int | None) -> None:
    assert days_left(YEAR, as_at=as_at) == left


@given(st.dates(date(2023, 4, 1), date(2024, 3, 30)))
def test_each_day_leaves_one_less(day: date) -> None:
    today, tomorrow = days_left(YEAR, as_at=day), days_left(YEAR, as_at=day + timedelta(days=1))
    assert today is not None
    assert tomorrow == today - 1


@given(pounds, pounds, pounds)
def test_what_is_to_find_is_never_more_than_what_is_to_confirm(
    required: Decimal, confirmed: Decimal, pledged: Decimal
) -> None:
    position = MatchPosition(required=required, confirmed=confirmed, pledged=pledged)
    assert 0 <= position.still_to_find <= position.still_to_confirm <= required
    assert position.is_met == (position.still_to_confirm == 0)
    assert (position.still_to_find == 0) == (confirmed + pledged >= required)
