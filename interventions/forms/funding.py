"""What people type about an intervention's money."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from interventions.forms.places import offer_places
from interventions.models import (
    FundingEntry,
    FundingLine,
    FundingSpend,
)
from vrp_portal.figures.entries import PastDays
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.money import format_pounds
from vrp_portal.periods import FinancialYear
from vrp_portal.records.forms import WarningForm, field_for
from vrp_portal.records.personal_data import NOT_FOR_PERSONAL_DATA

LEFT_OF = {
    FundingLine.FundingSource.CORE: ("core_uncommitted", "core grant award"),
    FundingLine.FundingSource.SVD: ("svd_uncommitted", "Serious Violence Duty allocation"),
}
"""For each source that is limited, the figure that says what is left of it."""


class FundingWarnings(WarningForm):
    """Money above what is left of its award: a warning that needs a reason, not a block."""

    def money_warnings(self, *, source: str, year: FinancialYear, amount: Decimal | None) -> Iterator[str]:
        if amount is None or source not in LEFT_OF:
            return
        name = LEFT_OF[FundingLine.FundingSource(source)][1]
        left = self.left_of(source, year)
        if left is None:
            yield f"There is no {name} for {year} in the portal, so this money has nothing to come from yet."
        elif amount > left:
            yield (
                f"{format_pounds(amount)} is more than the {format_pounds(max(left, Decimal(0)))} "
                f"that is left of the {name} for {year}."
            )

    def left_of(self, source: str, year: FinancialYear) -> Decimal | None:
        """What is left of the source's money for the year, in pounds; None where there is no award."""
        key = LEFT_OF[FundingLine.FundingSource(source)][0]
        left = compute([key], Scope(year, timezone.localdate()))[key].value
        return None if left is None else Decimal(left)


class FundingLineForm(FundingWarnings, PastDays):
    """Give an intervention money from a source for a year, or say that a source pays without an amount."""

    past_days = ("agreed_on",)
    amount = FundingEntry._meta.get_field("amount").formfield(
        allow_negative=False,
        required=False,
        help_text="In pounds. Leave empty where the amount is not stated: it then counts as an intervention, "
        "not as money.",
    )
    reason = forms.CharField(
        label="Why this amount",
        required=False,
        max_length=FundingEntry._meta.get_field("reason").max_length,
        help_text=f"For example, the decision and its date. {NOT_FOR_PERSONAL_DATA}",
    )

    class Meta:
        model = FundingLine
        formfield_callback = field_for
        fields = ["funding_source", "year", "district", "agreed_on", "paid_as", "amount", "reason"]
        widgets = {"year": forms.TextInput(attrs={"class": "govuk-input--width-5"})}
        help_texts = {"year": "For example, 2023/24"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.everywhere = self.fields["district"].queryset
        # A file that says nothing means a grant; people are shown that it does.
        self.fields["paid_as"].required = False
        self.fields["paid_as"].is_needed = True
        self.initial["agreed_on"] = timezone.localdate()
        if self.instance.intervention_id:
            self.settle()

    def settle(self) -> None:
        """Offer the places where the intervention works."""
        offer_places(self.fields["district"], self.instance.intervention, everywhere=self.everywhere)

    def clean_paid_as(self) -> str:
        return self.cleaned_data["paid_as"] or FundingLine.PaidAs.GRANT

    def clean(self) -> dict[str, Any] | None:
        if self.cleaned_data.get("amount") is not None and not self.cleaned_data.get("reason"):
            self.add_error("reason", "Say why this amount was agreed.")
        return super().clean()

    def find_warnings(self) -> Iterator[str]:
        yield from super().find_warnings()
        yield from self.money_warnings(
            source=self.cleaned_data["funding_source"],
            year=self.cleaned_data["year"],
            amount=self.cleaned_data["amount"],
        )


class FundingEntryForm(FundingWarnings, PastDays):
    """Agree a further amount for a funding line, or take money back."""

    past_days = ("agreed_on",)

    class Meta:
        model = FundingEntry
        formfield_callback = field_for
        fields = ["amount", "agreed_on", "reason"]
        labels = {"reason": "Why the amount changes"}
        help_texts = {
            "amount": "In pounds, added to what is allocated already. Negative to take money back.",
            "reason": NOT_FOR_PERSONAL_DATA,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["agreed_on"] = timezone.localdate()

    def find_warnings(self) -> Iterator[str]:
        yield from super().find_warnings()
        line = self.instance.line
        yield from self.money_warnings(
            source=line.funding_source, year=line.year, amount=self.cleaned_data["amount"]
        )


class HowPaidForm(forms.ModelForm):
    """Say whether a funding line is paid as a grant or as a procured contract."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = FundingLine
        formfield_callback = field_for
        fields = ["paid_as"]
        widgets = {"paid_as": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stands = self.instance.paid_as
        self.initial["was"] = self.stands

    def clean(self) -> dict[str, Any] | None:
        if self.cleaned_data.get("was") not in {"", None, self.stands}:
            self.data = self.data.copy()
            self.data["was"] = self.stands
            told = FundingLine.PaidAs(self.stands).label.lower()
            raise forms.ValidationError(
                f"Somebody else changed this to {told} since you opened the page. Check it, and save again."
            )
        return super().clean()


class SpendForm(WarningForm, forms.ModelForm):
    """What was spent of a funding line in a quarter."""

    class Meta:
        model = FundingSpend
        formfield_callback = field_for
        fields = ["quarter", "amount", "reason"]
        help_texts = {
            "amount": "In pounds. Negative to correct an earlier entry.",
            "reason": f"Needed for a correction. {NOT_FOR_PERSONAL_DATA}",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.line_id:
            self.settle()

    def settle(self) -> None:
        """Offer the quarters of the line's year."""
        self.fields["quarter"].offer(list(self.instance.line.year.quarters))

    def clean(self) -> dict[str, Any] | None:
        amount = self.cleaned_data.get("amount")
        if amount is not None and amount < 0 and not self.cleaned_data.get("reason"):
            self.add_error("reason", "A negative amount is a correction: give its reason.")
        return super().clean()

    def find_warnings(self) -> Iterator[str]:
        yield from super().find_warnings()
        allocated, spent = self.money_of_line()
        spent += self.cleaned_data["amount"]
        if spent > allocated:
            yield f"With this, {format_pounds(spent)} is spent of the {format_pounds(allocated)} allocated."

    def money_of_line(self) -> tuple[Decimal, Decimal]:
        """What is allocated to the line and what has been spent of it, in pounds."""
        line = FundingLine.objects.with_money(as_at=self.instance.line.year.ends).get(
            pk=self.instance.line_id
        )
        return line.allocated or Decimal(0), line.spent
