"""A quarterly return on its whole way, by Leeds and the VRP's staff; Bradford reaches none of it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from svd.models import QuarterlyReturn
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods import Quarter

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Portal

QUARTER = Quarter.last_ended(timezone.localdate())
KEYS = (
    *("svd_labour_spent", "svd_non_labour_spent", "svd_spent", "svd_people_24_and_under"),
    *("svd_people_25_and_over", "svd_professionals_trained"),
)
VALUE = 2
"""The column of a return's workbook that is filled in."""


def leeds() -> Organisation:
    return Organisation.objects.get(
        kind=Organisation.Kind.COMMUNITY_SAFETY_PARTNERSHIP, district__name="Leeds"
    )


@pytest.fixture
def share(portal: Portal) -> None:
    """Leeds has £1,200 for labour and £900 for non-labour this year."""
    from tests.factories import AllocationFactory, ShareFactory

    year = QUARTER.year
    allocation = AllocationFactory(year=year, agreed_on=year.starts, labour=2000, non_labour=2000)
    ShareFactory(allocation=allocation, recipient=leeds(), agreed_on=year.starts, labour=1200, non_labour=900)


def figures() -> dict[str, Decimal | int | None]:
    found = compute(KEYS, Scope(year=QUARTER.year, as_at=timezone.localdate()))
    return {key: found[key].value for key in KEYS}


def by_label(sheet: object, label: str) -> openpyxl.cell.Cell:
    """The cell to fill in beside a label."""
    for row in sheet.iter_rows(min_row=4):  # type: ignore[attr-defined]
        if row[0].value == label:
            return row[VALUE - 1]
    raise AssertionError(label)


def starting(label: str) -> re.Pattern[str]:
    return re.compile(f"^{label}")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def begin_draft(page: Page) -> None:
    page.goto(f"{reverse('returns')}?year={QUARTER.year}")
    page.get_by_role("button", name=f"Begin the return for {QUARTER}").click()
    page.get_by_role("heading", name=f"Fill in the return for {QUARTER}").wait_for()


def test_a_return_from_draft_to_figure(portal: Portal, share: None, tmp_path: Path) -> None:
    before = figures()
    page = portal.sign_in("csp_leeds")

    # A draft is saved, and is there on coming back.
    begin_draft(page)
    expect(page.get_by_text("£1,200.00 for labour and £900.00 for non-labour")).to_be_visible()
    page.get_by_label(starting("Labour spent in the quarter")).fill("£300.10")
    page.get_by_label(starting("Delivered against")).fill("Two evenings a week")
    press(page, "Save draft")
    expect(page.get_by_text("The return is saved as a draft.")).to_be_visible()
    page.goto(f"{reverse('returns')}?year={QUARTER.year}")
    page.get_by_role("link", name=f"Open the return of Leeds for {QUARTER}").click()
    press(page, "Fill in")
    expect(page.get_by_label(starting("Labour spent in the quarter"))).to_have_value("300.10")

    # The workbook is filled in with two cells wrong; nothing is kept until they are put right.
    with page.expect_download() as workbook:
        page.get_by_role("link", name="Take the workbook").click()
    file = tmp_path / "return.xlsx"
    workbook.value.save_as(file)
    book = openpyxl.load_workbook(file)
    money, activity = book["Annex A"], book["Annex B"]
    for label, amount in {
        "Labour spent in the quarter": "about £300",
        "Non-labour spent in the quarter": 150.55,
        "Labour spent in the year to date": 300.10,
        "Non-labour spent in the year to date": 150.55,
        "Labour forecast for the whole year": 1200,
        "Non-labour forecast for the whole year": 950,
    }.items():
        by_label(money, label).value = amount
    by_label(activity, "People aged 24 or under").value = "12*"
    by_label(activity, "People aged 25 or over").value = 3
    by_label(activity, "Professionals trained").value = 7
    book.save(file)
    page.get_by_role("link", name="send it").click()
    page.get_by_label("Workbook").set_input_files(file)
    press(page, "Send the workbook")
    cells = page.get_by_role("region", name="Cells to put right")
    expect(cells.get_by_role("rowheader")).to_have_text(["Annex A!B4", re.compile(r"Annex B!B\d+")])
    record = QuarterlyReturn.objects.get(csp=leeds(), quarter=QUARTER)
    assert (record.labour_spent, record.people_24_and_under) == (Decimal("300.10"), 0)

    by_label(money, "Labour spent in the quarter").value = 300.10
    by_label(activity, "People aged 24 or under").value = 12
    book.save(file)
    page.get_by_label("Workbook").set_input_files(file)
    press(page, "Send the workbook")
    expect(page.get_by_text("The workbook is read")).to_be_visible()
    expect(page.get_by_label("People aged 24 or under")).to_have_value("12")

    # It is submitted with a reason for what was asked about, and its receipt kept.
    press(page, "Save, check and submit")
    expect(page.get_by_role("heading", name="Look at these again")).to_be_visible()
    press(page, "Submit")
    page.get_by_label("Your reason").fill("Agreed with the partnership: training comes first")
    press(page, "Submit")
    expect(page.get_by_text(f"The return of {QUARTER} is submitted.")).to_be_visible()
    with page.expect_download() as receipt:
        page.get_by_role("link", name="Receipt (PDF)").click()
    assert receipt.value.path().read_bytes().startswith(b"%PDF")
    assert page.get_by_role("button", name="Fill in").count() == 0
    assert figures() == before

    # Staff ask about it; Leeds revises; staff accept.
    staff = portal.sign_in("staff")
    address = page.url
    staff.goto(address)
    press(staff, "Query")
    staff.get_by_label("Comment").fill("Are the three older people counted twice?")
    press(staff, "Send query")
    expect(staff.get_by_text("The return is queried.")).to_be_visible()

    page.goto(address)
    expect(page.get_by_text("Are the three older people counted twice?")).to_be_visible()
    press(page, "Revise")
    page.get_by_label("Comment").fill("One of them was, so it is two.")
    press(page, "Begin the revision")
    press(page, "Fill in")
    page.get_by_label("People aged 25 or over").fill("2")
    press(page, "Save, check and submit")
    press(page, "Submit")
    page.get_by_label("Your reason").fill("As before")
    press(page, "Submit")
    expect(page.get_by_text(f"The return of {QUARTER} is submitted.")).to_be_visible()
    assert page.url != address
    assert figures() == before

    staff.goto(page.url)
    press(staff, "Accept")
    staff.get_by_role("heading", name="Accept this return").wait_for()
    press(staff, "Accept")
    expect(staff.get_by_text("The return is accepted, and counts.")).to_be_visible()

    # The figures move by exactly what was accepted, and show where it comes from.
    after = figures()
    assert {key: after[key] - (before[key] or 0) for key in KEYS} == {
        "svd_labour_spent": Decimal("300.10"),
        "svd_non_labour_spent": Decimal("150.55"),
        "svd_spent": Decimal("450.65"),
        "svd_people_24_and_under": 12,
        "svd_people_25_and_over": 2,
        "svd_professionals_trained": 7,
    }
    staff.goto(f"{reverse('figure', args=['svd_spent'])}?year={QUARTER.year}")
    row = staff.get_by_role("row").filter(has_text="Leeds").first
    expect(row).to_contain_text("£450.65")
    expect(row).to_contain_text(str(QUARTER))

    # Bradford finds none of it.
    bradford = portal.sign_in("csp_bradford")
    first = QuarterlyReturn.objects.get(csp=leeds(), quarter=QUARTER, revision=1)
    second = first.replaced_by
    bradford.goto(f"{reverse('returns')}?year={QUARTER.year}")
    expect(bradford.get_by_role("rowheader")).to_have_text(["Bradford"])
    for record in (first, second):
        for name in ("return", "return-edit", "return-workbook", "return-receipt", "return-upload"):
            assert bradford.request.get(reverse(name, args=[record.pk])).status == 404
    bradford.goto(f"{reverse('figure', args=['svd_spent'])}?year={QUARTER.year}")
    expect(bradford.get_by_text("£450.65")).to_have_count(0)


def test_nothing_typed_is_lost_when_the_sign_in_expires(portal: Portal, share: None) -> None:
    page = portal.sign_in("csp_leeds")
    begin_draft(page)
    form = page.url
    page.get_by_label(starting("Labour spent in the quarter")).fill("41.50")
    page.locator("[data-kept]").filter(has_text="Saved at").wait_for()
    page.context.clear_cookies(name="sessionid")
    page.get_by_label(starting("Labour spent in the year to date")).fill("99.25")
    page.locator("[data-kept]").filter(has_text="you are signed out").wait_for()
    press(page, "Save draft")
    page.get_by_label("Username").fill("csp_leeds")
    page.get_by_label("Password", exact=True).fill("a-password-of-the-tests")
    press(page, "Sign in")
    page.goto(form)
    expect(page.get_by_label(starting("Labour spent in the year to date"))).to_have_value("99.25")
    press(page, "Save draft")
    expect(page.get_by_text("The return is saved as a draft.")).to_be_visible()
    record = QuarterlyReturn.objects.get(csp=leeds(), quarter=QUARTER)
    assert (record.labour_spent, record.labour_to_date) == (Decimal("41.50"), Decimal("99.25"))
