"""A journey of each of the five roles, and of two people who change the same record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.urls import reverse
from playwright.sync_api import Page, expect

from interventions.models import Intervention

if TYPE_CHECKING:
    from tests.browser.conftest import Portal

AT_THE_END_OF_DECEMBER = "year=2023/24&as_at=2023-12-31"
OF_THE_PAPER = {
    "core_grant_award": "£4,388,080.00",
    "high_impact_committed": "£1,316,424.00",
    "core_interventions": "53",
    "svd_interventions": "10",
    "people_24_and_under": "10,630",
    "people_25_and_over": "401",
    "professionals_trained": "125",
}


def card(page: Page, key: str) -> str:
    """What the card that leads to this figure's page says."""
    cards = page.locator(".app-figure-card").filter(has=page.locator(f'a[href*="/figures/{key}/"]'))
    return cards.first.locator(".app-figure-card__value").inner_text()


def test_an_administrator_adds_somebody(portal: Portal) -> None:
    admin = portal.sign_in("admin")
    admin.goto("/admin/accounts/user/add/")
    admin.get_by_label("Username:").fill("newcomer")
    admin.get_by_label("Password:", exact=True).fill("nine-yellow-tractors")
    admin.get_by_label("Password confirmation").fill("nine-yellow-tractors")
    admin.get_by_label("Role").select_option(value="csp_coordinator")
    admin.get_by_label("District").select_option(label="Wakefield")
    admin.get_by_role("button", name="Save", exact=True).click()
    expect(admin.get_by_text("was added successfully")).to_be_visible()

    newcomer = portal.open_browser()
    newcomer.goto("/")
    newcomer.get_by_label("Username").fill("newcomer")
    newcomer.get_by_label("Password", exact=True).fill("nine-yellow-tractors")
    newcomer.get_by_role("button", name="Sign in", exact=True).click()
    expect(newcomer.get_by_role("heading", level=1)).to_contain_text("Wakefield")


def test_a_finance_officer_keeps_match_funding(portal: Portal) -> None:
    finance = portal.sign_in("finance")
    match = f"/grants/match/?{AT_THE_END_OF_DECEMBER}"
    finance.goto(match)
    assert card(finance, "match_confirmed") == "£356,050.00"
    assert card(finance, "match_pledged") == "£75,000.00"

    finance.get_by_role("button", name="Enter match funding").click()
    finance.get_by_label("Organisation").select_option(label="Leeds City Council")
    finance.get_by_label("Financial year").fill("2023/24")
    finance.get_by_label("Staffing").check()
    finance.get_by_label("Hours and rate").check()
    finance.get_by_label("Hours (optional)").fill("48")
    finance.get_by_label("Hourly rate").fill("25.72")
    finance.get_by_label("Covers from").fill("1/11/2023")
    finance.get_by_label("Covers to").fill("31/3/2024")
    finance.get_by_label("Pledged on").fill("1/11/2023")
    finance.get_by_role("button", name="Save").click()
    finance.goto(match)
    assert card(finance, "match_confirmed") == "£356,050.00"
    assert card(finance, "match_pledged") == "£76,234.56"

    contribution = finance.locator("tbody tr").filter(has_text="£1,234.56")
    contribution.get_by_role("link", name=re.compile("Confirm")).click()
    finance.get_by_label("Confirmed on").fill("15/12/2023")
    finance.get_by_role("button", name="Save").click()
    finance.goto(match)
    assert card(finance, "match_confirmed") == "£357,284.56"
    assert card(finance, "match_pledged") == "£75,000.00"

    contribution.get_by_role("link", name=re.compile("Withdraw")).click()
    finance.get_by_label("Withdrawn on").fill("20/12/2023")
    finance.get_by_role("button", name="Withdraw").click()
    expect(finance.get_by_role("alert")).to_contain_text("Reason")
    finance.get_by_label("Reason").fill("Paid from another budget after all")
    finance.get_by_role("button", name="Withdraw").click()
    finance.goto(match)
    assert card(finance, "match_confirmed") == "£356,050.00"
    expect(contribution).to_have_count(0)


def test_a_coordinator_sees_and_counts_their_own_district(portal: Portal) -> None:
    of_bradford = Intervention.objects.filter(districts__name="Bradford").first()
    of_leeds = Intervention.objects.filter(
        districts__name="Leeds", status=Intervention.Status.DELIVERING
    ).first()
    assert of_leeds is not None
    assert of_bradford is not None
    leeds = portal.sign_in("csp_leeds")
    leeds.get_by_role("link", name="Interventions", exact=True).click()
    places = {where.strip() for where in leeds.locator("tbody tr td:nth-child(4)").all_inner_texts()}
    assert places == {"Leeds"}

    leeds.goto(reverse("intervention-reach-new", args=[of_leeds.reference]))
    leeds.get_by_label("Quarter", exact=True).select_option(label="2023/24 Q4 (January to March 2024)")
    basis = of_leeds.reach.first().basis if of_leeds.reach.exists() else "new"
    leeds.locator(f'input[name="basis"][value="{basis}"]').check()
    leeds.get_by_label("People aged 24 or under").fill("4,321")
    leeds.get_by_label("Reason for fall").fill("The provider counted some people twice")
    leeds.get_by_role("button", name="Save").click()
    leeds.goto(f"{of_leeds.get_absolute_url()}?year=2023/24&as_at=2024-03-31")
    expect(leeds.get_by_role("table", name="Reach by quarter")).to_contain_text("4,321")

    answer = leeds.goto(of_bradford.get_absolute_url())
    assert answer is not None
    assert answer.status == 404
    expect(leeds.get_by_role("heading", level=1)).to_have_text("Page not found")


def test_a_panel_member_reads_figures_and_no_small_count(portal: Portal) -> None:
    panel = portal.sign_in("panel")
    assert {key: card(panel, key) for key in OF_THE_PAPER} == OF_THE_PAPER
    panel.locator('.app-figure-card a[href*="/figures/high_impact_committed/"]').click()
    expect(panel.get_by_role("heading", name="Records behind it")).to_be_visible()
    expect(panel.locator(".app-figure__value")).to_have_text("£1,316,424.00")

    for address in pages_with_people():
        panel.goto(address)
        assert small_counts_of_people(panel) == [], address
    for intervention in Intervention.objects.order_by("reference")[:3]:
        panel.goto(intervention.get_absolute_url())
        expect(panel.get_by_text("not shown here, to protect children")).to_be_visible()
        expect(panel.get_by_role("table", name="Reach by quarter")).to_have_count(0)


def pages_with_people() -> list[str]:
    districts = ("Bradford", "Calderdale", "Kirklees", "Leeds", "Wakefield")
    scopes = ["", *(f"&district={name}" for name in districts)]
    return [f"/?{AT_THE_END_OF_DECEMBER}{scope}" for scope in scopes] + [
        f"{reverse('figure', args=['people_25_and_over'])}?{AT_THE_END_OF_DECEMBER}{scope}"
        for scope in scopes
    ]


def small_counts_of_people(page: Page) -> list[str]:
    """Counts from 1 to 4 in the cards of people, in a figure's value, and in the tables beside charts."""
    shown = page.locator(
        '.app-figure-card:has(a[href*="/people_"], a[href*="/professionals_"]) .app-figure-card__value, '
        ".app-figure__value, .app-chart__table td"
    ).all_inner_texts()
    return [text for text in shown if text.strip() in {"1", "2", "3", "4"}]


def test_two_people_who_change_one_intervention_lose_nothing(portal: Portal) -> None:
    intervention = Intervention.objects.order_by("reference")[0]
    edit = reverse("intervention-edit", args=[intervention.reference])
    staff, colleague = portal.sign_in("staff"), portal.sign_in("colleague")
    staff.goto(edit)
    colleague.goto(edit)

    staff.get_by_label("Name", exact=True).fill("The name that Staff gave")
    staff.get_by_role("button", name="Save").click()
    expect(staff.get_by_role("heading", name="The name that Staff gave", level=1)).to_be_visible()

    colleague.get_by_label("Name", exact=True).fill("The name that Colleague gave")
    colleague.get_by_label("Description").fill("What Colleague wrote meanwhile")
    colleague.get_by_role("button", name="Save").click()
    expect(colleague.get_by_text("Staff Example saved changes")).to_be_visible()
    differences = colleague.get_by_role("table", name="What differs")
    expect(differences).to_contain_text("The name that Staff gave")
    expect(differences).to_contain_text("The name that Colleague gave")
    expect(colleague.get_by_label("Name", exact=True)).to_have_value("The name that Colleague gave")
    expect(colleague.get_by_label("Description")).to_have_value("What Colleague wrote meanwhile")
    intervention.refresh_from_db()
    assert intervention.name == "The name that Staff gave"

    colleague.get_by_role("button", name="Save").click()
    expect(colleague.get_by_role("heading", name="The name that Colleague gave", level=1)).to_be_visible()
    intervention.refresh_from_db()
    assert intervention.description == "What Colleague wrote meanwhile"
