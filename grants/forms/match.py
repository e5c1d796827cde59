"""What people type about match funding."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from grants.models import MatchContribution
from vrp_portal.figures.entries import YEAR_HINT, EntryForm, PastDays, year_input
from vrp_portal.records.forms import field_for


class MatchSteps(PastDays):
    """The order in which a contribution is pledged, confirmed and evidenced."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        pledged = self.cleaned_data.get("pledged_on") or self.instance.pledged_on
        confirmed, evidenced = self.cleaned_data.get("confirmed_on"), self.cleaned_data.get("evidenced_on")
        if confirmed and pledged and confirmed < pledged:
            self.add_error("confirmed_on", f"This is before {pledged:%d/%m/%Y}, when it was pledged.")
        if evidenced and not confirmed and "confirmed_on" not in self.errors:
            self.add_error("confirmed_on", "What is evidenced was confirmed first: give that day too.")
        if evidenced and confirmed and evidenced < confirmed:
            self.add_error("evidenced_on", f"This is before {confirmed:%d/%m/%Y}, when it was confirmed.")
        return cleaned


class MatchForm(EntryForm, MatchSteps):
    """Enter what a partner contributes."""

    past_days = ("pledged_on", "confirmed_on", "evidenced_on")
    free_text = ("note", "source")

    class Meta:
        model = MatchContribution
        formfield_callback = field_for
        fields = [
            "organisation",
            "year",
            "kind",
            "amount",
            "note",
            "pledged_on",
            "confirmed_on",
            "evidenced_on",
            "source",
        ]
        widgets = {"year": year_input(), "kind": forms.RadioSelect}
        help_texts = {
            "year": YEAR_HINT,
            "amount": "In pounds: what the contribution is worth.",
            "confirmed_on": "Leave empty while it is only pledged.",
            "evidenced_on": "Leave empty until there is evidence.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].empty_label = "Choose a partner"
        self.initial["pledged_on"] = self.instance.pledged_on or timezone.localdate()


class MatchStepsForm(MatchSteps):
    """Say when a contribution was confirmed and evidenced."""

    past_days = ("confirmed_on", "evidenced_on")

    class Meta:
        model = MatchContribution
        formfield_callback = field_for
        fields = ["confirmed_on", "evidenced_on"]
        help_texts = {
            "confirmed_on": "Empty while it is only pledged. For example, 31/12/2023",
            "evidenced_on": "Empty until there is evidence. For example, 31/12/2023",
        }
