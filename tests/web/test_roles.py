"""Who may open what: every address of the portal, for every role, and for who has not signed in."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from interventions.models import Intervention
from tests.factories import (
    ActivityCountFactory,
    AdjustmentFactory,
    AllocationFactory,
    ApproachRatingFactory,
    AttachmentFactory,
    AwardFactory,
    ClaimEntryFactory,
    ClaimFactory,
    ClosedYearFactory,
    CommunitySafetyPartnershipFactory,
    DataRequestFactory,
    DutyMilestoneFactory,
    DutyRecipientFactory,
    EvaluationFactory,
    FrozenPaperFactory,
    FundingLineFactory,
    GovernanceGroupFactory,
    InterventionDistrictFactory,
    InterventionFactory,
    LedgerLayoutFactory,
    MatchContributionFactory,
    MatchEvidenceFactory,
    MatchRequirementFactory,
    OrganisationFactory,
    OverrideFactory,
    PanelPaperFactory,
    PublicationFactory,
    PublishedFigureFactory,
    QuarterlyReturnFactory,
    ReachRecordFactory,
    SavedTableFactory,
    ScenarioFactory,
    ShareFactory,
    SpendEntryFactory,
)
from tests.web.reading import body_of, rows_of, told
from vrp_portal.accounts.permissions import MATRIX, Action
from vrp_portal.accounts.roles import Role
from vrp_portal.exchange import actions
from vrp_portal.exchange.models import Job
from vrp_portal.exchange.progress import nobody_is_told
from vrp_portal.periods import FinancialYear, Quarter

pytestmark = pytest.mark.django_db

PEOPLE = ("admin", "staff", "finance", "csp_leeds", "panel", "nobody")
ROLES = {
    "admin": Role.ADMINISTRATOR,
    "staff": Role.VRP_STAFF,
    "finance": Role.FINANCE_OFFICER,
    "csp_leeds": Role.CSP_COORDINATOR,
    "panel": Role.PANEL_MEMBER,
}

# What GET answers to admin, staff, finance, a coordinator of Leeds, the Panel, and who has not signed in;
# for records of Leeds. POST answers the same, but for 405 where there is nothing to send, and 422 where
# what was sent was empty.
READ = {
    "overview": (200, 200, 200, 200, 200, 302),
    "panel": (200, 200, 200, 403, 200, 302),
    "panel-money": (200, 200, 200, 403, 200, 302),
    "panel-people": (200, 200, 200, 403, 200, 302),
    "panel-interventions": (200, 200, 200, 403, 200, 302),
    "panel-interventions-export": (200, 200, 200, 403, 200, 302),
    "panel-duty": (200, 200, 200, 403, 200, 302),
    "panel-changes": (200, 200, 200, 403, 200, 302),
    "figures": (200, 200, 200, 200, 200, 302),
    "figure": (200, 200, 200, 200, 200, 302),
    "figure-export": (200, 200, 200, 200, 200, 302),
    "interventions": (200, 200, 200, 200, 200, 302),
    "interventions-export": (200, 200, 200, 200, 200, 302),
    "intervention": (200, 200, 200, 200, 200, 302),
    "awards": (200, 200, 200, 403, 200, 302),
    "awards-export": (200, 200, 200, 403, 200, 302),
    "match": (200, 200, 200, 403, 200, 302),
    "match-export": (200, 200, 200, 403, 200, 302),
    "match-contribution": (200, 200, 200, 403, 200, 302),
    "match-file": (200, 200, 200, 403, 403, 302),
    "match-what-if": (200, 200, 200, 403, 403, 302),
    "claims": (200, 200, 200, 403, 403, 302),
    "claim": (200, 200, 200, 403, 403, 302),
    "claim-document": (200, 200, 200, 403, 403, 302),
    "claim-workbook": (200, 200, 200, 403, 403, 302),
    "budget": (200, 200, 200, 403, 403, 302),
    "budget-export": (200, 200, 200, 403, 403, 302),
    "budget-spend": (200, 200, 200, 403, 403, 302),
    "budget-spend-export": (200, 200, 200, 403, 403, 302),
    "outturn": (200, 200, 200, 403, 403, 302),
    "outturn-export": (200, 200, 200, 403, 403, 302),
    "outturn-duty": (200, 200, 200, 403, 403, 302),
    "outturn-duty-export": (200, 200, 200, 403, 403, 302),
    "allocations": (200, 200, 200, 403, 200, 302),
    "allocations-export": (200, 200, 200, 403, 200, 302),
    "import-template": (200, 200, 403, 200, 403, 302),
    "shares": (200, 200, 200, 200, 200, 302),
    "shares-export": (200, 200, 200, 200, 200, 302),
    "returns": (200, 200, 200, 200, 403, 302),
    "return": (200, 200, 200, 200, 403, 302),
    "return-workbook": (200, 200, 200, 200, 403, 302),
    "return-file": (200, 200, 200, 200, 403, 302),
    "return-receipt": (200, 200, 200, 200, 403, 302),
    "milestones": (200, 200, 200, 200, 200, 302),
    **dict.fromkeys(
        (
            *("activities", "activities-export", "activity", "publications", "publications-export"),
            *("evaluations", "evaluations-export", "evaluation", "governance", "governance-export"),
            "workstreams",
        ),
        (200, 200, 200, 200, 200, 302),
    ),
    "toolkit": (200, 200, 200, 200, 200, 302),
    "toolkit-export": (200, 200, 200, 200, 200, 302),
    "toolkit-approach": (200, 200, 200, 200, 200, 302),
    "rule": (200, 200, 200, 403, 200, 302),
    "rule-workbook": (200, 200, 200, 403, 200, 302),
    "what-if": (200, 200, 200, 403, 403, 302),
    "scenarios": (200, 200, 200, 403, 403, 302),
    "scenarios-compare": (200, 200, 200, 403, 403, 302),
    "scenario": (302, 302, 302, 403, 403, 302),
    "tables": (200, 200, 200, 403, 403, 302),
    "tables-export": (200, 200, 200, 403, 403, 302),
    "tables-saved": (200, 200, 200, 403, 403, 302),
    "tables-open": (302, 302, 302, 403, 403, 302),
    "ledger": (200, 200, 200, 403, 403, 302),
    "ledger-file": (200, 200, 200, 403, 403, 302),
    "papers": (200, 200, 200, 403, 200, 302),
    "paper": (200, 200, 200, 403, 200, 302),
    "paper-file": (200, 200, 200, 403, 200, 302),
    "paper-preview": (200, 200, 403, 403, 403, 302),
    "published": (200, 200, 200, 403, 403, 302),
    "published-export": (200, 200, 200, 403, 403, 302),
    "year-end": (200, 200, 200, 403, 403, 302),
    "year-end-year": (200, 200, 200, 403, 403, 302),
    "quality": (200, 200, 200, 403, 403, 302),
    "quality-check": (200, 200, 200, 403, 403, 302),
    "quality-check-export": (200, 200, 200, 403, 403, 302),
    "open-data": (200, 200, 200, 403, 403, 302),
    "open-data-export": (200, 200, 200, 403, 403, 302),
    "open-data-file": (200, 200, 200, 403, 403, 302),
}
WRITE = {
    "intervention-new": (200, 200, 403, 200, 403, 302),
    "intervention-edit": (200, 200, 403, 200, 403, 302),
    "intervention-withdraw": (200, 200, 403, 200, 403, 302),
    "recipients": (200, 403, 200, 403, 403, 302),
    "allocation-split": (200, 403, 200, 403, 403, 302),
    "shares-withdraw": (200, 403, 200, 403, 403, 302),
    "share-adjust": (200, 403, 200, 403, 403, 302),
    "share-move": (200, 403, 200, 403, 403, 302),
    "return-edit": (302, 403, 403, 200, 403, 302),
    "return-upload": (200, 403, 403, 200, 403, 302),
    "return-submit": (200, 403, 403, 200, 403, 302),
    "return-attach": (200, 403, 403, 200, 403, 302),
    "return-step": (200, 200, 200, 200, 403, 302),
    "return-extend": (200, 200, 403, 403, 403, 302),
    **dict.fromkeys(
        ("milestone-new", "milestone-edit", "data-request-new", "data-request-edit", "duty-holder"),
        (200, 200, 403, 403, 403, 302),
    ),
    **dict.fromkeys(
        (
            *("activity-new", "activity-edit", "activity-withdraw"),
            *("activity-count-new", "activity-count-edit", "activity-count-withdraw"),
            *("publication-new", "publication-edit", "publication-withdraw"),
            *("evaluation-new", "evaluation-edit", "evaluation-withdraw"),
            *("governance-new", "governance-edit", "governance-withdraw"),
            *("workstream-new", "workstream-edit"),
        ),
        (200, 200, 403, 403, 403, 302),
    ),
    "toolkit-new": (200, 200, 403, 403, 403, 302),
    "toolkit-rating": (200, 200, 403, 403, 403, 302),
    "toolkit-replace": (200, 200, 403, 403, 403, 302),
    "changed-ratings": (200, 200, 403, 403, 403, 302),
    "override": (200, 200, 403, 403, 403, 302),
    "scenario-new": (200, 200, 200, 403, 403, 302),
    "tables-keep": (200, 200, 200, 403, 403, 302),
    "tables-rename": (200, 200, 403, 403, 403, 302),
    "ledger-layout-new": (200, 403, 200, 403, 403, 302),
    "ledger-layout": (200, 403, 200, 403, 403, 302),
    "published-explain": (200, 200, 403, 403, 403, 302),
    **dict.fromkeys(
        ("paper-new", "paper-edit", "paper-section", "paper-publish", "paper-discard"),
        (200, 200, 403, 403, 403, 302),
    ),
    "intervention-assess": (200, 200, 403, 403, 403, 302),
    "intervention-funding-new": (200, 200, 200, 403, 403, 302),
    "intervention-funding-amount": (200, 200, 200, 403, 403, 302),
    "intervention-funding-spend": (200, 200, 200, 403, 403, 302),
    "intervention-funding-withdraw": (200, 200, 200, 403, 403, 302),
    "intervention-funding-paid": (200, 200, 200, 403, 403, 302),
    "intervention-reach-new": (200, 200, 403, 200, 403, 302),
    "intervention-reach-edit": (200, 200, 403, 200, 403, 302),
    "intervention-reach-withdraw": (200, 200, 403, 200, 403, 302),
    "award-new": (200, 403, 200, 403, 403, 302),
    "award-withdraw": (200, 403, 200, 403, 403, 302),
    "match-new": (200, 403, 200, 403, 403, 302),
    "match-confirm": (200, 403, 200, 403, 403, 302),
    "match-withdraw": (200, 403, 200, 403, 403, 302),
    "match-valuation": (200, 403, 200, 403, 403, 302),
    "match-attach": (200, 403, 200, 403, 403, 302),
    "match-file-withdraw": (200, 403, 200, 403, 403, 302),
    "match-requirement-new": (200, 403, 200, 403, 403, 302),
    "match-requirement-edit": (200, 403, 200, 403, 403, 302),
    "claim-prepare": (200, 403, 200, 403, 403, 302),
    "claim-send": (200, 403, 200, 403, 403, 302),
    "claim-withdraw": (200, 403, 200, 403, 403, 302),
    "claim-pay": (200, 403, 200, 403, 403, 302),
    "claim-settle": (200, 403, 200, 403, 403, 302),
    "claim-entry-withdraw": (200, 403, 200, 403, 403, 302),
    "budget-line-new": (200, 403, 200, 403, 403, 302),
    "budget-line-withdraw": (200, 403, 200, 403, 403, 302),
    "budget-line-adjust": (200, 403, 200, 403, 403, 302),
    "budget-line-profile": (200, 403, 200, 403, 403, 302),
    "budget-line-move": (200, 403, 200, 403, 403, 302),
    "budget-spend-new": (200, 403, 200, 403, 403, 302),
    "budget-spend-withdraw": (200, 403, 200, 403, 403, 302),
    "outturn-reason": (200, 403, 200, 403, 403, 302),
    "outturn-threshold": (200, 403, 200, 403, 403, 302),
    "allocation-new": (200, 403, 200, 403, 403, 302),
    "allocation-withdraw": (200, 403, 200, 403, 403, 302),
    "year-end-close": (200, 403, 200, 403, 403, 302),
    "year-end-adjust": (200, 403, 200, 403, 403, 302),
    "imports": (200, 200, 200, 200, 403, 302),
    "exports": (200, 200, 200, 403, 403, 302),
}
# Files and jobs are found by whoever they belong to, who is staff here, and by nobody else.
OWN = {
    "import-preview": (404, 200, 404, 404, 403, 302),
    "import-sheet": (404, 200, 404, 404, 403, 302),
    "import-columns": (404, 200, 404, 404, 403, 302),
    "import-marked": (404, 200, 404, 404, 403, 302),
    "job": (404, 200, 404, 404, 403, 302),
    "job-file": (404, 200, 404, 403, 403, 302),
    "import-discard": (404, 405, 404, 404, 403, 302),
}
# What POST answers where only that is taken: a scenario is removed by whoever made it, who is staff here, and
# by an administrator.
POSTED = {
    "scenario-remove": (302, 302, 403, 403, 403, 302),
    "tables-remove": (302, 302, 403, 403, 403, 302),
    "ledger-layout-remove": (302, 403, 302, 403, 403, 302),
    # Found by whoever opened it, who is the finance officer here.
    "adjustment-end": (404, 403, 302, 403, 403, 302),
    "return-start": (302, 403, 403, 302, 403, 302),
    "paper-read": (302, 302, 403, 403, 403, 302),
    "paper-afresh": (302, 302, 403, 403, 403, 302),
    "return-keep": (409, 403, 403, 409, 403, 302),
    "return-file-remove": (302, 403, 403, 302, 403, 302),
}
SENT = {
    "import-preview": 302,
    "import-sheet": 422,
    "import-columns": 422,
    "import-discard": 302,
}
"""What POST answers to whoever a file belongs to; the other addresses take none (405)."""
OF_ALL = {"interventions", "interventions-export", "intervention-new"}
OF_ONE = [name for name in (*READ, *WRITE) if name.startswith("intervention") and name not in OF_ALL]
OPEN = {"accessibility", "privacy"}
GROUPS = ("account_", "admin:")
"""Addresses that other packages answer; their own tests stand below."""

OF_ANYBODY = READ | WRITE
ONLY_POSTED = {
    name: tuple(
        405 if status < 400 and who != "nobody" else {409: 405}.get(status, status)
        for status, who in zip(statuses, PEOPLE, strict=True)
    )
    for name, statuses in POSTED.items()
}
TABLE = OF_ANYBODY | OWN | ONLY_POSTED


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address with the name it goes by."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from patterns(pattern, inner)
        else:
            yield f"{namespace}{pattern.name}", pattern


def own_patterns() -> dict[str, URLPattern]:
    return {name: it for name, it in patterns(get_resolver()) if not name.startswith(GROUPS)}


def of_leeds_or_bradford(district, reference):
    intervention = InterventionFactory(reference=reference, status="delivering", name=f"In {district}")
    InterventionDistrictFactory(intervention=intervention, district=district)
    line = FundingLineFactory(intervention=intervention, district=district, stating="1000.00")
    reach = ReachRecordFactory(intervention=intervention, district=district, people_24_and_under=7)
    return {"reference": reference, "line": line.pk, "record": reach.pk}


@pytest.fixture(autouse=True)
def _folder_of_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def keys(leeds, staff, finance) -> dict[str, dict[str, object]]:
    """What the addresses of each name are about."""
    leeds_keys = of_leeds_or_bradford(leeds, "VRP-2023-001")
    allocation = DutyRecipientFactory() and AllocationFactory()
    share = ShareFactory(allocation=allocation)
    of_leeds = CommunitySafetyPartnershipFactory(district=leeds)
    attached = AttachmentFactory(quarterly_return__csp=of_leeds, quarterly_return__state="draft")
    submitted = QuarterlyReturnFactory(
        csp=of_leeds,
        quarter=Quarter(FinancialYear(2023), 2),
        state="submitted",
        submitted_on=date(2023, 10, 9),
    )
    paid = ClaimEntryFactory()
    draft = ClaimFactory(quarter=Quarter(FinancialYear(2023), 2))
    spend = SpendEntryFactory()
    rating = ApproachRatingFactory()
    scenario = ScenarioFactory(made_by=staff)
    evidence = MatchEvidenceFactory()
    closed = ClosedYearFactory(year=FinancialYear(2022))
    adjustment = AdjustmentFactory(year=closed.year, recorded_by=finance)
    override = OverrideFactory(approval="awaited", decided_on=None, decided_by=None, decision_note="")
    sent, made = {"pk": upload_of(staff).pk}, {"pk": job_of(staff).pk}
    return {
        **dict.fromkeys(TABLE, leeds_keys),
        "figure": {"key": "core_committed"},
        "figure-export": {"key": "core_committed"},
        **{name: {"pk": AwardFactory().pk} for name in ("award-withdraw",)},
        **{
            name: {"pk": MatchContributionFactory().pk}
            for name in ("match-confirm", "match-withdraw", "match-contribution")
        },
        **{name: {"pk": MatchContributionFactory().pk} for name in ("match-valuation", "match-attach")},
        **{
            name: {"pk": evidence.contribution_id, "file": evidence.pk}
            for name in ("match-file", "match-file-withdraw")
        },
        "match-requirement-edit": {"pk": MatchRequirementFactory().pk},
        **{
            name: {"pk": allocation.pk}
            for name in ("allocation-withdraw", "allocation-split", "shares-withdraw")
        },
        **{name: {"pk": share.pk} for name in ("share-adjust", "share-move")},
        **{
            name: {"pk": paid.claim_id}
            for name in ("claim", "claim-document", "claim-workbook", "claim-pay", "claim-settle")
        },
        **{name: {"pk": draft.pk} for name in ("claim-send", "claim-withdraw")},
        "claim-prepare": {"scheme": "core", "quarter": 20233},
        "claim-entry-withdraw": {"pk": paid.pk},
        **{name: {"pk": spend.line_id} for name in own_patterns() if name.startswith("budget-line")},
        "budget-spend-withdraw": {"pk": spend.pk},
        "outturn-reason": {"row": "staffing", "basis": "to_date"},
        "import-template": {"kind": "reach"},
        **{
            name: {"pk": rating.approach_id}
            for name in ("toolkit-approach", "toolkit-rating", "toolkit-replace")
        },
        "override": {"pk": override.pk},
        **{
            name: {"pk": attached.quarterly_return_id} for name in own_patterns() if name.startswith("return")
        },
        **{
            name: {"pk": attached.quarterly_return_id, "file": attached.pk}
            for name in ("return-file", "return-file-remove")
        },
        **{
            name: {"csp": attached.quarterly_return.csp_id, "quarter": 20233}
            for name in ("return-start", "return-extend")
        },
        "return-step": {"pk": attached.quarterly_return_id, "step": "comment"},
        "return-receipt": {"pk": submitted.pk},
        "milestone-edit": {"pk": DutyMilestoneFactory().pk},
        "data-request-edit": {"pk": DataRequestFactory().pk},
        "duty-holder": {"organisation": OrganisationFactory(specified_authority=True).pk},
        **of_the_programme(),
        "published-explain": {"pk": PublishedFigureFactory().pk},
        **of_papers(),
        "open-data-file": {"kind": "spend"},
        **{name: {"key": "no-assessment"} for name in ("quality-check", "quality-check-export")},
        **{name: sent if name.startswith("import") else made for name in OWN},
        **{name: {"start": 2023} for name in ("year-end-year", "year-end-close")},
        "year-end-adjust": {"start": 2022},
        "adjustment-end": {"pk": adjustment.pk},
        **{name: {"pk": scenario.pk} for name in ("scenario", "scenario-remove")},
        "tables-export": {"fmt": "csv"},
        **{
            name: {"pk": SavedTableFactory(made_by=staff).pk}
            for name in ("tables-open", "tables-rename", "tables-remove")
        },
        **{name: {"pk": LedgerLayoutFactory().pk} for name in ("ledger-layout", "ledger-layout-remove")},
    }


def of_papers():
    """What the addresses of Panel papers are about: a draft, or one that was published."""
    draft, published = PanelPaperFactory(), FrozenPaperFactory()
    drafts = ("paper-edit", "paper-preview", "paper-section", "paper-read", "paper-publish")
    return {
        **{name: {"pk": draft.pk, "section": "grant"} for name in drafts},
        "paper-discard": {"pk": PanelPaperFactory().pk},
        **{
            name: {"pk": published.panel_paper_id, "kind": "html"}
            for name in ("paper", "paper-file", "paper-afresh")
        },
    }


def of_the_programme():
    """What the addresses of programme activity are about."""
    count = ActivityCountFactory()
    ones = {
        "activity": count.activity_id,
        "publication": PublicationFactory().pk,
        "evaluation": EvaluationFactory().pk,
        "governance": GovernanceGroupFactory().pk,
        "workstream": count.activity.workstream_id,
    }
    return {
        **{name: {"pk": ones[stem]} for name in own_patterns() if (stem := name.split("-")[0]) in ones},
        **{
            name: {"activity": count.activity_id, "pk": count.pk}
            for name in own_patterns()
            if name.startswith("activity-count")
        },
    }


def upload_of(person):
    """A file that somebody sent, in which something is refused."""
    content = b"Reference,Quarter\nVRP-2023-001,Q9\n"
    upload, file = actions.receive(io.BytesIO(content), "q9.csv", kind="reach", year=None, by=person)
    actions.preview_work(upload, file)(nobody_is_told)
    return upload


def job_of(person):
    return Job.objects.create(by=person, work=Job.Work.EXPORT, filename="reach.csv", result=b"Reference")


def address(name: str, keys: dict[str, dict[str, object]]) -> str:
    parameters = own_patterns()[name].pattern.converters
    values = {"fmt": "csv", **keys[name]}
    return reverse(name, kwargs={part: values[part] for part in parameters})


def status(response) -> int:
    """What was answered; a file is read to its end, which closes it."""
    if response.streaming:
        body_of(response)
    return response.status_code


def test_every_address_has_a_row():
    assert own_patterns().keys() == TABLE.keys() | OPEN


def test_the_table_and_the_matrix_of_rights_agree():
    for name, statuses in OF_ANYBODY.items():
        if name in {"import-template", "tables-rename"}:
            continue  # Of the kinds of import, each has a right of its own; a saved table is its maker's.
        allowed = {role for role, status in zip(ROLES.values(), statuses[:-1], strict=True) if status < 400}
        assert MATRIX[own_patterns()[name].callback.view_class.action] == allowed, name


def test_every_right_is_somebodys_and_an_administrator_has_all():
    assert MATRIX.keys() == set(Action)
    assert all(Role.ADMINISTRATOR in roles for roles in MATRIX.values())


@pytest.mark.parametrize(("place", "who"), list(enumerate(PEOPLE)), ids=PEOPLE)
def test_who_may_open_what(client_of, request, keys, place, who):
    client = client_of(request.getfixturevalue(who))
    given = {name: status(client.get(address(name, keys))) for name in TABLE}
    assert given == {name: statuses[place] for name, statuses in TABLE.items()}


@pytest.mark.parametrize(("place", "who"), list(enumerate(PEOPLE)), ids=PEOPLE)
def test_who_may_send_what(client_of, request, keys, place, who):
    client = client_of(request.getfixturevalue(who))
    given = {name: status(client.post(address(name, keys), {})) for name in OF_ANYBODY}
    shown = {} if who == "nobody" else {200: 405, 302: 405}
    expected = {name: shown.get(statuses[place], statuses[place]) for name, statuses in READ.items()}
    expected |= {name: {200: 422}.get(statuses[place], statuses[place]) for name, statuses in WRITE.items()}
    if expected["published-explain"] == 422:
        expected["published-explain"] = 302  # Nothing takes an explanation back: that is valid.
    if expected["paper-discard"] == 422:
        expected["paper-discard"] = 302  # Nothing is asked but the press of a button.
    if who == "admin":
        expected["return-edit"] = 422  # Of the team, which fills in no return.
    if expected["match-confirm"] == 422:
        expected["match-confirm"] = 302  # Without a day, a contribution is pledged only: that is valid.
    assert given == expected


@pytest.mark.parametrize(("place", "who"), list(enumerate(PEOPLE)), ids=PEOPLE)
def test_who_may_send_what_about_a_file_of_staffs(client_of, request, keys, place, who):
    client = client_of(request.getfixturevalue(who))
    given = {name: status(client.post(address(name, keys), {})) for name in OWN}
    of_staff = {name: SENT.get(name, 405) for name in OWN}
    assert given == (
        of_staff if who == "staff" else {name: statuses[place] for name, statuses in OWN.items()}
    )


@pytest.mark.parametrize(("place", "who"), list(enumerate(PEOPLE)), ids=PEOPLE)
def test_who_may_send_what_is_only_sent(client_of, request, keys, place, who):
    client = client_of(request.getfixturevalue(who))
    given = {name: status(client.post(address(name, keys), {})) for name in POSTED}
    assert given == {name: statuses[place] for name, statuses in POSTED.items()}


@pytest.mark.parametrize("method", ["delete", "patch"])
def test_no_address_answers_a_method_it_does_not_know(client_of, admin, keys, method):
    client = client_of(admin)
    given = {name: getattr(client, method)(address(name, keys)).status_code for name in OF_ANYBODY}
    assert given == dict.fromkeys(OF_ANYBODY, 405)


def test_who_has_not_signed_in_is_led_to_sign_in_and_back(client_of, nobody, keys):
    client = client_of(nobody)
    for name in TABLE:
        asked = address(name, keys)
        # The front door leads back to nowhere in particular: each role begins on its own page.
        back = "" if name == "overview" else f"?next={asked}"
        assert client.get(asked)["Location"] == f"{reverse('account_login')}{back}"


def test_what_is_open_to_all_asks_for_nothing(client_of, nobody):
    assert {client_of(nobody).get(reverse(name)).status_code for name in OPEN} == {200}


def test_an_account_that_is_switched_off_signs_in_nowhere(client_of, staff):
    client = client_of(staff)
    staff.is_active = False
    staff.save()
    assert client.get(reverse("overview")).status_code == 302


@pytest.mark.parametrize("who", ["staff", "finance", "csp_leeds", "panel", "nobody"])
def test_the_administration_site_is_the_administrators_alone(client_of, request, who):
    client = client_of(request.getfixturevalue(who))
    names = [name for name, it in patterns(get_resolver()) if name.startswith("admin:")]
    lists = [name for name in names if name.endswith(("index", "changelist", "_add"))]
    assert "admin:accounts_user_changelist" in lists
    assert {client.get(reverse(name)).status_code for name in lists} <= {302, 403}


def test_an_administrator_opens_every_list_of_the_administration_site(client_of, admin, keys):
    client = client_of(admin)
    lists = [name for name, it in patterns(get_resolver()) if name.endswith("changelist")]
    assert {name: client.get(reverse(name)).status_code for name in lists} == dict.fromkeys(lists, 200)


# Another district's records are not found, whichever way a coordinator asks for them.


@pytest.mark.parametrize("name", OF_ONE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_districts_intervention_is_not_found(client_of, csp_bradford, keys, name, method):
    status = getattr(client_of(csp_bradford), method)(address(name, keys)).status_code
    if TABLE[name][PEOPLE.index("csp_leeds")] == 403:
        assert status == 403
    elif name == "intervention" and method == "post":
        assert status == 405
    else:
        assert status == 404


@pytest.mark.parametrize("query", [{}, {"district": "Leeds"}, {"search": "VRP-2023-001"}])
def test_another_districts_interventions_are_in_no_list_and_no_file(
    client_of, csp_bradford, bradford, keys, query
):
    of_leeds_or_bradford(bradford, "VRP-2023-002")
    client = client_of(csp_bradford)
    asked = {"year": "2023/24", "as_at": "2023-12-31", **query}
    listed = [] if "search" in query else ["VRP-2023-002"]
    page = client.get(reverse("interventions"), asked)
    assert [row.record.reference for row in page.context["table"].rows] == listed
    assert "In Leeds" not in told(page)
    file = client.get(reverse("interventions-export", args=["csv"]), asked)
    assert [row[0] for row in rows_of(file)[1:-1]] == listed
    figure = client.get(reverse("figure-export", args=["allocated", "csv"]), asked)
    assert "VRP-2023-001" not in str(rows_of(figure))


def test_a_coordinators_figures_are_their_own_districts_whatever_is_asked(
    client_of, csp_leeds, bradford, keys
):
    of_leeds_or_bradford(bradford, "VRP-2023-002")
    FundingLineFactory(stating="500.00", district=bradford)
    client = client_of(csp_leeds)
    asked = {"year": "2023/24", "as_at": "2023-12-31", "district": "Bradford"}
    assert client.get(reverse("overview"), asked).context["scope"].district.name == "Leeds"
    assert "Bradford" not in told(client.get(reverse("overview"), asked))
    page = client.get(reverse("figure", args=["core_committed"]), asked)
    assert page.context["result"].shown == "£1,000.00"


def test_a_shared_intervention_shows_a_coordinator_their_own_money_and_reach_only(
    client_of, csp_bradford, bradford, leeds, keys
):
    reference = keys["intervention"]["reference"]
    shared = Intervention.objects.get(reference=reference)
    InterventionDistrictFactory(intervention=shared, district=bradford)
    ReachRecordFactory(intervention=shared, district=bradford, people_24_and_under=611)
    FundingLineFactory(intervention=shared, district=bradford, stating="52.00")
    client = client_of(csp_bradford)
    page = told(client.get(reverse("intervention", args=[reference])))
    assert "611" in page
    assert "£52.00" in page
    assert "£1,000.00" not in page
    for name in ("intervention-reach-edit", "intervention-reach-withdraw"):
        assert client.get(address(name, keys)).status_code == 404
    # It works in Leeds too, so it is not Bradford's alone to change.
    assert client.get(address("intervention-edit", keys)).status_code == 404
    file = client.get(reverse("interventions-export", args=["csv"]), {"year": "2023/24"})
    header, row, *_ = rows_of(file)
    assert row[header.index("Allocated")] == "52.00"


# The Panel sees neither drafts, nor a single intervention's reach, nor who changed what.


@pytest.fixture
def proposed(leeds):
    draft = InterventionFactory(reference="VRP-2023-009", name="Only a draft", status="proposed")
    InterventionDistrictFactory(intervention=draft, district=leeds)
    return draft


def test_the_panel_finds_no_proposed_intervention(client_of, panel, proposed):
    client = client_of(panel)
    assert client.get(proposed.get_absolute_url()).status_code == 404
    asked = {"year": "2023/24", "as_at": "2023-12-31"}
    assert "Only a draft" not in told(client.get(reverse("interventions"), asked))
    assert "Only a draft" not in str(
        rows_of(client.get(reverse("interventions-export", args=["csv"]), asked))
    )


def test_staff_find_it(client_of, staff, proposed):
    client = client_of(staff)
    assert client.get(proposed.get_absolute_url()).status_code == 200
    assert "Only a draft" in told(client.get(reverse("interventions"), {"year": "2023/24"}))


def test_the_panel_sees_no_single_interventions_reach(client_of, panel, staff, leeds):
    intervention = InterventionFactory(reference="VRP-2023-008", status="delivering")
    FundingLineFactory(intervention=intervention, stating="1.00")
    ReachRecordFactory(intervention=intervention, people_24_and_under=7411)
    asked = {"year": "2023/24", "as_at": "2023-12-31"}
    for person, sees in ((panel, False), (staff, True)):
        client = client_of(person)
        page = told(client.get(intervention.get_absolute_url(), asked))
        register = told(client.get(reverse("interventions"), asked))
        file = str(rows_of(client.get(reverse("interventions-export", args=["csv"]), asked)))
        assert ("7,411" in page, "7,411" in register, "7411" in file) == (sees, sees, sees)
        assert ("Aged 24 or under" in file) is sees
    client = client_of(panel)
    assert client.get(reverse("figure-export", args=["people_24_and_under", "csv"])).status_code == 404


def test_the_panel_sees_no_users_name(client_of, panel, staff):
    intervention = InterventionFactory(reference="VRP-2023-008", status="proposed")
    sent = {"funding_source": "core", "year": "2023/24", "agreed_on": "2023-05-01"}
    posted = client_of(staff).post(
        reverse("intervention-funding-new", args=[intervention.reference]),
        {**sent, "reason_for_warning": "The award is not in yet"},
    )
    assert posted.status_code == 302
    assert "Sam Example" in told(client_of(staff).get(intervention.get_absolute_url()))
    page = told(client_of(panel).get(intervention.get_absolute_url()))
    assert "Sam Example" not in page
    assert "History" not in page
