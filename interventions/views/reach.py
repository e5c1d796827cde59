"""Forms about the people whom an intervention reached."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from interventions.forms import ReachEditForm, ReachForm, WithdrawReachForm
from interventions.models import ReachRecord
from interventions.views.saving import InterventionSaving
from vrp_portal.accounts.permissions import Action
from vrp_portal.records.actions import withdraw
from vrp_portal.records.forms import WithdrawForm
from vrp_portal.records.views import SavingView


class EnterReach(InterventionSaving):
    """Enter the people reached in a quarter."""

    action = Action.ENTER_REACH
    form_class = ReachForm
    heading = "Enter reach"
    lead = "Counts only. Nothing about a person is kept here."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "instance": ReachRecord(intervention=self.intervention),
            "user": self.request.user,
        }

    def save(self, form: ReachForm) -> str:
        record = form.save()
        return f"The reach of {record.quarter} is saved."


class ReachSaving(EnterReach):
    """A form about one reach record of an intervention."""

    @cached_property
    def record(self) -> ReachRecord:
        records = self.intervention.reach.visible_to(self.request.user).standing()
        return get_object_or_404(records.select_related("intervention", "district"), pk=self.kwargs["record"])

    def load(self) -> None:
        _ = self.record


class EditReach(ReachSaving):
    """Correct the people reached in a quarter."""

    form_class = ReachEditForm
    heading = "Correct reach"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.record}


class WithdrawReach(ReachSaving):
    """Withdraw a quarter's reach that should not count."""

    form_class = WithdrawReachForm
    heading = "Withdraw reach"
    lead = "A count that is withdrawn was wrong, so it no longer counts as at any day. The history keeps it."
    button = "Withdraw"

    def get_form_kwargs(self) -> dict[str, Any]:
        return SavingView.get_form_kwargs(self)

    def save(self, form: WithdrawForm) -> str:
        withdraw(
            self.record, on=form.cleaned_data["withdrawn_on"], reason=form.cleaned_data["withdrawn_reason"]
        )
        return f"The reach of {self.record.quarter} is withdrawn."
