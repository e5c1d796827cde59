"""What people type into a quarterly return, and about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from svd.models import QuarterlyReturn
from svd.models.returns import ANNEX_A, ANNEX_B, POUNDS, REACHED, WORDS
from svd.rules import Reported, what_to_look_at
from vrp_portal.records.fields import DayField
from vrp_portal.records.forms import VersionedForm, WarningForm, field_for
from vrp_portal.records.models import REASON_LENGTH
from vrp_portal.records.personal_data import NOT_FOR_PERSONAL_DATA, looks_personal


class ReturnForm(forms.ModelForm):
    """Annex A and Annex B of a return: anything may be left for later while it is a draft."""

    class Meta:
        model = QuarterlyReturn
        formfield_callback = field_for
        fields = [*ANNEX_A, *ANNEX_B]
        widgets = {name: forms.Textarea(attrs={"rows": 5}) for name in WORDS}
        help_texts = {
            "labour_spent": "In pounds: officer time spent on the duty.",
            "non_labour_spent": "In pounds: interventions, training and equipment.",
            "labour_to_date": "In pounds, from 1 April to the end of the quarter.",
            "non_labour_to_date": "In pounds, from 1 April to the end of the quarter.",
            "labour_forecast": "In pounds: all that will have been spent by 31 March.",
            "non_labour_forecast": "In pounds: all that will have been spent by 31 March.",
            **dict.fromkeys(WORDS, NOT_FOR_PERSONAL_DATA),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in POUNDS:
            self.fields[name].required = False

    @property
    def annex_a(self) -> list[forms.BoundField]:
        return [self[name] for name in ANNEX_A]

    @property
    def annex_b(self) -> list[forms.BoundField]:
        return [self[name] for name in ANNEX_B]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name in POUNDS:
            if name in self.cleaned_data and self.cleaned_data[name] is None:
                self.cleaned_data[name] = 0
        for name in WORDS:
            for kind in looks_personal(self.cleaned_data.get(name) or ""):
                self.add_error(name, f"This seems to hold {kind}. Take out whatever could identify a person.")
        return cleaned

    def typed(self) -> dict[str, Any]:
        """What can be kept of what was typed: every field that is valid by itself."""
        return {name: value for name, value in self.cleaned_data.items() if name in self._meta.fields}


class ReturnEditForm(VersionedForm, ReturnForm):
    """The same in the browser, unless somebody else of the district saved meanwhile."""


class SubmitForm(WarningForm):
    """What should be looked at twice before a return is submitted; a reason answers it."""

    def __init__(
        self,
        *args: Any,
        record: QuarterlyReturn,
        before: Reported | None,
        share: Reported | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.record, self.before, self.share = record, before, share

    def find_warnings(self) -> Iterator[str]:
        yield from super().find_warnings()
        yield from what_to_look_at(self.record.reported, before=self.before, share=self.share)

    def to_look_at(self) -> list[str]:
        """The same, before anything is sent."""
        return list(what_to_look_at(self.record.reported, before=self.before, share=self.share))


class WordsForm(WarningForm):
    """What somebody writes to the other side about a return."""

    free_text = ("words",)

    words = forms.CharField(
        label="Comment",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write a comment."},
    )

    def __init__(self, *args: Any, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = needed


class ExtensionForm(WarningForm):
    """Until when a return may come, and why."""

    free_text = ("reason",)

    extended_to = DayField(
        label="Due on",
        help_text="The last day on which it is in time.",
        error_messages={"required": "Enter the day until which it may come."},
    )
    reason = forms.CharField(
        label="Why",
        max_length=REASON_LENGTH,
        error_messages={"required": "Say why it may come later."},
    )

    def __init__(self, *args: Any, due: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.due = due

    def clean_extended_to(self) -> date:
        day: date = self.cleaned_data["extended_to"]
        if day < timezone.localdate():
            raise ValidationError(f"{day:%d/%m/%Y} is past. Give a day that is to come.")
        if day <= self.due:
            raise ValidationError(f"It is due on {self.due:%d/%m/%Y} already: give a later day.")
        return day


class ReturnFileForm(forms.Form):
    """An Annex A and B workbook that was filled in."""

    file = forms.FileField(
        label="Workbook",
        help_text="The workbook of this return, filled in. Excel or OpenDocument.",
        error_messages={"required": "Choose a file.", "empty": "There is nothing in this file."},
    )


NUMBERS = (*POUNDS, *REACHED)
"""The fields of a return that are numbers."""
