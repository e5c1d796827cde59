"""What people type about the budget: a line, and what is spent or forecast to be spent of it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from grants.models import BudgetLine, SpendEntry
from grants.models.budget import INTERVENTIONS_SPEND_ELSEWHERE
from vrp_portal.figures.entries import YEAR_HINT, EntryForm, year_input
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.money import format_pounds
from vrp_portal.periods import FinancialYear
from vrp_portal.records.forms import field_for


class BudgetLineForm(EntryForm):
    """Set part of a year's core grant aside for a purpose: no more than is not budgeted yet."""

    past_days = ("agreed_on",)

    class Meta:
        model = BudgetLine
        formfield_callback = field_for
        fields = ["year", "purpose", "amount", "agreed_on", "source"]
        widgets = {"year": year_input(), "purpose": forms.RadioSelect}
        labels = {"purpose": "What for"}
        help_texts = {"year": YEAR_HINT, "amount": "In pounds. It falls in the four quarters in equal parts."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["agreed_on"] = timezone.localdate()

    def clean(self) -> dict[str, Any] | None:
        year, amount = self.cleaned_data.get("year"), self.cleaned_data.get("amount")
        if year is not None and amount is not None:
            left = compute(["core_not_budgeted"], Scope(year, timezone.localdate()))
            self._hold_to_award(year, amount, left["core_not_budgeted"].value)
        return super().clean()

    def _hold_to_award(self, year: FinancialYear, amount: Decimal, left: Decimal | int | None) -> None:
        if left is None:
            self.add_error("year", f"There is no core grant award for {year} in the portal: enter it first.")
        elif amount > left:
            self.add_error(
                "amount",
                f"{format_pounds(amount)} is more than the {format_pounds(max(Decimal(left), Decimal(0)))} "
                f"of the core grant for {year} that is not budgeted yet. Lower it, or move money from "
                "another line.",
            )


class SpendEntryForm(EntryForm):
    """What was spent of a budget line in a quarter, or what it is forecast to cost."""

    past_days = ("stated_on",)
    free_text = ("reason", "source")

    class Meta:
        model = SpendEntry
        formfield_callback = field_for
        fields = ["quarter", "kind", "amount", "stated_on", "reason", "source"]
        widgets = {"kind": forms.RadioSelect}
        labels = {"kind": "Actual or forecast", "stated_on": "Stated on"}
        help_texts = {
            "amount": "In pounds. An actual is added to what is entered already: negative corrects it. "
            "A forecast takes the place of the one before.",
            "quarter": "What was spent counts once its quarter has ended.",
            "stated_on": "The day on which it was known, or forecast.",
            "reason": "Needed for a correction.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["stated_on"] = timezone.localdate()
        if self.instance.line_id:
            self.settle()

    def settle(self) -> None:
        """Offer the quarters of the line's year."""
        self.fields["quarter"].offer(list(self.instance.line.year.quarters))

    def clean(self) -> dict[str, Any] | None:
        made = self.cleaned_data
        amount, kind, quarter = made.get("amount"), made.get("kind"), made.get("quarter")
        if amount is not None and amount < 0:
            if kind == SpendEntry.Kind.FORECAST:
                self.add_error("amount", "A forecast is 0 or more: the latest takes the earlier's place.")
            elif not made.get("reason"):
                self.add_error("reason", "A negative amount is a correction: give its reason.")
        if kind == SpendEntry.Kind.ACTUAL and quarter and quarter.starts > timezone.localdate():
            self.add_error("quarter", f"{quarter} has not begun: enter a forecast for it.")
        return super().clean()

    def find_warnings(self) -> Iterator[str]:
        yield from super().find_warnings()
        if self.cleaned_data["kind"] != SpendEntry.Kind.ACTUAL:
            return
        budget, spent = self.money_of_line()
        spent += self.cleaned_data["amount"]
        if spent > budget:
            yield f"With this, {format_pounds(spent)} is spent of the {format_pounds(budget)} budgeted."

    def money_of_line(self) -> tuple[Decimal, Decimal]:
        """What is budgeted for the line by now and what has been spent of it, in pounds."""
        line = BudgetLine.objects.with_budget(as_at=timezone.localdate()).get(pk=self.instance.line_id)
        entries = SpendEntry.objects.standing().filter(line=line, kind=SpendEntry.Kind.ACTUAL)
        return line.budget_then, sum((entry.amount for entry in entries), Decimal(0))


class EnterSpendForm(SpendEntryForm):
    """The form in the browser, where the line is chosen from those of a year."""

    class Meta(SpendEntryForm.Meta):
        fields = ["line", *SpendEntryForm.Meta.fields]
        labels = {**SpendEntryForm.Meta.labels, "line": "Budget line"}

    def __init__(self, *args: Any, year: FinancialYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = BudgetLine.objects.standing().for_year(year).order_by("pk")
        self.fields["quarter"].offer(list(year.quarters))

    def clean_line(self) -> BudgetLine:
        line: BudgetLine = self.cleaned_data["line"]
        if line.purpose == BudgetLine.Purpose.INTERVENTIONS:
            raise forms.ValidationError(INTERVENTIONS_SPEND_ELSEWHERE)
        # What the warnings compare is this line's.
        self.instance.line = line
        return line
