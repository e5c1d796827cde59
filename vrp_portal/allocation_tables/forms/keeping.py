"""The name under which a table is kept."""

from __future__ import annotations

from typing import Any

from django import forms

from vrp_portal.allocation_tables.models import SavedTable
from vrp_portal.figures.scope import Scope
from vrp_portal.records.forms import VersionedForm, WarningForm


class NamedForm(WarningForm, forms.ModelForm):
    """A table's name and what it is for."""

    free_text = ("name", "note")

    class Meta:
        model = SavedTable
        fields = ["name", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"name": "By which others will know it.", "note": "What it is for."}
        error_messages = {"name": {"required": "Enter a name for the table."}}


class KeepTableForm(NamedForm):
    """Keep a table for the year and the day of its page, or for whatever day it is opened on."""

    keeps_day = forms.BooleanField(required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.fields["keeps_day"].label = f"Always open it for {scope.year}, as at {scope.as_at:%d/%m/%Y}"
        self.fields["keeps_day"].help_text = "Otherwise it opens for the latest quarter, as other pages do."

    def clean(self) -> dict[str, Any] | None:
        if self.cleaned_data.get("keeps_day"):
            self.instance.year, self.instance.as_at = self.scope.year, self.scope.as_at
        return super().clean()


class RenameTableForm(VersionedForm, NamedForm):
    """Another name for a table, or another note."""

    class Meta(NamedForm.Meta):
        pass
