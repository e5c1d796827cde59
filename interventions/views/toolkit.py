"""The YEF Toolkit as the portal knows it: approaches, their ratings over time, and what replaced them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db.models import Count, Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import DetailView
from django_tables2 import SingleTableView

from grants.models import HighImpactTerms
from interventions import actions
from interventions.forms import ApproachForm, RatingForm, ReplacementForm
from interventions.models import (
    Approach,
    ApproachRating,
    ApproachReplacement,
    Assessment,
    Impact,
    Intervention,
)
from interventions.rules import Verdict, high_impact_verdict
from interventions.tables import ToolkitTable
from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action, may
from vrp_portal.figures.scoped import Scoped
from vrp_portal.periods import FinancialYear
from vrp_portal.records.views import SavingView
from vrp_portal.tabular.exports import ExportMixin


class Toolkit(Gate, Scoped, ExportMixin, SingleTableView):
    """Every approach with the rating in force on a day, and whether the year's terms let it count."""

    action = Action.VIEW_TOOLKIT
    template_name = "interventions/toolkit.html"
    table_class = ToolkitTable
    export_name = "toolkit"
    asks_district = False
    context_table_name = "table"
    table_pagination: ClassVar[dict[str, int]] = {"per_page": 50}

    def get_queryset(self) -> QuerySet[Approach]:
        day = self.scope.as_at
        in_force = ApproachRating.objects.in_force(day).select_related("impact")
        replaced = ApproachReplacement.objects.filter(replaced_on__lte=day).select_related("new")
        return Approach.objects.prefetch_related(
            Prefetch("ratings", in_force, to_attr="in_force"),
            Prefetch("replacements", replaced, to_attr="replaced"),
        )

    def get_table_kwargs(self) -> dict[str, Any]:
        return {
            "minimum_confidence": HighImpactTerms.objects.minimum_confidence()[self.scope.year],
            "scope_query": self.scope_query,
        }

    def get_export_year(self) -> FinancialYear:
        return self.scope.year

    def get_export_as_at(self) -> date:
        return self.scope.as_at

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            impacts=Impact.objects.prefetch_related("aliases"),
            may_keep=may(self.request.user, Action.KEEP_TOOLKIT),
            shows_illustrative=Approach.objects.filter(illustrative=True).exists(),
            **kwargs,
        )


class ApproachPage(Gate, Scoped, DetailView):
    """One approach: every rating that it had, which interventions rely on it, and what replaced it."""

    action = Action.VIEW_TOOLKIT
    template_name = "interventions/approach.html"
    context_object_name = "approach"
    queryset = Approach.objects.all()
    asks_district = False

    def verdicts(self) -> list[tuple[ApproachRating, Verdict]]:
        """Its ratings, the latest first, each with what the rule makes of it in the scope's year."""
        minimum = HighImpactTerms.objects.minimum_confidence()[self.scope.year]
        ratings = self.object.ratings.select_related("impact").order_by("-in_force_from")
        return [
            (rating, high_impact_verdict(rating.as_rule(), minimum_confidence=minimum))
            for rating in ratings.annotate(times_relied_on=Count("assessments"))
        ]

    def relying(self) -> QuerySet[Assessment]:
        """The assessments of the year that rely on it by the day, as far as the reader may see them."""
        visible = Intervention.objects.visible_to(self.request.user).standing(as_at=self.scope.as_at)
        latest = Assessment.objects.filter(year=self.scope.year).in_effect(as_at=self.scope.as_at).made_last()
        return (
            Assessment.objects.filter(pk__in=latest.values("pk"), rating__approach=self.object)
            .filter(intervention__in=visible)
            .select_related("intervention", "rating__impact")
            .order_by("intervention__reference")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        verdicts, relying = self.verdicts(), list(self.relying())
        return super().get_context_data(
            verdicts=verdicts,
            relying=relying,
            became=self.object.replacements.select_related("new"),
            was=self.object.replacements_of.select_related("old"),
            may_keep=may(self.request.user, Action.KEEP_TOOLKIT),
            shows_illustrative=self.object.illustrative
            or any(rating.illustrative for rating, _ in verdicts)
            or any(assessment.intervention.illustrative for assessment in relying),
            **kwargs,
        )


class ToolkitSaving(Gate, SavingView):
    """A form about the Toolkit."""

    action = Action.KEEP_TOOLKIT
    template_name = "records/form.html"
    heading: ClassVar[str]
    lead: ClassVar[str] = ""
    button: ClassVar[str] = "Save"

    @cached_property
    def approach(self) -> Approach | None:
        """The approach that the address names, if it names one."""
        pk = self.kwargs.get("pk")
        return None if pk is None else get_object_or_404(Approach, pk=pk)

    def load(self) -> None:
        _ = self.approach

    def get_success_url(self) -> str:
        return (
            reverse("toolkit")
            if self.approach is None
            else reverse("toolkit-approach", args=[self.approach.pk])
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.heading,
            lead=self.lead,
            button=self.button,
            about=self.approach or "",
            back_url=self.get_success_url(),
            back_label=f"Back to {self.approach or 'the Toolkit'}",
            **kwargs,
        )


class EnterApproach(ToolkitSaving):
    """Enter a strand of the Toolkit that the portal doesn't know yet."""

    form_class = ApproachForm
    heading = "Enter an approach"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Approach()}

    def save(self, form: ApproachForm) -> str:
        self.approach = form.save()
        return f"{self.approach} is entered. Record its rating next."


class RecordRating(ToolkitSaving):
    """Record what the Toolkit now says of an approach."""

    form_class = RatingForm
    heading = "Record a rating"
    lead = (
        "It supersedes the rating before it from its day on. Assessments keep the rating that they rely on: "
        "those of this year are listed for you to look at again."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": ApproachRating(approach=self.approach)}

    def save(self, form: RatingForm) -> str:
        rating = form.save()
        return f"{rating.in_words}, is recorded."


class ReplaceApproach(ToolkitSaving):
    """Say that an approach is replaced by another, or split into several."""

    form_class = ReplacementForm
    heading = "Replace or split an approach"
    lead = "Assessments that rely on its ratings keep them. Later ones rely on what replaces it."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": ApproachReplacement(old=self.approach)}

    def save(self, form: ReplacementForm) -> str:
        made = form.cleaned_data
        new = actions.replace_approach(
            self.approach, names=made["names"], replaced_on=made["replaced_on"], source=made["source"]
        )
        return f"{self.approach} is replaced by {', '.join(str(step.new) for step in new)}."
