"""Pages of Serious Violence Duty money."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse_lazy

from svd.actions import withdraw_allocation
from svd.forms import AllocationForm
from svd.models import Allocation
from svd.tables import AllocationTable
from vrp_portal.accounts.permissions import Action
from vrp_portal.figures.pages import LedgerPage, RecordForm, WithdrawRecord
from vrp_portal.money import format_pounds


class Allocations(LedgerPage):
    """The allocations of every period, as at a day."""

    action = Action.VIEW_ALLOCATIONS
    keep = Action.KEEP_ALLOCATIONS
    template_name = "svd/allocations.html"
    table_class = AllocationTable
    export_name = "serious violence duty allocations"
    card_keys = ("svd_labour", "svd_non_labour", "svd_total")

    amount = "total"

    def get_records(self) -> QuerySet[Allocation]:
        return Allocation.objects.all()

    def get_queryset(self) -> QuerySet[Allocation]:
        return self.get_records().as_at(self.scope.as_at)


class EnterAllocation(RecordForm):
    """Enter the allocation of a period."""

    action = Action.KEEP_ALLOCATIONS
    form_class = AllocationForm
    heading = "Enter an allocation"
    back_label = "Back to allocations"
    success_url = reverse_lazy("allocations")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Allocation()}

    def save(self, form: AllocationForm) -> str:
        allocation = form.save()
        self.year = allocation.year
        allocation.refresh_from_db(fields=["total"])
        return f"{allocation} is entered: {format_pounds(allocation.total)}."


class WithdrawAllocation(WithdrawRecord):
    action = Action.KEEP_ALLOCATIONS
    heading = "Withdraw an allocation"
    back_label = "Back to allocations"
    success_url = reverse_lazy("allocations")
    records = Allocation.objects.all()

    def withdraw(self, *, on: date, reason: str) -> None:
        withdraw_allocation(self.record, on=on, reason=reason)
