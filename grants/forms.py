"""What a finance officer types about awards and match funding."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from grants.models import Award, MatchContribution
from vrp_portal.partnership.models import Organisation
from vrp_portal.records.forms import WarningForm, field_for

YEAR_INPUT = forms.TextInput(attrs={"class": "govuk-input--width-5"})
YEAR_HINT = "For example, 2023/24"


class AwardForm(forms.ModelForm):
    """Enter an award."""

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
        widgets = {"year": YEAR_INPUT, "status": forms.RadioSelect}
        help_texts = {"year": YEAR_HINT, "amount": "In pounds."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["funder"].queryset = Organisation.objects.filter(kind=Organisation.Kind.GOVERNMENT)
        self.fields["funder"].empty_label = "Choose a funder"
        self.fields["agreed_on"].initial = timezone.localdate()


class MatchForm(WarningForm, forms.ModelForm):
    """Enter what a partner pledges."""

    free_text = ("note",)

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
        widgets = {"year": YEAR_INPUT}
        help_texts = {"year": YEAR_HINT, "amount": "In pounds: what the contribution is worth."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].empty_label = "Choose a partner"
        self.fields["pledged_on"].initial = timezone.localdate()


class MatchStatusForm(forms.ModelForm):
    """Say when a contribution was confirmed, and when it was evidenced."""

    class Meta:
        model = MatchContribution
        formfield_callback = field_for
        fields = ["confirmed_on", "evidenced_on"]

    def clean_confirmed_on(self) -> date | None:
        return _not_in_the_future(self.cleaned_data["confirmed_on"])

    def clean_evidenced_on(self) -> date | None:
        return _not_in_the_future(self.cleaned_data["evidenced_on"])


def _not_in_the_future(day: date | None) -> date | None:
    if day is not None and day > timezone.localdate():
        raise ValidationError("This day can't be in the future.")
    return day
