"""A rating changes: a task is raised, the past stays, this year moves by exactly what is decided."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from interventions.actions import assess
from interventions.models import Approach, ApproachRating
from tests.office import converted
from vrp_portal.accounts.models import User
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import FinancialYear

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Portal

LAST_YEAR = "year=2023/24&as_at=2024-03-31"
THIS_YEAR = FinancialYear.containing(timezone.localdate())
APPROACH = "Restorative justice"
AMOUNTS = {
    "Circles in schools": "£4,000.10",
    "Circles after custody": "£2,500.20",
    "Peer mediation": "£900.30",
}


@pytest.fixture
def this_year(portal: Portal) -> None:
    """A grant of £20,000 this year, and three interventions of one approach that does not count."""
    from tests.factories import (
        AwardFactory,
        FundingLineFactory,
        HighImpactTermsFactory,
        InterventionFactory,
    )

    AwardFactory(year=THIS_YEAR, amount=Decimal("20000.00"), agreed_on=THIS_YEAR.starts)
    HighImpactTermsFactory(year=THIS_YEAR)
    approach = Approach.objects.get(name=APPROACH)
    rating = ApproachRating.objects.get(approach=approach)
    for number, (name, amount) in enumerate(AMOUNTS.items(), start=1):
        intervention = InterventionFactory(
            reference=f"VRP-{THIS_YEAR.start_year}-{number:03d}",
            name=name,
            approach=approach,
            status="delivering",
            whole_area=True,
        )
        FundingLineFactory(
            intervention=intervention,
            year=THIS_YEAR,
            agreed_on=THIS_YEAR.starts,
            stating=amount.lstrip("£").replace(",", ""),
        )
        assess(
            intervention,
            year=THIS_YEAR,
            rating=rating,
            assessed_on=THIS_YEAR.starts,
            note="As delivered",
            by=User.objects.get(username="staff"),
        )


def rule(page: Page, query: str) -> dict[str, str]:
    """What the rule's page says of a year."""
    page.goto(f"/rule/?{query}")
    cards = page.locator(".app-figure-card")
    labels = page.locator(".app-figure-card__label").all_inner_texts()
    values = page.locator(".app-figure-card__value").all_inner_texts()
    assert cards.count() == len(labels) == 8
    return dict(zip(labels, values, strict=True))


def test_from_the_changed_rating_to_the_recalculated_workbook(
    portal: Portal, this_year: None, soffice: str, tmp_path: Path
) -> None:
    staff = portal.sign_in("staff")
    today = f"year={THIS_YEAR}&as_at={timezone.localdate()}"
    past, before = rule(staff, LAST_YEAR), rule(staff, today)
    assert before["30% rule: committed"] == "£0.00"
    assert before["Shortfall on money committed"] == "£6,000.00"
    expect(staff.get_by_role("heading", name="£6,000.00 short")).to_be_visible()
    expect(staff.get_by_text("No assessment would meet it")).to_be_visible()

    record_rating(staff)

    staff.goto(f"/rule/?{today}")
    task = staff.get_by_role("link", name="3 interventions rely on a rating that changed")
    expect(task).to_be_visible()
    assert rule(staff, LAST_YEAR) == past
    assert rule(staff, today) == before

    suppose_and_keep(staff, today)

    staff.goto(f"/rule/?{today}")
    task.click()
    for name in ("Circles in schools", "Circles after custody"):
        card = staff.locator(".govuk-summary-card").filter(has_text=name)
        card.get_by_role("combobox").select_option(label=f"The new rating: {new_rating_in_words()}")
    staff.get_by_label("Why", exact=True).fill("The Toolkit was updated before the year began")
    staff.get_by_role("button", name="Record").click()
    expect(staff.get_by_text("2 assessments are recorded.")).to_be_visible()
    expect(staff.get_by_text("1 intervention relies on a rating that changed")).to_be_visible()

    after = rule(staff, today)
    assert after["30% rule: committed"] == "£6,500.30"
    assert after["Headroom on money committed"] == "£500.30"
    assert rule(staff, LAST_YEAR) == past
    staff.goto(f"/rule/?{today}")
    expect(staff.get_by_role("table", name="What counts", exact=True)).to_contain_text(
        "High impact, evidence 4 of 5: counts at any evidence confidence"
    )

    compare(staff)
    check_workbook(staff, today, soffice, tmp_path)


def record_rating(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Interventions", exact=True).click()
    page.get_by_role("link", name="YEF Toolkit").click()
    page.get_by_role("link", name=APPROACH).click()
    page.get_by_role("button", name="Record a rating").click()
    page.get_by_label("Impact").select_option("High")
    page.get_by_label("Evidence confidence").select_option("4 of 5")
    page.get_by_label("In force from").fill(f"{THIS_YEAR.starts:%d/%m/%Y}")
    page.get_by_label("Address of the Toolkit").fill("https://example.org/toolkit/restorative-justice/")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("is recorded")).to_be_visible()
    expect(page.get_by_role("heading", name="In force from 1 April 2023")).to_be_visible()


def suppose_and_keep(page: Page, today: str) -> None:
    """Suppose one intervention on the new rating and keep that; then the old one as high, and keep that."""
    page.goto(f"/rule/?{today}")
    page.get_by_role("button", name="What if").click()
    page.locator("summary").filter(has_text="An assessment").click()
    page.get_by_label("Intervention", exact=True).select_option(f"VRP-{THIS_YEAR.start_year}-001")
    page.get_by_label("Would rely on").select_option(label=new_rating_in_words())
    page.get_by_role("button", name=re.compile("Suppose this.*an assessment")).click()
    expect(row(page, "30% rule: committed")).to_contain_text("£4,000.10 more")
    keep(page, "Circles in schools alone")

    page.goto(f"/rule/what-if/?{today}")
    page.locator("summary").filter(has_text="A rating").click()
    page.get_by_label("Rating", exact=True).select_option(index=1)
    page.get_by_label("Impact would be").select_option("High")
    page.get_by_role("button", name=re.compile("Suppose this.*a rating")).click()
    expect(row(page, "30% rule: committed")).to_contain_text("£7,400.60 more")
    keep(page, "All of them")
    assert committed_now() == Decimal(0)


def new_rating_in_words() -> str:
    return ApproachRating.objects.filter(approach__name=APPROACH).order_by("-pk")[0].in_words


def committed_now() -> Decimal:
    key = "high_impact_committed"
    return compute([key], Scope(THIS_YEAR, timezone.localdate()))[key].value


def keep(page: Page, name: str) -> None:
    page.get_by_role("button", name="Keep as a scenario").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Keep scenario").click()
    expect(page.get_by_text(f"scenario: {name}")).to_be_visible()


def row(page: Page, label: str):
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=label, exact=True))


def compare(page: Page) -> None:
    """The scenarios are of the day on which they were kept; beside them stands how that is recorded now."""
    page.get_by_role("link", name="Scenarios", exact=True).click()
    page.get_by_label("Scenario", exact=True).select_option(label="Circles in schools alone")
    page.get_by_label("Compared with").select_option(label="All of them")
    page.get_by_role("button", name="Compare").click()
    committed = row(page, "30% rule: committed").get_by_role("cell").all_inner_texts()
    assert committed[0] == "£6,500.30"
    assert len(committed) == 4


def check_workbook(page: Page, today: str, soffice: str, folder: Path) -> None:
    """LibreOffice works out from the formulas alone what the page shows."""
    page.goto(f"/rule/?{today}")
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel, with live formulas").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    without_values = openpyxl.load_workbook(path)
    without_values.save(path)
    book = openpyxl.load_workbook(converted(path, "xlsx", soffice, folder), data_only=True)["The rule"]
    told = {book.cell(number, 1).value: book.cell(number, 2).value for number in range(7, 17)}
    assert told["Required"] == 6000
    assert told["Committed"] == 6500.3
    assert told["Headroom that decides"] == 500.3
    assert told["Is the rule met?"] == "Met"
