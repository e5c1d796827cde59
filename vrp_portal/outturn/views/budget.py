"""The budget of a year: its lines, what changes them, and money moved between them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse_lazy

from grants import actions
from grants.forms import BudgetLineForm
from grants.models import BudgetEntry, BudgetLine, Virement
from vrp_portal.accounts.permissions import Action
from vrp_portal.figures.pages import LedgerPage, RecordForm, WithdrawRecord
from vrp_portal.money import format_pounds
from vrp_portal.outturn.forms import AdjustmentForm, ProfileForm, VirementForm
from vrp_portal.outturn.tables import BudgetTable
from vrp_portal.periods import FinancialYear

BACK = "Back to the budget"


class Budget(LedgerPage):
    """The core grant of a year by budget line, as at a day; what is left is not budgeted."""

    action = Action.VIEW_OUTTURN
    keep = Action.KEEP_BUDGET
    template_name = "outturn/budget.html"
    table_class = BudgetTable
    export_name = "budget"
    in_files_only = ("source",)
    card_keys = ("core_grant_award", "core_budgeted", "core_not_budgeted")

    def get_records(self) -> QuerySet[BudgetLine]:
        return BudgetLine.objects.for_year(self.scope.year)

    def get_queryset(self) -> QuerySet[BudgetLine]:
        return self.get_records().as_at(self.scope.as_at).with_budget(as_at=self.scope.as_at).in_order()

    def get_export_year(self) -> FinancialYear:
        return self.scope.year

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = self.get_records()
        moves = Virement.objects.filter(from_line__in=lines, decided_on__lte=self.scope.as_at)
        changes = BudgetEntry.objects.filter(
            virement=None, line__in=lines, agreed_on__lte=self.scope.as_at
        ).order_by("agreed_on", "pk")
        return super().get_context_data(
            moves=moves.select_related("from_line", "to_line"),
            changes=changes.select_related("line"),
            **kwargs,
        )


class EnterBudgetLine(RecordForm):
    """Set part of the core grant aside for a purpose."""

    action = Action.KEEP_BUDGET
    form_class = BudgetLineForm
    heading = "Enter a budget line"
    back_label = BACK
    success_url = reverse_lazy("budget")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": BudgetLine()}

    def save(self, form: BudgetLineForm) -> str:
        line = form.save()
        self.year = line.year
        return f"{line} is entered: {format_pounds(line.amount)}."


class WithdrawBudgetLine(WithdrawRecord):
    action = Action.KEEP_BUDGET
    heading = "Withdraw a budget line"
    back_label = BACK
    success_url = reverse_lazy("budget")
    records = BudgetLine.objects.all()


class ChangeBudgetLine(RecordForm):
    """A form about one budget line that stands."""

    action = Action.KEEP_BUDGET
    back_label = BACK
    success_url = reverse_lazy("budget")
    records = BudgetLine.objects.all()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"line": self.record}


class AdjustBudgetLine(ChangeBudgetLine):
    """Change what a line gets; what it loses is not budgeted."""

    form_class = AdjustmentForm
    heading = "Adjust a budget line"
    lead = (
        "The other lines stay as they are. What this one loses is not budgeted; it can only gain what is not "
        "budgeted now. The quarters to come change with it."
    )

    def save(self, form: AdjustmentForm) -> str:
        made = form.cleaned_data
        actions.adjust_line(
            self.record, amount=made["amount"], agreed_on=made["agreed_on"], reason=made["reason"]
        )
        return f"{self.record} is adjusted by {format_pounds(made['amount'])}."


class ProfileBudgetLine(ChangeBudgetLine):
    """Say what of a line falls in each quarter."""

    form_class = ProfileForm
    heading = "Profile of a budget line"
    lead = "What it is meant to spend in each quarter. Together they are the line's amount on the day."

    def save(self, form: ProfileForm) -> str:
        made = form.cleaned_data
        actions.profile_line(self.record, form.quarters(), agreed_on=made["agreed_on"], reason=made["reason"])
        return f"The profile of {self.record} is saved."

    def form_valid(self, form: ProfileForm) -> Any:
        try:
            return super().form_valid(form)
        except actions.ProfileMismatch as changed_meanwhile:
            form.add_error(None, str(changed_meanwhile))
            return self.form_invalid(form)


class MoveBudget(ChangeBudgetLine):
    """Move money from this line to another, by a decision that is recorded."""

    form_class = VirementForm
    heading = "Move money to another budget line"
    lead = "The decision is recorded and kept; to undo it, move the money back."

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = RecordForm.get_form_kwargs(self)
        return kwargs | {"instance": Virement(from_line=self.record)}

    def save(self, form: VirementForm) -> str:
        moved = actions.move_between_lines(form.instance)
        return (
            f"{format_pounds(moved.amount)} is moved from {moved.from_line.get_purpose_display()} "
            f"to {moved.to_line.get_purpose_display()}."
        )
