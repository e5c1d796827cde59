"""The pages on which money is kept: a table, its figures as cards, forms to enter and withdraw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django_tables2 import SingleTableView

from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action, may
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.scoped import Scoped, scope_query
from vrp_portal.periods import FinancialYear
from vrp_portal.records.actions import withdraw
from vrp_portal.records.forms import WithdrawForm
from vrp_portal.records.views import SavingView
from vrp_portal.tabular.exports import ExportMixin


@dataclass(frozen=True, slots=True)
class FigureCard:
    """A figure as a tile: what it is, its value, and the address of its working."""

    label: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class WithdrawnRecord:
    """A record of money that was withdrawn, and why."""

    words: str
    amount: Decimal
    withdrawn_on: date
    reason: str
    illustrative: bool


class LedgerPage(Gate, Scoped, ExportMixin, SingleTableView):  # type: ignore[misc]  # it has no types
    """A table of money as at a day, with the figures of the scope's year above it.

    `keep` is the action of those who may enter and withdraw: they alone see the links to do so.
    """

    keep: ClassVar[Action]
    card_keys: ClassVar[tuple[str, ...]]
    amount: ClassVar[str] = "amount"
    """The field that says what a record is worth."""
    in_files_only: ClassVar[tuple[str, ...]] = ()
    """Columns for which a page has no room."""
    asks_district = False
    context_table_name = "table"
    table_pagination: ClassVar[dict[str, int]] = {"per_page": 25}

    @property
    def may_keep(self) -> bool:
        return may(self.request.user, self.keep)

    @cached_property
    def figures(self) -> dict[str, Any]:
        """The figures of the cards and of the table's totals, in one batch."""
        return compute({*self.card_keys, *self.table_class.total_keys().values()}, self.scope)

    def get_records(self) -> Any:
        """All records of the page, the withdrawn ones among them."""
        raise NotImplementedError

    @cached_property
    def withdrawn(self) -> list[WithdrawnRecord]:
        """What was withdrawn, on whichever day, for the team; others see what stands."""
        if not self.request.user.in_team:  # type: ignore[union-attr]  # behind the gate
            return []
        records = self.get_records().filter(withdrawn_on__isnull=False).order_by("-withdrawn_on", "-pk")
        return [
            WithdrawnRecord(
                words=str(record),
                amount=getattr(record, self.amount),
                withdrawn_on=record.withdrawn_on,
                reason=record.withdrawn_reason,
                illustrative=record.illustrative,
            )
            for record in records
        ]

    def shows_illustrative(self) -> bool:
        listed = self.object_list.filter(illustrative=True).exists()
        return listed or any(record.illustrative for record in self.withdrawn)

    def get_table_kwargs(self) -> dict[str, Any]:
        return {
            "totals": {name: self.figures[key].value for name, key in self.table_class.total_keys().items()},
            "exclude": [
                *(() if self.may_keep else ("change",)),
                *(self.in_files_only if self.export_format is None else ()),
            ],
        }

    def get_export_as_at(self) -> Any:
        return self.scope.as_at

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            cards=[
                FigureCard(
                    self.figures[key].label,
                    self.figures[key].shown,
                    f"{reverse('figure', args=[key])}?{self.scope_query}",
                )
                for key in self.card_keys
            ],
            may_keep=self.may_keep,
            withdrawn=self.withdrawn,
            shows_illustrative=self.shows_illustrative(),
            **kwargs,
        )


class RecordForm(Gate, SavingView):
    """A form that enters or changes a record of money.

    Afterwards the page shows the record's year as it stands today, so that the change is in sight.
    """

    template_name = "records/form.html"
    heading: ClassVar[str]
    lead: ClassVar[str] = ""
    button: ClassVar[str] = "Save"
    back_label: ClassVar[str]
    records: ClassVar[Any]
    """The queryset of the records, which are Withdrawable."""
    year: FinancialYear | None = None
    """The year of the record, once there is one."""

    @cached_property
    def record(self) -> Any:
        """The record that the address names, if it stands; otherwise it is not found (404)."""
        return get_object_or_404(self.records.standing(), pk=self.kwargs["pk"])

    def load(self) -> None:
        if "pk" in self.kwargs:
            self.year = self.record.year

    def get_success_url(self) -> str:
        page = str(self.success_url)
        if self.year is None:
            return page
        return f"{page}?{scope_query(Scope(self.year, timezone.localdate()))}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.heading,
            lead=self.lead,
            button=self.button,
            about=self.record if "pk" in self.kwargs else "",
            back_url=self.get_success_url(),
            back_label=self.back_label,
            **kwargs,
        )


class WithdrawRecord(RecordForm):
    """Withdraw a record of money from a day on, with a reason."""

    form_class = WithdrawForm
    button = "Withdraw"
    lead = (
        "Nothing is deleted: it is kept with your reason. Where it was a mistake, give the day from which it "
        "counted, so that it never did. Where it changes, give the day of the change, and enter it anew."
    )

    def withdraw(self, *, on: date, reason: str) -> None:
        withdraw(self.record, on=on, reason=reason)

    def save(self, form: WithdrawForm) -> str:
        self.withdraw(on=form.cleaned_data["withdrawn_on"], reason=form.cleaned_data["withdrawn_reason"])
        return f"{self.record} is withdrawn."
