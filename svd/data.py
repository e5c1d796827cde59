"""The Serious Violence Duty's data as whole tables, to be exported."""

from __future__ import annotations

from typing import Any

from svd.models import Allocation, DutyHolder, DutyMilestone, QuarterlyReturn, Share
from vrp_portal.periods import Quarter
from vrp_portal.tabular.data import DataScope, register_data
from vrp_portal.tabular.model_tables import by_day, model_table, of_year, standing, with_day


def _allocations(scope: DataScope) -> Any:
    return of_year(by_day(standing(Allocation, scope), scope, "agreed_on"), scope)


def _shares(scope: DataScope) -> Any:
    shares = standing(Share, scope).filter(allocation__in=_allocations(scope))
    return shares.order_by("allocation__period_start", "recipient__name", "pk")


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
        ("allocation__year", "recipient__name", "labour", "non_labour", "source", "illustrative"),
        _shares,
    ),
    model_table(
        "quarterly-returns",
        "Quarterly returns",
        (
            *("csp__name", "quarter", "state", "labour_spent", "non_labour_spent"),
            *("labour_forecast", "non_labour_forecast", "activity", "risks", "people_24_and_under"),
            *("people_25_and_over", "professionals_trained", "source", "illustrative"),
        ),
        _returns,
    ),
    model_table(
        "duty-milestones",
        "Duty milestones",
        ("kind", "district__name", "title", "due_on", "done_on", "evidence", "source", "illustrative"),
        lambda scope: with_day(DutyMilestone.objects.order_by("due_on", "pk"), scope, "done_on"),
    ),
    model_table(
        "duty-holders",
        "Duty holders",
        ("organisation__name", "post", "source", "illustrative"),
        lambda _scope: DutyHolder.objects.order_by("organisation__name"),
    ),
)
