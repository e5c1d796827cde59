"""Ratings over time: which is in force, which to rely on, and which supersedes another."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from interventions.rules import Rated, Replaced, Toolkit

MENTORING, DIVERSION, INFORMAL, FORMAL = 1, 2, 3, 4
RECORDED = datetime(2023, 4, 3, 9, tzinfo=UTC)
SPLIT_ON = date(2025, 9, 1)
SPLIT_RECORDED = datetime(2025, 9, 8, 9, tzinfo=UTC)

FIRST = Rated(1, MENTORING, date(2023, 4, 1), RECORDED)
SECOND = Rated(2, MENTORING, date(2024, 10, 1), RECORDED + timedelta(days=600))
OLD_DIVERSION = Rated(3, DIVERSION, date(2023, 4, 1), RECORDED)
NEW_INFORMAL = Rated(4, INFORMAL, SPLIT_ON, SPLIT_RECORDED)
NEW_FORMAL = Rated(5, FORMAL, SPLIT_ON, SPLIT_RECORDED)
SPLIT = (
    Replaced(DIVERSION, INFORMAL, SPLIT_ON, SPLIT_RECORDED),
    Replaced(DIVERSION, FORMAL, SPLIT_ON, SPLIT_RECORDED),
)
MENTORING_ALONE = Toolkit((FIRST, SECOND))
WITH_SPLIT = Toolkit((OLD_DIVERSION, NEW_INFORMAL, NEW_FORMAL), SPLIT)

days = st.dates(date(2023, 1, 1), date(2026, 12, 31))


def test_the_rating_in_force_is_the_latest_that_had_come_into_force() -> None:
    assert MENTORING_ALONE.in_force(MENTORING, date(2023, 3, 31)) is None
    assert MENTORING_ALONE.in_force(MENTORING, date(2024, 9, 30)) == FIRST
    assert MENTORING_ALONE.in_force(MENTORING, date(2024, 10, 1)) == SECOND


def test_before_the_first_rating_there_is_only_that_one_to_rely_on() -> None:
    assert MENTORING_ALONE.to_rely_on(MENTORING, date(2023, 3, 1)) == (FIRST,)
    assert Toolkit(()).to_rely_on(MENTORING, date(2023, 3, 1)) == ()


def test_an_approach_that_was_split_is_its_parts_from_that_day_on() -> None:
    assert WITH_SPLIT.to_rely_on(DIVERSION, date(2025, 8, 31)) == (OLD_DIVERSION,)
    assert WITH_SPLIT.to_rely_on(DIVERSION, SPLIT_ON) == (NEW_INFORMAL, NEW_FORMAL)


def test_before_the_split_a_part_relies_on_what_it_was_split_from() -> None:
    assert WITH_SPLIT.to_rely_on(INFORMAL, date(2025, 8, 31)) == (OLD_DIVERSION,)


def test_where_the_parts_are_not_rated_yet_the_old_rating_stands() -> None:
    unrated = Toolkit((OLD_DIVERSION,), SPLIT)
    assert unrated.to_rely_on(DIVERSION, date(2025, 10, 1)) == (OLD_DIVERSION,)


def test_two_approaches_that_replace_each_other_do_not_go_round_for_ever() -> None:
    there_and_back = (
        Replaced(DIVERSION, INFORMAL, date(2024, 1, 1), RECORDED),
        Replaced(INFORMAL, DIVERSION, date(2025, 1, 1), RECORDED),
    )
    toolkit = Toolkit((OLD_DIVERSION,), there_and_back)
    assert toolkit.to_rely_on(DIVERSION, date(2025, 6, 1)) == (OLD_DIVERSION,)
    assert toolkit.related(INFORMAL) == {DIVERSION, INFORMAL}


def test_a_later_rating_supersedes_once_it_is_in_force_and_recorded_since() -> None:
    told = {"since": RECORDED, "day": date(2024, 10, 1)}
    assert MENTORING_ALONE.superseding(FIRST, **told) == (SECOND,)
    assert MENTORING_ALONE.superseding(FIRST, since=RECORDED, day=date(2024, 9, 30)) == ()
    assert MENTORING_ALONE.superseding(FIRST, since=SECOND.recorded_at, day=date(2025, 1, 1)) == ()
    assert MENTORING_ALONE.superseding(SECOND, since=RECORDED, day=date(2025, 1, 1)) == ()


def test_the_ratings_of_the_parts_supersede_that_of_the_whole() -> None:
    assert WITH_SPLIT.superseding(OLD_DIVERSION, since=RECORDED, day=SPLIT_ON) == (NEW_INFORMAL, NEW_FORMAL)


def test_replaced_by_an_approach_rated_long_ago_is_superseded_by_that_rating() -> None:
    long_ago = Rated(9, FORMAL, date(2020, 1, 1), RECORDED - timedelta(days=900))
    toolkit = Toolkit((OLD_DIVERSION, long_ago), SPLIT[1:])
    assert toolkit.superseding(OLD_DIVERSION, since=RECORDED, day=SPLIT_ON) == (long_ago,)
    assert toolkit.superseding(OLD_DIVERSION, since=SPLIT_RECORDED, day=SPLIT_ON) == ()


@st.composite
def histories(draw: st.DrawFn) -> Toolkit:
    """The ratings of one approach, each from its own day, recorded in any order."""
    starts = draw(st.lists(days, min_size=1, max_size=6, unique=True))
    return Toolkit(
        tuple(
            Rated(key, MENTORING, start, RECORDED + timedelta(days=key))
            for key, start in enumerate(draw(st.permutations(starts)), start=1)
        )
    )


@given(histories(), days)
def test_before_a_rating_comes_into_force_the_earlier_one_is_relied_on(toolkit: Toolkit, day: date) -> None:
    for rated in toolkit.ratings:
        earlier = [it for it in toolkit.ratings if it.in_force_from < rated.in_force_from]
        the_day_before = toolkit.in_force(MENTORING, rated.in_force_from - timedelta(days=1))
        assert the_day_before == max(earlier, key=lambda it: it.in_force_from, default=None)
        assert toolkit.in_force(MENTORING, rated.in_force_from) == rated
    relied_on = toolkit.to_rely_on(MENTORING, day)
    assert len(relied_on) == 1


@given(histories(), days, st.randoms(use_true_random=False))
def test_the_order_in_which_ratings_were_entered_makes_no_difference(
    toolkit: Toolkit, day: date, random
) -> None:
    shuffled = list(toolkit.ratings)
    random.shuffle(shuffled)
    assert Toolkit(tuple(shuffled)).to_rely_on(MENTORING, day) == toolkit.to_rely_on(MENTORING, day)


@given(histories(), days)
def test_what_supersedes_a_rating_is_later_and_has_come(toolkit: Toolkit, day: date) -> None:
    for rated in toolkit.ratings:
        for newer in toolkit.superseding(rated, since=RECORDED, day=day):
            assert rated.in_force_from < newer.in_force_from <= day
