"""Periods as model and form fields: a year is stored as 2023, a quarter as 20233."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from vrp_portal.periods.calendar import FIRST_YEAR, LAST_YEAR, FinancialYear, PeriodError, Quarter


class FinancialYearFormField(forms.CharField):
    """A financial year typed as 2023/24, 23/24, 2023-24 or 2023-2024."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, FinancialYear):
            return value
        text = super().to_python(value) or ""
        if text in self.empty_values:
            return None
        try:
            return FinancialYear.parse(text)
        except PeriodError as error:
            raise ValidationError(str(error), code="invalid") from error

    def run_validators(self, value: Any) -> None:
        """The type has checked the value; CharField's length validators are for the text."""

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, FinancialYear) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), self.prepare_value(data))


class FinancialYearField(models.PositiveSmallIntegerField["FinancialYear | int | str", FinancialYear]):
    """A FinancialYear, stored as the small whole number of the year in which it starts."""

    description = "Financial year"
    _pyi_lookup_exact_type: FinancialYear | int | str  # type: ignore[assignment]  # what a filter takes

    def db_check(self, connection: Any) -> str:
        """What the database itself asks of the number, whoever writes it."""
        return f"{connection.ops.quote_name(self.column)} BETWEEN {FIRST_YEAR} AND {LAST_YEAR}"

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> FinancialYear | None:
        return None if value is None else FinancialYear(value)

    def to_python(self, value: Any) -> FinancialYear | None:
        if value is None or isinstance(value, FinancialYear):
            return value
        try:
            return FinancialYear(value) if isinstance(value, int) else FinancialYear.parse(str(value))
        except PeriodError as error:
            raise ValidationError(str(error), code="invalid") from error

    def get_prep_value(self, value: Any) -> int | None:
        year = self.to_python(value)
        return None if year is None else year.start_year

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return value if prepared else self.get_prep_value(value)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **{"form_class": FinancialYearFormField, **kwargs})

    @property
    def validators(self) -> list[Any]:
        return []


class QuarterFormField(forms.TypedChoiceField):
    """One of the quarters offered; `offer` sets which."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_value", None)
        super().__init__(coerce=_quarter_from_text, **kwargs)

    def offer(self, quarters: list[Quarter]) -> None:
        """Offer these quarters, each named with its months."""
        self.choices = [("", "Choose a quarter")] + [
            (str(quarter.code), f"{quarter} ({quarter.months})") for quarter in quarters
        ]

    def prepare_value(self, value: Any) -> Any:
        return str(value.code) if isinstance(value, Quarter) else value

    def valid_value(self, value: Any) -> bool:
        return super().valid_value(self.prepare_value(value))


class QuarterField(models.PositiveSmallIntegerField["Quarter | int | str", Quarter]):
    """A Quarter, stored as a small whole number that sorts as quarters do: 20233."""

    description = "Quarter of a financial year"
    _pyi_lookup_exact_type: Quarter | int | str  # type: ignore[assignment]  # what a filter takes

    def db_check(self, connection: Any) -> str:
        """What the database itself asks of the number, whoever writes it."""
        column = connection.ops.quote_name(self.column)
        return f"{column} / 10 BETWEEN {FIRST_YEAR} AND {LAST_YEAR} AND mod({column}, 10) BETWEEN 1 AND 4"

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> Quarter | None:
        return None if value is None else Quarter.from_code(value)

    def to_python(self, value: Any) -> Quarter | None:
        if value is None or isinstance(value, Quarter):
            return value
        try:
            return _quarter_from_text(str(value))
        except (PeriodError, ValueError) as error:
            raise ValidationError(f"“{value}” is not a quarter.", code="invalid") from error

    def get_prep_value(self, value: Any) -> int | None:
        quarter = self.to_python(value)
        return None if quarter is None else quarter.code

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return value if prepared else self.get_prep_value(value)

    def value_to_string(self, obj: models.Model) -> str:
        quarter = self.value_from_object(obj)
        return "" if quarter is None else str(quarter.code)

    def formfield(self, **kwargs: Any) -> Any:
        years = [FinancialYear(start) for start in range(2019, 2031)]
        field = models.Field.formfield(self, **{"form_class": QuarterFormField, **kwargs})
        if isinstance(field, QuarterFormField):
            field.offer([quarter for year in years for quarter in year.quarters])
        return field

    @property
    def validators(self) -> list[Any]:
        return []


def _quarter_from_text(text: str) -> Quarter:
    return Quarter.from_code(int(text))
