"""Activities: the list, a page each, and the forms that log, change and withdraw one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action, may
from vrp_portal.programme.disclosure import counts_of, others_of, people_of
from vrp_portal.programme.filters import ActivityFilter
from vrp_portal.programme.forms import ActivityEditForm, ActivityForm
from vrp_portal.programme.models import Activity
from vrp_portal.programme.rules import is_overdue
from vrp_portal.programme.tables import ActivityTable
from vrp_portal.programme.views.listing import ProgrammeList
from vrp_portal.programme.views.saving import ProgrammeForm, WithdrawFromProgramme
from vrp_portal.records.history import history_of


class Activities(ProgrammeList):
    """What was done and is planned, searched, filtered, sorted and exported."""

    template_name = "programme/activities.html"
    filterset_class = ActivityFilter
    table_class = ActivityTable
    export_name = "activities"
    records = Activity.objects.all()

    def get_table_data(self) -> QuerySet[Activity]:
        return self.object_list.with_words()

    def get_table_kwargs(self) -> dict[str, Any]:
        return super().get_table_kwargs() | {"in_full": self.request.user.in_team}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(in_full=self.request.user.in_team, **kwargs)


class ActivityPage(Gate, TemplateView):
    """One activity, with what was counted as the reader may see it."""

    action = Action.VIEW_PROGRAMME
    template_name = "programme/activity.html"

    @cached_property
    def activity(self) -> Activity:
        visible = Activity.objects.visible_to(self.request.user).with_words()
        return get_object_or_404(visible, pk=self.kwargs["pk"])

    def load(self) -> None:
        _ = self.activity

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, activity = self.request.user, self.activity
        counts = activity.standing_counts
        told = counts_of(activity, in_full=user.in_team)
        may_see_history = may(user, Action.VIEW_HISTORY)
        return super().get_context_data(
            activity=activity,
            people=people_of(activity, in_full=user.in_team),
            others=list(zip(counts, others_of(counts, in_full=user.in_team), strict=True)),
            hides=any(count.is_hidden for count in told),
            overdue=activity.state == Activity.State.PLANNED
            and is_overdue(
                activity.starts_on, activity.ends_on, activity.day_known, today=timezone.localdate()
            ),
            may_keep=may(user, Action.KEEP_PROGRAMME) and not activity.is_withdrawn,
            changes=history_of(activity, activity.counts.all()) if may_see_history else None,
            shows_illustrative=activity.illustrative,
            **kwargs,
        )


class LogActivity(ProgrammeForm):
    """Log an activity."""

    model = Activity
    form_class = ActivityForm
    heading = "Log an activity"
    lead = "What it was, when and where. Counts only: nothing about a person is kept here."
    button = "Log activity"
    back_label = "Back to activities"
    success_url = reverse_lazy("activities")

    def get_success_url(self) -> str:
        saved = getattr(self, "saved", None)
        return saved.get_absolute_url() if saved else super().get_success_url()


class EditActivity(LogActivity):
    """Change an activity."""

    form_class = ActivityEditForm
    heading = "Change an activity"
    button = "Save"
    back_label = "Back to the activity"

    def get_success_url(self) -> str:
        return self.record.get_absolute_url()


class WithdrawActivity(WithdrawFromProgramme):
    """Withdraw an activity that was entered by mistake."""

    heading = "Withdraw an activity"
    back_label = "Back to activities"
    success_url = reverse_lazy("activities")
    records = Activity.objects.all()
