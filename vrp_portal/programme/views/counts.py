"""What else was counted at an activity: entered, corrected and withdrawn."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from vrp_portal.programme.forms import ActivityCountEditForm, ActivityCountForm
from vrp_portal.programme.models import Activity, ActivityCount
from vrp_portal.programme.views.saving import ProgrammeForm, WithdrawFromProgramme


class OfActivity:
    """A form about a count of an activity that stands."""

    kwargs: dict[str, Any]
    back_label = "Back to the activity"

    @cached_property
    def activity(self) -> Activity:
        return get_object_or_404(Activity.objects.standing(), pk=self.kwargs["activity"])

    @cached_property
    def record(self) -> ActivityCount:
        counts = ActivityCount.objects.standing().select_related("activity")
        return get_object_or_404(counts, pk=self.kwargs["pk"], activity=self.activity)

    def load(self) -> None:
        _ = self.record if "pk" in self.kwargs else self.activity

    def get_success_url(self) -> str:
        return self.activity.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"about": self.activity}  # type: ignore[misc]  # mixed into a view


class EnterCount(OfActivity, ProgrammeForm):
    """Enter something else that was counted, such as schools, or people of another kind."""

    model = ActivityCount
    form_class = ActivityCountForm
    heading = "Add a count"
    lead = "It stands beside the people reached and is added to nothing."

    def new_record(self) -> ActivityCount:
        return ActivityCount(activity=self.activity)


class EditCount(EnterCount):
    """Correct a count."""

    form_class = ActivityCountEditForm
    heading = "Correct a count"


class WithdrawCount(OfActivity, WithdrawFromProgramme):
    """Withdraw a count that was wrong."""

    heading = "Withdraw a count"
