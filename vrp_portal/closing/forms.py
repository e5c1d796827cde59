"""What is typed to close a year, and to adjust a closed one."""

from __future__ import annotations

from django import forms

from vrp_portal.records.forms import WarningForm, field_for
from vrp_portal.records.models import REASON_LENGTH
from vrp_portal.year_end.models import Adjustment


class CloseYearForm(WarningForm):
    """That somebody has looked at the figures, and closes the year."""

    free_text = ("note",)

    note = forms.CharField(
        label="Note",
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example, what stands open and why.",
    )
    looked_at = forms.BooleanField(
        label="I have looked at these figures and at what stands open",
        error_messages={"required": "Say that you have looked at the figures and at what stands open."},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class AdjustmentForm(WarningForm, forms.ModelForm):
    """Why a closed year changes, and who decided it."""

    free_text = ("reason", "decided_by")

    class Meta:
        model = Adjustment
        formfield_callback = field_for
        fields = ["reason", "decided_by"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"reason": "It stands with every change that you make under it."}
