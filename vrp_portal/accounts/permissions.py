"""Who may do what: the one matrix, role by action. Which records they see is for querysets to say."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from vrp_portal.accounts.roles import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from vrp_portal.accounts.models import User


class Action(StrEnum):
    VIEW_OVERVIEW = "view the overview and the working behind figures"
    VIEW_REGISTER = "view the register of interventions"
    VIEW_HISTORY = "view who changed what"
    EDIT_INTERVENTION = "log, edit and withdraw an intervention"
    FUND_INTERVENTION = "add funding to an intervention, and withdraw it"
    ASSESS_INTERVENTION = "assess an intervention against the YEF Toolkit"
    ENTER_REACH = "enter, correct and withdraw a quarter's reach"
    VIEW_AWARDS = "view the grant awards"
    KEEP_AWARDS = "enter and withdraw a grant award"
    VIEW_MATCH = "view match funding"
    VIEW_EVIDENCE = "open the evidence that is attached to match funding"
    KEEP_MATCH = "enter, confirm and withdraw match funding, its evidence and its requirement"
    VIEW_CLAIMS = "view the claims on the grant and on duty money, and what was paid"
    KEEP_CLAIMS = "prepare, send and withdraw a claim, and record what was paid"
    VIEW_YEAR_END = "view which years are closed, and what changed them since"
    CLOSE_YEAR = "close a year, and adjust a closed one"
    VIEW_OUTTURN = "view the budget, what is spent and forecast of it, and the outturn"
    KEEP_BUDGET = "enter budget lines and spend, move money between lines, and explain variances"
    VIEW_ALLOCATIONS = "view Serious Violence Duty allocations"
    KEEP_ALLOCATIONS = "enter and withdraw a Serious Violence Duty allocation"
    VIEW_SHARES = "view the shares of Serious Violence Duty money"
    KEEP_SHARES = "split an allocation, keep its recipients, adjust shares and move money"
    VIEW_RETURNS = "view quarterly returns, and comment on them"
    ENTER_RETURN = "fill in, certify, submit and revise a district's quarterly return"
    REVIEW_RETURNS = "query and accept quarterly returns, and extend them"
    VIEW_MILESTONES = "view the duty's milestones, the data asked for and the duty holders"
    KEEP_MILESTONES = "enter and change milestones, data asked for and duty holders"
    VIEW_RULE = "view the 30% rule: what counts, what does not, and why"
    VIEW_TOOLKIT = "view the YEF Toolkit's approaches and their ratings"
    KEEP_TOOLKIT = "record ratings of approaches, and replace approaches"
    APPROVE_OVERRIDE = "approve or decline an override by somebody else"
    SUPPOSE = "try out changes of the 30% rule and of match without saving, and keep scenarios"
    VIEW_PUBLISHED = "compare published figures with the records"
    EXPLAIN_PUBLISHED = "explain a difference between a published figure and the records"
    VIEW_QUALITY = "view what the data lacks"
    VIEW_ALLOCATION_TABLES = "view allocation tables, keep them under a name, and take out ledger files"
    KEEP_LEDGER_LAYOUT = "say how a ledger file is laid out"
    VIEW_AT_A_GLANCE = "view the pages for the Police and Crime Panel"
    VIEW_PROGRAMME = "view workstreams, activities, publications, evaluations and governance"
    KEEP_PROGRAMME = "enter and change workstreams, activities, publications, evaluations and governance"
    VIEW_PAPERS = "read published Panel papers, with what was restated since"
    WRITE_PAPERS = "write, preview and publish a Panel paper"
    IMPORT_FILES = "import spreadsheets, of what the role may enter"
    EXPORT_DATA = "export whole tables of data"
    VIEW_OPEN_DATA = "view what is published as open data, and download its files"
    USE_ADMIN = "use the administration site"


_ADMIN, _STAFF, _FINANCE, _CSP, _PANEL = (
    Role.ADMINISTRATOR,
    Role.VRP_STAFF,
    Role.FINANCE_OFFICER,
    Role.CSP_COORDINATOR,
    Role.PANEL_MEMBER,
)
_EVERYONE = frozenset(Role)

MATRIX: dict[Action, frozenset[Role]] = {
    Action.VIEW_OVERVIEW: _EVERYONE,
    Action.VIEW_REGISTER: _EVERYONE,
    Action.VIEW_HISTORY: frozenset({_ADMIN, _STAFF, _FINANCE}),
    Action.EDIT_INTERVENTION: frozenset({_ADMIN, _STAFF, _CSP}),
    Action.FUND_INTERVENTION: frozenset({_ADMIN, _STAFF, _FINANCE}),
    Action.ASSESS_INTERVENTION: frozenset({_ADMIN, _STAFF}),
    Action.ENTER_REACH: frozenset({_ADMIN, _STAFF, _CSP}),
    Action.VIEW_AWARDS: frozenset({_ADMIN, _STAFF, _FINANCE, _PANEL}),
    Action.KEEP_AWARDS: frozenset({_ADMIN, _FINANCE}),
    Action.VIEW_MATCH: frozenset({_ADMIN, _STAFF, _FINANCE, _PANEL}),
    Action.VIEW_EVIDENCE: frozenset({_ADMIN, _STAFF, _FINANCE}),
    Action.KEEP_MATCH: frozenset({_ADMIN, _FINANCE}),
    Action.VIEW_CLAIMS: frozenset({_ADMIN, _STAFF, _FINANCE}),
    Action.KEEP_CLAIMS: frozenset({_ADMIN, _FINANCE}),
    Action.VIEW_YEAR_END: frozenset({_ADMIN, _STAFF, _FINANCE}),
    Action.CLOSE_YEAR: frozenset({_ADMIN, _FINANCE}),
    Action.VIEW_OUTTURN: frozenset({_ADMIN, _STAFF, _FINANCE}),
    Action.KEEP_BUDGET: frozenset({_ADMIN, _FINANCE}),
    Action.VIEW_ALLOCATIONS: frozenset({_ADMIN, _STAFF, _FINANCE, _PANEL}),
    Action.KEEP_ALLOCATIONS: frozenset({_ADMIN, _FINANCE}),
    Action.VIEW_SHARES: _EVERYONE,
    Action.KEEP_SHARES: frozenset({_ADMIN, _FINANCE}),
    Action.VIEW_RETURNS: frozenset({_ADMIN, _STAFF, _FINANCE, _CSP}),
    Action.ENTER_RETURN: frozenset({_ADMIN, _CSP}),
    Action.REVIEW_RETURNS: frozenset({_ADMIN, _STAFF}),
    Action.VIEW_MILESTONES: _EVERYONE,
    Action.KEEP_MILESTONES: frozenset({_ADMIN, _STAFF}),
    Action.VIEW_RULE: frozenset({_ADMIN, _STAFF, _FINANCE, _PANEL}),
    Action.VIEW_TOOLKIT: _EVERYONE,
    Action.KEEP_TOOLKIT: frozenset({_ADMIN, _STAFF}),
    Action.APPROVE_OVERRIDE: frozenset({_ADMIN, _STAFF}),
    Action.SUPPOSE: frozenset({_ADMIN, _STAFF, _FINANCE}),
    Action.VIEW_PUBLISHED: frozenset({_ADMIN, _STAFF, _FINANCE}),
    Action.EXPLAIN_PUBLISHED: frozenset({_ADMIN, _STAFF}),
    Action.VIEW_QUALITY: frozenset({_ADMIN, _STAFF, _FINANCE}),
    Action.VIEW_ALLOCATION_TABLES: frozenset({_ADMIN, _STAFF, _FINANCE}),
    Action.KEEP_LEDGER_LAYOUT: frozenset({_ADMIN, _FINANCE}),
    Action.VIEW_AT_A_GLANCE: frozenset({_ADMIN, _STAFF, _FINANCE, _PANEL}),
    Action.VIEW_PROGRAMME: _EVERYONE,
    Action.KEEP_PROGRAMME: frozenset({_ADMIN, _STAFF}),
    Action.VIEW_PAPERS: frozenset({_ADMIN, _STAFF, _FINANCE, _PANEL}),
    Action.WRITE_PAPERS: frozenset({_ADMIN, _STAFF}),
    Action.IMPORT_FILES: frozenset({_ADMIN, _STAFF, _FINANCE, _CSP}),
    Action.EXPORT_DATA: frozenset({_ADMIN, _STAFF, _FINANCE}),
    Action.VIEW_OPEN_DATA: frozenset({_ADMIN, _STAFF, _FINANCE}),
    Action.USE_ADMIN: frozenset({_ADMIN}),
}


def may(user: User | AnonymousUser, action: Action) -> bool:
    """Whether this person's role allows the action."""
    return user.is_authenticated and user.is_active and Role(user.role) in MATRIX[action]
