"""The duty's own milestones on a timeline, the data asked for, and who answers for the duty."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from svd.forms import (
    DataRequestEditForm,
    DataRequestForm,
    DutyHolderForm,
    MilestoneEditForm,
    MilestoneForm,
)
from svd.models import DataRequest, DutyHolder, DutyMilestone
from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action, may
from vrp_portal.partnership.models import Organisation
from vrp_portal.records.history import history_of
from vrp_portal.records.views import SavingView


class Milestones(Gate, TemplateView):
    """What the duty asks for in order of its day, the data asked for, and who answers for the duty."""

    action = Action.VIEW_MILESTONES
    template_name = "svd/milestones.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        visible = DutyMilestone.objects.visible_to(user).select_related("district")
        milestones = list(visible.order_by(models.F("due_on").asc(nulls_last=True), "kind", "district__name"))
        asked = list(DataRequest.objects.visible_to(user).select_related("organisation"))
        bodies = Organisation.objects.filter(specified_authority=True).select_related("duty_holder")
        if not user.in_team and user.district_id:
            bodies = bodies.filter(models.Q(district=None) | models.Q(district=user.district))
        return super().get_context_data(
            milestones=[(milestone, milestone.is_late(today)) for milestone in milestones],
            requests=[(request, request.is_late(today)) for request in asked],
            outstanding=sum(request.received_on is None for request in asked),
            bodies=[(body, getattr(body, "duty_holder", None)) for body in bodies.order_by("name")],
            may_keep=may(user, Action.KEEP_MILESTONES),
            shows_illustrative=any(it.illustrative for it in (*milestones, *asked)),
            **kwargs,
        )


class DutySaving(Gate, SavingView):
    """A form about a record of the duty."""

    action = Action.KEEP_MILESTONES
    template_name = "records/form_with_history.html"
    success_url = reverse_lazy("milestones")
    model: ClassVar[type[models.Model]]
    heading: ClassVar[str]

    @cached_property
    def record(self) -> Any:
        pk = self.kwargs.get("pk")
        return self.model() if pk is None else get_object_or_404(self.model, pk=pk)

    def load(self) -> None:
        _ = self.record

    def get_form_kwargs(self) -> dict[str, Any]:
        # A copy of its own, so that a refused form leaves what the page says as it was.
        record = self.model._default_manager.get(pk=self.record.pk) if self.record.pk else self.model()
        return super().get_form_kwargs() | {"instance": record}

    def save(self, form: Any) -> str:
        return f"{form.save()} is saved."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.heading,
            about=self.record if self.record.pk else "",
            back_url=reverse("milestones"),
            back_label="Back to milestones",
            changes=history_of(self.record) if self.record.pk else None,
            **kwargs,
        )


class EnterMilestone(DutySaving):
    model = DutyMilestone
    form_class = MilestoneForm
    heading = "Enter a milestone"


class EditMilestone(EnterMilestone):
    form_class = MilestoneEditForm
    heading = "Change a milestone"


class EnterDataRequest(DutySaving):
    model = DataRequest
    form_class = DataRequestForm
    heading = "Enter data asked for"


class EditDataRequest(EnterDataRequest):
    form_class = DataRequestEditForm
    heading = "Change data asked for"


class NameDutyHolder(DutySaving):
    """Name the post that answers for the duty in an organisation."""

    form_class = DutyHolderForm
    model = DutyHolder
    heading = "Name the duty holder"

    @cached_property
    def organisation(self) -> Organisation:
        bodies = Organisation.objects.filter(specified_authority=True)
        return get_object_or_404(bodies, pk=self.kwargs["organisation"])

    @cached_property
    def record(self) -> DutyHolder:
        found = DutyHolder.objects.filter(organisation=self.organisation).first()
        return found or DutyHolder(organisation=self.organisation)

    def get_form_kwargs(self) -> dict[str, Any]:
        return SavingView.get_form_kwargs(self) | {"instance": self.record}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"about": self.organisation}
