"""What people type about Serious Violence Duty allocations."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from svd.models import Allocation
from vrp_portal.figures.entries import YEAR_HINT, EntryForm, year_input
from vrp_portal.records.forms import field_for


class AllocationForm(EntryForm):
    """Enter an allocation."""

    past_days = ("agreed_on",)

    class Meta:
        model = Allocation
        formfield_callback = field_for
        fields = ["year", "period_start", "period_end", "labour", "non_labour", "agreed_on", "source"]
        widgets = {"year": year_input()}
        labels = {"period_start": "First day of the period", "period_end": "Last day of the period"}
        help_texts = {
            "year": YEAR_HINT,
            "labour": "In pounds: officer time spent on the duty.",
            "non_labour": "In pounds: interventions, training and equipment.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["agreed_on"] = self.instance.agreed_on or timezone.localdate()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self._check_period()
        return cleaned

    def _check_period(self) -> None:
        year = self.cleaned_data.get("year")
        start, end = self.cleaned_data.get("period_start"), self.cleaned_data.get("period_end")
        if start and end and end < start:
            self.add_error("period_end", f"The last day is before the first, {start:%d/%m/%Y}.")
            return
        for name, day in (("period_start", start), ("period_end", end)):
            if year and day and not year.starts <= day <= year.ends:
                self.add_error(
                    name, f"This is not in {year}, which is {year.starts:%d/%m/%Y} to {year.ends:%d/%m/%Y}."
                )
