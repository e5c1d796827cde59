"""A browser's form that judges row after row of a file, so that a rule stands in one place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models


class HeldChoice(forms.ModelChoiceField):
    """A choice of records that are read once, when first asked for, and held for all rows."""

    def _hold(self, queryset: Any) -> None:
        self._queryset, self._held = queryset, None

    queryset = property(lambda self: self._queryset, _hold)

    @classmethod
    def like(cls, field: forms.ModelChoiceField) -> HeldChoice:
        held = cls(field.queryset, required=field.required, label=field.label, empty_label=field.empty_label)
        held.error_messages = field.error_messages
        return held

    def to_python(self, value: Any) -> models.Model | None:
        if value in self.empty_values:
            return None
        if self._held is None:
            self._held = {str(record.pk): record for record in self._queryset}
        try:
            return self._held[str(value)]
        except KeyError as error:
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value}
            ) from error


class RowForm(forms.ModelForm):
    """Put before a record's form in the bases, it makes one form that judges any number of rows.

    Making a form costs more than judging with it. What the form asks the database is held for all rows, and
    constraints are left to the database itself, which judges them when the rows are saved. A warning does
    not ask for a reason here: one reason is given for the file.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__({}, **options)
        for name, field in self.fields.items():
            if type(field) is forms.ModelChoiceField:
                self.fields[name] = HeldChoice.like(field)

    def judge(self, data: Mapping[str, Any], record: models.Model) -> bool:
        """Put the data into the record. False where the form refuses them: `errors` says why."""
        record.validate_constraints = _left_to_the_database  # type: ignore[method-assign]  # for this record alone
        self.data, self.instance, self.warnings = data, record, []
        self.settle()
        self.full_clean()
        return not self.errors

    def ask_for_reason(self) -> None:
        """A file's warnings are answered together."""

    def validate_unique(self) -> None:
        """The database judges this, too."""


def _left_to_the_database(exclude: Any = None) -> None:
    """In place of a record's own check of its constraints, which asks the database once for each."""
