"""Figures of the money that interventions are given, and of the 30% rule on the core grant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Sum

from grants.models import HighImpactTerms
from grants.rules import HighImpactPosition
from interventions.models import ApproachRating, FundingLine, Intervention
from interventions.rules import high_impact_verdict
from vrp_portal.figures import values
from vrp_portal.figures.definitions.grant import TERMS
from vrp_portal.figures.registry import Dimension, Figure, Measure, Reader, Records, register
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import Unit

CORE = Q(funding_source=FundingLine.FundingSource.CORE)
SVD = Q(funding_source=FundingLine.FundingSource.SVD)
STATED = Q(allocated__isnull=False)
COUNTS = Q(counts_as_high_impact=True)
NOT_ASSESSED = Q(counts_as_high_impact__isnull=True)
DOES_NOT_COUNT = NOT_ASSESSED | Q(counts_as_high_impact=False)
NO_RATING = 0


def funding_lines(scope: Scope) -> QuerySet[Any]:
    """The year's lines with their money, and whether they count for the 30% rule: None where not assessed."""
    lines = FundingLine.objects.for_year(scope.year).as_at(scope.as_at)
    if scope.district is not None:
        lines = lines.in_district(scope.district)
    if scope.interventions is not None:
        lines = lines.filter(intervention__in=scope.interventions)
    judged: QuerySet[Any] = (
        lines.with_money(as_at=scope.as_at)
        .with_rating(year=scope.year, as_at=scope.as_at)
        .annotate(
            # Never among nothing: that would be no rather than unknown for what is not assessed.
            counts_as_high_impact=ExpressionWrapper(
                Q(rating_id__in=[NO_RATING, *_counting_ratings(scope)]), output_field=BooleanField(null=True)
            )
        )
    )
    return judged


def _counting_ratings(scope: Scope) -> list[int]:
    """The ratings that the year's terms let count; none where the year has no terms.

    Ratings are reference data, some dozens: the rule is asked once, and the database does the rest.
    """
    terms = HighImpactTerms.objects.filter(year=scope.year).first()
    if terms is None:
        return []
    return [
        rating.pk
        for rating in ApproachRating.objects.select_related("impact")
        if high_impact_verdict(rating.as_rule(), minimum_confidence=terms.minimum_confidence).counts
    ]


def _pounds(column: str, condition: Q) -> Callable[[Q], Sum]:
    return lambda where: Sum(column, filter=condition & where)


def _interventions(condition: Q) -> Callable[[Q], Count]:
    return lambda where: Count("intervention", distinct=True, filter=condition & where)


FUNDING = Measure(
    funding_lines,
    {
        "allocated": _pounds("allocated", Q()),
        "spent": _pounds("spent", Q()),
        "core_committed": _pounds("allocated", CORE),
        "core_spent": _pounds("spent", CORE),
        "svd_committed": _pounds("allocated", SVD),
        "high_impact_committed": _pounds("allocated", CORE & COUNTS),
        "high_impact_spent": _pounds("spent", CORE & COUNTS),
        "other_core_committed": _pounds("allocated", CORE & DOES_NOT_COUNT),
        "not_assessed_committed": _pounds("allocated", CORE & NOT_ASSESSED),
        "interventions": _interventions(Q()),
        "core_interventions": _interventions(CORE),
        "svd_interventions": _interventions(SVD),
        "high_impact_interventions": _interventions(CORE & COUNTS & STATED),
        "other_core_interventions": _interventions(CORE & DOES_NOT_COUNT & STATED),
        "core_interventions_stated": _interventions(CORE & STATED),
        "interventions_without_assessment": _interventions(CORE & NOT_ASSESSED),
    },
    {Dimension.DISTRICT: "district"},
)


def _position(read: Reader) -> HighImpactPosition | None:
    """Where the grant stands by the money committed; None without an award or terms."""
    percentage = read(TERMS, "percentage")
    if read.figure("core_grant_award") is None or percentage is None:
        return None
    return HighImpactPosition(
        award=read.figure_in_pounds("core_grant_award"),
        percentage=percentage,
        deployed=read.figure_in_pounds("high_impact_committed"),
    )


def _of_position(attribute: str) -> Callable[[Reader], values.Value]:
    def value(read: Reader) -> values.Value:
        position = _position(read)
        return None if position is None else getattr(position, attribute)

    return value


def _spent_headroom(read: Reader) -> values.Value:
    if read.figure("high_impact_required") is None:
        return None
    return read.figure_in_pounds("high_impact_spent") - read.figure_in_pounds("high_impact_required")


def _deciding_headroom(read: Reader) -> values.Value:
    spent_decides = read(TERMS, "basis") == HighImpactTerms.Basis.SPENT
    return read.figure("high_impact_spent_headroom" if spent_decides else "high_impact_headroom")


def _amount_not_stated(read: Reader) -> int:
    return int(read(FUNDING, "core_interventions") - read(FUNDING, "core_interventions_stated"))


def _core_uncommitted(read: Reader) -> values.Value:
    if read.figure("core_grant_award") is None:
        return None
    return read.figure_in_pounds("core_grant_award") - read.figure_in_pounds("core_committed")


def _lines(condition: Q, *, adds: str) -> Callable[[Scope], Records]:
    def records(scope: Scope) -> Records:
        lines = funding_lines(scope).filter(condition, **{f"{adds}__isnull": False})
        return Records(lines.select_related("intervention", "district"), adds=adds)

    return records


def _interventions_with(condition: Q) -> Callable[[Scope], Records]:
    def records(scope: Scope) -> Records:
        with_line = funding_lines(scope).filter(condition).order_by().values("intervention")
        return Records(Intervention.objects.filter(pk__in=with_line))

    return records


def _interventions_not_stated(scope: Scope) -> Records:
    core = funding_lines(scope).filter(CORE).order_by()
    without = Intervention.objects.filter(pk__in=core.values("intervention"))
    return Records(without.exclude(pk__in=core.filter(STATED).values("intervention")))


register(
    Figure(
        "high_impact_required",
        "30% rule: required",
        Unit.POUNDS,
        "The least money that must go to interventions rated high impact, or moderate impact with high "
        "evidence confidence: the year's percentage of the core grant award, rounded up to a whole penny.",
        _of_position("required"),
        parts=("core_grant_award",),
    ),
    Figure(
        "high_impact_committed",
        "30% rule: committed",
        Unit.POUNDS,
        "Core grant allocated by the day to interventions whose assessment for the year relies on a rating "
        "that counts: high impact, or moderate impact with high evidence confidence.",
        lambda read: read.pounds(FUNDING, "high_impact_committed"),
        _lines(CORE & COUNTS, adds="allocated"),
    ),
    Figure(
        "high_impact_spent",
        "30% rule: spent to date",
        Unit.POUNDS,
        "Core grant spent in quarters that had ended by the day, on interventions that count for the "
        "30% rule.",
        lambda read: read.pounds(FUNDING, "high_impact_spent"),
        _lines(CORE & COUNTS, adds="spent"),
    ),
    Figure(
        "high_impact_headroom",
        "30% rule: headroom",
        Unit.POUNDS,
        "What is committed to interventions that count, less what is required; a negative amount is a "
        "shortfall.",
        _of_position("headroom"),
        parts=("high_impact_committed", "high_impact_required"),
    ),
    Figure(
        "high_impact_spent_headroom",
        "30% rule: headroom on spend",
        Unit.POUNDS,
        "What has been spent to date on interventions that count, less what is required; a negative amount "
        "is still to be spent.",
        _spent_headroom,
        parts=("high_impact_spent", "high_impact_required"),
    ),
    Figure(
        "high_impact_deciding_headroom",
        "30% rule: headroom that decides",
        Unit.POUNDS,
        "The headroom by which the rule is met or not: on money committed, unless the year's terms name "
        "money spent.",
        _deciding_headroom,
        parts=("high_impact_headroom", "high_impact_spent_headroom"),
    ),
    Figure(
        "high_impact_share",
        "30% rule: share of the grant",
        Unit.PERCENT,
        "What is committed to interventions that count, as a percentage of the core grant award, to two "
        "decimals. It is never rounded up into what the rule asks.",
        _of_position("share"),
        parts=("high_impact_committed", "core_grant_award"),
    ),
    Figure(
        "high_impact_interventions",
        "Interventions that count for the 30% rule",
        Unit.INTERVENTIONS,
        "Core-funded interventions with an amount stated that count for the 30% rule.",
        lambda read: read(FUNDING, "high_impact_interventions"),
        _interventions_with(CORE & COUNTS & STATED),
    ),
    Figure(
        "other_core_committed",
        "Other core grant committed",
        Unit.POUNDS,
        "Core grant allocated by the day to interventions that do not count for the 30% rule, those not "
        "assessed yet included.",
        lambda read: read.pounds(FUNDING, "other_core_committed"),
        _lines(CORE & DOES_NOT_COUNT, adds="allocated"),
    ),
    Figure(
        "other_core_interventions",
        "Other core-funded interventions",
        Unit.INTERVENTIONS,
        "Core-funded interventions with an amount stated that do not count for the 30% rule.",
        lambda read: read(FUNDING, "other_core_interventions"),
        _interventions_with(CORE & DOES_NOT_COUNT & STATED),
    ),
    Figure(
        "core_committed",
        "Core grant committed to interventions",
        Unit.POUNDS,
        "Core grant allocated to interventions by the day.",
        lambda read: read.pounds(FUNDING, "core_committed"),
        _lines(CORE, adds="allocated"),
    ),
    Figure(
        "core_spent",
        "Core grant spent on interventions",
        Unit.POUNDS,
        "Core grant spent on interventions in quarters that had ended by the day.",
        lambda read: read.pounds(FUNDING, "core_spent"),
        _lines(CORE, adds="spent"),
    ),
    Figure(
        "core_uncommitted",
        "Core grant not committed to interventions",
        Unit.POUNDS,
        "The core grant award less what is allocated to interventions. Staffing, evaluation and other costs "
        "of the partnership are paid from it.",
        _core_uncommitted,
        parts=("core_grant_award", "core_committed"),
    ),
    Figure(
        "core_interventions",
        "Core-funded interventions",
        Unit.INTERVENTIONS,
        "Interventions with a core grant funding line for the year agreed by the day, whether or not an "
        "amount is stated.",
        lambda read: read(FUNDING, "core_interventions"),
        _interventions_with(CORE),
    ),
    Figure(
        "core_interventions_amount_not_stated",
        "Core-funded interventions with no amount stated",
        Unit.INTERVENTIONS,
        "Core-funded interventions for which no line states an amount by the day. They count as "
        "interventions, not as money.",
        _amount_not_stated,
        _interventions_not_stated,
    ),
    Figure(
        "svd_committed",
        "SVD committed to interventions",
        Unit.POUNDS,
        "Serious Violence Duty money allocated to interventions by the day.",
        lambda read: read.pounds(FUNDING, "svd_committed"),
        _lines(SVD, adds="allocated"),
    ),
    Figure(
        "svd_interventions",
        "SVD-funded interventions",
        Unit.INTERVENTIONS,
        "Interventions with a Serious Violence Duty funding line for the year agreed by the day.",
        lambda read: read(FUNDING, "svd_interventions"),
        _interventions_with(SVD),
    ),
    Figure(
        "interventions_without_assessment",
        "Core-funded interventions without assessment",
        Unit.INTERVENTIONS,
        "Core-funded interventions with no assessment against the YEF Toolkit for the year by the day. "
        "They do not count for the 30% rule.",
        lambda read: read(FUNDING, "interventions_without_assessment"),
        _interventions_with(CORE & NOT_ASSESSED),
    ),
    Figure(
        "without_assessment_committed",
        "Core grant committed without assessment",
        Unit.POUNDS,
        "Core grant allocated by the day to interventions with no assessment for the year.",
        lambda read: read.pounds(FUNDING, "not_assessed_committed"),
        _lines(CORE & NOT_ASSESSED, adds="allocated"),
    ),
    Figure(
        "allocated",
        "Allocated to interventions",
        Unit.POUNDS,
        "Money allocated to interventions by the day, from every source.",
        lambda read: read.pounds(FUNDING, "allocated"),
        _lines(Q(), adds="allocated"),
    ),
    Figure(
        "spent",
        "Spent on interventions",
        Unit.POUNDS,
        "Money spent on interventions in quarters that had ended by the day, from every source.",
        lambda read: read.pounds(FUNDING, "spent"),
        _lines(Q(), adds="spent"),
    ),
    Figure(
        "funded_interventions",
        "Funded interventions",
        Unit.INTERVENTIONS,
        "Interventions with a funding line for the year agreed by the day, from any source.",
        lambda read: read(FUNDING, "interventions"),
        _interventions_with(Q()),
    ),
)
