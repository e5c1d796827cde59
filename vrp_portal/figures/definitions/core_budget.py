"""Figures of what the core grant is set aside for, and of what is spent of it in all."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet, Sum

from grants.models import BudgetLine, SpendEntry
from vrp_portal.figures.actuals import INTERVENTIONS
from vrp_portal.figures.registry import Dimension, Figure, Measure, Records, register
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import Unit
from vrp_portal.periods import Quarter


def budget_lines(scope: Scope) -> QuerySet[Any]:
    """The budget lines of the scope's year, agreed on or before the day and not withdrawn by then."""
    standing = Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=scope.as_at)
    return BudgetLine.objects.filter(standing, year=scope.year, agreed_on__lte=scope.as_at)


def other_spend(scope: Scope) -> QuerySet[Any]:
    """What was spent from the budget lines that are not of interventions, in quarters that had ended."""
    entries: QuerySet[Any] = (
        SpendEntry.objects.standing(as_at=scope.as_at)
        .filter(
            line__year=scope.year,
            kind=SpendEntry.Kind.ACTUAL,
            quarter__lte=Quarter.last_ended(scope.as_at),
        )
        .exclude(line__purpose=INTERVENTIONS)
        .select_related("line")
    )
    return entries


BUDGET = Measure(budget_lines, {"amount": lambda where: Sum("amount", filter=where)}, {})
OTHER_SPEND = Measure(
    other_spend, {"amount": lambda where: Sum("amount", filter=where)}, {Dimension.QUARTER: "quarter"}
)

register(
    Figure(
        "core_budgeted",
        "Core grant budgeted",
        Unit.POUNDS,
        "What the year's budget lines set aside of the core grant by the day.",
        lambda read: read.pounds(BUDGET, "amount"),
        lambda scope: Records(budget_lines(scope), adds="amount"),
    ),
    Figure(
        "core_spent_on_other",
        "Core grant spent on other purposes",
        Unit.POUNDS,
        "Core grant spent in quarters that had ended by the day on staffing, evaluation and every other "
        "purpose of the budget but interventions.",
        lambda read: read.pounds(OTHER_SPEND, "amount"),
        lambda scope: Records(other_spend(scope), adds="amount"),
    ),
    Figure(
        "core_spent_all",
        "Core grant spent",
        Unit.POUNDS,
        "Core grant spent in quarters that had ended by the day, on interventions and on every other purpose "
        "of the budget.",
        lambda read: read.figure_in_pounds("core_spent") + read.figure_in_pounds("core_spent_on_other"),
        parts=("core_spent", "core_spent_on_other"),
    ),
)
