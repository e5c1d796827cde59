"""The house style: colours that everyone can tell apart and see, and kinds of chart that are easy to read."""

from __future__ import annotations

from itertools import combinations, pairwise

import plotly.graph_objects as go
import pytest

from vrp_portal.charts.house import COLOURS, GROUND, INK, QUIET, TEMPLATE, drawing, wrapped

Linear = tuple[float, float, float]

# How colours look to people whose cones of one kind are missing, on linear light: Machado, Oliveira and
# Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), severity 1.
SIGHTS = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.01182, 0.04294, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.3039),
    ),
}


def linear(colour: str) -> Linear:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def luminance(light: Linear) -> float:
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


def contrast(one: str, other: str) -> float:
    """As WCAG 2 has it."""
    darker, lighter = sorted(luminance(linear(colour)) for colour in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def seen(colour: str, sight: str) -> Linear:
    light = linear(colour)
    return tuple(
        min(1.0, max(0.0, sum(weight * part for weight, part in zip(row, light, strict=True))))
        for row in SIGHTS[sight]
    )


def lab(light: Linear) -> tuple[float, float, float]:
    red, green, blue = light
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    x, y, z = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, luminance(light), z)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def apart(one: str, other: str, sight: str) -> float:
    """How different two colours look (CIE 1976): 2 is just noticed, 10 is seen at a glance."""
    pair = zip(lab(seen(one, sight)), lab(seen(other, sight)), strict=True)
    return sum((first - second) ** 2 for first, second in pair) ** 0.5


@pytest.mark.parametrize("colour", COLOURS)
def test_each_colour_stands_out_from_the_ground(colour):
    assert contrast(colour, GROUND) >= 3


@pytest.mark.parametrize("colour", [INK, QUIET])
def test_words_can_be_read(colour):
    assert contrast(colour, GROUND) >= 7


@pytest.mark.parametrize("sight", SIGHTS)
def test_neighbours_are_told_apart_by_everyone(sight):
    assert min(apart(one, other, sight) for one, other in pairwise(COLOURS)) >= 20


@pytest.mark.parametrize("sight", SIGHTS)
def test_no_two_colours_look_alike(sight):
    assert min(apart(one, other, sight) for one, other in combinations(COLOURS, 2)) >= 10


def test_neighbours_differ_in_a_black_and_white_print():
    assert min(contrast(one, other) for one, other in pairwise(COLOURS)) >= 2


def test_the_first_series_has_the_first_colour():
    assert TEMPLATE["layout"]["colorway"] == list(COLOURS)


@pytest.mark.parametrize("strange", [go.Pie(values=[1]), go.Sunburst(), go.Funnelarea()])
def test_no_pie_can_be_drawn(strange):
    with pytest.raises(ValueError, match="drawn as bars and lines, not as"):
        drawing(go.Figure([strange]))


def test_bars_and_lines_are_drawn_complete():
    figure = drawing(go.Figure([go.Bar(x=["a"], y=[1]), go.Scatter(x=["a"], y=[1])]))
    assert figure["layout"]["template"] is TEMPLATE
    assert figure["layout"]["height"] == 340


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("Leeds", "Leeds"),
        ("Whole of West Yorkshire", "Whole of West<br>Yorkshire"),
        ("a<b & c", "a&lt;b &amp; c"),
        ("Unbreakablyunbrokenword", "Unbreakablyunbrokenword"),
    ],
)
def test_a_label_is_broken_between_words(label, lines):
    assert wrapped(label, 22) == lines
