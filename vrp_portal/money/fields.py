"""Money as model and form fields: numeric(12,2) in the database, pounds as people type them in a form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from vrp_portal.money.amounts import AmountError, parse_amount


def _refuse_float(value: Any) -> None:
    """A float can't hold 10p: one that comes here is a mistake of the code, not of whoever typed it."""
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a float, and money never is: give a Decimal, or words.")


class PoundsFormField(forms.CharField):
    """An amount in pounds typed as 1316424, 1,316,424.00 or £1,316,424."""

    def __init__(self, *, allow_negative: bool = False, **kwargs: Any) -> None:
        self.allow_negative = allow_negative
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"})
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        _refuse_float(value)
        if value is None or isinstance(value, Decimal):
            return value
        text = super().to_python(value) or ""
        if text in self.empty_values:
            return None
        try:
            return parse_amount(text, allow_negative=self.allow_negative)
        except AmountError as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.2f}" if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class PoundsField(models.DecimalField[Decimal | int | str, Decimal]):
    """An amount of money in pounds, exact to the penny."""

    description = "Pounds"

    def __init__(self, *args: Any, allow_negative: bool = False, **kwargs: Any) -> None:
        self.allow_negative = allow_negative
        kwargs["max_digits"], kwargs["decimal_places"] = 12, 2
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        _refuse_float(value)
        amount: Decimal | None = super().to_python(value)
        return amount

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        options = {"form_class": PoundsFormField, "allow_negative": self.allow_negative, **kwargs}
        return models.Field.formfield(self, **options)
