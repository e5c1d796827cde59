"""A Panel member, on a tablet, minutes before a meeting: answers, a working, paper, a file, no small count.

The portal's records get counts of people small enough to point to a child; their numbers must not be met on
any page for the Panel, in the data of its charts, in its files or on paper.
"""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from interventions.models import Approach, Intervention, ReachRecord
from tests.browser.conftest import PASSWORD, Portal
from vrp_portal.partnership.models import District, Organisation
from vrp_portal.periods import FinancialYear, Quarter

TABLET = {"width": 1024, "height": 768}
YEAR = FinancialYear(2023)
SCOPE = "year=2023/24&as_at=2023-12-31"
PAGES = ("panel", "panel-money", "panel-people", "panel-interventions", "panel-duty", "panel-changes")
SMALL = {"1", "2", "3", "4"}
COUNTS_OF_PEOPLE = (
    '.app-answer__figure:has(a[href*="/people_"], a[href*="/professionals_"]) .app-answer__value, '
    '.app-figure-card:has(a[href*="/people_"], a[href*="/professionals_"]) .app-figure-card__value, '
    '.app-panel td:has(a[href*="/people_"], a[href*="/professionals_"]) a, '
    ".app-chart__table:has(a[href*='/people_']) td, .app-figure__value"
)


@pytest.fixture
def small_counts(portal: Portal) -> Portal:
    """Two of Leeds's own interventions with 3 and 2 people in a quarter, under an approach of their own."""
    leeds = District.objects.get(name="Leeds")
    approach = Approach.objects.create(name="Boxing for few")
    for number, (young, older) in ((901, (3, 2)), (902, (2, 40))):
        intervention = Intervention.objects.create(
            reference=f"VRP-2023-{number}",
            name=f"Small group {number}",
            commissioner=Organisation.objects.first(),
            approach=approach,
            prevention_level="tertiary",
            status="delivering",
        )
        intervention.districts.add(leeds)
        ReachRecord.objects.create(
            intervention=intervention,
            quarter=Quarter(YEAR, number - 900),
            district=leeds,
            people_24_and_under=young,
            people_25_and_over=older,
            professionals_trained=3,
        )
    return portal


def sign_in(portal: Portal) -> Page:
    """As a Panel member does who opens the portal's front door."""
    page = portal.open_browser(viewport=TABLET, has_touch=True)
    page.goto("/")
    page.get_by_label("Username").fill("panel")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="At a glance", level=1).wait_for()
    return page


def test_three_answers_without_scrolling_a_working_paper_and_a_file(portal: Portal, tmp_path: Path) -> None:
    page = sign_in(portal)
    assert page.url.endswith(reverse("panel"))
    answers = page.locator(".app-answer")
    expect(answers).to_have_count(3)
    for answer in answers.all():
        box = answer.bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= TABLET["height"], answer.inner_text()
    expect(answers.nth(0)).to_contain_text("The 30% rule is met: at least £1,316,424.00")
    expect(answers.nth(1)).to_contain_text("10,630 children and young people aged 24 or under")
    expect(answers.nth(2)).to_contain_text("4,842 more people aged 24 or under reached")

    page.get_by_role("link", name="Committed to what works").click()
    expect(page.locator(".app-figure__value")).to_have_text("£1,316,424.00")
    expect(page.get_by_role("heading", name="Records behind it")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Is the money well spent?")).to_be_visible()

    paper = pdf_of(page, tmp_path / "glance.pdf")
    assert paper["pages"] == 1
    assert "At a glance – West Yorkshire, 2023/24, as at 31 December 2023" in paper["text"]
    assert "/panel/?year=2023%2F24&as_at=2023-12-31" in paper["text"].replace(" ", "")
    for not_printed in ("Sign out", "Choose another year", "Every change", "Grant and match"):
        assert not_printed not in paper["text"], not_printed

    page.get_by_role("navigation", name="Pages for the Panel").get_by_role(
        "link", name="Interventions"
    ).click()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="CSV").click()
    file = Path(downloading.value.path()).read_text(encoding="utf-8-sig")
    assert downloading.value.suggested_filename == "interventions-for-the-panel_2023-24_as-at-2023-12-31.csv"
    assert "VRP-2023-053" in file


def test_the_scope_is_chosen_on_the_page_and_stays_in_its_links(portal: Portal) -> None:
    page = sign_in(portal)
    page.get_by_text("Choose another year, day or district").click()
    page.get_by_label("District", exact=True).select_option("Leeds")
    page.get_by_label("Compared with").fill("30/06/2023")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Leeds, 2023/24, as at 31 December 2023")
    page.get_by_role("link", name="Every change").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What changed – Leeds")
    expect(page.get_by_text("Compared with 30 June 2023")).to_be_visible()


def test_every_page_prints_to_a4(portal: Portal, tmp_path: Path) -> None:
    page = sign_in(portal)
    for name in PAGES:
        page.goto(f"{reverse(name)}?{SCOPE}")
        paper = pdf_of(page, tmp_path / f"{name}.pdf")
        assert paper["size"] == (595, 842), name
        assert "West Yorkshire, 2023/24, as at 31 December 2023" in paper["text"], name
        assert f"{reverse(name)}?year=2023%2F24&as_at=2023-12-31" in paper["text"], name
        for not_printed in ("Sign out", "Download", "Choose another year"):
            assert not_printed not in paper["text"], name
        assert paper["pages"] <= 6, name


def test_every_page_reads_without_a_script(portal: Portal) -> None:
    page = portal.sign_in("panel", viewport=TABLET, java_script_enabled=False)
    for name in PAGES:
        page.goto(f"{reverse(name)}?{SCOPE}")
        expect(page.get_by_role("heading", level=1)).to_contain_text("as at 31 December 2023")
        expect(page.locator(".app-chart__picture:visible")).to_have_count(0)


def test_no_small_count_is_met_anywhere(small_counts: Portal) -> None:
    page = sign_in(small_counts)
    scopes = [
        f"year=2023/24&as_at={day}{district}"
        for day in ("2023-06-30", "2023-09-30", "2023-12-31")
        for district in ("", "&district=Leeds")
    ]
    for name in PAGES:
        for scope in scopes:
            address = f"{reverse(name)}?{scope}"
            page.goto(address)
            shown = page.locator(COUNTS_OF_PEOPLE).all_inner_texts()
            assert not {text.strip() for text in shown} & SMALL, address
            assert not small_numbers_of_charts(page), address
            assert not re.search(r"\b[1-4] (more|less)\b[^.]*people", page.inner_text("main")), address
    page.goto(f"{reverse('panel-people')}?{scopes[1]}")
    expect(page.get_by_role("table", name="People reached by quarter and age")).to_contain_text("[c]")
    listed = page.request.get(f"{reverse('panel-interventions-export', args=['csv'])}?{SCOPE}").text()
    of_small = [line for line in listed.splitlines() if "Small group" in line]
    assert len(of_small) == 2
    assert not any(cell in SMALL for line in of_small for cell in line.split(","))


def small_numbers_of_charts(page: Page) -> list[Any]:
    """Counts from 1 to 4 in the data of charts of people: what is drawn, and what is written beside bars."""
    found = []
    for script in page.locator("script[type='application/json']").all():
        figure = json.loads(unescape(script.inner_html()))
        for trace in figure.get("data", []):
            if "eople" not in trace.get("name", "") and "rofessional" not in trace.get("name", ""):
                continue
            numbers = [*trace.get("x", []), *trace.get("y", []), *trace.get("text", [])]
            found += [each for each in numbers if str(each).removesuffix(".0") in SMALL]
    return found


def pdf_of(page: Page, path: Path) -> dict[str, Any]:
    """The page as the browser prints it: how many pages, of which size in points, with what words."""
    page.pdf(path=path, prefer_css_page_size=True)
    page.emulate_media(media="print")
    words = " ".join(page.inner_text("body").split())
    page.emulate_media(media="null")
    with pikepdf.open(path) as paper:
        _, _, width, height = paper.pages[0].mediabox
        return {"pages": len(paper.pages), "size": (round(width), round(height)), "text": words}
