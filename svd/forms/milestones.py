"""What people type about the duty's milestones, the data asked for, and who answers for the duty."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models

from svd.models import DataRequest, DutyHolder, DutyMilestone
from vrp_portal.figures.entries import PastDays
from vrp_portal.records.forms import VersionedForm, WarningForm, field_for


def _evidence(help_text: str) -> forms.URLField:
    return forms.URLField(
        label="Evidence",
        required=False,
        assume_scheme="https",
        help_text=help_text,
        error_messages={"invalid": "Enter a whole address, like https://example.org/strategy"},
    )


def _day_goes_with_its_state(form: forms.ModelForm, last: models.TextChoices, day: str, what: str) -> None:
    """A record in its last state has the day on which it got there; in another state it has none."""
    state, typed = form.cleaned_data.get("state"), form.cleaned_data.get(day)
    if state == last and typed is None and day not in form.errors:
        form.add_error(day, f"Enter the day on which {what}.")
    elif typed is not None and state and state != last:
        form.add_error("state", f"It has a day on which {what}: choose “{last.label}”, or take the day out.")


class MilestoneForm(WarningForm, PastDays):
    """Something that the duty asks for: who answers for it, by when, where it stands, and its evidence."""

    past_days = ("done_on",)
    free_text = ("title", "owner", "source")

    evidence = _evidence("The address of what shows it, for example the published strategy.")

    class Meta:
        model = DutyMilestone
        formfield_callback = field_for
        fields = ["kind", "district", "title", "owner", "due_on", "state", "done_on", "evidence", "source"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].empty_label = "Whole of West Yorkshire"

    def clean(self) -> dict[str, Any] | None:
        _day_goes_with_its_state(self, DutyMilestone.State.DONE, "done_on", "it was done")
        return super().clean()


class MilestoneEditForm(VersionedForm, MilestoneForm):
    """Change a milestone, unless somebody else did so meanwhile."""


class DataRequestForm(WarningForm, PastDays):
    """What an organisation was asked for, and when it came."""

    past_days = ("asked_on", "received_on")
    free_text = ("area", "owner", "note", "source")

    evidence = _evidence("The address of what shows it, for example the agreement to share it.")

    class Meta:
        model = DataRequest
        formfield_callback = field_for
        fields = [
            *("area", "organisation", "owner", "asked_on", "due_on", "state", "received_on"),
            *("evidence", "note", "source"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].empty_label = "None is named yet"

    def clean(self) -> dict[str, Any] | None:
        _day_goes_with_its_state(self, DataRequest.State.RECEIVED, "received_on", "it came")
        return super().clean()


class DataRequestEditForm(VersionedForm, DataRequestForm):
    """Change what was asked for, unless somebody else did so meanwhile."""


class DutyHolderForm(WarningForm, forms.ModelForm):
    """The post that answers for the duty in an organisation."""

    free_text = ("post",)

    class Meta:
        model = DutyHolder
        fields = ["post", "source"]
