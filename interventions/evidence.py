"""Which rating an intervention is to rely on, and which interventions rely on one that has changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from grants.models import HighImpactTerms
from interventions.models import ApproachRating, ApproachReplacement, Assessment, Intervention
from interventions.rules import Rated, Replaced, Toolkit
from vrp_portal.periods import FinancialYear


def current_toolkit() -> Toolkit:
    """Every rating and replacement that is recorded, in two queries: they are reference data, some dozens."""
    ratings = ApproachRating.objects.order_by("pk").values_list(
        "pk", "approach_id", "in_force_from", "recorded_at"
    )
    replacements = ApproachReplacement.objects.order_by("pk").values_list(
        "old_id", "new_id", "replaced_on", "recorded_at"
    )
    return Toolkit(
        tuple(Rated(*rating) for rating in ratings), tuple(Replaced(*step) for step in replacements)
    )


def reference_day(intervention: Intervention, year: FinancialYear) -> date:
    """The day whose rating an assessment relies on: by the year's terms, commissioning or start of year.

    An intervention is commissioned on the day that its first money for the year was agreed; before that there
    is only the start of the year.
    """
    terms = HighImpactTerms.objects.filter(year=year).first()
    if terms is not None and terms.reference == HighImpactTerms.Reference.START_OF_YEAR:
        return year.starts
    lines = intervention.funding_lines.standing().for_year(year).order_by("agreed_on")
    return lines.values_list("agreed_on", flat=True).first() or year.starts


def is_override(intervention: Intervention, *, year: FinancialYear, rating: ApproachRating) -> bool:
    """Whether relying on a rating departs from what was in force on the reference date.

    An intervention whose approach isn't decided yet takes the approach of the rating.
    """
    approach = intervention.approach_id or rating.approach_id
    in_force = current_toolkit().to_rely_on(approach, reference_day(intervention, year))
    return rating.pk not in {rated.key for rated in in_force}


@dataclass(frozen=True, slots=True)
class ChangedRating:
    """An assessment in effect for this year or a later one, and the ratings that have superseded its own."""

    assessment: Assessment
    superseded_by: tuple[ApproachRating, ...]


def changed_ratings(today: date | None = None) -> list[ChangedRating]:
    """The assessments of years that aren't past whose rating changed after they were made.

    A past year keeps what it relied on, and whoever assesses again, on whichever rating, has seen the change.
    The number of queries is fixed.
    """
    day = today or timezone.localdate()
    toolkit = current_toolkit()
    places = {rated.key: rated for rated in toolkit.ratings}
    ratings = ApproachRating.objects.select_related("approach", "impact").in_bulk()
    standing = (
        Assessment.objects.filter(
            year__gte=FinancialYear.containing(day), intervention__withdrawn_on__isnull=True
        )
        .exclude(approval=Assessment.Approval.DECLINED)
        .made_last()
        .select_related("intervention", "rating__approach", "rating__impact", "assessed_by")
    )
    changed = []
    for assessment in standing:
        newer = toolkit.superseding(places[assessment.rating_id], since=assessment.recorded_at, day=day)
        if newer:
            changed.append(ChangedRating(assessment, tuple(ratings[rated.key] for rated in newer)))
    return changed
