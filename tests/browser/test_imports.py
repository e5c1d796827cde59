"""A workbook that is wrong is put right and imported; a long one shows how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
from playwright.sync_api import Page, expect

from tests.browser.test_main_job import figures_on_overview

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import Settings

    from tests.browser.conftest import Portal


def test_a_bad_workbook_is_put_right_and_imported(portal: Portal, tmp_path: Path) -> None:
    staff = portal.sign_in("staff")
    before = figures_on_overview(staff)
    wrong = fill_in(download(staff, "Reach template, (Excel", tmp_path))

    send(staff, "Reach", wrong)
    expect(staff.get_by_role("heading", name="This file can't be imported yet")).to_be_visible()
    expect(staff.get_by_text("Cell E2, People aged 24 or under")).to_be_visible()
    expect(staff.get_by_text("There is no intervention VRP-2023-999")).to_be_visible()
    expect(staff.get_by_role("button", name="Import this file")).to_have_count(0)
    assert figures_on_overview(staff) == before

    send(staff, "Reach", wrong)
    right = put_right(download(staff, "copy of the file with these cells marked", tmp_path))
    send(staff, "Reach", right)
    rows = staff.get_by_role("table").filter(has_text="With this file").get_by_role("row")
    expect(rows.filter(has_text="People aged 24 or under reached, 2023/24")).to_contain_text("10,630")
    expect(rows.filter(has_text="People aged 24 or under reached, 2023/24")).to_contain_text("10,687")
    staff.get_by_role("button", name="Import this file").click()
    expect(staff.get_by_text("2 new, 0 changed, 0 unchanged.")).to_be_visible()
    assert figures_on_overview(staff)["aged 24 or under"] == "10,687"

    send(staff, "Reach", right)
    expect(staff.get_by_text("Everything in this file is in the portal already")).to_be_visible()


def test_a_long_file_shows_how_far_it_is_and_leads_on(
    portal: Portal, tmp_path: Path, settings: Settings
) -> None:
    settings.BACKGROUND_ROWS = 5
    staff = portal.sign_in("staff")
    path = tmp_path / "long.csv"
    rows = [
        f"VRP-2023-{number:03},2022/23 Q{quarter},7" for number in range(1, 51) for quarter in (1, 2, 3, 4)
    ]
    path.write_text("\n".join(["Reference,Quarter,People aged 24 or under", *rows]))

    send(staff, "Reach", path)
    expect(staff.get_by_role("heading", name="long.csv", level=1, exact=True)).to_be_visible(timeout=20_000)
    expect(staff.get_by_text("200").first).to_be_visible()
    staff.get_by_role("button", name="Import this file").click()
    expect(staff.get_by_text("long.csv is imported: 200 new")).to_be_visible(timeout=20_000)


def test_a_long_file_is_imported_without_javascript(
    portal: Portal, tmp_path: Path, settings: Settings
) -> None:
    settings.BACKGROUND_ROWS = 1
    finance = portal.sign_in("finance", java_script_enabled=False)
    path = tmp_path / "match.csv"
    path.write_text(
        "Organisation,Financial year,Kind,Amount,Note,Pledged on\n"
        "West Yorkshire Police,2023/24,Cash,1000,One,01/06/2023\n"
        "West Yorkshire Police,2023/24,Cash,1000,Two,01/06/2023\n"
    )

    send(finance, "Match contributions", path)
    follow(finance, to="match.csv")
    finance.get_by_role("button", name="Import this file").click()
    follow(finance, to="Import a spreadsheet")
    expect(finance.get_by_text("match.csv is imported: 2 new")).to_be_visible()


def test_every_table_is_exported_beside_the_request(portal: Portal, tmp_path: Path) -> None:
    finance = portal.sign_in("finance")
    finance.goto("/data/exports/")
    finance.get_by_label("Table").select_option(label="All tables")
    finance.get_by_role("button", name="Export").click()
    finance.get_by_role("heading", name="Your file is ready").wait_for(timeout=20_000)

    with finance.expect_download() as started:
        finance.get_by_role("button", name="Download all-tables.xlsx").click()
    path = tmp_path / "all.xlsx"
    started.value.save_as(path)

    book = openpyxl.load_workbook(path, read_only=True)
    assert {"Interventions", "Funding lines", "Spend", "Reach", "Match contributions"} <= set(book.sheetnames)


def follow(page: Page, *, to: str) -> None:
    """Ask how far a job is, by its link, until it leads on."""
    for _ in range(100):
        if page.get_by_role("heading", name=to, level=1, exact=True).count():
            return
        page.get_by_role("link", name="See how far it is now").click()
        page.wait_for_timeout(100)
    raise AssertionError(f"It did not lead on to “{to}”.")


def send(page: Page, kind: str, path: Path) -> None:
    page.goto("/data/imports/")
    page.get_by_label(kind, exact=True).check()
    page.get_by_label("Spreadsheet").set_input_files(path)
    page.get_by_role("button", name="Check the file").click()


def download(page: Page, name: str, folder: Path) -> Path:
    if "template" in name:
        page.goto("/data/imports/")
    with page.expect_download() as started:
        page.get_by_role("link", name=name).click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def fill_in(path: Path) -> Path:
    """Fill in the template: one row with a star, one about nothing known, and one in order."""
    book = openpyxl.load_workbook(path)
    sheet = book["Reach"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    assert columns["People aged 24 or under"] == 5
    for number, (reference, count) in enumerate([("VRP-2023-001", "45*"), ("VRP-2023-999", 12)], start=2):
        sheet.cell(number, columns["Reference"]).value = reference
        sheet.cell(number, columns["Quarter"]).value = "2023/24 Q3"
        sheet.cell(number, columns["People aged 24 or under"]).value = count
    filled = path.with_name("fourth-quarter.xlsx")
    book.save(filled)
    return filled


def put_right(path: Path) -> Path:
    """Put right what is marked: the star goes, and the reference is another."""
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[0] == "Problems"
    sheet = book["Reach"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    starred = sheet.cell(2, columns["People aged 24 or under"])
    unknown = sheet.cell(3, columns["Reference"])
    assert "star" in starred.comment.text
    assert "no intervention VRP-2023-999" in unknown.comment.text
    starred.value, unknown.value = 45, "VRP-2023-002"
    book.save(path)
    return path
