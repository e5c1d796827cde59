"""Figures of the money that interventions are given, and of how many there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)

from grants.models import HighImpactTerms
from interventions.models import ApproachRating, FundingLine, Impact, Intervention
from interventions.rules import Counting, Rating, Verdict, high_impact_verdict
from vrp_portal.figures import values
from vrp_portal.figures.registry import Dimension, Figure, Measure, Reader, Records, register
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.supposing import Supposition
from vrp_portal.figures.values import Unit
from vrp_portal.money.fields import PoundsField

CORE = Q(funding_source=FundingLine.FundingSource.CORE)
SVD = Q(funding_source=FundingLine.FundingSource.SVD)
MATCH = Q(funding_source=FundingLine.FundingSource.MATCH)
OTHER = Q(funding_source=FundingLine.FundingSource.OTHER)
STATED = Q(allocated__isnull=False)
COUNTS = Q(counts_as_high_impact=True)
NOT_ASSESSED = Q(counts_as_high_impact__isnull=True)
ASSESSED = Q(counts_as_high_impact__isnull=False)
DOES_NOT_COUNT = NOT_ASSESSED | Q(counts_as_high_impact=False)
NO_RATING = 0


def funding_lines(scope: Scope, *, verdicts: Mapping[int, Verdict] | None = None) -> QuerySet[Any]:
    """The year's lines with their money, and whether they count for the 30% rule: None where not assessed.

    `verdicts` are those of the scope's year, for whoever asks for several days and has them already.
    """
    lines = FundingLine.objects.for_year(scope.year).as_at(scope.as_at)
    if scope.district is not None:
        lines = lines.in_district(scope.district)
    if scope.interventions is not None:
        lines = lines.filter(intervention__in=scope.interventions)
    lines = lines.with_money(as_at=scope.as_at).with_rating(year=scope.year, as_at=scope.as_at)
    verdicts = high_impact_verdicts(scope) if verdicts is None else verdicts
    counting = [rating for rating, verdict in verdicts.items() if verdict.counts]
    judged: QuerySet[Any] = _supposed(lines, scope.supposing).annotate(
        # Never among nothing: that would be no rather than unknown for what is not assessed.
        counts_as_high_impact=ExpressionWrapper(
            Q(rating_id__in=[NO_RATING, *counting]), output_field=BooleanField(null=True)
        )
    )
    return judged


def high_impact_verdicts(scope: Scope) -> dict[int, Verdict]:
    """What the year's terms make of every rating, by its key; nothing where the year has no terms.

    Ratings are reference data, some dozens: the rule is asked once, and the database does the rest.
    """
    minimum = scope.supposing.minimum_confidence
    if minimum is None:
        terms = HighImpactTerms.objects.filter(year=scope.year).first()
        if terms is None:
            return {}
        minimum = terms.minimum_confidence
    supposed = scope.supposing.ratings
    impacts = Impact.objects.in_bulk([rating.impact for rating in supposed.values()]) if supposed else {}
    verdicts = {}
    for rating in ApproachRating.objects.select_related("impact"):
        judged = rating.as_rule()
        if rating.pk in supposed:
            impact = impacts[supposed[rating.pk].impact]
            judged = Rating(impact.word, Counting(impact.counting), supposed[rating.pk].evidence_confidence)
        verdicts[rating.pk] = high_impact_verdict(judged, minimum_confidence=minimum)
    return verdicts


def _supposed(lines: QuerySet[Any], supposing: Supposition) -> QuerySet[Any]:
    """The lines with what each is supposed to be allocated, and the rating that it is supposed to rely on."""
    if supposing.allocations:
        lines = lines.annotate(
            allocated=Case(
                *(When(pk=line, then=Value(amount)) for line, amount in supposing.allocations.items()),
                default=F("allocated"),
                output_field=PoundsField(),
            )
        )
    if supposing.assessments:
        lines = lines.annotate(
            rating_id=Case(
                *(
                    When(intervention=intervention, then=Value(rating))
                    for intervention, rating in supposing.assessments.items()
                ),
                default=F("rating_id"),
                output_field=BigIntegerField(null=True),
            )
        )
    return lines


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
        "svd_interventions_spent": _pounds("spent", SVD),
        "match_interventions_committed": _pounds("allocated", MATCH),
        "match_interventions_spent": _pounds("spent", MATCH),
        "other_interventions_committed": _pounds("allocated", OTHER),
        "other_interventions_spent": _pounds("spent", OTHER),
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
    {
        Dimension.DISTRICT: "district",
        Dimension.APPROACH: "intervention__approach",
        Dimension.PREVENTION_LEVEL: "intervention__prevention_level",
    },
)


def _amount_not_stated(read: Reader) -> int:
    return int(read(FUNDING, "core_interventions") - read(FUNDING, "core_interventions_stated"))


def _core_uncommitted(read: Reader) -> values.Value:
    if read.figure("core_grant_award") is None:
        return None
    return read.figure_in_pounds("core_grant_award") - read.figure_in_pounds("core_committed")


def lines_with(condition: Q, *, adds: str) -> Callable[[Scope], Records]:
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
        lines_with(CORE & DOES_NOT_COUNT, adds="allocated"),
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
        lines_with(CORE, adds="allocated"),
        made_of=("high_impact_committed", "other_core_committed"),
    ),
    Figure(
        "core_spent",
        "Core grant spent on interventions",
        Unit.POUNDS,
        "Core grant spent on interventions in quarters that had ended by the day.",
        lambda read: read.pounds(FUNDING, "core_spent"),
        lines_with(CORE, adds="spent"),
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
        made_of=(
            "high_impact_interventions",
            "other_core_interventions",
            "core_interventions_amount_not_stated",
        ),
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
        lines_with(SVD, adds="allocated"),
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
        lines_with(CORE & NOT_ASSESSED, adds="allocated"),
    ),
    Figure(
        "allocated",
        "Allocated to interventions",
        Unit.POUNDS,
        "Money allocated to interventions by the day, from every source.",
        lambda read: read.pounds(FUNDING, "allocated"),
        lines_with(Q(), adds="allocated"),
    ),
    Figure(
        "spent",
        "Spent on interventions",
        Unit.POUNDS,
        "Money spent on interventions in quarters that had ended by the day, from every source.",
        lambda read: read.pounds(FUNDING, "spent"),
        lines_with(Q(), adds="spent"),
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
