"""Who reports to whom, as boxes in layers: none over another, and nothing that reports to itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_portal.charts.framed import DRAWN_WIDTH
from vrp_portal.charts.hierarchy import Node, hierarchy
from vrp_portal.charts.layers import LINE, box_width, depths, is_box, layers, spread

PAPER = (
    Node("executive", "Policing and Crime Executive"),
    Node("partnership", "Partnership Delivery and Serious Violence Executive Group", ("executive",)),
    Node("board", "Integrated Care Board"),
    Node("trauma", "Adversity, Trauma and Resilience Programme Board", ("partnership", "board")),
    Node("child", "Child First", ("partnership",)),
)


def chart(nodes=PAPER):
    return hierarchy(nodes, id="governance", title="Governance", summary="Who reports to whom.")


def boxes(of):
    return [shape for shape in of.figure["layout"].get("shapes", ()) if shape["type"] == "rect"]


def lines(of):
    return [shape for shape in of.figure["layout"].get("shapes", ()) if shape["type"] == "path"]


def words(of):
    return [box["text"].replace("<br>", " ") for box in of.figure["layout"].get("annotations", ())]


def test_its_table_says_the_same_in_words():
    assert chart().table.header == ("Group", "Reports to")
    assert chart().table.rows[0] == ("Policing and Crime Executive", "None of these")
    assert chart().table.rows[3] == (
        "Adversity, Trauma and Resilience Programme Board",
        "Partnership Delivery and Serious Violence Executive Group; Integrated Care Board",
    )
    assert chart().table.holds_words


def test_each_group_is_a_box_with_its_name():
    assert len(boxes(chart())) == 5
    assert sorted(words(chart())) == sorted(node.label for node in PAPER)


def test_each_stands_below_all_that_it_reports_to():
    assert depths({node.key: node.parents for node in PAPER}) == {
        "executive": 0,
        "partnership": 1,
        "board": 0,
        "trauma": 2,
        "child": 2,
    }


def test_a_line_over_a_layer_has_a_place_of_its_own_in_it():
    made = layers({node.key: node.parents for node in PAPER})
    assert ("board", 1) in made.rows[1]
    assert len(lines(chart())) == 5


@pytest.mark.parametrize(
    ("nodes", "says"),
    [
        ([Node("a", "A", ("a",))], "a would report to itself: a to a"),
        ([Node("a", "A", ("b",)), Node("b", "B", ("a",))], "a would report to itself: a to b to a"),
        ([Node("a", "A", ("b",))], r"are no groups of the hierarchy: \['b'\]"),
        ([Node("a", "A"), Node("a", "B")], "stands in it once"),
    ],
)
def test_what_can_t_be_drawn_is_refused_with_the_reason(nodes, says):
    with pytest.raises(ValueError, match=says):
        chart(nodes)


@pytest.mark.parametrize("nodes", [[], [Node("a", "Alone")]])
def test_few_groups_are_no_trouble(nodes):
    assert len(boxes(chart(nodes))) == len(nodes)


def test_signs_in_names_are_no_marks():
    assert words(chart([Node("a", "Health & <b>care</b>")])) == ["Health &amp; &lt;b&gt;care&lt;/b&gt;"]


@st.composite
def parents_of_groups(draw):
    """Up to a dozen groups, each reporting to some of those before it."""
    size = draw(st.integers(1, 12))
    return {
        f"g{each}": [
            f"g{parent}"
            for parent in sorted(draw(st.sets(st.integers(0, each - 1), max_size=3)) if each else ())
        ]
        for each in range(size)
    }


@given(parents_of_groups())
def test_nothing_lies_over_another_or_beyond_the_page(parents):
    made = layers(parents)
    box = box_width(made, width=DRAWN_WIDTH, at_most=190)
    at = spread(made, box=box, width=DRAWN_WIDTH)
    assert sorted(filter(is_box, at)) == sorted(parents)
    for row in made.rows:
        edges = [
            edge
            for key in row
            for half in [(box if is_box(key) else LINE) // 2]
            for edge in (at[key] - half, at[key] + half)
        ]
        assert [0, *edges, DRAWN_WIDTH] == sorted([0, *edges, DRAWN_WIDTH])
