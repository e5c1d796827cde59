"""Pivots: whatever the order of the amounts, both sides add up to the same pennies."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vrp_portal.allocation_tables.rules import Amount, Part, Pivot, pivot

ROWS = [Part(str(number), name, (0, name)) for number, name in enumerate(["Choir", "Boxing", "Art"])]
COLUMNS = [
    Part("q2", "Q2", (20232, "")),
    Part("q1", "Q1", (20231, "")),
    Part("none", "To be confirmed", (99999, "")),
]
CHOIR, BOXING, ART = ROWS
Q2, Q1, LAST = COLUMNS

PENNIES = st.none() | st.integers(min_value=-(10**20), max_value=10**20)
AMOUNTS = st.lists(st.builds(Amount, st.sampled_from(ROWS), st.sampled_from(COLUMNS), PENNIES), max_size=30)


def test_amounts_are_put_into_rows_and_columns_with_totals_on_both_sides() -> None:
    made = pivot(
        [
            Amount(CHOIR, Q2, 1),
            Amount(BOXING, Q1, 1001),
            Amount(BOXING, Q1, -2),
            Amount(BOXING, LAST, None),
            Amount(ART, Q2, 5),
        ]
    )
    assert [part.label for part in made.rows] == ["Art", "Boxing", "Choir"]
    assert [part.label for part in made.columns] == ["Q1", "Q2", "To be confirmed"]
    assert made.cells == {("0", "q2"): 1, ("1", "q1"): 999, ("1", "none"): None, ("2", "q2"): 5}
    assert made.of_rows == {"0": 1, "1": 999, "2": 5}
    assert made.of_columns == {"q1": 999, "q2": 6, "none": 0}
    assert made.total == 1005


def test_nothing_comes_to_nothing() -> None:
    assert pivot([]) == Pivot((), (), {}, {}, {}, 0)


def test_what_is_stated_counts_beside_what_is_not() -> None:
    made = pivot([Amount(ART, Q1, None), Amount(ART, Q1, 3)])
    assert made.cells == {("2", "q1"): 3}


@given(AMOUNTS)
def test_the_pennies_are_those_that_went_in(amounts: list[Amount]) -> None:
    """Also where they are more than a float, or a number of 64 bits, could hold."""
    made = pivot(amounts)
    assert made.total == sum(amount.pennies or 0 for amount in amounts)
    assert made.total == sum(made.of_rows.values()) == sum(made.of_columns.values())
    for place, pennies in made.cells.items():
        here = [each.pennies for each in amounts if (each.row.key, each.column.key) == place]
        stated = [each for each in here if each is not None]
        assert pennies == (sum(stated) if stated else None)


@given(AMOUNTS)
def test_each_side_is_the_sum_of_its_cells(amounts: list[Amount]) -> None:
    made = pivot(amounts)
    for side, totals in ((0, made.of_rows), (1, made.of_columns)):
        for key, total in totals.items():
            assert total == sum(pennies or 0 for place, pennies in made.cells.items() if place[side] == key)


@given(AMOUNTS.flatmap(lambda amounts: st.tuples(st.just(amounts), st.permutations(amounts))))
def test_the_order_of_the_amounts_does_not_matter(both: tuple[list[Amount], list[Amount]]) -> None:
    assert pivot(both[0]) == pivot(both[1])
