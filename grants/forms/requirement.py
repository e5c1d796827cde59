"""What people type about the match funding that a year's grant asks for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from grants.models import MatchRequirement
from vrp_portal.figures.entries import YEAR_HINT, EntryForm, year_input
from vrp_portal.money.fields import PoundsFormField
from vrp_portal.records.forms import VersionedForm, WarningForm, field_for

OUT_OF_RANGE = "A percentage is between 0 and 100."


def percent_input() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"})


class RequirementTerms(forms.ModelForm):
    """The percentage, and the allocation that it is of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["percentage"].error_messages |= {
            "invalid": "Enter a percentage, like 20 or 17.5",
            "max_decimal_places": "Enter a percentage with no more than two decimals, like 17.25",
            "max_whole_digits": OUT_OF_RANGE,
            "max_digits": OUT_OF_RANGE,
        }

    def clean_percentage(self) -> Decimal:
        percentage: Decimal = self.cleaned_data["percentage"]
        if not 0 <= percentage <= 100:
            raise ValidationError(OUT_OF_RANGE)
        return percentage

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        year, baseline = (
            self.cleaned_data.get("year") or self.instance.year,
            self.cleaned_data.get("baseline_year"),
        )
        if year and baseline and baseline >= year:
            self.add_error("baseline_year", f"The baseline is of an earlier year than {year}.")
        return cleaned


class RequirementForm(EntryForm, RequirementTerms):
    """Enter the match funding that a year's grant asks for."""

    past_days = ()

    class Meta:
        model = MatchRequirement
        formfield_callback = field_for
        fields = ["year", "percentage", "baseline_year", "baseline_amount", "source"]
        widgets = {"year": year_input(), "baseline_year": year_input(), "percentage": percent_input()}
        help_texts = {
            "year": YEAR_HINT,
            "percentage": "In percent, for example 20",
            "baseline_year": "The year of whose allocation it is a percentage. For example, 2021/22",
            "baseline_amount": "That year's allocation, in pounds.",
        }


class RequirementChangeForm(WarningForm, VersionedForm, RequirementTerms):
    """Change what a year's grant asks for; which year it is of stays."""

    free_text = ("source",)

    class Meta(RequirementForm.Meta):
        fields = ["percentage", "baseline_year", "baseline_amount", "source"]


class SupposeRequirementForm(forms.Form):
    """Another percentage, or another baseline, to be tried out for a year."""

    percentage = forms.DecimalField(
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        widget=percent_input(),
        help_text="In percent, for example 20.",
        error_messages={
            "invalid": "Enter a percentage, like 20 or 17.5",
            "max_decimal_places": "Enter a percentage with no more than two decimals, like 17.25",
            "max_value": OUT_OF_RANGE,
            "min_value": OUT_OF_RANGE,
        },
    )
    baseline = PoundsFormField(
        required=False, help_text="In pounds: the allocation that it is a percentage of."
    )

    def __init__(self, *args: Any, needs_both: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs_both = needs_both
        if not needs_both:
            for field in self.fields.values():
                field.help_text += " Leave it empty to keep what is recorded."

    def clean(self) -> dict[str, Any] | None:
        for name in self.fields if self.needs_both else ():
            if self.cleaned_data.get(name) is None and name not in self.errors:
                self.add_error(name, f"Enter a {name}: none is recorded for this year.")
        return super().clean()
