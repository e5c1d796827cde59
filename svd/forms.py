"""What a finance officer types about Serious Violence Duty money."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from svd.models import Allocation
from vrp_portal.records.forms import field_for


class AllocationForm(forms.ModelForm):
    """Enter the allocation of a period."""

    class Meta:
        model = Allocation
        formfield_callback = field_for
        fields = ["year", "period_start", "period_end", "labour", "non_labour", "agreed_on", "source"]
        widgets = {"year": forms.TextInput(attrs={"class": "govuk-input--width-5"})}
        help_texts = {
            "year": "For example, 2023/24",
            "labour": "In pounds: officer time spent on the duty.",
            "non_labour": "In pounds: interventions, training and equipment.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed_on"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any] | None:
        year, start = self.cleaned_data.get("year"), self.cleaned_data.get("period_start")
        end = self.cleaned_data.get("period_end")
        for name, day in (("period_start", start), ("period_end", end)):
            if year and day and not year.contains(day):
                self.add_error(
                    name, f"{day:%d/%m/%Y} is outside {year}: {year.starts:%d/%m/%Y} to {year.ends:%d/%m/%Y}."
                )
        return super().clean()
