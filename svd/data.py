"""The Serious Violence Duty's data as whole tables, to be exported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from svd.models import (
    Allocation,
    DataRequest,
    DutyHolder,
    DutyMilestone,
    DutyRecipient,
    QuarterlyReturn,
    Reallocation,
    ReturnComment,
    Share,
    ShareEntry,
)
from svd.models.returns import CONTENT
from vrp_portal.periods import Quarter
from vrp_portal.tabular.data import (
    CHUNK,
    ILLUSTRATIVE,
    DataColumn,
    DataScope,
    DataTable,
    Means,
    register_data,
    yes_or_no,
)
from vrp_portal.tabular.model_tables import by_day, model_table, of_year, standing, with_day
from vrp_portal.tabular.sheet import Cell


def _allocations(scope: DataScope) -> Any:
    return of_year(by_day(standing(Allocation, scope), scope, "agreed_on"), scope)


def _shares(scope: DataScope) -> Any:
    shares = standing(Share, scope).filter(allocation__in=_allocations(scope))
    return shares.order_by("allocation__period_start", "recipient__name", "pk")


def _share_changes(scope: DataScope) -> Any:
    changes = by_day(ShareEntry.objects.filter(share__in=_shares(scope).order_by()), scope, "agreed_on")
    return changes.order_by("agreed_on", "pk")


REALLOCATIONS = (
    DataColumn("year", "Financial year", Means.YEAR),
    DataColumn("from", "From"),
    DataColumn("to", "To"),
    DataColumn("decided_on", "Decided on", Means.DAY),
    DataColumn("decided_by", "Decided by"),
    DataColumn("labour", "Labour", Means.POUNDS),
    DataColumn("non_labour", "Non-labour", Means.POUNDS),
    DataColumn("reason", "Reason"),
    ILLUSTRATIVE,
)


def reallocations(scope: DataScope) -> Iterator[tuple[Cell, ...]]:
    """Every decision to move money between recipients."""
    moved = Reallocation.objects.filter(from_share__in=_shares(scope).order_by())
    moved = by_day(moved, scope, "decided_on").order_by("decided_on", "pk")
    moved = moved.select_related("from_share__allocation", "from_share__recipient", "to_share__recipient")
    for decision in moved.iterator(chunk_size=CHUNK):
        yield (
            decision.from_share.allocation.year.label,
            decision.from_share.recipient.name,
            decision.to_share.recipient.name,
            decision.decided_on,
            decision.decided_by,
            decision.labour,
            decision.non_labour,
            decision.reason,
            yes_or_no(decision.illustrative),
        )


def _returns(scope: DataScope) -> Any:
    returns = standing(QuarterlyReturn, scope)
    if scope.year is not None:
        returns = returns.filter(quarter__gte=scope.year.quarters[0], quarter__lte=scope.year.quarters[3])
    if scope.as_at is not None:
        returns = returns.filter(quarter__lte=Quarter.last_ended(scope.as_at))
    return returns.order_by("quarter", "pk")


register_data(
    model_table(
        "allocations",
        "Duty allocations",
        (
            *("year", "period_start", "period_end", "labour", "non_labour", "total", "agreed_on", "source"),
            "illustrative",
        ),
        _allocations,
    ),
    model_table(
        "shares",
        "Duty shares",
        (
            *("allocation__year", "recipient__name", "agreed_on", "labour", "non_labour", "source"),
            "illustrative",
        ),
        _shares,
    ),
    model_table(
        "share-changes",
        "Duty share changes",
        (
            *("share__allocation__year", "share__recipient__name", "agreed_on", "labour", "non_labour"),
            *("reason", "source", "illustrative"),
        ),
        _share_changes,
    ),
    DataTable("reallocations", "Duty reallocations", REALLOCATIONS, reallocations),
    model_table(
        "duty-recipients",
        "Duty recipients",
        ("year", "organisation__name", "added_on", "source", "illustrative"),
        lambda scope: of_year(by_day(standing(DutyRecipient, scope), scope, "added_on"), scope).order_by(
            "year", "organisation__name", "pk"
        ),
    ),
    model_table(
        "quarterly-returns",
        "Quarterly returns",
        (
            *("csp__name", "quarter", "revision", "state", *CONTENT, "reason_for_warnings"),
            *("extended_to", "extension_reason", "submitted_on", "submitted_by", "accepted_on"),
            *("superseded_on", "source", "illustrative"),
        ),
        _returns,
    ),
    model_table(
        "return-comments",
        "Return comments",
        (
            *("quarterly_return__csp__name", "quarterly_return__quarter", "quarterly_return__revision"),
            *("about", "by", "words"),
        ),
        lambda scope: ReturnComment.objects.filter(quarterly_return__in=_returns(scope).order_by()).order_by(
            "pk"
        ),
    ),
    model_table(
        "data-requests",
        "Duty data requests",
        (
            *("area", "organisation__name", "owner", "asked_on", "due_on", "state", "received_on"),
            *("evidence", "note", "source", "illustrative"),
        ),
        lambda scope: with_day(
            DataRequest.objects.order_by("area", "pk"), scope, "received_on", state="state"
        ),
    ),
    model_table(
        "duty-milestones",
        "Duty milestones",
        (
            *("kind", "district__name", "title", "owner", "due_on", "state", "done_on", "evidence", "source"),
            "illustrative",
        ),
        lambda scope: with_day(
            DutyMilestone.objects.order_by("due_on", "pk"), scope, "done_on", state="state"
        ),
    ),
    model_table(
        "duty-holders",
        "Duty holders",
        ("organisation__name", "post", "source", "illustrative"),
        lambda _scope: DutyHolder.objects.order_by("organisation__name"),
    ),
)
