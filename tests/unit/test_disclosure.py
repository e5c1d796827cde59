"""Disclosure control: small counts are hidden, and nothing that is hidden can be worked out from a sum."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrp_portal.figures.disclosure import hidden_cells, is_small
from vrp_portal.figures.solving import Equations

THRESHOLD = 5

counts = st.one_of(st.integers(0, 6), st.integers(0, 5_000))


def table(rows):
    """The groups of a table, and its cells: each group alone, each row, each column and all together."""
    width = len(rows[0])
    groups = [count for row in rows for count in row]
    across = [frozenset(range(i * width, (i + 1) * width)) for i in range(len(rows))]
    down = [frozenset(range(j, len(groups), width)) for j in range(width)]
    singles = [frozenset({place}) for place in range(len(groups))]
    return groups, list(dict.fromkeys([*singles, *across, *down, frozenset(range(len(groups)))]))


def cell(*places):
    return frozenset(places)


tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(counts, min_size=width, max_size=width), min_size=1, max_size=4)
)


@pytest.mark.parametrize(
    ("case", "row", "hidden"),
    [
        ("nothing small: nothing hidden", [12, 30], set()),
        ("nought is no person: shown", [0, 30], set()),
        ("the threshold itself is shown", [5, 30], set()),
        ("one small, and the next smallest with it", [4, 30, 9], {cell(0), cell(2)}),
        ("two small ones hide each other", [1, 4, 30], {cell(0), cell(1)}),
        ("two that can only be one and one need a third", [1, 1, 30], {cell(0), cell(1), cell(2)}),
        ("a nought does not hide a small one", [3, 0, 30], {cell(0), cell(2)}),
        ("the total goes too where nothing else can", [2, 0], {cell(0), cell(0, 1)}),
        ("a fall of few people is as small as a rise", [-2, 9, 30], {cell(0), cell(1)}),
    ],
)
def test_a_row_with_its_total(case, row, hidden):
    groups, cells = table([row])
    assert hidden_cells(groups, cells, threshold=THRESHOLD) == hidden, case


def test_a_cell_that_is_hidden_in_a_row_needs_a_second_one_in_its_column():
    groups, cells = table([[3, 10, 20], [11, 12, 13], [50, 60, 70]])
    # The 3 is small. Its row hides 10 beside it; its column 11 below it; the column of 10 then hides 12.
    assert hidden_cells(groups, cells, threshold=THRESHOLD) == {cell(0), cell(1), cell(3), cell(4)}


def test_another_table_does_not_give_away_what_one_hides():
    # Three people in Leeds, nine in Bradford, who alone do sports, fifty in Wakefield: by place the nine are
    # hidden beside the three, so by kind of intervention they must be as well.
    leeds, bradford, wakefield, everywhere = cell(0), cell(1), cell(2), cell(0, 1, 2)
    sports, mentoring = cell(1), cell(0, 2)
    cells = [leeds, bradford, wakefield, everywhere, sports, mentoring]
    hidden = hidden_cells([3, 9, 50], cells, threshold=THRESHOLD)
    assert {leeds, bradford, mentoring} <= hidden


def test_a_small_group_that_no_page_shows_can_not_be_worked_out_either():
    # 40 mentored in Leeds and 3 in Bradford, where 47 more do sports: 43 mentored less Leeds's 40 are the 3.
    leeds, bradford, mentoring, sports = cell(0), cell(1, 2), cell(0, 1), cell(2)
    hidden = hidden_cells([40, 3, 47], [leeds, bradford, mentoring, sports], threshold=THRESHOLD)
    assert len({leeds, mentoring} & hidden) >= 1
    assert len({bradford, sports} & hidden) >= 1


@settings(deadline=None)
@given(tables)
def test_no_count_below_the_threshold_is_shown(rows):
    groups, cells = table(rows)
    hidden = hidden_cells(groups, cells, threshold=THRESHOLD)
    shown = {sum(groups[place] for place in one) for one in cells if one not in hidden}
    assert not shown & {1, 2, 3, 4}


@settings(deadline=None)
@given(tables)
def test_no_row_or_column_has_exactly_one_hidden_member(rows):
    groups, cells = table(rows)
    hidden = hidden_cells(groups, cells, threshold=THRESHOLD)
    for line in (one for one in cells if len(one) > 1 and len(one) < len(groups)):
        members = {line, *(cell(place) for place in line)}
        assert len(hidden & members) != 1


@settings(deadline=None)
@given(tables)
def test_nothing_that_is_hidden_can_be_worked_out(rows):
    groups, cells = table(rows)
    hidden = hidden_cells(groups, cells, threshold=THRESHOLD)
    equations = Equations(groups, shown=[one for one in cells if one not in hidden], hidden=list(hidden))
    assert all(equations.ask(one, []).is_open for one in hidden)


def test_what_a_ring_of_hidden_counts_leaves_open_is_not_worked_out():
    groups, cells = table([[3, 10], [11, 12]])
    ring = [cell(0), cell(1), cell(2), cell(3)]
    around = Equations(groups, shown=[one for one in cells if one not in ring], hidden=ring)
    assert all(around.ask(one, []).is_open for one in ring)
    broken = Equations(groups, shown=[one for one in cells if one not in ring[:3]], hidden=ring[:3])
    assert not any(broken.ask(one, []).is_open for one in ring[:3])


@settings(deadline=None)
@given(tables)
def test_a_table_without_small_counts_is_left_as_it_is(rows):
    groups, cells = table([[count + THRESHOLD if count else 0 for count in row] for row in rows])
    assert hidden_cells(groups, cells, threshold=THRESHOLD) == frozenset()


@given(st.integers(min_value=0, max_value=10**6), st.integers(min_value=1, max_value=10))
def test_a_count_is_small_from_one_up_to_one_below_the_threshold(number, threshold):
    assert is_small(number, threshold=threshold) is (number in range(1, threshold))
