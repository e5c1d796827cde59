"""What people type about awards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from grants.models import Award
from vrp_portal.figures.entries import YEAR_HINT, EntryForm, year_input
from vrp_portal.partnership.models import Organisation
from vrp_portal.records.forms import field_for


class AwardForm(EntryForm):
    """Enter an award."""

    past_days = ("agreed_on", "confirmed_on")

    class Meta:
        model = Award
        formfield_callback = field_for
        fields = [
            "funder",
            "scheme",
            "year",
            "year_number",
            "amount",
            "agreed_on",
            "status",
            "confirmed_on",
            "source",
        ]
        widgets = {
            "scheme": forms.RadioSelect,
            "year": year_input(),
            "year_number": forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-2"}),
            "status": forms.RadioSelect,
        }
        help_texts = {"year": YEAR_HINT, "amount": "In pounds. For example, £4,388,080.00"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["funder"].queryset = Organisation.objects.filter(kind=Organisation.Kind.GOVERNMENT)
        self.fields["funder"].empty_label = "Choose a funder"
        self.initial["agreed_on"] = self.instance.agreed_on or timezone.localdate()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self._check_confirmation()
        return cleaned

    def _check_confirmation(self) -> None:
        if "confirmed_on" in self.errors:
            return
        confirmed, agreed = self.cleaned_data.get("confirmed_on"), self.cleaned_data.get("agreed_on")
        is_confirmed = self.cleaned_data.get("status") == Award.Status.CONFIRMED
        if is_confirmed and confirmed is None:
            self.add_error("confirmed_on", "Give the day on which the award was confirmed.")
        elif not is_confirmed and confirmed is not None:
            self.add_error("confirmed_on", "An indicative award has no such day: leave this empty.")
        elif confirmed and agreed and confirmed < agreed:
            self.add_error("confirmed_on", "The day of confirming is before the day of agreeing.")
