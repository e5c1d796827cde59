"""Still pictures as a browser really draws them, kept for the second time, and why there may be none."""

from __future__ import annotations

import io
from datetime import date
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from PIL import Image

from tests.unit.test_charts import districts, label, quarters
from vrp_portal.charts import stills as module
from vrp_portal.charts.divided import reach_by_district, reach_by_quarter
from vrp_portal.charts.framed import SVG
from vrp_portal.charts.stills import Caption, NoPicture, stills

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CAPTION = Caption("The partnership", date(2023, 12, 31), where="West Yorkshire, 2023/24")
BY_QUARTER = reach_by_quarter(quarters("[c]", 3580, 4100), heading=label)
BY_DISTRICT = reach_by_district(districts(Leeds=70, Bradford=90), heading=label)


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


def words(svg: bytes) -> str:
    root = ElementTree.fromstring(svg)
    return " ".join(" ".join(text.itertext()) for text in root.iter(f"{{{SVG}}}text"))


def test_an_svg_of_each_chart_in_order():
    by_quarter, by_district = stills([BY_QUARTER, BY_DISTRICT], CAPTION)
    for said in (
        "People reached by quarter and age",
        "West Yorkshire, 2023/24",
        "Source: The partnership. As at 31 December 2023.",
        *("Q1", "Apr–Jun", "3,580", "4,100"),
    ):
        assert said in words(by_quarter)
    assert "Bradford" in words(by_district)
    assert b"style=" not in by_quarter + by_district


def test_a_png_of_twice_its_size_in_dots():
    (picture,) = stills([BY_DISTRICT], CAPTION, format="png")
    image = Image.open(io.BytesIO(picture))
    assert image.format == "PNG"
    assert image.width == 1400
    assert image.convert("RGB").getpixel((2, 2)) == (255, 255, 255)
    colours = {colour for _, colour in image.convert("RGB").getcolors(1_000_000)}
    assert (0x14, 0x3F, 0x4D) in colours


def test_the_same_chart_is_the_same_file_whenever_it_is_drawn():
    first = stills([BY_DISTRICT], CAPTION)
    cache.clear()
    assert stills([BY_DISTRICT], CAPTION) == first


def test_a_browser_is_started_once_for_the_same_pictures(monkeypatch):
    first = stills([BY_DISTRICT, BY_DISTRICT], CAPTION)
    monkeypatch.setattr(module, "_drawn", lambda *_: pytest.fail("It was drawn again."))
    assert stills([BY_DISTRICT], CAPTION) == first[:1]


def test_no_browser_is_said_with_its_cure(settings, monkeypatch):
    settings.CHROMIUM = ""
    monkeypatch.setattr(module.shutil, "which", lambda _: None)
    with pytest.raises(NoPicture, match="Chromium, which was not found: install it"):
        stills([BY_DISTRICT], CAPTION)


@pytest.mark.parametrize("path", ["/nowhere/chromium", "/bin/false"])
def test_a_browser_that_does_not_start_is_named(settings, path):
    settings.CHROMIUM = path
    with pytest.raises(NoPicture, match=f"The browser {path} did not draw the picture"):
        stills([BY_DISTRICT], CAPTION)


def test_nothing_asked_is_nothing_drawn(monkeypatch):
    monkeypatch.setattr(module, "_drawn", lambda *_: pytest.fail("A browser was started."))
    assert stills([], CAPTION) == []
