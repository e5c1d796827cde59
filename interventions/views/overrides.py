"""What is to be decided about evidence: overrides that wait for a second person, and ratings that changed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property

from interventions import actions
from interventions.actions import CannotBeDecided
from interventions.evidence import ChangedRating, changed_ratings
from interventions.forms import ChangedRatingsForm, DecisionForm
from interventions.models import Assessment
from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action
from vrp_portal.records.views import SavingView


class ChangedRatings(Gate, SavingView):
    """The task that a superseding rating raises: look again at each assessment that relies on the old one."""

    action = Action.ASSESS_INTERVENTION
    form_class = ChangedRatingsForm
    template_name = "interventions/changed_ratings.html"
    success_url = reverse_lazy("changed-ratings")

    @cached_property
    def changed(self) -> list[ChangedRating]:
        return changed_ratings()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"changed": self.changed}

    def save(self, form: ChangedRatingsForm) -> str:
        for assessment, rating in form.decisions:
            actions.assess(
                assessment.intervention,
                year=assessment.year,
                rating=rating,
                assessed_on=timezone.localdate(),
                note=form.cleaned_data["note"],
                by=self.request.user,
            )
        done = len(form.decisions)
        return f"{done} {'assessment is' if done == 1 else 'assessments are'} recorded."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            changed=self.changed,
            awaiting=list(
                Assessment.objects.awaiting_approval().select_related(
                    "intervention", "rating__approach", "rating__impact", "assessed_by"
                )
            ),
            shows_illustrative=any(change.assessment.intervention.illustrative for change in self.changed),
            **kwargs,
        )


class DecideOverride(Gate, SavingView):
    """Approve or decline an override that somebody else made."""

    action = Action.APPROVE_OVERRIDE
    form_class = DecisionForm
    template_name = "records/form.html"

    @cached_property
    def assessment(self) -> Assessment:
        overrides = Assessment.objects.exclude(approval=Assessment.Approval.NOT_NEEDED)
        return get_object_or_404(
            overrides.select_related("intervention", "rating__approach", "rating__impact", "assessed_by"),
            pk=self.kwargs["pk"],
        )

    def load(self) -> None:
        _ = self.assessment

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except CannotBeDecided as why:
            form.add_error(None, str(why))
            return self.form_invalid(form)

    def save(self, form: DecisionForm) -> str:
        decided = actions.decide_override(
            self.assessment,
            approve=form.cleaned_data["decision"] == DecisionForm.APPROVE,
            note=form.cleaned_data["decision_note"],
            on=timezone.localdate(),
            by=self.request.user,
        )
        return (
            f"The override for {decided.intervention.reference} is {decided.get_approval_display().lower()}."
        )

    def get_success_url(self) -> str:
        return self.assessment.intervention.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        override = self.assessment
        return super().get_context_data(
            heading="Decide an override",
            lead=(
                f"For {override.year}, {override.assessed_by} relies on {override.rating.in_words}, though "
                f"another rating was in force on the reference date, {override.reference_on:%d/%m/%Y}. "
                f"The reason given: {override.note}"
            ),
            button="Save",
            about=override.intervention,
            back_url=reverse("changed-ratings"),
            back_label="Back to ratings that changed",
            **kwargs,
        )
