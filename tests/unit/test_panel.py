"""What the pages for the Panel say of figures, before any page: verdicts, changes, the day a year before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from vrp_portal.dashboards.panel.compared import change_of
from vrp_portal.dashboards.panel.evidence import impact_in_words
from vrp_portal.dashboards.panel.glance import is_money_well_spent, who_was_reached
from vrp_portal.dashboards.panel.kinds import is_told, most_and_least, with_people
from vrp_portal.dashboards.panel.profile import profile_in_words
from vrp_portal.dashboards.panel.since import year_before
from vrp_portal.figures.reading import HiddenResult
from vrp_portal.figures.registry import FIGURES, Dimension, Division, FigureResult, Slice

YOUNG = "people_24_and_under"


def result(key, value):
    if value == "hidden":
        return HiddenResult(FIGURES[key], None)
    return FigureResult(FIGURES[key], Decimal(value) if isinstance(value, str) else value)


def results(**values):
    return {key: result(key, value) for key, value in values.items()}


def money(*, headroom, to_confirm):
    told = results(
        high_impact_deciding_headroom=headroom,
        match_to_confirm=to_confirm,
        high_impact_required="1316424.00",
        high_impact_committed="1316424.00",
        core_spent_all="90.00",
        core_profile_to_date="100.00",
        core_spend_variance="-10.00",
        match_required="505500.00",
        match_confirmed="505500.00",
        svd_total="230179.25",
    )
    return is_money_well_spent(told, lambda figure: f"/figures/{figure.key}/")


@pytest.mark.parametrize(
    ("headroom", "to_confirm", "verdict", "state"),
    [
        ("0.00", "0.00", "Yes", "met"),
        ("0.00", "0.01", "In part", "part"),
        ("-0.01", "0.00", "In part", "part"),
        ("-0.01", "0.01", "Not yet", "short"),
        ("0.00", None, "Yes", "met"),
        (None, None, "", ""),
    ],
)
def test_a_word_for_the_tests_that_the_grant_sets(headroom, to_confirm, verdict, state):
    answer = money(headroom=headroom, to_confirm=to_confirm)
    assert (answer.verdict, answer.state) == (verdict, state)


def test_a_shortfall_is_said_in_pounds_without_a_sign():
    said = money(headroom="-646.90", to_confirm="149450.00").sentence
    assert "short by £646.90 of the £1,316,424.00" in said
    assert "£149,450.00 of match still to confirm" in said


def test_spend_is_said_against_the_plan():
    spent = money(headroom="0.00", to_confirm="0.00").lines[1]
    assert (spent.value, spent.note) == ("£90.00", "£10.00 less than planned by now")


def test_a_hidden_reach_is_put_in_words_and_has_no_number():
    told = results(
        people_24_and_under="hidden",
        people_25_and_over="hidden",
        professionals_trained=0,
        funded_interventions=1,
    )
    answer = who_was_reached(told, lambda _figure: "", "30 June 2023")
    assert answer.sentence.startswith("Too few people were reached by 30 June 2023")
    assert [line.value for line in answer.lines] == ["[c]", "[c]", "0", "1"]


@pytest.mark.parametrize(
    ("then", "now", "change"),
    [
        (5, 12, "7 more"),
        (12, 5, "7 less"),
        (5, 5, "No change"),
        (None, 5, ""),
        ("hidden", 12, "[c]"),
        (5, "hidden", "[c]"),
        ("hidden", "hidden", "[c]"),
    ],
)
def test_a_change_is_hidden_where_either_count_is(then, now, change):
    assert change_of(result(YOUNG, then), result(YOUNG, now)) == change


def divided(*values):
    rows = tuple(
        (Slice(f"Kind {place}", Dimension.APPROACH, place), (result(YOUNG, value),))
        for place, value in enumerate(values)
    )
    return Division((FIGURES[YOUNG],), rows, (result(YOUNG, 0),))


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (
            (9, 30),
            "Most people aged 24 or under were reached through Kind 1 (30), fewest through Kind 0 (9).",
        ),
        ((9, 30, "hidden"), "fewest through Kind 0 (9). This leaves aside counts that are hidden."),
        ((9,), "Kind 0: 9 people aged 24 or under."),
        (("hidden",), "There is no count of people aged 24 or under to show."),
    ],
)
def test_most_and_fewest_by_kind(values, says):
    assert most_and_least(divided(*values)).endswith(says)


def test_a_kind_without_people_is_left_out_and_a_hidden_one_is_not():
    kept = with_people(divided(0, 9, "hidden"))
    assert [part.label for part, _ in kept.rows] == ["Kind 1", "Kind 2"]
    assert is_told(kept)
    assert not is_told(divided("hidden", "hidden"))


@pytest.mark.parametrize(
    ("variance", "says"),
    [
        ("-213000.27", "£213,000.27 less than the £3,283,560.00 planned by now"),
        ("0.00", "exactly as planned by now"),
        (None, "No budget is recorded"),
    ],
)
def test_spend_against_the_plan_in_words(variance, says):
    told = results(
        core_spend_variance=variance, core_spent_all="3070559.73", core_profile_to_date="3283560.00"
    )
    assert says in profile_in_words(told)


def test_the_day_before_the_leap_day():
    assert year_before(date(2024, 2, 29)) == date(2023, 2, 28)


@pytest.mark.parametrize(
    ("word", "said"), [("Moderate", "Moderate impact"), ("No clear evidence", "No clear evidence")]
)
def test_the_toolkits_word_as_it_is_said(word, said):
    assert impact_in_words(word) == said
