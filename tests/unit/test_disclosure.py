"""Disclosure control: small counts are hidden, and nothing that is hidden can be worked out from a sum."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_portal.figures.disclosure import YearCell, hidden_cells, hidden_in_year

THRESHOLD = 5
PLACES = ("Bradford", "Leeds", "whole area")

counts = st.one_of(st.integers(0, 6), st.integers(0, 5_000))


def table(rows):
    """Counts by (row, column), with a totals row and a totals column, and the sums that hold in it."""
    wide = [[*row, sum(row)] for row in rows]
    full = [*wide, [sum(column) for column in zip(*wide, strict=True)]]
    cells = {(i, j): count for i, row in enumerate(full) for j, count in enumerate(row)}
    across = [[(i, j) for j in range(len(full[0]))] for i in range(len(full))]
    down = [[(i, j) for i in range(len(full))] for j in range(len(full[0]))]
    return cells, across + down


tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(counts, min_size=width, max_size=width), min_size=1, max_size=4)
)


@pytest.mark.parametrize(
    ("case", "values", "hidden"),
    [
        ("nothing small: nothing hidden", {"a": 12, "b": 30, "total": 42}, set()),
        ("nought is no person: shown", {"a": 0, "b": 30, "total": 30}, set()),
        ("the threshold itself is shown", {"a": 5, "b": 30, "total": 35}, set()),
        ("one small, and the next smallest with it", {"a": 4, "b": 30, "c": 9, "total": 43}, {"a", "c"}),
        ("two small ones hide each other", {"a": 1, "b": 4, "c": 30, "total": 35}, {"a", "b"}),
        ("a nought does not hide a small one", {"a": 3, "b": 0, "c": 30, "total": 33}, {"a", "c"}),
        ("the total goes too where nothing else can", {"a": 2, "b": 0, "total": 2}, {"a", "total"}),
    ],
)
def test_a_row_with_its_total(case, values, hidden):
    assert hidden_cells(values, sums=[list(values)], threshold=THRESHOLD) == hidden, case


def test_a_cell_that_is_hidden_in_a_row_needs_a_second_one_in_its_column():
    cells, sums = table([[3, 10, 20], [11, 12, 13], [50, 60, 70]])
    # (0, 0) is small. Its row hides 10 beside it; its column 11 below it; the column of 10 then hides 12.
    assert hidden_cells(cells, sums=sums, threshold=THRESHOLD) == {(0, 0), (0, 1), (1, 0), (1, 1)}


@given(tables)
def test_no_count_below_the_threshold_is_shown(rows):
    cells, sums = table(rows)
    hidden = hidden_cells(cells, sums=sums, threshold=THRESHOLD)
    assert not {count for cell, count in cells.items() if cell not in hidden} & {1, 2, 3, 4}


@given(tables)
def test_no_sum_has_exactly_one_hidden_member(rows):
    cells, sums = table(rows)
    hidden = hidden_cells(cells, sums=sums, threshold=THRESHOLD)
    assert all(len(hidden & set(members)) != 1 for members in sums)


@given(tables)
def test_a_table_without_small_counts_is_left_as_it_is(rows):
    cells, sums = table([[count + THRESHOLD if count else 0 for count in row] for row in rows])
    assert hidden_cells(cells, sums=sums, threshold=THRESHOLD) == frozenset()


years = st.lists(st.lists(counts, min_size=3, max_size=3), min_size=1, max_size=4)


def year(rows):
    """Counts new in each quarter (a row) and place, with `everywhere` as their total."""
    new = {}
    for quarter, row in enumerate(rows, start=1):
        new |= {YearCell(place, quarter): count for place, count in zip(PLACES, row, strict=True)}
        new[YearCell("everywhere", quarter)] = sum(row)
    return new


def hidden_of(rows):
    return hidden_in_year(year(rows), places=PLACES, everywhere="everywhere", threshold=THRESHOLD)


@given(years)
def test_pages_as_at_two_days_do_not_give_away_what_happened_between_them(rows):
    hidden = hidden_of(rows)
    for place in (*PLACES, "everywhere"):
        for quarter in range(2, len(rows) + 1):
            between = {
                YearCell(place, quarter - 1, to_date=True),
                YearCell(place, quarter, to_date=True),
                YearCell(place, quarter),
            }
            assert len(between & hidden) != 1


@given(years)
def test_a_first_quarter_and_the_year_to_its_end_are_one_count(rows):
    hidden = hidden_of(rows)
    for place in (*PLACES, "everywhere"):
        assert (YearCell(place, 1) in hidden) == (YearCell(place, 1, to_date=True) in hidden)


@given(years)
def test_districts_do_not_give_away_each_other(rows):
    hidden = hidden_of(rows)
    for quarter in range(1, len(rows) + 1):
        for to_date in (False, True):
            cells = {YearCell(place, quarter, to_date) for place in (*PLACES, "everywhere")}
            assert len(cells & hidden) != 1


def test_a_small_third_quarter_hides_a_year_to_date_beside_it():
    hidden = hidden_of([[50, 60, 70], [40, 60, 70], [3, 60, 70]])
    # Leeds's 60 in the third quarter goes with Bradford's 3, and in each place the next smallest count
    # with which it adds up: Bradford's 90 and Leeds's 120 up to September.
    assert {YearCell("Bradford", 3), YearCell("Leeds", 3)} <= hidden
    assert YearCell("Bradford", 2, to_date=True) in hidden
    assert YearCell("Leeds", 2, to_date=True) in hidden
    assert YearCell("everywhere", 3) not in hidden
    assert YearCell("everywhere", 3, to_date=True) not in hidden
