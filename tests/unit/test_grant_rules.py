"""The grant's law: the 30% rule and match funding, with the numbers of the paper."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grants.rules import HighImpactPosition, MatchPosition, required_high_impact, shown_share

AWARD_2023 = Decimal("4388080.00")
AWARD_2024 = Decimal("4341877.00")
THIRTY = Decimal(30)

awards = st.decimals(1, 9_999_999_999, places=2)
amounts = st.decimals(0, 9_999_999_999, places=2)
percentages = st.decimals(0, 100, places=2)


@pytest.mark.parametrize(
    ("award", "required"),
    [(AWARD_2023, "1316424.00"), (AWARD_2024, "1302563.10"), (Decimal("0.01"), "0.01"), (Decimal(0), "0.00")],
)
def test_thirty_percent_of_the_grant_is_required(award: Decimal, required: str) -> None:
    assert required_high_impact(award, percentage=THIRTY) == Decimal(required)


@pytest.mark.parametrize(
    ("committed", "is_met", "headroom", "share"),
    [
        ("1316423.99", False, "-0.01", "29.99"),
        ("1316424.00", True, "0.00", "30.00"),
        ("1316424.01", True, "0.01", "30.00"),
        ("0.00", False, "-1316424.00", "0.00"),
        ("4388080.00", True, "3071656.00", "100.00"),
    ],
)
def test_a_share_is_never_rounded_into_compliance(
    committed: str, is_met: bool, headroom: str, share: str
) -> None:
    position = HighImpactPosition(award=AWARD_2023, percentage=THIRTY, deployed=Decimal(committed))
    assert position.is_met is is_met
    assert position.headroom == Decimal(headroom)
    assert position.share == Decimal(share)


def test_there_is_no_share_of_no_award() -> None:
    assert shown_share(Decimal(5), of=Decimal(0), asked=THIRTY) is None


@given(awards, amounts, percentages)
def test_the_share_shown_tells_the_same_as_the_pounds(
    award: Decimal, deployed: Decimal, percentage: Decimal
) -> None:
    position = HighImpactPosition(award=award, percentage=percentage, deployed=deployed)
    assert position.share is not None
    assert position.is_met == (position.share >= percentage)


@given(awards, percentages)
def test_the_requirement_is_the_least_penny_that_is_enough(award: Decimal, percentage: Decimal) -> None:
    required = required_high_impact(award, percentage=percentage)
    assert required * 100 >= award * percentage > (required - Decimal("0.01")) * 100


@given(awards, amounts, amounts, percentages)
def test_more_money_never_makes_a_grant_fall_short(
    award: Decimal, deployed: Decimal, more: Decimal, percentage: Decimal
) -> None:
    assume(HighImpactPosition(award, percentage, deployed).is_met)
    assert HighImpactPosition(award, percentage, deployed + more).is_met


@pytest.mark.parametrize(
    ("confirmed", "still_to_confirm", "is_met"),
    [("0", "505500.00", False), ("505499.99", "0.01", False), ("505500", "0", True), ("600000", "0", True)],
)
def test_only_confirmed_match_counts(confirmed: str, still_to_confirm: str, is_met: bool) -> None:
    # 15% of £3,370,000 is £505,500; however much is pledged only, it does not count.
    position = MatchPosition(
        required=Decimal("505500.00"), confirmed=Decimal(confirmed), pledged=Decimal(1_000_000)
    )
    assert position.still_to_confirm == Decimal(still_to_confirm)
    assert position.is_met is is_met


money = st.integers(0, 10**10).map(lambda number: Decimal(number) / 100)


@given(st.lists(money, max_size=6), money, st.integers(1, 10**9), st.integers(0, 100))
def test_one_more_qualifying_line_never_lowers_the_share(
    lines: list[Decimal], added: Decimal, award: int, percentage: int
) -> None:
    def position(deployed: Decimal) -> HighImpactPosition:
        return HighImpactPosition(Decimal(award), Decimal(percentage), deployed)

    before, after = position(sum(lines, Decimal(0))), position(sum(lines, Decimal(0)) + added)
    assert after.share >= before.share
    assert after.headroom - before.headroom == added
    assert after.is_met or not before.is_met


@given(st.permutations([Decimal("0.01"), Decimal("1316423.99"), Decimal("793396.00"), Decimal("0.10")]))
def test_the_order_of_the_lines_makes_no_difference_to_a_penny(lines: list[Decimal]) -> None:
    position = HighImpactPosition(Decimal("4388080"), Decimal(30), sum(lines, Decimal(0)))
    assert position.headroom == Decimal("793396.10")
