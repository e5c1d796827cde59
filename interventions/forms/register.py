"""What people type about an intervention itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from interventions.models import (
    Intervention,
)
from vrp_portal.accounts.models import User
from vrp_portal.accounts.roles import Role
from vrp_portal.partnership.models import District
from vrp_portal.records.fields import DayField
from vrp_portal.records.forms import VersionedForm, WarningForm, field_for


class InterventionForm(WarningForm, forms.ModelForm):
    """Log an intervention. A coordinator logs for their own district."""

    free_text = ("description",)
    districts = forms.ModelMultipleChoiceField(
        District.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_pk_value": "“%(pk)s” is not a district of West Yorkshire."},
    )
    status_since = DayField(
        label="In this status since",
        required=False,
        help_text="Leave empty for today. For example, 31/12/2023",
    )

    class Meta:
        model = Intervention
        formfield_callback = field_for
        fields = [
            "reference",
            "name",
            "delivery_organisation",
            "commissioner",
            "whole_area",
            "districts",
            "approach",
            "prevention_level",
            "setting",
            "status",
            "status_since",
            "starts_on",
            "ends_on",
            "description",
        ]
        widgets = {
            "reference": forms.TextInput(attrs={"class": "govuk-input--width-10"}),
            "description": forms.Textarea(attrs={"rows": 5}),
        }
        labels = {
            "delivery_organisation": "Delivered by",
            "commissioner": "Commissioned by",
            "starts_on": "Starts on",
            "ends_on": "Ends on",
        }
        error_messages = {
            "name": {"max_length": "The name has %(show_value)s characters: shorten it to %(limit_value)s."},
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["delivery_organisation"].empty_label = "To be confirmed"
        self.fields["approach"].empty_label = "Not decided yet"
        if user.role == Role.CSP_COORDINATOR:
            del self.fields["districts"], self.fields["whole_area"]
            return
        self.fields["districts"].is_needed = True
        if self.instance.pk:
            self.initial["districts"] = list(self.instance.districts.all())

    def clean_status(self) -> str:
        status: str = self.cleaned_data["status"]
        if (
            status == Intervention.Status.PROPOSED
            and self.instance.pk
            and self.instance.funding_lines.standing()
        ):
            raise ValidationError(
                "An intervention with funding is no longer a proposal. Choose another status."
            )
        return status

    def clean(self) -> dict[str, Any] | None:
        if "districts" in self.fields:
            chosen, whole_area = self.cleaned_data.get("districts"), self.cleaned_data.get("whole_area")
            if chosen and whole_area:
                self.add_error("districts", "Choose districts, or the whole of West Yorkshire, not both.")
            if not chosen and not whole_area and "districts" not in self.errors:
                self.add_error("districts", "Choose the districts, or tick the whole of West Yorkshire.")
        return super().clean()

    @property
    def chosen_districts(self) -> list[District]:
        """Where it works, by the form: a coordinator's own district where that goes without asking."""
        if "districts" in self.fields:
            return list(self.cleaned_data["districts"])
        return [self.user.district] if self.user.district else []


class InterventionEditForm(VersionedForm, InterventionForm):
    """Change an intervention, unless somebody else did so meanwhile."""

    class Meta(InterventionForm.Meta):
        pass
