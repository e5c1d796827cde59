"""Every page, at the width of a desktop and of a phone: axe finds nothing, and nothing scrolls sideways.

A page that is added without a row here fails `test_every_address_has_a_row`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from playwright.sync_api import Page

from grants.models import (
    Award,
    BudgetLine,
    MatchContribution,
    MatchEvidence,
    MatchRequirement,
    SpendEntry,
)
from interventions.models import (
    Approach,
    ApproachRating,
    Assessment,
    FundingLine,
    Intervention,
    ReachRecord,
)
from svd.models import Allocation, DataRequest, DutyMilestone, QuarterlyReturn, Share
from tests.browser.conftest import DESKTOP, PHONE, SignedIn
from tests.factories import PanelPaperFactory
from vrp_portal.accounts.models import User
from vrp_portal.allocation_tables.models import LedgerLayout, SavedTable
from vrp_portal.claims.actions import prepare_claim, record_payment, send_claim
from vrp_portal.claims.models import Claim, ClaimEntry, Scheme
from vrp_portal.exchange import actions
from vrp_portal.exchange.models import Job
from vrp_portal.exchange.progress import nobody_is_told
from vrp_portal.high_impact.models import Scenario
from vrp_portal.panel_paper.actions import publish
from vrp_portal.panel_paper.frozen import sha256
from vrp_portal.panel_paper.models import PanelPaper
from vrp_portal.panel_paper.publishing import composed_now
from vrp_portal.panel_paper.sections import composed
from vrp_portal.panel_paper.writing import draw
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods import FinancialYear, Quarter
from vrp_portal.programme.models import (
    Activity,
    ActivityCount,
    Evaluation,
    GovernanceGroup,
    Publication,
    Workstream,
)
from vrp_portal.reports.models import PublishedFigure
from vrp_portal.year_end.models import Adjustment

if TYPE_CHECKING:
    from collections.abc import Iterable

AXE = (settings.BASE_DIR / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIND_FAULTS = """async (tags) => {
  const { violations } = await axe.run(document, { runOnly: { type: "tag", values: tags } });
  return violations.map((fault) => `${fault.id}: ${fault.help}\\n  `
    + fault.nodes.map((node) => `${node.target.join(" ")} ${node.html.slice(0, 200)}`).join("\\n  "));
}"""

FILES = {
    "panel-interventions-export",
    *("figure-export", "awards-export", "match-export", "allocations-export", "interventions-export"),
    *("import-template", "import-marked", "job-file", "toolkit-export", "rule-workbook"),
    *("published-export", "quality-check-export", "shares-export", "paper-file"),
    *("return-workbook", "return-receipt", "return-file", "match-file"),
    *("open-data-export", "open-data-file"),
    *("claim-document", "claim-workbook"),
    *("tables-export", "ledger-file"),
    *("budget-export", "budget-spend-export", "outturn-export", "outturn-duty-export"),
    *("activities-export", "publications-export", "evaluations-export", "governance-export"),
}
"""Addresses that give a file, not a page."""

POSTED = {
    *("import-discard", "scenario-remove", "return-start", "return-keep", "return-file-remove"),
    *("tables-remove", "ledger-layout-remove", "adjustment-end", "paper-read", "paper-afresh"),
}
"""Addresses that only take what a page sends."""

LED_ON = {"scenario", "tables-open"}
"""Addresses that lead on to another page at once."""

BY_MAIL = {
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_confirm_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_set_password",
    "account_reauthenticate",
}
"""The sign-in library's pages that nothing in the portal leads to: accounts are kept by administrators."""

Prepare = Callable[[Page], Any]


def as_it_is(page: Page) -> None:
    """Leave the page as it opened."""


def save(page: Page) -> None:
    """Save the page's form as it stands."""
    page.locator("main form[method=post] button[type=submit]").first.click()


def save_nothing(page: Page) -> None:
    """Save the page's form with every box emptied, so that each that is needed is asked for."""
    for box in page.locator("main form[method=post]").locator("input[type=text], input:not([type])").all():
        box.fill("")
    save(page)
    page.locator(".govuk-error-summary").wait_for()


def miscount(page: Page) -> None:
    """Write words where a number of people belongs; a box that is left empty means nobody."""
    page.get_by_label("People aged 24 or under").fill("about a dozen")
    save(page)
    page.locator(".govuk-error-summary").wait_for()


def sign_in_wrongly(page: Page) -> None:
    page.get_by_label("Username").fill("nobody-of-this-name")
    page.get_by_label("Password", exact=True).fill("not the password")
    save(page)
    page.locator(".govuk-error-summary").wait_for()


def be_warned(page: Page) -> None:
    """Give an intervention more than is left of the award."""
    page.get_by_label("Funding source").select_option(value="core")
    page.get_by_label("Financial year").fill("2023/24")
    page.get_by_label("Agreed on").fill("1/12/2023")
    page.get_by_label("Amount").first.fill("9000000")
    page.get_by_label("Why this amount").fill("Agreed by the partnership")
    save(page)
    page.get_by_role("heading", name="Check before you save").wait_for()


def be_overtaken(page: Page) -> None:
    """Save what somebody else saved after this page was opened."""
    intervention = Intervention.objects.get(reference=FIRST)
    intervention.name = f"{intervention.name}, renamed"
    intervention.version += 1
    intervention.save()
    save(page)
    page.get_by_role("heading", name="Somebody else saved this record").wait_for()


def choose_twice(page: Page) -> None:
    """Say that two columns are the same."""
    page.get_by_label("Column E").select_option(label="Source")
    save(page)
    page.locator(".govuk-error-summary").wait_for()


def export_no_year(page: Page) -> None:
    page.get_by_label("Financial year").fill("2023")
    save(page)
    page.locator(".govuk-error-summary").wait_for()


def lose_the_form_token(page: Page) -> None:
    page.context.clear_cookies(name="csrftoken")
    save(page)


def open_every_detail(page: Page) -> None:
    page.locator("details").evaluate_all("all => all.forEach((details) => { details.open = true; })")


@dataclass(frozen=True)
class Row:
    """A page: the name of its address, what stands in it, who opens it, and what they do there."""

    name: str
    args: Callable[[], Iterable[Any]] = tuple
    query: str = ""
    who: str = "staff"
    then: Prepare = as_it_is
    status: int = 200

    def __str__(self) -> str:
        then = "" if self.then is as_it_is else f"-{self.then.__name__}"
        return f"{self.name}{self.query}-{self.who}{then}"


FIRST = "VRP-2023-001"
DECEMBER = "year=2023/24&as_at=2023-12-31"
IN_ORDER = f"{FIRST},2023/24 Q4,45,Return,red"


def one() -> list[Any]:
    return [FIRST]


def a_line() -> list[Any]:
    line = FundingLine.objects.order_by("pk").first()
    return [line.intervention.reference, line.pk]


def a_reach_record() -> list[Any]:
    record = ReachRecord.objects.order_by("pk").first()
    return [record.intervention.reference, record.pk]


def write_what_is_no_figure(page: Page) -> None:
    page.locator("textarea[name=text]").fill("It is {core_grant_awardd}.")
    page.get_by_role("button", name="Save section").click()
    page.locator(".govuk-error-summary").wait_for()


def a_draft_paper() -> list[Any]:
    """A draft of another year than that for which its words were written, so that they are marked."""
    june, september = date(2024, 6, 30), date(2024, 9, 1)
    return [PanelPaperFactory(year=FinancialYear(2024), as_at=june, meeting_on=september).pk]


def a_draft_paper_whose_charts_are_drawn() -> list[Any]:
    """Drawing takes some seconds the first time."""
    (pk,) = a_draft_paper()
    paper = composed(PanelPaper.objects.get(pk=pk))
    draw(paper.charts, paper.request, to_look_at=True)
    return [pk]


def a_published_paper() -> list[Any]:
    paper = PanelPaperFactory()
    checked = sha256(composed_now(composed(paper)))
    publish(paper, by=User.objects.get(username="staff"), checked=checked, reason="Known")
    return [paper.pk]


def first_of(model: Any) -> Callable[[], list[Any]]:
    return lambda: [model.objects.order_by("pk").first().pk]


def upload(*lines: str) -> Callable[[], list[Any]]:
    """A file of reach that staff sent, as it was checked."""

    def make() -> list[Any]:
        content = "\n".join(["Reference,Quarter,People aged 24 or under,Source,Colour", *lines]).encode()
        by = User.objects.get(username="staff")
        sent, file = actions.receive(io.BytesIO(content), "reach.csv", kind="reach", year=None, by=by)
        actions.preview_work(sent, file)(nobody_is_told)
        return [sent.pk]

    return make


def job(work: str, **fields: Any) -> Callable[[], list[Any]]:
    return lambda: [Job.objects.create(by=User.objects.get(username="staff"), work=work, **fields).pk]


def a_contribution_without_valuation() -> list[Any]:
    return [MatchContribution.objects.filter(basis="").order_by("pk").first().pk]


def an_evidence_file() -> list[Any]:
    """A file that shows what the first contribution was worth; its content is never opened here."""
    contribution = MatchContribution.objects.order_by("pk").first()
    evidence, _ = MatchEvidence.objects.get_or_create(
        contribution=contribution,
        defaults={
            "name": "timesheet.pdf",
            "content_type": "application/pdf",
            "size": 9,
            "file": "match/2023/12/timesheet.pdf",
            "added_by": User.objects.get(username="finance"),
        },
    )
    return [contribution.pk, evidence.pk]


def an_approach() -> list[Any]:
    return [Approach.objects.get(name="Pre-court diversion").pk]


def an_override() -> list[Any]:
    """An override by a colleague, which waits for a second person."""
    return [an_override_of(User.objects.get(username="colleague")).pk]


def an_override_of(person: User) -> Assessment:
    return Assessment.objects.create(
        intervention=Intervention.objects.get(reference=FIRST),
        year=FinancialYear(2019),
        rating=ApproachRating.objects.order_by("pk").first(),
        reference_on=FinancialYear(2019).starts,
        assessed_on=date(2023, 12, 1),
        assessed_by=person,
        note="An evaluation of our own",
        approval=Assessment.Approval.AWAITED,
    )


def change_a_rating(page: Page) -> None:
    """Have an intervention of this year rely on a rating that changed, and decide nothing about it."""
    rating = ApproachRating.objects.order_by("pk").first()
    today = timezone.localdate()
    Assessment.objects.create(
        intervention=Intervention.objects.get(reference=FIRST),
        year=FinancialYear.containing(today),
        rating=rating,
        reference_on=today,
        assessed_on=today,
    )
    ApproachRating.objects.create(approach=rating.approach, impact=rating.impact, in_force_from=today)
    page.reload()
    page.get_by_role("heading", name=re.compile(FIRST)).wait_for()
    save_nothing(page)


def keep_two_scenarios(page: Page) -> None:
    for name in ("More asked", "Less asked"):
        Scenario.objects.get_or_create(
            name=name,
            defaults={
                "year": FinancialYear(2023),
                "as_at": date(2023, 12, 31),
                "supposing": "percentage=35",
                "made_by": User.objects.get(username="staff"),
                "made_on": timezone.localdate(),
            },
        )
    page.reload()


def an_activity_with_counts() -> list[Any]:
    return [Activity.objects.get(title="Project Shield begins in Leeds").pk]


def a_count_of_an_activity() -> list[Any]:
    count = ActivityCount.objects.order_by("pk").first()
    return [count.activity_id, count.pk]


def a_saved_table() -> list[Any]:
    return [saved_table("Of staff", "staff").pk]


def saved_table(name: str, by: str) -> SavedTable:
    made, _ = SavedTable.objects.get_or_create(
        name=name,
        defaults={
            "choice": "of=interventions&told=allocated&rows=intervention&columns=source",
            "made_by": User.objects.get(username=by),
            "made_on": timezone.localdate(),
        },
    )
    return made


def keep_two_tables(page: Page) -> None:
    """Have a table of one's own, and one of a colleague's."""
    for name, by in (("Of staff", "staff"), ("Of finance", "finance")):
        saved_table(name, by)
    page.reload()


def a_layout() -> list[Any]:
    columns = [
        {"heading": "Amount", "holds": "amount", "words": ""},
        {"heading": "District", "holds": "code-of-district", "words": ""},
    ]
    layout, _ = LedgerLayout.objects.get_or_create(name="A ledger", defaults={"columns": columns})
    return [layout.pk]


def compare_two_scenarios(page: Page) -> None:
    keep_two_scenarios(page)
    page.get_by_label("Scenario", exact=True).select_option(label="More asked")
    page.get_by_label("Compared with").select_option(label="Less asked")
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("heading", name="Figures").wait_for()


def close_it(page: Page) -> None:
    """Close the year whose page this is, unless it is closed already."""
    page.goto(f"{page.url.removesuffix('adjust/')}close/")
    if page.url.endswith("close/"):
        page.get_by_label("I have looked at these figures").check()
        save(page)
    page.get_by_role("heading", name="Moved since closing").wait_for()


def open_an_adjustment(page: Page) -> None:
    """Close the year whose page this is, and open an adjustment of it."""
    close_it(page)
    page.get_by_role("button", name="Open an adjustment").click()
    page.get_by_label("Reason").fill("A late invoice")
    page.get_by_label("Decided by").fill("The board")
    save(page)
    page.get_by_role("heading", name="You are adjusting").wait_for()


def adjust_for_no_reason(page: Page) -> None:
    close_it(page)
    page.get_by_role("button", name="Open an adjustment").click()
    save_nothing(page)


def be_refused_by_a_closed_year(page: Page) -> None:
    """Enter an award into a year that is closed."""
    address = page.url
    page.goto(reverse("year-end-year", args=[2021]))
    close_it(page)
    Adjustment.objects.filter(ended_at=None).update(ended_at=timezone.now())
    page.goto(address)
    page.get_by_label("Funder").select_option(label="Home Office")
    page.get_by_label("Financial year").fill("2021/22")
    page.get_by_label("Amount").fill("100")
    page.get_by_label("Agreed on").fill("1/4/2021")
    save(page)
    page.get_by_role("link", name="Open an adjustment of 2021/22").wait_for()


def choose_recipients(page: Page) -> None:
    """Keep the starting list of recipients, without whom there is no split."""
    allocation = Allocation.objects.order_by("pk").first()
    address = page.url
    page.goto(f"{reverse('recipients')}?year={allocation.year}")
    save(page)
    page.goto(address if "split" in address else reverse("allocation-split", args=[allocation.pk]))
    page.get_by_role("button", name="Preview").wait_for()


def take_one_off_the_list(page: Page) -> None:
    """Keep the list, then take a body off it without saying why."""
    address = page.url
    save(page)
    page.goto(address)
    page.get_by_label("West Yorkshire Police").uncheck()
    save(page)
    page.locator(".govuk-error-summary").wait_for()


def preview_the_split(page: Page) -> None:
    choose_recipients(page)
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("heading", name="Check the split").wait_for()


def a_share() -> list[Any]:
    """A share of the first allocation, which nobody has split yet."""
    allocation = Allocation.objects.order_by("pk").first()
    police = Organisation.objects.get(name="West Yorkshire Police")
    share, _ = Share.objects.get_or_create(
        allocation=allocation,
        recipient=police,
        defaults={"agreed_on": allocation.agreed_on, "labour": 10, "non_labour": 10},
    )
    return [share.pk]


def split_it(page: Page) -> None:
    a_share()
    page.reload()


def csp_of_leeds() -> Organisation:
    return Organisation.objects.get(
        kind=Organisation.Kind.COMMUNITY_SAFETY_PARTNERSHIP, district__name="Leeds"
    )


def a_return(state: str) -> Callable[[], list[Any]]:
    """A return of Leeds in this state, with a file and a comment: of the first quarter, or the second."""

    def made() -> list[Any]:
        number = {"draft": 1, "submitted": 2}[state]
        record, new = QuarterlyReturn.objects.get_or_create(
            csp=csp_of_leeds(),
            quarter=Quarter(FinancialYear(2023), number),
            defaults={
                "state": state,
                "submitted_on": None if state == "draft" else date(2023, 10, 9),
                "labour_spent": 100,
            },
        )
        if new:
            person = User.objects.get(username="csp_leeds")
            record.comments.create(about="comment", by=person, words="Two evenings a week from now on.")
            record.attachments.create(
                name="plan.pdf", content_type="application/pdf", size=2000, file="plan.pdf", added_by=person
            )
        return [record.pk]

    return made


def spend_words(page: Page) -> None:
    """Write words where pounds belong, which are told at once, and told again on saving."""
    page.get_by_label(re.compile("^Labour spent in the quarter")).fill("about half")
    page.locator("[data-kept]").filter(has_text=re.compile("Labour spent", re.I)).wait_for()
    save(page)
    page.locator(".govuk-error-summary").wait_for()


def choose_no_funder(page: Page) -> None:
    page.get_by_label("Funder").select_option(value="")
    save(page)
    page.locator(".govuk-error-summary").wait_for()


def save_warned(page: Page) -> None:
    save(page)
    page.get_by_role("heading", name="Check before you save").wait_for()


def a_specified_authority() -> list[Any]:
    return [Organisation.objects.filter(specified_authority=True).order_by("pk").first().pk]


def a_draft_claim() -> list[Any]:
    """The last quarter's claim, whose turn has not come."""
    return [_claim(4).pk]


def a_sent_claim() -> list[Any]:
    """The first quarter's claim, of which £5.00 is still to be paid."""
    claim = _claim(1)
    if claim.sent_on is None:
        by, today = User.objects.get(username="finance"), timezone.localdate()
        claim = send_claim(claim, on=today, reason="Checked", by=by)
        record_payment(
            claim, amount=claim.total - 5, booked_on=today, reference="BACS 4411", reason="One is disputed"
        )
    return [claim.pk]


def a_payment() -> list[Any]:
    return [ClaimEntry.objects.filter(claim__in=a_sent_claim()).first().pk]


def _claim(number: int) -> Claim:
    quarter = FinancialYear(2023).quarters[number - 1]
    found = Claim.objects.standing().filter(scheme=Scheme.CORE, quarter=quarter).first()
    return found or prepare_claim(
        Scheme.CORE,
        quarter,
        funder=Organisation.objects.filter(kind=Organisation.Kind.GOVERNMENT).first(),
        on=timezone.localdate(),
        by=User.objects.get(username="finance"),
    )


def name_a_telephone(page: Page) -> None:
    page.get_by_label("Explanation").fill("Ask on 0113 496 0000")
    save(page)
    page.get_by_role("heading", name="Check before you save").wait_for()


def figure(key: str) -> Callable[[], list[str]]:
    return lambda: [key]


def form(name: str, args: Callable[[], Iterable[Any]] = tuple, who: str = "staff") -> list[Row]:
    """A form as it opens, and as it comes back with everything that was left out."""
    return [Row(name, args, who=who), Row(name, args, who=who, then=save_nothing)]


ROWS = [
    Row("account_login", who="nobody"),
    Row("account_login", who="nobody", then=sign_in_wrongly),
    Row("account_signup", who="nobody"),
    Row("account_inactive", who="nobody"),
    Row("accessibility", who="nobody"),
    Row("privacy", who="nobody"),
    Row("account_logout"),
    *form("account_change_password"),
    Row("overview"),
    Row("overview", who="panel"),
    Row("overview", who="csp_leeds"),
    Row("overview", query="?year=2024/25"),
    *(
        Row(name, who="panel")
        for name in ("panel", "panel-money", "panel-people", "panel-interventions", "panel-duty")
    ),
    Row("panel-changes", who="panel"),
    Row("panel-changes", who="panel", query="?year=2023/24&as_at=2023-12-31&since=2023-06-30&district=Leeds"),
    Row("panel", who="panel", query="?year=2024/25"),
    Row("panel", who="panel", query="?year=2023/24&as_at=2023-12-31&since=2024-01-01", status=400),
    Row("panel-people", who="panel", query="?year=2023/24&as_at=2023-06-30&district=Leeds"),
    Row("panel-interventions", who="panel", query="?evidence=none"),
    Row("overview", query="?year=2023/24&as_at=32/12/2023", status=400),
    Row("figures"),
    Row("figures", who="panel"),
    Row("figure", figure("core_interventions")),
    Row("figure", figure("high_impact_headroom")),
    Row("figure", figure("people_24_and_under"), who="panel"),
    Row("figure", figure("match_confirmed"), query="?district=Leeds"),
    Row("figure", figure("no_such_figure"), status=404),
    Row("interventions"),
    Row("interventions", who="panel"),
    Row("interventions", who="csp_leeds"),
    Row("interventions", query="?search=nothing-has-this-name"),
    Row("interventions", query="?status=no-such-status&as_at=never", status=400),
    Row("intervention", one, then=open_every_detail),
    Row("intervention", one, who="panel"),
    Row("intervention", lambda: ["VRP-2023-999"], status=404),
    *form("intervention-new"),
    Row("intervention-new", who="csp_leeds"),
    Row("intervention-new", who="panel", status=403),
    *form("intervention-edit", one),
    Row("intervention-edit", one, then=be_overtaken),
    *form("intervention-withdraw", one),
    *form("intervention-assess", one),
    *form("intervention-funding-new", one),
    Row("intervention-funding-new", one, then=be_warned),
    *form("intervention-funding-amount", a_line),
    *form("intervention-funding-spend", a_line),
    *form("intervention-funding-withdraw", a_line),
    Row("intervention-funding-paid", a_line),
    *form("intervention-reach-new", one),
    Row("intervention-reach-edit", a_reach_record),
    Row("intervention-reach-edit", a_reach_record, then=miscount),
    *form("intervention-reach-withdraw", a_reach_record),
    Row("awards", who="finance"),
    Row("awards", who="panel"),
    *form("award-new", who="finance"),
    *form("award-withdraw", first_of(Award), who="finance"),
    Row("match", who="finance"),
    *form("match-new", who="finance"),
    Row("match-confirm", first_of(MatchContribution), who="finance"),
    Row("match-contribution", first_of(MatchContribution), who="finance", then=open_every_detail),
    *form("match-valuation", a_contribution_without_valuation, who="finance"),
    *form("match-attach", first_of(MatchContribution), who="finance"),
    Row("match-file-withdraw", an_evidence_file, who="finance"),
    Row("match-what-if"),
    Row("match-what-if", query="?year=2024/25&as_at=2024-04-12&percentage=25"),
    Row("match-what-if", query="?year=2024/25&as_at=2024-04-12&percentage=lots", status=422),
    *form("match-requirement-new", who="finance"),
    Row("match-requirement-edit", first_of(MatchRequirement), who="finance"),
    *form("match-withdraw", first_of(MatchContribution), who="finance"),
    Row("claims", query="?year=2023/24", who="finance"),
    Row("claims", query="?year=2023/24&as_at=32/12/2023", who="staff", status=400),
    Row("claim", a_draft_claim, who="finance"),
    Row("claim", a_sent_claim, who="finance"),
    Row("claim", a_sent_claim),
    Row("claim-prepare", lambda: ["svd", 20233], who="finance"),
    Row("claim-prepare", lambda: ["svd", 20233], who="finance", then=choose_no_funder),
    Row("claim-send", a_draft_claim, who="finance"),
    Row("claim-send", a_draft_claim, who="finance", then=save),
    *form("claim-withdraw", a_draft_claim, who="finance"),
    *form("claim-pay", a_sent_claim, who="finance"),
    *form("claim-settle", a_sent_claim, who="finance"),
    *form("claim-entry-withdraw", a_payment, who="finance"),
    Row("award-new", who="finance", then=be_refused_by_a_closed_year),
    Row("year-end"),
    Row("year-end-year", lambda: [2023], who="finance"),
    Row("year-end-year", lambda: [2021], who="finance", then=open_an_adjustment),
    *form("year-end-close", lambda: [2023], who="finance"),
    Row("year-end-adjust", lambda: [2021], who="finance", then=adjust_for_no_reason),
    Row("budget", query=f"?{DECEMBER}", who="finance"),
    Row("budget", query="?year=2024/25"),
    *form("budget-line-new", who="finance"),
    *form("budget-line-withdraw", first_of(BudgetLine), who="finance"),
    *form("budget-line-adjust", first_of(BudgetLine), who="finance"),
    *form("budget-line-profile", first_of(BudgetLine), who="finance"),
    *form("budget-line-move", first_of(BudgetLine), who="finance"),
    Row("budget-spend", query=f"?{DECEMBER}", who="finance"),
    Row("budget-spend-new", query=f"?{DECEMBER}", who="finance", then=save_nothing),
    *form("budget-spend-withdraw", first_of(SpendEntry), who="finance"),
    Row("outturn", query=f"?{DECEMBER}", who="finance"),
    Row("outturn", query="?year=2024/25"),
    Row("outturn-duty", query=f"?{DECEMBER}", who="finance"),
    Row("outturn-reason", lambda: ["evaluation", "to_date"], query=f"?{DECEMBER}", who="finance"),
    Row("outturn-threshold", query=f"?{DECEMBER}", who="finance"),
    Row("allocations", who="finance"),
    *form("allocation-new", who="finance"),
    *form("allocation-withdraw", first_of(Allocation), who="finance"),
    Row("shares", who="finance"),
    Row("shares", query="?year=2022/23", who="finance", then=split_it),
    Row("shares", who="csp_leeds"),
    Row("recipients", who="finance"),
    Row("recipients", who="finance", then=take_one_off_the_list),
    Row("allocation-split", first_of(Allocation), who="finance", then=choose_recipients),
    Row("allocation-split", first_of(Allocation), who="finance", then=preview_the_split),
    *form("share-adjust", a_share, who="finance"),
    *form("share-move", a_share, who="finance"),
    *form("shares-withdraw", first_of(Allocation), who="finance"),
    Row("returns"),
    Row("returns", query="?year=2023/24", who="csp_leeds"),
    Row("return", a_return("submitted")),
    Row("return", a_return("draft"), who="csp_leeds"),
    Row("return-edit", a_return("draft"), who="csp_leeds"),
    Row("return-edit", a_return("draft"), who="csp_leeds", then=spend_words),
    *form("return-upload", a_return("draft"), who="csp_leeds"),
    *form("return-attach", a_return("draft"), who="csp_leeds"),
    Row("return-submit", a_return("draft"), who="csp_leeds"),
    Row("return-submit", a_return("draft"), who="csp_leeds", then=save_warned),
    Row("return-step", lambda: [*a_return("submitted")(), "accept"]),
    *form("return-step", lambda: [*a_return("submitted")(), "query"]),
    *form("return-extend", lambda: [csp_of_leeds().pk, Quarter.last_ended(timezone.localdate()).code]),
    Row("milestones"),
    Row("milestones", who="panel"),
    *form("milestone-new"),
    *form("milestone-edit", first_of(DutyMilestone)),
    *form("data-request-new"),
    *form("data-request-edit", first_of(DataRequest)),
    *form("duty-holder", a_specified_authority),
    Row("activities"),
    Row("activities", query="?begins=soon", who="panel"),
    Row("activities", query="?state=planned", who="csp_leeds"),
    Row("activity", an_activity_with_counts),
    Row("activity", an_activity_with_counts, who="panel"),
    *form("activity-new"),
    *form("activity-edit", an_activity_with_counts),
    *form("activity-withdraw", an_activity_with_counts),
    *form("activity-count-new", an_activity_with_counts),
    *form("activity-count-edit", a_count_of_an_activity),
    *form("activity-count-withdraw", a_count_of_an_activity),
    Row("publications"),
    Row("publications", who="panel"),
    *form("publication-new"),
    *form("publication-edit", first_of(Publication)),
    *form("publication-withdraw", first_of(Publication)),
    Row("evaluations"),
    Row("evaluations", who="panel"),
    Row("evaluation", first_of(Evaluation)),
    *form("evaluation-new"),
    *form("evaluation-edit", first_of(Evaluation)),
    *form("evaluation-withdraw", first_of(Evaluation)),
    Row("governance"),
    Row("governance", who="panel"),
    *form("governance-new"),
    *form("governance-edit", first_of(GovernanceGroup)),
    *form("governance-withdraw", first_of(GovernanceGroup)),
    Row("workstreams"),
    Row("workstreams", who="panel"),
    *form("workstream-new"),
    *form("workstream-edit", first_of(Workstream)),
    *form("imports"),
    Row("toolkit"),
    Row("toolkit", who="csp_leeds"),
    *form("toolkit-new"),
    Row("toolkit-approach", an_approach),
    Row("toolkit-approach", an_approach, who="panel"),
    *form("toolkit-rating", an_approach),
    *form("toolkit-replace", an_approach),
    Row("changed-ratings"),
    Row("changed-ratings", query=f"?{DECEMBER}", then=change_a_rating),
    Row("override", an_override),
    Row("override", an_override, then=save),
    Row("rule"),
    Row("rule", who="panel"),
    Row("rule", query="?year=2024/25"),
    Row("rule", query="?year=2023/24&as_at=2023-06-30", who="finance"),
    Row("what-if", query=f"?{DECEMBER}", then=open_every_detail),
    Row("what-if", query=f"?{DECEMBER}&percentage=35&assess={FIRST}:none", then=open_every_detail),
    Row("what-if", query=f"?{DECEMBER}&line=0:1.00", status=400),
    Row("what-if", query=f"?{DECEMBER}&add=of_allocation", status=422),
    *form("scenario-new"),
    Row("scenarios"),
    Row("scenarios", then=keep_two_scenarios),
    Row("scenarios-compare"),
    Row("scenarios-compare", query="?one=0&other=0", status=422),
    Row("scenarios-compare", then=compare_two_scenarios),
    Row("tables", query=f"?{DECEMBER}", who="finance"),
    Row("tables", query=f"?{DECEMBER}&told=spent&rows=organisation&columns=quarter"),
    Row("tables", query="?of=shares&rows=kind&year=2019/20"),
    Row("tables", query=f"?{DECEMBER}&rows=budget-line&columns=quarter", status=400),
    *form("tables-keep"),
    Row("tables-saved"),
    Row("tables-saved", then=keep_two_tables),
    Row("tables-rename", a_saved_table),
    Row("tables-rename", a_saved_table, then=save_nothing),
    Row("ledger", query=f"?{DECEMBER}", who="finance"),
    Row("ledger", query=f"?{DECEMBER}&of=budget&source=svd", status=400),
    Row("ledger-layout-new", who="finance"),
    Row("ledger-layout-new", who="finance", then=save_nothing),
    Row("ledger-layout", a_layout, who="finance"),
    Row("ledger-layout", a_layout, who="finance", then=save),
    Row("papers"),
    Row("papers", who="panel"),
    *form("paper-new"),
    Row("paper", a_draft_paper),
    *form("paper-edit", a_draft_paper),
    Row("paper-section", lambda: [*a_draft_paper(), "grant"], then=open_every_detail),
    Row("paper-section", lambda: [*a_draft_paper(), "delivery"], then=write_what_is_no_figure),
    Row("paper-preview", a_draft_paper_whose_charts_are_drawn),
    Row("paper-publish", a_draft_paper),
    Row("paper-publish", a_draft_paper, then=save),
    Row("paper-discard", a_draft_paper),
    Row("paper", a_published_paper),
    Row("paper", a_published_paper, who="panel"),
    Row("published", query=f"?{DECEMBER}"),
    Row("published", query="?year=2021/22", who="finance"),
    Row("published-explain", first_of(PublishedFigure)),
    Row("published-explain", first_of(PublishedFigure), then=name_a_telephone),
    Row("quality", query=f"?{DECEMBER}"),
    Row("quality-check", lambda: ["provider-to-be-confirmed"], query=f"?{DECEMBER}"),
    Row("quality-check", lambda: ["duplicate-names"], query=f"?{DECEMBER}", who="finance"),
    Row("quality-check", lambda: ["tidiness"], status=404),
    Row("open-data", query=f"?{DECEMBER}", who="finance"),
    Row("open-data", query=f"?{DECEMBER}&illustrative=on"),
    Row("open-data", query="?year=soon", status=400),
    Row("imports", who="csp_leeds"),
    Row("import-preview", upload(IN_ORDER, "VRP-2023-001,Q4,4*,,"), then=open_every_detail),
    Row("import-preview", upload(IN_ORDER), then=open_every_detail),
    *form("import-preview", upload("VRP-2023-001,2023/24 Q4,45,Ring 0113 496 0000,")),
    Row("import-sheet", upload(IN_ORDER)),
    Row("import-columns", upload(IN_ORDER)),
    Row("import-columns", upload(IN_ORDER), then=choose_twice),
    Row("job", job("preview", done=400, total=1000)),
    Row("job", job("export", state="done", filename="all.xlsx", message="all.xlsx is ready: 9 rows.")),
    Row("job", job("export", state="failed", message="Something went wrong on our side.")),
    Row("exports", who="finance"),
    Row("exports", who="finance", then=export_no_year),
    Row("account_logout", who="panel", then=lose_the_form_token),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_page(page_of: SignedIn, row: Row) -> None:
    page = page_of(row.who)
    page.set_viewport_size(DESKTOP)
    answer = page.goto(reverse(row.name, args=list(row.args())) + row.query)
    assert answer is not None
    assert answer.status == row.status
    row.then(page)
    assert list(faults_at_both_widths(page)) == []


@pytest.mark.parametrize("template", ["400.html", "500.html", "429.html"])
def test_error_page_that_no_address_gives(page_of: SignedIn, template: str) -> None:
    page = page_of("nobody")
    page.route("**/what-went-wrong/", lambda route: route.fulfill(body=render_to_string(template)))
    page.goto("/what-went-wrong/")
    assert list(faults_at_both_widths(page)) == []


def test_every_address_has_a_row() -> None:
    assert {row.name for row in ROWS} | FILES | POSTED | LED_ON | BY_MAIL == set(
        names_of(get_resolver().url_patterns)
    )


def names_of(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    """The name of every address outside the administration, which has a design of its own."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                yield from names_of(pattern.url_patterns)
        else:
            yield str(pattern.name)


def faults_at_both_widths(page: Page) -> Iterator[str]:
    """What axe finds in the page as it stands, and how far it reaches beyond the window's edge."""
    page.evaluate(AXE)
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        for fault in page.evaluate(FIND_FAULTS, TAGS):
            yield f"{size['width']} px: {fault}"
        reaches = page.evaluate("document.documentElement.scrollWidth")
        if reaches > size["width"]:
            yield f"{size['width']} px: the page is {reaches} px wide"
