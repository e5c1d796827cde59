"""Figures of the core grant award and of match funding."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Max, QuerySet, Sum

from grants.models import Award, HighImpactTerms, MatchContribution, MatchRequirement
from grants.querysets import confirmed_by, pledged_only_by
from grants.rules import MatchPosition
from vrp_portal.figures.registry import Figure, Measure, Reader, Records, register
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import Unit, Value


def core_awards(scope: Scope) -> QuerySet[Any]:
    return Award.objects.core().for_year(scope.year).as_at(scope.as_at).select_related("funder")


def match_requirement(scope: Scope) -> QuerySet[Any]:
    return MatchRequirement.objects.filter(year=scope.year)


def confirmed_match(scope: Scope) -> QuerySet[Any]:
    return _contributions(scope).filter(confirmed_by(scope.as_at))


def pledged_match(scope: Scope) -> QuerySet[Any]:
    return _contributions(scope).filter(pledged_only_by(scope.as_at))


def high_impact_terms(scope: Scope) -> QuerySet[Any]:
    return HighImpactTerms.objects.filter(year=scope.year)


def _contributions(scope: Scope) -> QuerySet[Any]:
    of_year = MatchContribution.objects.for_year(scope.year)
    return of_year.as_at(scope.as_at).select_related("organisation")


AWARDS = Measure(core_awards, {"amount": lambda where: Sum("amount", filter=where)}, {})
REQUIREMENT = Measure(
    match_requirement,
    {
        "required": lambda where: Sum("required", filter=where),
        "percentage": lambda where: Max("percentage", filter=where),
    },
    {},
)
CONFIRMED = Measure(confirmed_match, {"amount": lambda where: Sum("amount", filter=where)}, {})
PLEDGED = Measure(pledged_match, {"amount": lambda where: Sum("amount", filter=where)}, {})
TERMS = Measure(
    high_impact_terms,
    {
        "percentage": lambda where: Max("percentage", filter=where),
        "basis": lambda where: Max("basis", filter=where),
    },
    {},
)


def _match_position(read: Reader) -> MatchPosition:
    return MatchPosition(
        required=read.figure_in_pounds("match_required"),
        confirmed=read.figure_in_pounds("match_confirmed"),
        pledged=read.figure_in_pounds("match_pledged"),
    )


def _match_to_confirm(read: Reader) -> Decimal | None:
    return None if read.figure("match_required") is None else _match_position(read).still_to_confirm


def _award(read: Reader) -> Value:
    amount: Value = read(AWARDS, "amount")
    supposed = read.scope.supposing.award
    return amount if supposed is None else supposed


register(
    Figure(
        "core_grant_award",
        "Core grant award",
        Unit.POUNDS,
        "What the Home Office awards to the partnership as its core grant for the year: awards agreed on or "
        "before the day, indicative ones included, and not withdrawn.",
        _award,
        lambda scope: Records(core_awards(scope), adds="amount"),
    ),
    Figure(
        "match_required",
        "Match funding required",
        Unit.POUNDS,
        "The match funding that the year's grant asks for: a percentage of an earlier year's allocation.",
        lambda read: read(REQUIREMENT, "required"),
        lambda scope: Records(match_requirement(scope), adds="required"),
    ),
    Figure(
        "match_percentage",
        "Match funding: share of the baseline",
        Unit.PERCENT,
        "The percentage of an earlier year's allocation that the year's grant asks for in match funding.",
        lambda read: read(REQUIREMENT, "percentage"),
        lambda scope: Records(match_requirement(scope), adds="percentage"),
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
)
