"""A finance officer's year: spend imported, a variance put right, money moved, a claim paid short, the year
closed, and its money taken out as tables whose totals a spreadsheet finds again."""

from __future__ import annotations

import json
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING

import openpyxl
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.office import converted
from vrp_portal.money import format_pounds

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Portal

YEAR = "year=2023/24&as_at=2024-03-31"
LAST_QUARTER = {
    "Staffing": "205000.01",
    "Evaluation": "96000.02",
    "Engagement and communications": "36000.03",
    "Needs assessment and data": "104500.04",
    "Management": "165000.05",
}


def figures() -> dict[str, str | None]:
    """What `manage.py figures` says of the year as at its last day."""
    told = StringIO()
    call_command("figures", "--year", "2023/24", "--as-at", "2024-03-31", "--format", "json", stdout=told)
    return {key: figure["value"] for key, figure in json.loads(told.getvalue())["figures"].items()}


def pounds(key: str) -> Decimal:
    return Decimal(figures()[key] or 0)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def import_the_last_quarter(page: Page, folder: Path) -> None:
    page.goto("/outturn/spend/")
    page.get_by_role("link", name="Import a quarter's spend").click()
    with page.expect_download() as template:
        page.get_by_role("link", name="Budget spend template, (Excel").click()
    path = folder / "last-quarter.xlsx"
    template.value.save_as(path)
    book = openpyxl.load_workbook(path)
    sheet = book["Budget spend"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for number, (line, amount) in enumerate(LAST_QUARTER.items(), start=2):
        sheet.cell(number, columns["Budget line"]).value = line
        sheet.cell(number, columns["Quarter"]).value = "2023/24 Q4"
        sheet.cell(number, columns["Amount"]).value = float(amount)
        sheet.cell(number, columns["Source"]).value = "Ledger, March 2024"
    book.save(path)
    page.get_by_label("Budget spend", exact=True).check()
    page.get_by_label("Spreadsheet").set_input_files(path)
    press(page, "Check the file")
    press(page, "Import this file")
    expect(page.get_by_text("5 new, 0 changed, 0 unchanged.")).to_be_visible()


def put_the_variance_right(page: Page) -> None:
    page.goto(f"/outturn/?{YEAR}")
    expect(page.get_by_text("2 variances need a reason.")).to_be_visible()
    for what in ("actual against profile to date", "forecast outturn against budget"):
        page.get_by_role("link", name=f"Interventions, {what}").click()
        page.get_by_label("Why it differs").fill("Two services began in January, a quarter late")
        press(page, "Save")
    expect(page.get_by_text("need a reason.")).to_have_count(0)


def move_money(page: Page) -> None:
    page.goto(f"/outturn/budget/?{YEAR}")
    page.get_by_role("link", name="Move money Evaluation 2023/24").click()
    page.get_by_label("To", exact=True).select_option(label="Management")
    page.get_by_label("Amount").fill("10,000.01")
    page.get_by_label("Decided on").fill("20/03/2024")
    page.get_by_label("Decided by").fill("The partnership's board")
    page.get_by_label("Why", exact=True).fill("One study was let for less")
    press(page, "Save")
    page.goto(f"/outturn/budget/?{YEAR}")
    lines = page.get_by_role("region", name="Budget lines").get_by_role("row")
    expect(lines.filter(has_text="Evaluation").first).to_contain_text("£239,999.99")
    expect(lines.filter(has_text="Management").first).to_contain_text("£661,000.01")


def claim_and_be_paid_short(page: Page) -> None:
    page.goto("/claims/?year=2023/24")
    page.get_by_role("link", name="of Core grant, 2023/24 Q1").click()
    page.get_by_label("Funder").select_option(label="Home Office")
    press(page, "Prepare")
    # £389,372.58 by interventions and £519,760.50 by the other lines: April to June as it is entered.
    expect(page.get_by_role("table").first).to_contain_text("£909,133.08")
    press(page, "Check and send")
    page.get_by_role("button", name="Send the claim of").click()
    if page.get_by_label("Your reason").count():
        page.get_by_label("Your reason").fill("Match is being confirmed")
        page.get_by_role("button", name="Send the claim of").click()
    expect(page.get_by_text("What it says is frozen.")).to_be_visible()
    press(page, "Record a payment")
    page.get_by_label("Amount").fill("909,000.00")
    page.get_by_label("Paid on").fill(f"{timezone.localdate():%d/%m/%Y}")
    page.get_by_label("Reference").fill("BACS 4411")
    page.get_by_label("Why it is not what was claimed").fill("One invoice is disputed")
    press(page, "Record")
    expect(page.get_by_text("£133.08 (")).to_be_visible()


def close_the_year(page: Page) -> None:
    page.goto("/year-end/2023/")
    press(page, "Close 2023/24")
    page.get_by_label("I have looked at these figures").check()
    press(page, "Close 2023/24")
    expect(page.get_by_text("Closed on")).to_be_visible()


def be_refused(page: Page) -> None:
    """Nothing of the closed year changes without an adjustment."""
    page.goto(f"/outturn/budget/?{YEAR}")
    page.get_by_role("link", name="Move money Staffing 2023/24").click()
    page.get_by_label("To", exact=True).select_option(label="Management")
    page.get_by_label("Amount").fill("1.00")
    page.get_by_label("Decided by").fill("Nobody")
    page.get_by_label("Why", exact=True).fill("Too late")
    press(page, "Save")
    expect(page.get_by_text("The year 2023/24 is closed").first).to_be_visible()
    expect(page.get_by_label("Amount")).to_have_value("1.00")


def export(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("link", name=name, exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def total_in(path: Path) -> Decimal:
    """The lower right corner of a table as LibreOffice worked it out."""
    sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    total = next(row for row in reversed(rows) if row and row[0] == "Total")
    return Decimal(str(round(total[-1], 2))).quantize(Decimal("0.01"))


def test_tables_of_money_are_found_again_in_a_spreadsheet(
    portal: Portal, soffice: str, tmp_path: Path
) -> None:
    page = portal.sign_in("finance")
    for money, key in (("interventions", "allocated"), ("budget", "core_budgeted")):
        page.goto(f"/tables/?{YEAR}&of={money}")
        expect(page.get_by_role("table").first).to_contain_text(format_pounds(pounds(key)))
        for fmt in ("Excel", "OpenDocument"):
            path = export(page, fmt, tmp_path)
            again = converted(path, "xlsx", soffice, tmp_path / money / fmt)
            assert total_in(again) == pounds(key)


def test_from_the_last_quarters_spend_to_the_closed_year(
    portal: Portal, soffice: str, tmp_path: Path
) -> None:
    page = portal.sign_in("finance")
    spent, budgeted = pounds("core_spent_all"), pounds("core_budgeted")

    import_the_last_quarter(page, tmp_path)
    assert pounds("core_spent_all") == spent + Decimal("606500.15")
    put_the_variance_right(page)
    move_money(page)
    assert pounds("core_budgeted") == budgeted
    claim_and_be_paid_short(page)
    close_the_year(page)
    closed = figures()
    be_refused(page)
    assert figures() == closed

    page.goto(f"/tables/?{YEAR}&of=budget&told=spent&rows=budget-line&columns=quarter")
    shown = page.get_by_role("table").first
    expect(shown).to_contain_text(format_pounds(spent + Decimal("606500.15")))
    for fmt in ("Excel", "OpenDocument"):
        path = export(page, fmt, tmp_path)
        again = converted(path, "xlsx", soffice, tmp_path / fmt)
        assert total_in(again) == Decimal(closed["core_spent_all"] or 0) == spent + Decimal("606500.15")
