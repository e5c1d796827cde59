"""The frame of a still picture: what stands around the drawing, and for those who can't see it."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest

from vrp_portal.charts.chart import Chart, ChartTable
from vrp_portal.charts.framed import GAP, ILLUSTRATIVE, SVG, Caption, framed, height

CAPTION = Caption("The partnership", date(2023, 12, 31), where="Leeds, 2023/24")
DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="main-svg" width="668" height="340" style="">'
    '<defs id="defs-7a96a9"><clipPath id="clip7a96a9xy"><rect width="9" height="9"/></clipPath></defs>'
    '<path d="M0,0h9" clip-path="url(#clip7a96a9xy)" data-notex="1" '
    "style=\"fill: rgb(20, 63, 77); font-family: 'Helvetica Neue', Arial; white-space: pre;\"/></svg>"
)


def chart(title="People reached", *, cells=("30",)):
    table = ChartTable(("Quarter", "People"), tuple(("Q1", cell) for cell in cells), ())
    return Chart("reach", title, "Reach rose.", {"data": [], "layout": {"height": 340}}, table)


def still(of=None, caption=CAPTION, name="still1"):
    return framed(DRAWN, of or chart(), caption, name=name)


def words(svg):
    return [text.text for text in ElementTree.fromstring(svg).iter(f"{{{SVG}}}text") if text.text]


def test_it_says_what_it_shows_of_where_from_whom_and_when():
    assert words(still()) == [
        "People reached",
        "Leeds, 2023/24",
        "Source: The partnership. As at 31 December 2023.",
    ]


def test_who_can_t_see_it_is_told_the_same_and_what_it_shows():
    root = ElementTree.fromstring(still())
    assert root.get("role") == "img"
    assert root.find(f"{{{SVG}}}title").text == "People reached, Leeds, 2023/24"
    assert root.find(f"{{{SVG}}}desc").text == "Reach rose. Source: The partnership. As at 31 December 2023."
    named = {element.get("id") for element in root.iter()}
    assert set(root.get("aria-labelledby").split()) <= named


def test_the_ground_is_white_and_holds_everything():
    root = ElementTree.fromstring(still())
    ground = root.find(f"{{{SVG}}}rect")
    assert ground.get("fill") == "#ffffff"
    assert (ground.get("width"), ground.get("height")) == ("700", str(height(chart(), CAPTION)))


def test_a_gap_is_explained_where_there_is_one():
    assert GAP in words(still(chart(cells=("[c]", "30"))))
    assert GAP not in words(still())


def test_invented_records_are_marked():
    assert ILLUSTRATIVE in words(still(caption=Caption("Us", date(2023, 12, 31), illustrative=True)))


def test_a_long_title_goes_over_several_lines_and_makes_the_picture_taller():
    long = chart("People reached by the kind of intervention that they took part in and by their age")
    assert height(long, CAPTION) > height(chart(), CAPTION)
    assert len(words(still(long))) == 4


def test_words_are_words_whatever_signs_they_hold():
    assert "<b>Reach</b> & more" in words(still(chart("<b>Reach</b> & more")))


@pytest.mark.parametrize("left_over", ["style=", "class=", "data-", "7a96a9", "white-space"])
def test_nothing_is_left_that_a_strict_page_refuses_or_that_differs_each_time(left_over):
    assert left_over not in still()


def test_styles_become_attributes_and_names_lead_to_their_own_picture():
    path = ElementTree.fromstring(still(name="still2")).find(f".//{{{SVG}}}path")
    assert path.get("fill") == "rgb(20, 63, 77)"
    assert path.get("clip-path") == "url(#clipstill2xy)"
    assert 'id="clipstill2xy"' in still(name="still2")


def test_the_same_chart_is_the_same_file():
    assert still() == framed(DRAWN.replace("7a96a9", "0123ab"), chart(), CAPTION, name="still1")
