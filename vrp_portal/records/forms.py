"""What forms of every domain do alike: read people's ways of writing, warn, withdraw, and mind each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pghistory
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from vrp_portal.records.fields import DATE_HINT, CountField, DayField
from vrp_portal.records.history import last_change
from vrp_portal.records.models import REASON_LENGTH
from vrp_portal.records.personal_data import NOT_FOR_PERSONAL_DATA, looks_personal

NOTHING = "(empty)"


def field_for(field: models.Field, **kwargs: Any) -> forms.Field | None:
    """`formfield_callback` of every record's form: days and counts are read as people write them."""
    if isinstance(field, models.DateField):
        hint = kwargs.pop("help_text", None) or field.help_text or DATE_HINT
        return _say_what_is_missing(
            field.formfield(**_without_widget(kwargs), form_class=DayField, help_text=hint)
        )
    if isinstance(field, models.PositiveIntegerField):
        return CountField(
            label=field.verbose_name.capitalize(),
            required=not field.blank and not field.has_default(),
            initial=field.get_default(),
            when_empty=field.get_default(),
            help_text=field.help_text,
        )
    formfield = field.formfield(**kwargs)
    if formfield is not None:
        _say_what_is_missing(formfield)
    if isinstance(formfield, forms.ModelChoiceField) and formfield.required:
        formfield.empty_label = "Choose one"
    elif isinstance(formfield, forms.TypedChoiceField) and formfield.choices[0][0] == "":
        formfield.choices = [("", "Choose one"), *formfield.choices[1:]]
    return formfield


def _say_what_is_missing(formfield: forms.Field) -> forms.Field:
    verb = "Choose" if isinstance(formfield, forms.ChoiceField) else "Enter"
    formfield.error_messages["required"] = f"{verb} “{formfield.label}”."
    return formfield


def _without_widget(kwargs: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in kwargs.items() if name != "widget"}


class WarningForm(forms.Form):
    """A form that may warn. A warning needs a reason, kept in the history; it does not block."""

    reason_for_warning = forms.CharField(
        label="Your reason",
        required=False,
        max_length=REASON_LENGTH,
        help_text="Why what you entered is right in spite of the warning.",
    )
    free_text: tuple[str, ...] = ()
    """The fields in which people write freely, and so might write about a person."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings: list[str] = []
        self.fields["reason_for_warning"].is_needed = True
        for name in self.free_text:
            hint = self.fields[name].help_text
            self.fields[name].help_text = f"{hint} {NOT_FOR_PERSONAL_DATA}".strip()

    def settle(self) -> None:
        """Offer what fits the record that the form is about, where that depends on the record."""

    def find_warnings(self) -> Iterator[str]:
        """What should be looked at twice, in a sentence each. Runs on data that is valid otherwise."""
        for name in self.free_text:
            for kind in looks_personal(self.cleaned_data.get(name) or ""):
                label = self.fields[name].label
                yield f"{label} seems to hold {kind}. Take out whatever could identify a person."

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors:
            self.warnings = list(self.find_warnings())
            if self.warnings:
                self.ask_for_reason()
        return cleaned

    def ask_for_reason(self) -> None:
        """Hold the form back until its warnings are answered."""
        if not self.cleaned_data["reason_for_warning"]:
            self.add_error("reason_for_warning", "Give your reason, or change what you entered.")

    @property
    def shows_reason(self) -> bool:
        return bool(self.warnings or self["reason_for_warning"].data)

    def hidden_until_needed(self) -> None:
        """Leave the reason out of the page until a warning asks for it."""
        if not self.shows_reason:
            self.fields["reason_for_warning"].widget = forms.HiddenInput()

    def remember_warnings(self) -> None:
        """Put warnings and reason into the history of what is saved next."""
        if self.warnings:
            pghistory.context(warnings=self.warnings, reason=self.cleaned_data["reason_for_warning"])


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    theirs: str
    yours: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else's change to a record while it was being edited."""

    changed_by: str
    changed_at: datetime
    fields: list[Difference]


class VersionedForm(forms.ModelForm):
    """A form over a Versioned record that refuses to save over somebody else's change.

    Validate and save it in one transaction: the record is locked while it is compared. After a refusal the
    form holds what was typed and the version that is there now, so that saving again is a decision.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict: Conflict | None = None
        self.initial.setdefault("version", self.instance.version)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        current = type(self.instance)._base_manager.select_for_update().get(pk=self.instance.pk)
        if self.cleaned_data.get("version") != current.version:
            self._refuse(current)
        return cleaned

    def _refuse(self, current: models.Model) -> None:
        change = last_change(current)
        self.conflict = Conflict(
            changed_by=change.by if change else "Somebody else",
            changed_at=change.at if change else timezone.now(),
            fields=list(self._differences(current)),
        )
        self.add_error(None, "Somebody else saved this record meanwhile: compare, then save again.")
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(current.version)  # type: ignore[attr-defined]  # a copy of a QueryDict can change

    def _differences(self, current: models.Model) -> Iterator[Difference]:
        theirs = forms.model_to_dict(current, fields=list(self._meta.fields or []))
        for name in theirs:
            field = self.fields.get(name)
            if field is None:
                continue
            there, here = _in_words(field, theirs[name]), _in_words(field, self[name].data)
            if there != here:
                yield Difference(label=self[name].label, theirs=there, yours=here)


def _in_words(field: forms.Field, value: Any) -> str:
    """A field's value, stored or typed, as its reader knows it."""
    if isinstance(value, list | tuple):
        return ", ".join(sorted(_in_words(field, part) for part in value)) or NOTHING
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(field, forms.BooleanField):
        return "Yes" if field.to_python(value) else "No"
    prepared = field.prepare_value(value)
    if prepared in (None, ""):
        return NOTHING
    if isinstance(field, forms.ModelChoiceField):
        chosen = field.queryset.filter(pk=prepared).first() if str(prepared).isdecimal() else None
        return str(chosen or prepared)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(str(prepared), prepared))
    return str(prepared).strip()


class WithdrawForm(forms.Form):
    """Why a record is withdrawn, and from which day it no longer counts."""

    withdrawn_on = DayField(
        label="Withdrawn on",
        help_text="The day from which it no longer counts.",
        error_messages={"required": "Enter the day from which it no longer counts."},
    )
    withdrawn_reason = forms.CharField(
        label="Reason",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NOT_FOR_PERSONAL_DATA,
        error_messages={"required": "Enter the reason for withdrawing it."},
    )

    def clean_withdrawn_on(self) -> date:
        day: date = self.cleaned_data["withdrawn_on"]
        if day > timezone.localdate():
            raise ValidationError("The day of withdrawing can't be in the future.")
        return day
