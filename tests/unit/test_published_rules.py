"""A published number beside the recorded one, compared as exactly as it was stated."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_portal.reports.rules import Comparison, Precision, rounded_like, unstated_parts

numbers = st.integers(0, 10**7).map(Decimal)


@pytest.mark.parametrize(
    ("precision", "published", "recorded", "agrees"),
    [
        ("exact", "53", "53", True),
        ("exact", "1316424", "1316424.00", True),
        ("exact", "1316424", "1316423.99", False),
        ("rounded", "500", "450", True),
        ("rounded", "500", "549", True),
        ("rounded", "500", "449", False),
        ("rounded", "500", "550", False),
        ("rounded", "10630", "10625", True),
        ("rounded", "10630", "10635", False),
        ("rounded", "31.5", "31.45", True),
        ("rounded", "0", "0.4", True),
        ("estimate", "500", "450", True),
        ("estimate", "500", "550", True),
        ("estimate", "500", "449", False),
        ("estimate", "500", "551", False),
        ("at_least", "30", "30.00", True),
        ("at_least", "30", "29.99", False),
        ("at_least", "5000", "5001", True),
        ("up_to", "80", "80", True),
        ("up_to", "80", "0", True),
        ("up_to", "80", "81", False),
    ],
)
def test_each_precision_is_compared_accordingly(
    precision: str, published: str, recorded: str, agrees: bool
) -> None:
    compared = Comparison(Decimal(published), Precision(precision), Decimal(recorded))
    assert compared.agrees is agrees
    assert compared.difference == Decimal(recorded) - Decimal(published)


@pytest.mark.parametrize("precision", Precision)
def test_what_is_not_recorded_neither_agrees_nor_differs(precision: Precision) -> None:
    compared = Comparison(Decimal(80), precision, None)
    assert (compared.agrees, compared.difference) == (None, None)


@given(numbers, st.sampled_from(Precision))
def test_what_is_recorded_as_published_always_agrees(number: Decimal, precision: Precision) -> None:
    assert Comparison(number, precision, number).agrees


@given(numbers, numbers)
def test_the_nearer_of_two_records_agrees_where_the_further_does(
    published: Decimal, recorded: Decimal
) -> None:
    nearer = recorded + (published - recorded) // 2
    for precision in (Precision.ROUNDED, Precision.ESTIMATE, Precision.AT_LEAST, Precision.UP_TO):
        if Comparison(published, precision, recorded).agrees:
            assert Comparison(published, precision, nearer).agrees


@given(numbers, numbers)
def test_a_rounded_number_has_no_more_digits_than_its_example(number: Decimal, example: Decimal) -> None:
    rounded = rounded_like(number, example)
    assert rounded_like(rounded, example) == rounded


@given(st.lists(numbers, min_size=2, max_size=4), numbers)
def test_parts_that_are_not_stated_account_for_exactly_what_is_missing(
    stated: list[Decimal], unstated: Decimal
) -> None:
    total = sum(stated, Decimal(0))
    assert unstated_parts(total + unstated, total, unstated) is (unstated != 0)
    assert not unstated_parts(total + unstated + 1, total, unstated)
