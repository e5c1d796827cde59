"""The service navigation: the sections of the portal, and which of them a person may open."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from vrp_portal.accounts.permissions import Action, may


@dataclass(frozen=True)
class Page:
    """A page that the navigation leads to, and the action that opening it needs."""

    label: str
    url_name: str
    action: Action


@dataclass(frozen=True)
class Section:
    """A part of the portal: its pages, and the first words of the URL names that belong to it."""

    label: str
    pages: tuple[Page, ...]
    stems: frozenset[str]


@dataclass(frozen=True)
class Link:
    """A link as the page shows it.

    ``current`` is the value of ``aria-current``: 'page' for the page that is open, 'true' for a
    section with an open page inside it, empty for any other.
    """

    label: str
    url: str
    current: str
    pages: tuple["Link", ...] = ()


SECTIONS = (
    Section(
        "Overview",
        (Page("Overview", "overview", Action.VIEW_OVERVIEW),),
        frozenset({"overview", "figure", "figures"}),
    ),
    Section(
        "At a glance",
        (Page("At a glance", "panel", Action.VIEW_AT_A_GLANCE),),
        frozenset({"panel"}),
    ),
    Section(
        "Interventions",
        (
            Page("Register", "interventions", Action.VIEW_REGISTER),
            Page("YEF Toolkit", "toolkit", Action.VIEW_TOOLKIT),
            Page("Evidence to decide", "changed-ratings", Action.ASSESS_INTERVENTION),
        ),
        frozenset({"interventions", "intervention", "toolkit", "changed", "override"}),
    ),
    Section(
        "30% rule",
        (
            Page("30% rule", "rule", Action.VIEW_RULE),
            Page("What if", "what-if", Action.SUPPOSE),
            Page("Scenarios", "scenarios", Action.SUPPOSE),
        ),
        frozenset({"rule", "what", "scenarios", "scenario"}),
    ),
    Section(
        "Grant and match",
        (
            Page("Grant awards", "awards", Action.VIEW_AWARDS),
            Page("Match funding", "match", Action.VIEW_MATCH),
            Page("What if", "match-what-if", Action.SUPPOSE),
            Page("Budget", "budget", Action.VIEW_OUTTURN),
            Page("Spend and forecast", "budget-spend", Action.VIEW_OUTTURN),
            Page("Outturn", "outturn", Action.VIEW_OUTTURN),
            Page("Claims", "claims", Action.VIEW_CLAIMS),
            Page("Year end", "year-end", Action.VIEW_YEAR_END),
        ),
        frozenset({"awards", "award", "match", "budget", "outturn", "claims", "claim", "year", "adjustment"}),
    ),
    Section(
        "Serious Violence Duty",
        (
            Page("Allocations", "allocations", Action.VIEW_ALLOCATIONS),
            Page("Shares", "shares", Action.VIEW_SHARES),
            Page("Returns", "returns", Action.VIEW_RETURNS),
            Page("Milestones", "milestones", Action.VIEW_MILESTONES),
        ),
        frozenset(
            {"allocations", "allocation", "shares", "share", "recipients", "returns", "return"}
            | {"milestones", "milestone", "data", "duty"}
        ),
    ),
    Section(
        "Programme",
        (
            Page("Activities", "activities", Action.VIEW_PROGRAMME),
            Page("Publications", "publications", Action.VIEW_PROGRAMME),
            Page("Evaluations", "evaluations", Action.VIEW_PROGRAMME),
            Page("Workstreams", "workstreams", Action.VIEW_PROGRAMME),
            Page("Governance", "governance", Action.VIEW_PROGRAMME),
        ),
        frozenset(
            {"activities", "activity", "publications", "publication", "evaluations", "evaluation"}
            | {"workstreams", "workstream", "governance"}
        ),
    ),
    Section(
        "Papers",
        (Page("Panel papers", "papers", Action.VIEW_PAPERS),),
        frozenset({"papers", "paper"}),
    ),
    Section(
        "Data",
        (
            Page("Import", "imports", Action.IMPORT_FILES),
            Page("Export", "exports", Action.EXPORT_DATA),
            Page("Allocation tables", "tables", Action.VIEW_ALLOCATION_TABLES),
            Page("Saved tables", "tables-saved", Action.VIEW_ALLOCATION_TABLES),
            Page("Ledger file", "ledger", Action.VIEW_ALLOCATION_TABLES),
            Page("Published figures", "published", Action.VIEW_PUBLISHED),
            Page("Data quality", "quality", Action.VIEW_QUALITY),
            Page("Open data", "open-data", Action.VIEW_OPEN_DATA),
        ),
        frozenset(
            {"imports", "import", "exports", "job", "published", "quality", "open", "tables", "ledger"}
        ),
    ),
    Section("Admin", (Page("Admin", "admin:index", Action.USE_ADMIN),), frozenset()),
)


def navigation(request: HttpRequest) -> dict[str, object]:
    """Context processor: ``service_navigation``, worked out only where a template asks for it."""
    return {"service_navigation": SimpleLazyObject(lambda: tuple(links(request)))}


def links(request: HttpRequest) -> Iterator[Link]:
    """Links to the sections with at least one page that the person signed in may open."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return
    open_page = (request.resolver_match and request.resolver_match.view_name) or ""
    for section in SECTIONS:
        pages = tuple(
            Link(page.label, reverse(page.url_name), "page" if page.url_name == open_page else "")
            for page in section.pages
            if may(user, page.action)
        )
        if pages:
            inside = open_page.split("-")[0] in section.stems
            yield Link(section.label, pages[0].url, pages[0].current or ("true" if inside else ""), pages)
