"""What people type about the budget of a year: changes of a line, its profile, reasons, and the threshold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from grants import actions
from grants.models import BudgetLine, OutturnTerms, VarianceReason, Virement
from grants.querysets import QUARTERS
from vrp_portal.figures.actuals import INTERVENTIONS, actuals
from vrp_portal.figures.entries import EntryForm
from vrp_portal.money import format_pounds
from vrp_portal.money.fields import PoundsFormField
from vrp_portal.records.fields import DATE_HINT, DayField
from vrp_portal.records.forms import VersionedForm, WarningForm, field_for
from vrp_portal.records.models import REASON_LENGTH


def below_what_is_spent(line: BudgetLine, change: Decimal) -> Iterator[str]:
    """The warning that a line would be left with less than is spent of it already."""
    left = BudgetLine.objects.with_budget(as_at=date.max).get(pk=line.pk).budget_then + change
    spent = actuals(line.year, as_at=timezone.localdate())
    of_line = sum((pounds for (purpose, _), pounds in spent.items() if purpose == line.purpose), Decimal(0))
    if Decimal(0) <= left < of_line:
        yield (
            f"{line.get_purpose_display()} would be left with {format_pounds(left)}, and "
            f"{format_pounds(of_line)} of it is spent already."
        )


class OfLine(WarningForm):
    """A change of a budget line from a day on, with its reason."""

    free_text = ("reason",)

    agreed_on = DayField(
        label="Agreed on",
        help_text=DATE_HINT,
        error_messages={"required": "Enter the day from which the change counts."},
    )
    reason = forms.CharField(
        label="Why",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why the budget line changes."},
    )

    def __init__(self, *args: Any, line: BudgetLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.line = line
        self.initial["agreed_on"] = timezone.localdate()

    def clean_agreed_on(self) -> date:
        day: date = self.cleaned_data["agreed_on"]
        if day > timezone.localdate():
            raise ValidationError(f"{day:%d/%m/%Y} is in the future. Give a day that has come.")
        if day < self.line.agreed_on:
            raise ValidationError(
                f"The budget line counts from {self.line.agreed_on:%d/%m/%Y}: give that day or a later one."
            )
        return day


class AdjustmentForm(OfLine):
    """Change what a line gets; the others stay."""

    amount = PoundsFormField(
        label="Changes by",
        allow_negative=True,
        help_text="In pounds, added to the line. Negative to take money away.",
        error_messages={"required": "Enter by how much it changes."},
    )
    field_order = ["amount", "agreed_on", "reason"]

    def clean_amount(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        if not amount:
            raise ValidationError("Enter by how much it changes: £0 changes nothing.")
        return amount

    def find_warnings(self) -> Iterator[str]:
        yield from super().find_warnings()
        if self.cleaned_data["amount"] < 0:
            yield from below_what_is_spent(self.line, self.cleaned_data["amount"])


class ProfileForm(OfLine):
    """Say what falls in each quarter; together they are the line's amount on the day."""

    field_order = [*QUARTERS, "agreed_on", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current: Any = BudgetLine.objects.with_budget(as_at=timezone.localdate()).get(pk=self.line.pk)
        for name, quarter in zip(QUARTERS, self.line.year.quarters, strict=True):
            self.fields[name] = PoundsFormField(
                label=f"Q{quarter.number}, {quarter.months}",
                error_messages={"required": f"Enter what falls in Q{quarter.number}: 0 for nothing."},
            )
            self.initial[name] = getattr(self.current, f"{name}_then")
        self.order_fields(self.field_order)

    def quarters(self) -> list[Decimal]:
        """What falls in each quarter, in pounds. Call it on a valid form."""
        return [self.cleaned_data[name] for name in QUARTERS]

    def clean(self) -> dict[str, Any] | None:
        if not self.errors:
            then = BudgetLine.objects.with_budget(as_at=self.cleaned_data["agreed_on"]).get(pk=self.line.pk)
            try:
                actions.check_profile(self.quarters(), amount=then.budget_then)
            except actions.ProfileMismatch as mismatch:
                self.add_error(QUARTERS[-1], str(mismatch))
            else:
                if self.quarters() == [getattr(then, f"{name}_then") for name in QUARTERS]:
                    self.add_error(QUARTERS[0], "This is what falls in the quarters already.")
        return super().clean()


class VirementForm(EntryForm):
    """Move money from one budget line to another, by a decision."""

    past_days = ("decided_on",)
    free_text = ("reason", "decided_by")

    class Meta:
        model = Virement
        formfield_callback = field_for
        fields = ["to_line", "amount", "decided_on", "decided_by", "reason"]
        labels = {"to_line": "To", "reason": "Why"}
        help_texts = {"amount": "In pounds."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        origin: BudgetLine = self.instance.from_line
        others = BudgetLine.objects.standing().for_year(origin.year).exclude(pk=origin.pk)
        self.fields["to_line"].queryset = others.order_by("pk")
        self.fields["to_line"].label_from_instance = lambda line: line.get_purpose_display()
        self.initial["decided_on"] = timezone.localdate()

    def find_warnings(self) -> Iterator[str]:
        yield from super().find_warnings()
        yield from below_what_is_spent(self.instance.from_line, -self.cleaned_data["amount"])


class ReasonForm(EntryForm):
    """Say why a row's spend differs."""

    past_days = ()
    free_text = ("reason",)

    class Meta:
        model = VarianceReason
        formfield_callback = field_for
        fields = ["reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 4})}
        labels = {"reason": "Why it differs"}


class TermsForm(VersionedForm):
    """From which variance on a reason is asked for."""

    class Meta:
        model = OutturnTerms
        formfield_callback = field_for
        fields = ["percentage", "pounds", "source"]
        widgets = {
            "percentage": forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"})
        }
        labels = {"percentage": "More than, in percent", "pounds": "And more than, in pounds"}
        help_texts = {
            "percentage": "Of what was meant to be spent. For example, 10",
            "pounds": "For example, £5,000. Where nothing was meant to be spent, this alone decides.",
        }

    def clean(self) -> dict[str, Any] | None:
        """The first of a year takes the place of no other."""
        return super().clean() if self.instance.pk else forms.ModelForm.clean(self)


def correct_at(row: str) -> str:
    """Where the entries behind a row are corrected, as the name of an address."""
    return {INTERVENTIONS: "interventions", "duty_labour": "returns", "duty_non_labour": "returns"}.get(
        row, "budget-spend"
    )
