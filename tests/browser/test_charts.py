"""Charts in a browser: the page first, the pictures after it into room kept for them, files by a click."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Portal

OVERVIEW = "/?year=2023/24&as_at=2023-12-31"
LIBRARY = "plotly-basic.min.js"
TELL_OF_SHIFTS = """
window.shifted = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    for (const source of entry.sources ?? [])
      window.shifted.push(source.node?.closest?.(".app-chart")?.textContent.slice(0, 40) ?? "");
}).observe({ type: "layout-shift", buffered: true });
"""


def drawn(page: Page) -> None:
    """Wait until every chart of the page is drawn."""
    pictures = page.locator("[data-chart]")
    for place in range(pictures.count()):
        expect(pictures.nth(place).locator(".main-svg").first).to_be_visible()


def test_the_library_comes_after_the_page(portal_to_look_at: Portal) -> None:
    page = portal_to_look_at.sign_in("panel")
    page.goto(OVERVIEW)
    drawn(page)
    assert LIBRARY not in "".join(re.findall(r"<script[^>]*>", page.request.get(OVERVIEW).text()))
    loaded, fetched = page.evaluate(
        """(library) => [
          performance.getEntriesByType("navigation")[0].loadEventStart,
          performance.getEntriesByType("resource").find((entry) => entry.name.endsWith(library)).startTime,
        ]""",
        LIBRARY,
    )
    assert fetched >= loaded


def test_a_page_without_a_chart_goes_without_the_library(portal_to_look_at: Portal) -> None:
    page = portal_to_look_at.sign_in("panel")
    with page.expect_response(lambda answer: "/figures/" in answer.url):
        page.goto("/figures/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("typeof Plotly") == "undefined"


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_of_a_chart_moves_when_it_is_drawn(
    portal_to_look_at: Portal, viewport: dict[str, int]
) -> None:
    page = portal_to_look_at.sign_in("staff", viewport=viewport)
    page.add_init_script(TELL_OF_SHIFTS)
    page.goto(OVERVIEW)
    tall = page.locator("[data-chart]").first.bounding_box()["height"]
    drawn(page)
    assert page.locator("[data-chart]").first.bounding_box()["height"] == tall
    assert [words for words in page.evaluate("window.shifted") if words] == []


def test_a_picture_is_had_by_a_click(portal_to_look_at: Portal) -> None:
    page = portal_to_look_at.sign_in("panel", accept_downloads=True)
    page.goto(OVERVIEW)
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("link", name="PNG of People reached by district and age").click()
    kept = waiting.value
    assert kept.suggested_filename == (
        "people-reached-by-district-and-age-west-yorkshire_2023-24_as-at-2023-12-31.png"
    )
    image = Image.open(io.BytesIO(kept.path().read_bytes()))
    assert (image.format, image.width) == ("PNG", 1400)


def test_where_the_library_does_not_come_the_table_has_the_room(portal_to_look_at: Portal) -> None:
    page = portal_to_look_at.sign_in("staff")
    page.route(f"**/{LIBRARY}", lambda route: route.abort())
    page.goto(OVERVIEW)
    expect(page.locator("[data-chart]").first).to_be_hidden()
    expect(page.locator(".app-chart__table").first).to_be_visible()
    assert [trouble for trouble in portal_to_look_at.troubles if LIBRARY not in trouble] == []
    portal_to_look_at.troubles.clear()
