"""The sentence above a chart says what the chart shows, and never more than its reader may see."""

from __future__ import annotations

import json

import pytest

from vrp_portal.charts import house
from vrp_portal.charts.divided import bars_across, reach_by_district, reach_by_quarter
from vrp_portal.figures.reading import HiddenResult
from vrp_portal.figures.registry import Dimension, Division, Figure, FigureResult, Slice
from vrp_portal.figures.values import Unit
from vrp_portal.periods import FinancialYear

PEOPLE = Figure("people", "People", Unit.PEOPLE, "People.", lambda read: None)
HIDDEN = HiddenResult(PEOPLE, None)


def result(count):
    return HIDDEN if count == "[c]" else FigureResult(PEOPLE, count)


def quarters(*counts):
    year = FinancialYear(2023)
    return Division(
        (PEOPLE,),
        tuple(
            (Slice(f"Q{quarter.number}, {quarter.months}", Dimension.QUARTER, quarter), (result(count),))
            for quarter, count in zip(year.quarters, counts, strict=False)
        ),
        (result(1_000),),
    )


def districts(**counts):
    return Division(
        (PEOPLE,),
        tuple((Slice(name, Dimension.DISTRICT, name), (result(count),)) for name, count in counts.items()),
        (result(1_000),),
    )


def label(figure):
    return figure.label


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ((2950, 3580, 4100), "Reach rose each quarter, from 2,950 to 4,100 people aged 24 or under."),
        ((30, 20, 10), "Reach fell each quarter, from 30 to 10 people aged 24 or under."),
        (
            (20, 30, 10),
            "Most people aged 24 or under were reached in Q2, July to September 2023 (30), "
            "fewest in Q3, October to December 2023 (10).",
        ),
        ((20, 20), "Each has 20."),
        ((20,), "20 people aged 24 or under were reached in Q1, April to June 2023."),
        ((), "There is no count to show for a quarter that had ended by then."),
        (
            ("[c]", 30, 20),
            "Most people aged 24 or under were reached in Q2, July to September 2023 (30), fewest in "
            "Q3, October to December 2023 (20). This leaves aside counts that are hidden.",
        ),
        (("[c]", "[c]"), "There is no count to show for a quarter that had ended by then."),
    ],
)
def test_reach_over_quarters_in_a_sentence(counts, says):
    assert reach_by_quarter(quarters(*counts), heading=label).summary == says


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        (
            {"Leeds": 70, "Bradford": 90},
            "Most people aged 24 or under were reached in Bradford (90), fewest in Leeds (70).",
        ),
        ({"Leeds": 0, "Bradford": 0}, "There is nothing to show by district."),
        ({"Leeds": "[c]", "Bradford": 90}, "Bradford has 90. This leaves aside counts that are hidden."),
    ],
)
def test_reach_among_districts_in_a_sentence(counts, says):
    assert reach_by_district(districts(**counts), heading=label).summary == says


def test_a_hidden_count_is_a_gap_in_the_picture_and_a_marker_in_the_table():
    chart = reach_by_quarter(quarters("[c]", 30), heading=label)
    assert chart.figure["data"][0]["y"] == [None, 30.0]
    assert chart.table.rows[0] == ("Q1, April to June 2023", "[c]")


def test_the_picture_is_plain_data_in_house_style():
    figure = reach_by_quarter(quarters(20, 30), heading=label).figure
    assert json.loads(json.dumps(figure))["data"][0]["x"] == ["Q1<br>Apr–Jun", "Q2<br>Jul–Sep"]
    assert figure["layout"]["template"] is house.TEMPLATE


def test_every_bar_says_its_own_value():
    (bars,) = reach_by_quarter(quarters(20, 3000), heading=label).figure["data"]
    assert list(bars["text"]) == ["20", "3,000"]
    assert bars["textposition"] == "outside"


def test_any_division_can_be_bars_that_lie():
    by_approach = Division(
        (PEOPLE,),
        ((Slice("Accident & emergency navigators", Dimension.APPROACH, 1), (result(30),)),),
        (result(30),),
    )
    chart = bars_across(
        by_approach,
        id="reach-by-approach",
        title="People reached by approach",
        summary="Navigators reached 30.",
        unit_title="People",
        heading=label,
        first="Approach",
    )
    assert chart.table.header == ("Approach", "People")
    assert chart.table.rows == (("Accident & emergency navigators", "30"),)
    assert chart.figure["data"][0]["y"] == ["Accident &amp; emergency<br>navigators"]


def test_long_names_make_the_picture_taller():
    short, long = (
        districts(Leeds=20),
        districts(**{"A very long name of a place that goes on and on and on": 20}),
    )
    assert reach_by_district(long, heading=label).height > reach_by_district(short, heading=label).height
