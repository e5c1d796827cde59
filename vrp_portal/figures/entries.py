"""What people type into any ledger: a year of the partnership, days that have come, words without people."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from vrp_portal.figures.scoped import FIRST_YEAR_OF_PARTNERSHIP
from vrp_portal.periods import FinancialYear
from vrp_portal.records.forms import WarningForm

YEAR_HINT = "For example, 2023/24"


def year_input() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "govuk-input--width-5"})


class PastDays(forms.ModelForm[Any]):
    """A form over days on which something happened: none of them lies in the future."""

    past_days: ClassVar[tuple[str, ...]]

    def clean(self) -> dict[str, Any] | None:
        for name in self.past_days:
            day: date | None = self.cleaned_data.get(name)
            if day is not None and day > timezone.localdate():
                self.add_error(name, f"{day:%d/%m/%Y} is in the future. Give a day that has come.")
        return super().clean()


class EntryForm(WarningForm, PastDays):
    """A new entry of a ledger of years."""

    free_text = ("source",)

    def clean_year(self) -> FinancialYear:
        year: FinancialYear = self.cleaned_data["year"]
        if year.start_year < FIRST_YEAR_OF_PARTNERSHIP:
            first = FinancialYear(FIRST_YEAR_OF_PARTNERSHIP)
            raise ValidationError(f"The partnership began in {first}: give that year or a later one.")
        return year

    def _get_validation_exclusions(self) -> set[str]:
        """Have constraints on standing entries checked here: a new entry is never withdrawn."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # it has no types
        return excluded - {"withdrawn_on", "withdrawn_reason"}
