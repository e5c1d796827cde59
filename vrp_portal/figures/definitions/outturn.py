"""Figures of the core grant's budget: what is budgeted, spent, forecast, and at risk of being lost.

What interventions spend and will spend is read from their funding lines, whether or not a budget line is set
aside for them; what is spent on the other purposes is read from their budget lines.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any

from django.db.models import F, QuerySet, Sum, Value
from django.db.models.expressions import Combinable

from grants.models import BudgetLine
from grants.querysets import QUARTERS
from vrp_portal.figures import values
from vrp_portal.figures.actuals import INTERVENTIONS, spend_on_other_purposes
from vrp_portal.figures.definitions.high_impact import forecast_of_core_lines
from vrp_portal.figures.registry import Figure, Measure, Reader, Records, register
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import Unit
from vrp_portal.money.fields import PoundsField
from vrp_portal.periods import quarters_ended

FROM_THE_THIRD = 3


def ended_in(scope: Scope) -> int:
    """How many quarters of the scope's year had ended by its day."""
    return len(list(quarters_ended(scope.year, as_at=scope.as_at)))


def budget_lines(scope: Scope) -> QuerySet[Any]:
    """The year's lines, each with its budget, profile and forecasts on the day; `profile_to_date` of the
    quarters that had ended, and `to_come`, the forecast of the others, in pounds."""
    ended = ended_in(scope)
    lines = BudgetLine.objects.for_year(scope.year).as_at(scope.as_at)
    lines = lines.with_budget(as_at=scope.as_at).with_forecast(as_at=scope.as_at)
    whole: QuerySet[Any] = lines.annotate(
        profile_to_date=_sum_of(f"{quarter}_then" for quarter in QUARTERS[:ended]),
        to_come=_sum_of(f"forecast_{number}" for number in range(ended + 1, 5)),
    )
    return whole


def lines_of_other_purposes(scope: Scope) -> QuerySet[Any]:
    return budget_lines(scope).exclude(purpose=INTERVENTIONS)


def other_spend(scope: Scope) -> QuerySet[Any]:
    return spend_on_other_purposes(scope.year, as_at=scope.as_at).select_related("line")


def _sum_of(columns: Any) -> Combinable:
    nothing = Value(Decimal(0), output_field=PoundsField())
    return reduce(add, (F(column) for column in columns), nothing)


def _sum(column: str) -> Callable[..., Sum]:
    return lambda where: Sum(column, filter=where)


BUDGET = Measure(
    budget_lines,
    {
        column: _sum(column)
        for column in ("budget_then", "profile_to_date", *(f"{quarter}_then" for quarter in QUARTERS))
    },
    {},
)
TO_COME = Measure(lines_of_other_purposes, {"to_come": _sum("to_come")}, {})
OTHER_SPEND = Measure(other_spend, {"amount": _sum("amount")}, {})
INTERVENTIONS_FORECAST = Measure(forecast_of_core_lines, {"forecast": _sum("forecast")}, {})


def _less(one: str, other: str) -> Callable[[Reader], values.Value]:
    """One figure less another; None where nothing is budgeted with which it could be compared."""

    def value(read: Reader) -> values.Value:
        if read(BUDGET, "budget_then") is None:
            return None
        return read.figure_in_pounds(one) - read.figure_in_pounds(other)

    return value


def _sum_of_figures(*keys: str) -> Callable[[Reader], values.Value]:
    return lambda read: sum((read.figure_in_pounds(key) for key in keys), Decimal(0))


def _not_budgeted(read: Reader) -> values.Value:
    if read.figure("core_grant_award") is None:
        return None
    return read.figure_in_pounds("core_grant_award") - read.figure_in_pounds("core_budgeted")


def _at_risk(read: Reader) -> values.Value:
    left: values.Value = _less("core_budgeted", "core_forecast_outturn")(read)
    return left if ended_in(read.scope) >= FROM_THE_THIRD else None


def _profile(number: int) -> Figure:
    column = f"quarter_{number}_then"
    return Figure(
        f"core_profile_q{number}",
        f"Core grant profiled for Q{number}",
        Unit.POUNDS,
        f"What the budget lines are meant to spend in quarter {number}, by the day's profile.",
        lambda read: read.pounds(BUDGET, column),
        lambda scope: Records(budget_lines(scope), adds=column),
    )


register(
    Figure(
        "core_budgeted",
        "Core grant budgeted",
        Unit.POUNDS,
        "What the year's budget lines set aside of the core grant by the day: as agreed, and as changed by "
        "adjustments and by money moved between lines.",
        lambda read: read.pounds(BUDGET, "budget_then"),
        lambda scope: Records(budget_lines(scope), adds="budget_then"),
    ),
    *(_profile(number) for number in range(1, 5)),
    Figure(
        "core_not_budgeted",
        "Core grant not budgeted",
        Unit.POUNDS,
        "The core grant award less what the budget lines set aside of it.",
        _not_budgeted,
        parts=("core_grant_award", "core_budgeted"),
    ),
    Figure(
        "core_profile_to_date",
        "Core grant profiled to date",
        Unit.POUNDS,
        "What the budget lines were meant to spend in quarters that had ended by the day.",
        lambda read: read.pounds(BUDGET, "profile_to_date"),
        lambda scope: Records(budget_lines(scope), adds="profile_to_date"),
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
        _sum_of_figures("core_spent", "core_spent_on_other"),
        parts=("core_spent", "core_spent_on_other"),
    ),
    Figure(
        "core_spend_variance",
        "Core grant spent against profile",
        Unit.POUNDS,
        "What was spent of the core grant to date less what the budget lines were meant to spend by then; "
        "negative where less was spent.",
        _less("core_spent_all", "core_profile_to_date"),
        parts=("core_spent_all", "core_profile_to_date"),
    ),
    Figure(
        "core_interventions_forecast",
        "Core grant forecast for interventions",
        Unit.POUNDS,
        "What interventions will have spent of the core grant by 31 March, if each that has not ended spends "
        "all that it is allocated. Once the year is over, what was spent.",
        lambda read: read.pounds(INTERVENTIONS_FORECAST, "forecast"),
        lambda scope: Records(
            forecast_of_core_lines(scope)
            .filter(forecast__isnull=False)
            .select_related("intervention", "district"),
            adds="forecast",
        ),
    ),
    Figure(
        "core_other_to_come",
        "Core grant still to be spent on other purposes",
        Unit.POUNDS,
        "What every purpose but interventions is forecast to cost in the quarters that had not ended by the "
        "day: of each quarter the latest forecast, or its profile where nobody has forecast it.",
        lambda read: read.pounds(TO_COME, "to_come"),
        lambda scope: Records(lines_of_other_purposes(scope), adds="to_come"),
    ),
    Figure(
        "core_forecast_outturn",
        "Core grant forecast outturn",
        Unit.POUNDS,
        "What will have been spent of the core grant by 31 March: the forecast for interventions; for every "
        "other purpose what was spent in quarters that had ended, and the forecast of the others.",
        _sum_of_figures("core_interventions_forecast", "core_spent_on_other", "core_other_to_come"),
        parts=("core_interventions_forecast", "core_spent_on_other", "core_other_to_come"),
    ),
    Figure(
        "core_outturn_variance",
        "Core grant forecast outturn against budget",
        Unit.POUNDS,
        "The forecast outturn less what is budgeted; negative where less will be spent.",
        _less("core_forecast_outturn", "core_budgeted"),
        parts=("core_forecast_outturn", "core_budgeted"),
    ),
    Figure(
        "core_at_risk",
        "Core grant at risk",
        Unit.POUNDS,
        "What is budgeted less the forecast outturn: money that is not spent by 31 March is lost. It is told "
        "from the third quarter on, and is negative where more will be spent than is budgeted. What is not "
        "budgeted at all is told apart.",
        _at_risk,
        parts=("core_budgeted", "core_forecast_outturn"),
    ),
)
