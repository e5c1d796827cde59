"""A drawn chart in its frame: title above, source and day below, on white; and words for who can't see it.

Pure: takes the SVG that Plotly drew and gives an SVG that stands alone. Its marks are attributes, not styles,
so that it is drawn alike in a page with a strict policy, in a PDF and by an image editor. The names inside it
come from its content, so that the same chart is the same file, and two in one page don't meet.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from datetime import date
from typing import Final
from xml.etree import ElementTree

from vrp_portal.charts.chart import Chart
from vrp_portal.charts.house import FONTS, GROUND, INK, QUIET
from vrp_portal.figures.disclosure import HIDDEN

WIDTH: Final = 700
"""Pixels, of a still with its frame. On the page of a paper, 17 cm, letters of 14 pixels are 9.6 points."""
EDGE: Final = 16
DRAWN_WIDTH: Final = WIDTH - 2 * EDGE

SVG: Final = "http://www.w3.org/2000/svg"
ILLUSTRATIVE: Final = "Illustrative: some of the amounts and counts behind this chart are invented."
GAP: Final = "A gap is a count that is hidden, because it is so small that it could point to a person."

_NO_ATTRIBUTES: Final = {"white-space", "pointer-events", "cursor"}
"""Styles of Plotly's that mean nothing in a still."""


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands under a still: where its data come from, and as at which day.

    `where` says of what place and year the chart is and stands under the title: "West Yorkshire, 2023/24".
    `illustrative` marks a chart that rests on invented records.
    """

    source: str
    as_at: date
    where: str = ""
    illustrative: bool = False

    def __str__(self) -> str:
        return f"Source: {self.source}. As at {self.as_at.day} {self.as_at:%B %Y}."


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of words in the frame: its size in pixels and how much height it takes."""

    words: str
    size: int
    tall: int
    colour: str
    bold: bool = False


def height(chart: Chart, caption: Caption) -> int:
    """How tall the still is, in pixels."""
    lines = (*_above(chart, caption), *_below(chart, caption))
    return 2 * EDGE + sum(line.tall for line in lines) + chart.height


def framed(drawn: str, chart: Chart, caption: Caption, *, name: str) -> str:
    """`drawn` in its frame. `name` leads every id inside; letters and digits."""
    picture = ElementTree.fromstring(_renamed(drawn, name))  # noqa: S314  # Plotly has drawn it, here
    for element in picture.iter():
        _styles_to_attributes(element)
    tall = height(chart, caption)
    root = ElementTree.Element(
        _tag("svg"),
        {
            "width": str(WIDTH),
            "height": str(tall),
            "viewBox": f"0 0 {WIDTH} {tall}",
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc",
        },
    )
    _child(root, "title", id=f"{name}-title").text = _title(chart, caption)
    _child(root, "desc", id=f"{name}-desc").text = f"{chart.summary} {caption}"
    _child(root, "rect", width=str(WIDTH), height=str(tall), fill=GROUND)
    bottom = _write(root, _above(chart, caption), top=EDGE)
    group = _child(root, "g", transform=f"translate({EDGE},{bottom})")
    group.extend(picture)
    _write(root, _below(chart, caption), top=bottom + chart.height)
    ElementTree.register_namespace("", SVG)
    return ElementTree.tostring(root, encoding="unicode")


def _title(chart: Chart, caption: Caption) -> str:
    return ", ".join(filter(None, (chart.title, caption.where)))


def _above(chart: Chart, caption: Caption) -> list[_Line]:
    title = [_Line(words, 20, 26, INK, bold=True) for words in textwrap.wrap(chart.title, 60)]
    return [*title, *(_Line(words, 15, 24, QUIET) for words in textwrap.wrap(caption.where, 85))]


def _below(chart: Chart, caption: Caption) -> list[_Line]:
    has_gap = any(HIDDEN in row for row in chart.table.rows)
    notes = [*([ILLUSTRATIVE] if caption.illustrative else []), *([GAP] if has_gap else []), str(caption)]
    lines = [_Line(line, 13, 19, QUIET) for note in notes for line in textwrap.wrap(note, 100)]
    return [_Line("", 13, 8, QUIET), *lines]


def _write(root: ElementTree.Element, lines: list[_Line], *, top: int) -> int:
    """Write lines from a height downwards, and tell where they end."""
    for line in lines:
        top += line.tall
        text = _child(root, "text", x=str(EDGE), y=str(top - 7), fill=line.colour)
        text.set("font-family", FONTS)
        text.set("font-size", str(line.size))
        if line.bold:
            text.set("font-weight", "bold")
        text.text = line.words
    return top


def _renamed(drawn: str, name: str) -> str:
    """The drawing with its own name in place of the six random digits that lead Plotly's ids."""
    found = re.search(r'id="defs-([0-9a-f]{6})"', drawn)
    return drawn.replace(found[1], name) if found else drawn


def _styles_to_attributes(element: ElementTree.Element) -> None:
    for unneeded in [name for name in element.attrib if name == "class" or name.startswith("data-")]:
        del element.attrib[unneeded]
    for style in element.attrib.pop("style", "").split(";"):
        name, _, value = (part.strip() for part in style.partition(":"))
        if value and name not in _NO_ATTRIBUTES:
            element.set(name, value)


def _tag(name: str) -> str:
    return f"{{{SVG}}}{name}"


def _child(parent: ElementTree.Element, tag: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, _tag(tag), attributes)
