"""Forms that log, change, withdraw and assess an intervention."""

from __future__ import annotations

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from interventions import actions
from interventions.forms import AssessmentForm, InterventionEditForm, InterventionForm
from interventions.models import Assessment, Intervention
from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action
from vrp_portal.figures.scoped import Scoped
from vrp_portal.records.actions import withdraw
from vrp_portal.records.forms import WithdrawForm
from vrp_portal.records.views import SavingView


class InterventionSaving(Gate, SavingView):
    """A form about an intervention that its reader may see, and may still change."""

    template_name = "records/form.html"
    heading: ClassVar[str]
    lead: ClassVar[str] = ""
    button: ClassVar[str] = "Save"

    @cached_property
    def intervention(self) -> Intervention:
        visible = Intervention.objects.visible_to(self.request.user).standing()
        return get_object_or_404(visible, reference=self.kwargs["reference"])

    def load(self) -> None:
        _ = self.intervention

    def get_lead(self) -> str:
        return self.lead

    def get_success_url(self) -> str:
        return self.intervention.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.heading,
            lead=self.get_lead(),
            button=self.button,
            about=self.intervention,
            back_url=self.intervention.get_absolute_url(),
            back_label=f"Back to {self.intervention.reference}",
            **kwargs,
        )


class LogIntervention(Gate, Scoped, SavingView):
    """Log a new intervention."""

    action = Action.EDIT_INTERVENTION
    template_name = "records/form.html"
    form_class = InterventionForm

    def get_initial(self) -> dict[str, Any]:
        return {"reference": actions.free_reference(self.scope.year)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def save(self, form: InterventionForm) -> str:
        self.intervention = actions.save_intervention(
            form.instance,
            districts=form.chosen_districts,
            status_since=form.cleaned_data["status_since"] or timezone.localdate(),
        )
        return f"{self.intervention} is logged."

    def get_success_url(self) -> str:
        return self.intervention.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading="Log an intervention",
            button="Log intervention",
            back_url=reverse("interventions"),
            back_label="Back to interventions",
            **kwargs,
        )


class EditIntervention(InterventionSaving):
    """Change what an intervention is."""

    action = Action.EDIT_INTERVENTION
    form_class = InterventionEditForm
    heading = "Edit intervention"

    @cached_property
    def intervention(self) -> Intervention:
        editable = Intervention.objects.editable_by(self.request.user)
        return get_object_or_404(editable, reference=self.kwargs["reference"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "user": self.request.user,
            # A copy of its own, so that a refused form leaves the page's heading as it was.
            "instance": Intervention.objects.get(pk=self.intervention.pk),
        }

    def save(self, form: InterventionEditForm) -> str:
        saved = actions.save_intervention(
            form.instance,
            districts=form.chosen_districts,
            status_since=form.cleaned_data["status_since"] or timezone.localdate(),
        )
        self.intervention = saved
        return f"{saved} is saved."


class WithdrawIntervention(EditIntervention):
    """Withdraw an intervention: it and its money and reach no longer count, and all of it is kept."""

    form_class = WithdrawForm
    heading = "Withdraw intervention"
    lead = "Its money and reach no longer count from that day on. Nothing is deleted."
    button = "Withdraw"

    def get_form_kwargs(self) -> dict[str, Any]:
        return SavingView.get_form_kwargs(self)

    def save(self, form: WithdrawForm) -> str:
        withdraw(
            self.intervention,
            on=form.cleaned_data["withdrawn_on"],
            reason=form.cleaned_data["withdrawn_reason"],
        )
        return f"{self.intervention} is withdrawn."

    def get_success_url(self) -> str:
        return reverse("interventions")


class AssessIntervention(InterventionSaving):
    """Record which Toolkit rating an intervention relies on in a year."""

    action = Action.ASSESS_INTERVENTION
    form_class = AssessmentForm
    heading = "Assess against the YEF Toolkit"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Assessment(intervention=self.intervention)}

    def save(self, form: AssessmentForm) -> str:
        made = form.cleaned_data
        actions.assess(
            self.intervention,
            year=made["year"],
            rating=made["rating"],
            assessed_on=made["assessed_on"],
            note=made["note"],
            by=self.request.user,
        )
        return f"The assessment for {made['year']} is recorded."
