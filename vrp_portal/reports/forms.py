"""What people write about a published figure."""

from __future__ import annotations

from django import forms

from vrp_portal.records.forms import WarningForm
from vrp_portal.reports.models import PublishedFigure


class ExplanationForm(WarningForm, forms.ModelForm):
    """Why a published figure and the records differ, or what its reader must know."""

    free_text = ("explanation",)

    class Meta:
        model = PublishedFigure
        fields = ["explanation"]
        widgets = {"explanation": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"explanation": "Why paper and records differ. Empty takes an explanation back."}
