"""The main job: an intervention is logged, funded, assessed and counted, and the figures follow exactly."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Portal

AT_THE_END_OF_DECEMBER = "year=2023/24&as_at=2023-12-31"
NAME = "Evening boxing club"
THIRD_QUARTER = "2023/24 Q3 (October to December 2023)"

BEFORE = {
    "Core-funded interventions": "53",
    "Committed to high impact": "£1,316,424.00",
    "Headroom on money committed": "£0.00",
    "Interventions that count": "20",
    "aged 24 or under": "10,630",
    "aged 25 or over": "401",
    "Professionals trained": "125",
}
AFTER = {
    "Core-funded interventions": "54",
    "Committed to high impact": "£1,326,424.00",
    "Headroom on money committed": "£10,000.00",
    "Interventions that count": "21",
    "aged 24 or under": "10,642",
    "aged 25 or over": "404",
    "Professionals trained": "127",
}
KEYS = {
    "Core-funded interventions": "core_interventions",
    "Committed to high impact": "high_impact_committed",
    "Headroom on money committed": "high_impact_headroom",
    "aged 24 or under": "people_24_and_under",
    "aged 25 or over": "people_25_and_over",
    "Professionals trained": "professionals_trained",
}


def test_from_the_log_to_the_figures_and_the_spreadsheet(portal: Portal, tmp_path: Path) -> None:
    staff = portal.sign_in("staff")
    assert figures_on_overview(staff) == BEFORE

    log_intervention(staff)
    fund(staff)
    assess(staff)
    enter_reach(staff)
    assert figures_on_overview(staff) == AFTER

    finance = portal.sign_in("finance")
    footer, total = download_register(finance, tmp_path)
    assert total == footer
    assert total > Decimal(10_000)


def figures_on_overview(page: Page) -> dict[str, str]:
    """What the overview says: its cards by the figure that each leads to, and one number in a sentence."""
    page.goto(f"/?{AT_THE_END_OF_DECEMBER}")
    shown = {name: value_of_card(page, key) for name, key in KEYS.items()}
    sentence = page.locator(".app-verdict__sentence").first.inner_text()
    found = re.search(r"committed to (\d+) of them", sentence)
    assert found, sentence
    shown["Interventions that count"] = found[1]
    return shown


def value_of_card(page: Page, key: str) -> str:
    card = page.locator(".app-figure-card").filter(has=page.locator(f'a[href*="/figures/{key}/"]'))
    return card.locator(".app-figure-card__value").inner_text()


def log_intervention(page: Page) -> None:
    page.get_by_role("link", name="Interventions", exact=True).click()
    page.get_by_role("button", name="Log an intervention").click()
    expect(page.get_by_label("Reference")).to_have_value("VRP-2023-064")
    page.get_by_label("Name", exact=True).fill(NAME)
    page.get_by_label("Commissioned by").select_option(index=1)
    page.get_by_label("Leeds", exact=True).check()
    page.get_by_label("Approach").select_option("Sports programmes")
    page.get_by_label("Prevention level").select_option("Secondary")
    page.get_by_label("Status", exact=True).select_option("Delivering")
    page.get_by_label("In this status since").fill("1/12/2023")
    page.get_by_role("button", name="Log intervention").click()
    expect(page.get_by_role("heading", name=NAME, level=1)).to_be_visible()


def fund(page: Page) -> None:
    page.get_by_role("link", name="Add funding").click()
    page.get_by_label("Funding source").select_option(value="core")
    page.get_by_label("Financial year").fill("2023/24")
    page.get_by_label("Agreed on").fill("1/12/2023")
    page.get_by_label(re.compile("^Amount")).fill("£10,000.00")
    page.get_by_label("Why this amount").fill("Agreed by the partnership on 1 December 2023")
    page.get_by_role("button", name="Add funding").click()
    expect(page.get_by_text("Funding is added")).to_be_visible()


def assess(page: Page) -> None:
    page.get_by_role("link", name="Assess this intervention").click()
    page.get_by_label("Financial year").fill("2023/24")
    page.get_by_label("Rating").select_option(index=1)
    page.get_by_label("Assessed on").fill("1/12/2023")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Counts", exact=True)).to_be_visible()


def enter_reach(page: Page) -> None:
    page.get_by_role("link", name="Enter a quarter’s reach").click()
    page.get_by_label("Quarter", exact=True).select_option(label=THIRD_QUARTER)
    page.get_by_label("People aged 24 or under").fill("12")
    page.get_by_label("People aged 25 or over").fill("3")
    page.get_by_label("Professionals trained").fill("2")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("table", name="Reach by quarter")).to_contain_text("12")


def download_register(page: Page, folder: Path) -> tuple[Decimal, Decimal]:
    """The total that the page shows under what is allocated, and that of the rows of its spreadsheet."""
    page.goto(f"/interventions/?{AT_THE_END_OF_DECEMBER}")
    headers = [text.split(",")[0].strip() for text in page.locator("thead th").all_inner_texts()]
    footer = page.locator("tfoot tr").locator("th, td").all_inner_texts()[headers.index("Allocated")]
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("xlsx|excel", re.IGNORECASE)).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return Decimal(footer.strip().lstrip("£").replace(",", "")), sum_of_column(path, "Allocated")


def sum_of_column(path: Path, header: str) -> Decimal:
    """The sum of a column's amounts over the interventions of a spreadsheet."""
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    top = next(number for number, row in enumerate(rows) if header in row)
    place = rows[top].index(header)
    of_interventions = [row for row in rows[top + 1 :] if str(row[0]).startswith("VRP-")]
    assert len(of_interventions) == 64
    return sum(
        (
            Decimal(str(row[place])).quantize(Decimal("0.01"))
            for row in of_interventions
            if isinstance(row[place], int | float)
        ),
        Decimal(0),
    )
