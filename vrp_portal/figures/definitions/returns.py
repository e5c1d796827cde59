"""Figures of what the Community Safety Partnerships report: accepted returns alone, each counted once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import F, Max, OuterRef, QuerySet, Subquery, Sum

from svd.models import QuarterlyReturn, Share
from svd.models.returns import REACHED
from vrp_portal.figures.registry import Dimension, Figure, Measure, Reader, Records, register
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import Unit, Value
from vrp_portal.periods import quarters_ended

ACCEPTED = (
    " From accepted returns of quarters that had ended by the day; of a return and its revision, one counts."
)
NOT_ADDED = " They may be among those whom interventions reached, so the two are never added."
FORECAST = "What partnerships forecast to have spent of the Serious Violence Duty money"
FROM_THE_THIRD = 3


def accepted_returns(scope: Scope) -> QuerySet[Any]:
    """The accepted returns that count of the scope's year, each with what it reports in all."""
    returns = QuarterlyReturn.objects.for_year(scope.year).counting(as_at=scope.as_at)
    if scope.district is not None:
        returns = returns.filter(csp__district=scope.district)
    spent: QuerySet[Any] = returns.select_related("csp").annotate(
        spent=F("labour_spent") + F("non_labour_spent"),
        forecast=F("labour_forecast") + F("non_labour_forecast"),
    )
    return spent


def latest_returns(scope: Scope) -> QuerySet[Any]:
    """The latest of them of each partnership, whose forecast stands."""
    of_csp = accepted_returns(scope).filter(csp=OuterRef("csp")).order_by().values("csp")
    latest: QuerySet[Any] = accepted_returns(scope).filter(
        quarter=Subquery(of_csp.annotate(last=Max("quarter")).values("last"))
    )
    return latest


def shares_of_reporters(scope: Scope) -> QuerySet[Any]:
    """The shares of the partnerships with an accepted return."""
    shares = Share.objects.for_year(scope.year).as_at(scope.as_at).with_amounts(as_at=scope.as_at)
    reporters = accepted_returns(scope).order_by().values("csp")
    of_reporters: QuerySet[Any] = shares.filter(recipient__in=reporters).select_related(
        "recipient", "allocation"
    )
    return of_reporters


def _sum(column: str, *, default: int | None = None) -> Callable[..., Sum]:
    return lambda where: Sum(column, filter=where, default=default)


RETURNS = Measure(
    accepted_returns,
    {
        **{column: _sum(column) for column in ("labour_spent", "non_labour_spent", "spent")},
        **{column: _sum(column, default=0) for column in REACHED},
    },
    {Dimension.DISTRICT: "csp__district", Dimension.QUARTER: "quarter"},
)
FORECASTS = Measure(
    latest_returns,
    {column: _sum(column) for column in ("labour_forecast", "non_labour_forecast", "forecast")},
    {Dimension.DISTRICT: "csp__district"},
)
REPORTERS = Measure(
    shares_of_reporters,
    {column: _sum(f"{column}_then") for column in ("labour", "non_labour", "total")},
    {Dimension.DISTRICT: "recipient__district"},
)


def _unspent(read: Reader) -> Value:
    ended = list(quarters_ended(read.scope.year, as_at=read.scope.as_at))
    if len(ended) < FROM_THE_THIRD:
        return None
    return read.pounds(REPORTERS, "total") - read.figure_in_pounds("svd_forecast")


def _behind(column: str) -> Callable[[Scope], Records]:
    return lambda scope: Records(accepted_returns(scope).exclude(**{column: 0}), adds=column)


def _people(field: str, label: str, words: str) -> Figure:
    key = f"svd_{field}"
    return Figure(
        key,
        label,
        Unit.PEOPLE,
        f"{words} that partnerships report for the Serious Violence Duty.{NOT_ADDED}{ACCEPTED}",
        lambda read: read(RETURNS, field),
        _behind(field),
    )


register(
    Figure(
        "svd_labour_spent",
        "SVD labour spent",
        Unit.POUNDS,
        f"Serious Violence Duty money that partnerships report as spent on labour.{ACCEPTED}",
        lambda read: read.pounds(RETURNS, "labour_spent"),
        _behind("labour_spent"),
    ),
    Figure(
        "svd_non_labour_spent",
        "SVD non-labour spent",
        Unit.POUNDS,
        "Serious Violence Duty money that partnerships report as spent on interventions, training and "
        f"equipment.{ACCEPTED}",
        lambda read: read.pounds(RETURNS, "non_labour_spent"),
        _behind("non_labour_spent"),
    ),
    Figure(
        "svd_spent",
        "SVD spent",
        Unit.POUNDS,
        "Serious Violence Duty money that partnerships report as spent, labour and non-labour together."
        f"{ACCEPTED}",
        lambda read: read.pounds(RETURNS, "spent"),
        _behind("spent"),
        made_of=("svd_labour_spent", "svd_non_labour_spent"),
    ),
    Figure(
        "svd_labour_forecast",
        "SVD labour forecast to year end",
        Unit.POUNDS,
        f"{FORECAST} on labour by 31 March: of each the latest accepted return.",
        lambda read: read.pounds(FORECASTS, "labour_forecast"),
        lambda scope: Records(latest_returns(scope), adds="labour_forecast"),
    ),
    Figure(
        "svd_non_labour_forecast",
        "SVD non-labour forecast to year end",
        Unit.POUNDS,
        f"{FORECAST} on interventions, training and equipment by 31 March: of each the latest accepted "
        "return.",
        lambda read: read.pounds(FORECASTS, "non_labour_forecast"),
        lambda scope: Records(latest_returns(scope), adds="non_labour_forecast"),
    ),
    Figure(
        "svd_reporters_labour",
        "SVD labour of those who report",
        Unit.POUNDS,
        "What the partnerships with an accepted return have of the year's Serious Violence Duty money for "
        "labour. What they spend is compared with this: other recipients report nothing.",
        lambda read: read.pounds(REPORTERS, "labour"),
        lambda scope: Records(shares_of_reporters(scope), adds="labour_then"),
    ),
    Figure(
        "svd_reporters_non_labour",
        "SVD non-labour of those who report",
        Unit.POUNDS,
        "What the partnerships with an accepted return have of the year's Serious Violence Duty money for "
        "interventions, training and equipment.",
        lambda read: read.pounds(REPORTERS, "non_labour"),
        lambda scope: Records(shares_of_reporters(scope), adds="non_labour_then"),
    ),
    Figure(
        "svd_forecast",
        "SVD forecast to year end",
        Unit.POUNDS,
        "What partnerships forecast to have spent of the Serious Violence Duty money by 31 March: of each "
        "the latest accepted return.",
        lambda read: read.pounds(FORECASTS, "forecast"),
        lambda scope: Records(latest_returns(scope), adds="forecast"),
        made_of=("svd_labour_forecast", "svd_non_labour_forecast"),
    ),
    Figure(
        "svd_forecast_unspent",
        "SVD forecast to be left over",
        Unit.POUNDS,
        "The shares of the partnerships with an accepted return, less what they forecast to have spent by "
        "31 March; negative where it is more. What is left over cannot be claimed later, so it is told "
        "from the third quarter on.",
        _unspent,
        parts=("svd_forecast",),
    ),
    _people("people_24_and_under", "SVD returns: people aged 24 or under", "People aged 24 or under"),
    _people("people_25_and_over", "SVD returns: people aged 25 or over", "People aged 25 or over"),
    _people("people_age_not_known", "SVD returns: age not known", "People whose age is not known"),
    _people("professionals_trained", "SVD returns: professionals trained", "Professionals trained"),
)
