"""A year's counts, judged together: no page gives away what another hides, on no day."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrp_portal.figures.year_of_counts import Asked, Group, judge

PLACES = (None, "Bradford", "Leeds")
KINDS = (("approach", "Mentoring"), ("approach", "Sports"), ("level", "primary"), ("level", "tertiary"))
THRESHOLD = 5
YEAR_END = date(2024, 3, 31)
GONE = date(2023, 11, 20)


def counted(
    people: int, quarter: int, place: str | None, *, approach: str = "Mentoring", gone_on: date | None = None
) -> Group:
    return Group(people, quarter, place, (("approach", approach), ("level", "primary")), gone_on)


def judged(*people: Group, last_quarter: int = 3):
    return judge(people, places=PLACES, kinds=KINDS, last_quarter=last_quarter, threshold=THRESHOLD)


def hidden(year, *, as_at: date = YEAR_END) -> set[Asked]:
    return {asked for asked in year.asked if not year.may_show(asked, as_at=as_at)}


def everywhere(quarter: int, *, to_date: bool = False, kind=None) -> Asked:
    return Asked(None, quarter, to_date, kind)


def of(place: str | None, quarter: int, *, to_date: bool = False) -> Asked:
    return Asked((place,), quarter, to_date)


def test_without_small_counts_everything_is_shown() -> None:
    year = judged(counted(50, 1, "Leeds"), counted(60, 2, "Bradford", approach="Sports"))
    assert hidden(year) == set()


def test_a_cell_that_no_page_has_is_not_shown() -> None:
    year = judged(counted(50, 1, "Leeds"))
    assert not year.may_show(Asked(("Leeds",), 1, kind=("approach", "Mentoring")), as_at=YEAR_END)


def test_a_small_third_quarter_hides_a_year_to_date_beside_it() -> None:
    year = judged(
        *(counted(people, 1, place) for place, people in (("Bradford", 50), ("Leeds", 60), (None, 70))),
        *(counted(people, 2, place) for place, people in (("Bradford", 40), ("Leeds", 60), (None, 70))),
        *(counted(people, 3, place) for place, people in (("Bradford", 3), ("Leeds", 60), (None, 70))),
    )
    # Leeds's 60 in the third quarter goes with Bradford's 3, and in each place the next smallest count
    # with which it adds up: Bradford's 90 and Leeds's 120 up to September.
    assert {
        of("Bradford", 3),
        of("Leeds", 3),
        of("Bradford", 2, to_date=True),
        of("Leeds", 2, to_date=True),
    } <= hidden(year)
    assert not {everywhere(3), everywhere(3, to_date=True)} & hidden(year)


def test_a_kind_with_few_people_takes_another_kind_with_it() -> None:
    year = judged(
        counted(4, 1, "Leeds", approach="Sports"), counted(40, 1, "Leeds"), counted(50, 1, "Bradford")
    )
    kinds = {kind: everywhere(1, kind=kind) for kind in KINDS[:2]}
    assert set(kinds.values()) <= hidden(year)
    assert everywhere(1) not in hidden(year)
    assert everywhere(1, kind=("level", "primary")) not in hidden(year)


def test_two_days_do_not_give_away_what_was_withdrawn_between_them() -> None:
    # 43 before the withdrawal and 40 since would tell that three people left with it.
    year = judged(counted(40, 1, "Leeds"), counted(3, 1, "Leeds", gone_on=GONE), counted(90, 1, "Bradford"))
    before, since = date(2023, 10, 1), date(2023, 12, 31)
    for cell in (of("Leeds", 1), everywhere(1), everywhere(1, kind=("approach", "Mentoring"))):
        assert not (year.may_show(cell, as_at=before) and year.may_show(cell, as_at=since))


def test_a_withdrawal_of_many_people_hides_nothing() -> None:
    year = judged(counted(40, 1, "Leeds"), counted(30, 1, "Leeds", gone_on=GONE))
    assert hidden(year) == set()
    assert hidden(year, as_at=date(2023, 10, 1)) == set()


people = st.one_of(st.integers(0, 6), st.integers(0, 300))


@st.composite
def years(draw: st.DrawFn) -> list[Group]:
    return [
        counted(draw(people), quarter, place, approach=draw(st.sampled_from(["Mentoring", "Sports"])))
        for quarter, place in product((1, 2), PLACES)
    ]


@settings(max_examples=40, deadline=None)
@given(years())
def test_no_sum_of_a_year_leaves_one_count_to_be_worked_out(year: list[Group]) -> None:
    away = hidden(judged(*year, last_quarter=2))
    for quarter, to_date in product((1, 2), (False, True)):
        of_places = {
            everywhere(quarter, to_date=to_date),
            *(of(it, quarter, to_date=to_date) for it in PLACES),
        }
        of_kinds = {
            everywhere(quarter, to_date=to_date),
            *(everywhere(quarter, to_date=to_date, kind=kind) for kind in KINDS[:2]),
        }
        assert len(of_places & away) != 1
        assert len(of_kinds & away) != 1
    for place in PLACES:
        between = {of(place, 1, to_date=True), of(place, 2), of(place, 2, to_date=True)}
        assert len(between & away) != 1
        assert (of(place, 1) in away) == (of(place, 1, to_date=True) in away)


@pytest.mark.parametrize("threshold", [0, 1])
def test_a_threshold_of_one_hides_nothing(threshold: int) -> None:
    few = (counted(1, 1, "Leeds"), counted(2, 1, None))
    year = judge(few, places=PLACES, kinds=KINDS, last_quarter=1, threshold=threshold)
    assert hidden(year) == set()


@settings(max_examples=20, deadline=None)
@given(years())
def test_a_quarter_that_has_ended_since_without_reach_hides_nothing_else(year: list[Group]) -> None:
    """So a paper that was published before it ended is made afresh as it was."""
    then, since = judged(*year, last_quarter=2), judged(*year, last_quarter=4)
    assert hidden(then) == {asked for asked in hidden(since) if asked in then.asked}
