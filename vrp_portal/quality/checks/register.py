"""What the register of interventions may lack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Exists, Max, OuterRef, Q

from interventions.models import FundingLine, Intervention, InterventionDistrict
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import FinancialYear
from vrp_portal.quality.checks.base import Check, Finding, interventions_of, of_intervention


class NoFundingLine(Check):
    key = "no-funding-line"
    title = "No funding line"
    why = "Nobody can tell what pays for it, and it is missing from every figure of money."
    remedy = "Add funding on the intervention's page, or withdraw it if it never went ahead."

    def find(self, scope: Scope) -> Iterator[Finding]:
        lines = FundingLine.objects.standing(as_at=scope.as_at).filter(intervention=OuterRef("pk"))
        for intervention in interventions_of(scope).filter(~Exists(lines)):
            yield of_intervention(intervention, "It has no funding line.")


class ProviderToBeConfirmed(Check):
    key = "provider-to-be-confirmed"
    title = "Provider to be confirmed"
    why = "The portal can't say who delivers it."
    remedy = "Choose the organisation that delivers it on the intervention's page."

    def find(self, scope: Scope) -> Iterator[Finding]:
        for intervention in interventions_of(scope).filter(delivery_organisation=None):
            yield of_intervention(intervention, "Who delivers it is to be confirmed.")


class NoAssessment(Check):
    key = "no-assessment"
    title = "No assessment"
    why = "Its core grant doesn't count for the 30% rule until it is assessed for the year."
    remedy = "Assess it against the YEF Toolkit on the intervention's page."

    def find(self, scope: Scope) -> Iterator[Finding]:
        lines = FundingLine.objects.for_year(scope.year).as_at(scope.as_at).from_source("core")
        if scope.district is not None:
            lines = lines.in_district(scope.district)
        lines = lines.with_rating(year=scope.year, as_at=scope.as_at).filter(rating_id__isnull=True)
        for line in (
            lines.select_related("intervention")
            .distinct("intervention__reference")
            .order_by("intervention__reference")
        ):
            yield of_intervention(line.intervention, f"It has no assessment for {scope.year}.")


class DuplicateNames(Check):
    key = "duplicate-names"
    title = "Duplicate names"
    why = "The same intervention may have been logged twice, and would be counted twice."
    remedy = "Withdraw the one that was logged by mistake, or tell the names apart."

    def find(self, scope: Scope) -> Iterator[Finding]:
        of_name: dict[str, list[str]] = defaultdict(list)
        for name, reference in interventions_of(scope.in_district(None)).values_list("name", "reference"):
            of_name[_as_told(name)].append(reference)
        twice = [
            reference for references in of_name.values() if len(references) > 1 for reference in references
        ]
        for intervention in interventions_of(scope).filter(reference__in=twice):
            others = [it for it in of_name[_as_told(intervention.name)] if it != intervention.reference]
            have = "has" if len(others) == 1 else "have"
            yield of_intervention(intervention, f"{', '.join(others)} of the same year {have} the same name.")


def _as_told(name: str) -> str:
    """A name as people hear it, whichever capitals and spaces it is written with."""
    return " ".join(name.casefold().split())


class DistrictMissing(Check):
    key = "district-missing"
    title = "District missing"
    why = "It is in no district's figures, and no coordinator sees it."
    remedy = "Choose its districts, or the whole of West Yorkshire, on the intervention's page."

    def find(self, scope: Scope) -> Iterator[Finding]:
        districts = InterventionDistrict.objects.filter(intervention=OuterRef("pk"))
        for intervention in interventions_of(scope).filter(~Exists(districts), whole_area=False):
            yield of_intervention(intervention, "It has neither a district nor the whole area.")


class DatesOutsideGrant(Check):
    key = "dates-outside-the-grant"
    title = "Dates outside the grant"
    why = "Money of a year can't pay for what happens outside it."
    remedy = "Put the dates right on the intervention's page, or fund the year in which it goes on."

    def find(self, scope: Scope) -> Iterator[Finding]:
        year = scope.year
        lines = FundingLine.objects.as_at(scope.as_at).filter(intervention=OuterRef("pk"))
        last = lines.order_by().values("intervention").annotate(last=Max("year")).values("last")
        outside = Q(starts_on__gt=year.ends) | Q(ends_on__lt=year.starts) | Q(ends_on__gt=year.ends)
        funded = (
            interventions_of(scope)
            .filter(Exists(lines.for_year(year)))
            .annotate(last_year=last)
            .filter(outside)
        )
        for intervention in funded:
            amiss = _outside(intervention, year=year, last=intervention.last_year)
            if amiss:
                yield of_intervention(intervention, amiss)


def _outside(intervention: Intervention, *, year: FinancialYear, last: FinancialYear) -> str:
    """What of its dates lies outside the years for which it is funded; nothing where none does."""
    starts, ends = intervention.starts_on, intervention.ends_on
    if starts is not None and starts > year.ends:
        return f"It is funded for {year} and starts on {starts:%d/%m/%Y}, after the year ends."
    if ends is not None and ends < year.starts:
        return f"It is funded for {year} and ended on {ends:%d/%m/%Y}, before the year began."
    if ends is not None and ends > last.ends:
        return f"It ends on {ends:%d/%m/%Y}, and {last} is the last year for which it is funded."
    return ""
