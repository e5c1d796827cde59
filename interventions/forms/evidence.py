"""What people type about how well an intervention is evidenced."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from interventions.models import (
    ApproachRating,
    Assessment,
)
from vrp_portal.figures.entries import PastDays
from vrp_portal.records.forms import field_for
from vrp_portal.records.personal_data import NOT_FOR_PERSONAL_DATA


class AssessmentForm(PastDays):
    """Which rating of its approach an intervention relies on in a year."""

    past_days = ("assessed_on",)

    class Meta:
        model = Assessment
        formfield_callback = field_for
        fields = ["year", "rating", "assessed_on", "note"]
        widgets = {
            "year": forms.TextInput(attrs={"class": "govuk-input--width-5"}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "year": "For example, 2023/24",
            "rating": "What the Youth Endowment Fund's Toolkit says of the approach.",
            "note": f"Why this rating fits what is delivered. {NOT_FOR_PERSONAL_DATA}",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ratings = ApproachRating.objects.select_related("approach", "impact")
        if self.instance.intervention.approach_id:
            ratings = ratings.filter(approach=self.instance.intervention.approach_id)
        self.fields["rating"].queryset = ratings
        self.initial["assessed_on"] = timezone.localdate()

    def clean(self) -> dict[str, Any] | None:
        rating, day = self.cleaned_data.get("rating"), self.cleaned_data.get("assessed_on")
        if rating and day and day < rating.in_force_from:
            self.add_error(
                "assessed_on",
                f"This rating is in force from {rating.in_force_from:%d/%m/%Y}: choose a later day.",
            )
        return super().clean()
