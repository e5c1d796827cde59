"""The portal's work is done without JavaScript as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import Portal


def test_sign_in_filter_and_log_an_intervention(portal: Portal) -> None:
    page = portal.sign_in("staff", java_script_enabled=False)
    expect(page.locator(".app-chart__picture:visible")).to_have_count(0)
    expect(page.locator(".app-chart__table")).not_to_have_count(0)

    page.get_by_role("link", name="Interventions", exact=True).click()
    page.get_by_role("textbox", name="Search").fill("navigator")
    page.get_by_label("Status").select_option("Delivering")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tbody tr")).to_have_count(4)

    page.get_by_role("button", name="Log an intervention").click()
    page.get_by_label("Name", exact=True).fill("Logged without JavaScript")
    page.get_by_role("button", name="Log intervention").click()
    expect(page.get_by_role("alert")).to_contain_text("Commissioned by")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Logged without JavaScript")
    page.get_by_label("Commissioned by").select_option(index=1)
    page.get_by_label("Leeds", exact=True).check()
    page.get_by_label("Prevention level").select_option("Secondary")
    page.get_by_role("button", name="Log intervention").click()
    expect(page.get_by_role("heading", name="Logged without JavaScript", level=1)).to_be_visible()
