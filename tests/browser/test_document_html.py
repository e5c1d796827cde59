"""A document that stands by itself, opened as a file: axe finds nothing, it is not wider than its window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_accessibility import AXE, FIND_FAULTS, TAGS
from tests.documents import paper
from vrp_portal.documents.pages import as_html


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def opened(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Page]:
    path = tmp_path / "paper.html"
    path.write_text(as_html(paper()), encoding="utf-8")
    page = browser.new_page(viewport=request.param)
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.goto(path.as_uri())
    yield page
    page.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_axe_finds_nothing(opened: Page) -> None:
    opened.evaluate(AXE)
    assert opened.evaluate(FIND_FAULTS, TAGS) == []


def test_it_is_not_wider_than_its_window(opened: Page) -> None:
    assert opened.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_its_picture_is_drawn_and_its_contents_lead_somewhere(opened: Page) -> None:
    assert opened.get_by_role("img").evaluate("image => image.complete && image.naturalWidth") == 640
    opened.get_by_role("navigation", name="Contents").get_by_role("link", name="Who was reached").click()
    assert opened.get_by_role("heading", name="Who was reached").evaluate(
        "heading => Math.round(heading.getBoundingClientRect().top) < window.innerHeight"
    )
