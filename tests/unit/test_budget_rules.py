"""How money falls in the quarters of a year, and which variances need a reason."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.rules import Threshold, Variance, spread

POUNDS = st.integers(0, 100_000_00).map(lambda pennies: Decimal(pennies) / 100)
CHANGES = st.integers(-100_000_00, 100_000_00).map(lambda pennies: Decimal(pennies) / 100)
PROFILES = st.lists(POUNDS, min_size=4, max_size=4)
TEN_PERCENT = Threshold(percentage=Decimal(10), pounds=Decimal(5000))


@given(CHANGES, PROFILES, st.integers(0, 4))
def test_what_changes_in_the_quarters_is_what_changes(
    change: Decimal, profile: list[Decimal], ended: int
) -> None:
    parts = spread(change, profile=profile, ended=ended)
    assert sum(parts) == change
    assert all(part == round(part, 2) for part in parts)


@given(CHANGES, PROFILES, st.integers(0, 4))
def test_no_quarter_has_less_than_nothing_unless_the_line_has(
    change: Decimal, profile: list[Decimal], ended: int
) -> None:
    parts = spread(change, profile=profile, ended=ended)
    left = [part + moved for part, moved in zip(profile, parts, strict=True)]
    assert min(left) >= 0 or sum(left) < 0


@given(POUNDS, PROFILES, st.integers(0, 3))
def test_a_quarter_that_is_over_gets_nothing_more(
    change: Decimal, profile: list[Decimal], ended: int
) -> None:
    assert spread(change, profile=profile, ended=ended)[:ended] == [Decimal(0)] * ended


def test_once_the_year_is_over_it_falls_in_the_last_quarter() -> None:
    assert spread(Decimal("10.00"), profile=[Decimal(5)] * 4, ended=4) == [0, 0, 0, Decimal("10.00")]


@pytest.mark.parametrize(
    ("meant", "spent", "needs"),
    [
        ("40000", "34000", True),  # 15% and £6,000
        ("40000", "35000", False),  # 12.5%, and £5,000 is not more than £5,000
        ("40000", "34999.99", True),
        ("1000000", "900000", False),  # 10% is not more than 10%
        ("1000000", "899999.99", True),
        ("2000", "1000", False),  # half of a small line
        ("0", "5000.01", True),
        ("0", "0", False),
        ("40000", "46000", True),  # more than was meant
    ],
)
def test_a_variance_needs_a_reason_where_it_passes_both(meant: str, spent: str, needs: bool) -> None:
    assert Variance(meant=Decimal(meant), spent=Decimal(spent)).passes(TEN_PERCENT) is needs
