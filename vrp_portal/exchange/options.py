"""What commands are asked for, read by the fields of the browser's forms."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.forms import Field

from vrp_portal.periods import FinancialYear
from vrp_portal.periods.fields import FinancialYearFormField
from vrp_portal.records.fields import DayField


def year_asked(text: str) -> FinancialYear | None:
    """The financial year of --year. Raises CommandError."""
    return _cleaned("--year", FinancialYearFormField(required=False), text)


def day_asked(text: str) -> date | None:
    """The day of --as-at. Raises CommandError."""
    return _cleaned("--as-at", DayField(required=False), text)


def _cleaned(option: str, field: Field, text: str) -> Any:
    try:
        return field.clean(text)
    except ValidationError as error:
        raise CommandError(f"{option}: {error.messages[0]}", returncode=2) from error
