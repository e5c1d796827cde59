"""What is spent and forecast of the budget, entry by entry."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse_lazy
from django.utils.functional import cached_property

from grants.forms import EnterSpendForm
from grants.models import SpendEntry
from vrp_portal.accounts.permissions import Action
from vrp_portal.figures.pages import LedgerPage, RecordForm, WithdrawRecord
from vrp_portal.figures.scoped import Scoped
from vrp_portal.money import format_pounds
from vrp_portal.outturn.tables import SpendTable
from vrp_portal.periods import FinancialYear, Quarter

BACK = "Back to spend and forecast"


class BudgetSpend(LedgerPage):
    """Every entry that stands as at a day: actual of quarters that had ended, and what was stated by then."""

    action = Action.VIEW_OUTTURN
    keep = Action.KEEP_BUDGET
    template_name = "outturn/spend.html"
    table_class = SpendTable
    export_name = "budget spend"
    in_files_only = ("source",)
    card_keys = ("core_spent_all", "core_spent", "core_spent_on_other", "core_other_to_come")

    def get_records(self) -> QuerySet[SpendEntry]:
        return SpendEntry.objects.for_year(self.scope.year).select_related("line")

    def get_queryset(self) -> QuerySet[SpendEntry]:
        day = self.scope.as_at
        ended = Q(kind=SpendEntry.Kind.ACTUAL, quarter__lte=Quarter.last_ended(day))
        return self.get_records().standing(as_at=day).filter(ended | Q(stated_on__lte=day)).in_order()

    def get_export_year(self) -> FinancialYear:
        return self.scope.year


class EnterSpend(Scoped, RecordForm):
    """Enter what was spent of a budget line in a quarter, or what it is forecast to cost."""

    action = Action.KEEP_BUDGET
    form_class = EnterSpendForm
    heading = "Enter spend or a forecast"
    back_label = BACK
    success_url = reverse_lazy("budget-spend")
    asks_district = False

    @cached_property
    def lead(self) -> str:  # type: ignore[override]  # of the year that is asked for
        return f"Of a budget line of {self.scope.year}. Nothing is overwritten: a correction is an entry too."

    def load(self) -> None:
        self.year = self.scope.year

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": SpendEntry(), "year": self.scope.year}

    def save(self, form: EnterSpendForm) -> str:
        entry = form.save(commit=False)
        entry.illustrative = entry.line.illustrative
        entry.save()
        return f"{entry} is entered: {format_pounds(entry.amount)}."


class WithdrawSpend(WithdrawRecord):
    action = Action.KEEP_BUDGET
    heading = "Withdraw an entry"
    back_label = BACK
    success_url = reverse_lazy("budget-spend")
    records = SpendEntry.objects.select_related("line")
