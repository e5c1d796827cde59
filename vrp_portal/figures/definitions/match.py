"""Figures of match funding: what the grant asks for, and what partners have pledged, confirmed, evidenced."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Max, QuerySet, Sum

from grants.models import MatchContribution, MatchRequirement
from grants.querysets import confirmed_by, evidenced_by, pledged_only_by
from grants.rules import MatchPosition, required_match
from vrp_portal.figures.registry import Dimension, Figure, Measure, Reader, Records, register
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import Unit, Value


def match_requirement(scope: Scope) -> QuerySet[Any]:
    return MatchRequirement.objects.filter(year=scope.year)


def confirmed_match(scope: Scope) -> QuerySet[Any]:
    return _contributions(scope).filter(confirmed_by(scope.as_at))


def evidenced_match(scope: Scope) -> QuerySet[Any]:
    return _contributions(scope).filter(evidenced_by(scope.as_at))


def pledged_match(scope: Scope) -> QuerySet[Any]:
    return _contributions(scope).filter(pledged_only_by(scope.as_at))


def _contributions(scope: Scope) -> QuerySet[Any]:
    of_year = MatchContribution.objects.for_year(scope.year)
    return of_year.as_at(scope.as_at).select_related("organisation")


DIVIDED = {Dimension.PARTNER: "organisation", Dimension.KIND: "kind"}
REQUIREMENT = Measure(
    match_requirement,
    {
        "required": lambda where: Sum("required", filter=where),
        "percentage": lambda where: Max("percentage", filter=where),
        "baseline": lambda where: Sum("baseline_amount", filter=where),
    },
    {},
)
CONFIRMED = Measure(confirmed_match, {"amount": lambda where: Sum("amount", filter=where)}, DIVIDED)
EVIDENCED = Measure(evidenced_match, {"amount": lambda where: Sum("amount", filter=where)}, DIVIDED)
PLEDGED = Measure(pledged_match, {"amount": lambda where: Sum("amount", filter=where)}, DIVIDED)


def _required(read: Reader) -> Value:
    supposing = read.scope.supposing
    if supposing.match_percentage is None and supposing.match_baseline is None:
        recorded: Value = read(REQUIREMENT, "required")
        return recorded
    percentage, baseline = read.figure("match_percentage"), read.figure("match_baseline")
    if percentage is None or baseline is None:
        return None
    return required_match(Decimal(baseline), percentage=Decimal(percentage))


def _percentage(read: Reader) -> Value:
    recorded: Value = read(REQUIREMENT, "percentage")
    supposed = read.scope.supposing.match_percentage
    return recorded if supposed is None else supposed


def _baseline(read: Reader) -> Value:
    recorded: Value = read(REQUIREMENT, "baseline")
    supposed = read.scope.supposing.match_baseline
    return recorded if supposed is None else supposed


def _match_position(read: Reader) -> MatchPosition:
    return MatchPosition(
        required=read.figure_in_pounds("match_required"),
        confirmed=read.figure_in_pounds("match_confirmed"),
        pledged=read.figure_in_pounds("match_pledged"),
    )


def _match_to_confirm(read: Reader) -> Decimal | None:
    return None if read.figure("match_required") is None else _match_position(read).still_to_confirm


def _match_to_find(read: Reader) -> Decimal | None:
    return None if read.figure("match_required") is None else _match_position(read).still_to_find


register(
    Figure(
        "match_required",
        "Match funding required",
        Unit.POUNDS,
        "The match funding that the year's grant asks for: a percentage of an earlier year's allocation.",
        _required,
        lambda scope: Records(match_requirement(scope), adds="required"),
    ),
    Figure(
        "match_percentage",
        "Match funding: share of the baseline",
        Unit.PERCENT,
        "The percentage of an earlier year's allocation that the year's grant asks for in match funding.",
        _percentage,
        lambda scope: Records(match_requirement(scope), adds="percentage"),
    ),
    Figure(
        "match_baseline",
        "Match funding: baseline",
        Unit.POUNDS,
        "The earlier year's allocation of which the match funding is a percentage.",
        _baseline,
        lambda scope: Records(match_requirement(scope), adds="baseline_amount"),
    ),
    Figure(
        "match_confirmed",
        "Match funding confirmed",
        Unit.POUNDS,
        "Match contributions for the year that partners had confirmed, or evidenced, by the day. "
        "Only these count towards the requirement.",
        lambda read: read.pounds(CONFIRMED, "amount"),
        lambda scope: Records(confirmed_match(scope), adds="amount"),
    ),
    Figure(
        "match_evidenced",
        "Match funding evidenced",
        Unit.POUNDS,
        "Match contributions for the year that are evidenced by the day. They are among those confirmed.",
        lambda read: read.pounds(EVIDENCED, "amount"),
        lambda scope: Records(evidenced_match(scope), adds="amount"),
    ),
    Figure(
        "match_pledged",
        "Match funding pledged only",
        Unit.POUNDS,
        "Match contributions for the year that partners had pledged but not confirmed by the day. "
        "They do not count yet.",
        lambda read: read.pounds(PLEDGED, "amount"),
        lambda scope: Records(pledged_match(scope), adds="amount"),
    ),
    Figure(
        "match_contributed",
        "Match funding confirmed and pledged",
        Unit.POUNDS,
        "Match contributions for the year pledged by the day, confirmed ones included.",
        lambda read: read.figure_in_pounds("match_confirmed") + read.figure_in_pounds("match_pledged"),
        parts=("match_confirmed", "match_pledged"),
    ),
    Figure(
        "match_to_confirm",
        "Match funding still to confirm",
        Unit.POUNDS,
        "The required match less what is confirmed; £0 once the requirement is met.",
        _match_to_confirm,
        parts=("match_required", "match_confirmed"),
    ),
    Figure(
        "match_to_find",
        "Match funding still to find",
        Unit.POUNDS,
        "The required match less what is confirmed and pledged; £0 once pledges would meet the requirement.",
        _match_to_find,
        parts=("match_required", "match_contributed"),
    ),
)
