"""Shares of an allocation: who gets one, the split with its preview, adjustments, and money that is moved."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property

from svd import actions
from svd.forms import AdjustmentForm, ReallocationForm, RecipientsForm, SplitForm
from svd.models import Allocation, DutyRecipient, Reallocation, Share, ShareEntry
from svd.tables import ShareTable
from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action
from vrp_portal.figures.pages import LedgerPage, RecordForm, WithdrawRecord
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.scoped import Scoped, scope_query
from vrp_portal.money import format_pounds
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods import FinancialYear
from vrp_portal.records.actions import WithdrawnAlready
from vrp_portal.records.views import SavingView


class Shares(LedgerPage):
    """What each recipient gets of the year's allocation, as at a day; what is left is unallocated."""

    action = Action.VIEW_SHARES
    keep = Action.KEEP_SHARES
    template_name = "svd/shares.html"
    table_class = ShareTable
    export_name = "serious violence duty shares"
    in_files_only = ("source",)
    card_keys = ("svd_total", "svd_shared", "svd_unallocated")
    amount = "total"

    def get_records(self) -> QuerySet[Share]:
        visible = Share.objects.visible_to(self.request.user).for_year(self.scope.year)
        return visible.select_related("recipient", "allocation")

    def get_queryset(self) -> QuerySet[Share]:
        return self.get_records().as_at(self.scope.as_at).with_amounts(as_at=self.scope.as_at)

    def get_export_year(self) -> FinancialYear:
        return self.scope.year

    def moves(self) -> QuerySet[Reallocation]:
        """The decisions by which money was moved by the day, between recipients that the reader may see."""
        listed = self.get_records().as_at(self.scope.as_at)
        decided = Reallocation.objects.filter(decided_on__lte=self.scope.as_at)
        return decided.filter(from_share__in=listed, to_share__in=listed).select_related(
            "from_share__recipient", "to_share__recipient"
        )

    def changes(self) -> QuerySet[ShareEntry]:
        """The adjustments by the day, which are no moves."""
        entries = ShareEntry.objects.filter(reallocation=None, agreed_on__lte=self.scope.as_at)
        return entries.filter(share__in=self.get_records().as_at(self.scope.as_at)).select_related(
            "share__recipient"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        allocation = Allocation.objects.for_year(self.scope.year).standing().first()
        split = self.get_records().standing().exists()
        return super().get_context_data(
            allocation=allocation,
            is_split=split,
            moves=self.moves(),
            changes=self.changes(),
            recipients=DutyRecipient.objects.standing().for_year(self.scope.year).count(),
            **kwargs,
        )


class OfAllocation(Gate):
    """A page about one year's standing allocation; without one there is nothing to share (404)."""

    action = Action.KEEP_SHARES
    kwargs: dict[str, Any]

    @cached_property
    def allocation(self) -> Allocation:
        return get_object_or_404(Allocation.objects.standing(), pk=self.kwargs["pk"])

    def load(self) -> None:
        _ = self.allocation

    def get_success_url(self) -> str:
        return f"{reverse('shares')}?{scope_query(Scope(self.allocation.year, timezone.localdate()))}"


class Recipients(Gate, Scoped, SavingView):
    """The year's list of those who may get a share."""

    action = Action.KEEP_SHARES
    form_class = RecipientsForm
    template_name = "records/form.html"
    asks_district = False

    def listed(self) -> QuerySet[DutyRecipient]:
        return DutyRecipient.objects.standing().for_year(self.scope.year).select_related("organisation")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"listed": self.listed()}

    def save(self, form: RecipientsForm) -> str:
        chosen = form.chosen()
        actions.keep_recipients(
            self.scope.year, chosen, on=timezone.localdate(), reason=form.cleaned_data["reason"]
        )
        return f"{len(chosen)} recipients are on the list of {self.scope.year}."

    def get_success_url(self) -> str:
        return f"{reverse('shares')}?{self.scope_query}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"Recipients in {self.scope.year}",
            lead=(
                "Who may get a share of the Serious Violence Duty money. A body that is on the list gets its "
                "share when the allocation is split; shares that were agreed before stay as they are."
            ),
            back_url=f"{reverse('shares')}?{self.scope_query}",
            back_label="Back to shares",
            **kwargs,
        )


class SplitAllocation(OfAllocation, SavingView):
    """Split an allocation: choose how, look at the preview, confirm."""

    form_class = SplitForm
    template_name = "svd/split.html"
    success_url = reverse_lazy("shares")

    @cached_property
    def recipients(self) -> list[Organisation]:
        listed = (
            DutyRecipient.objects.standing().for_year(self.allocation.year).select_related("organisation")
        )
        return [recipient.organisation for recipient in listed.order_by("organisation__name", "pk")]

    def get_success_url(self) -> str:
        return OfAllocation.get_success_url(self)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs() | {"allocation": self.allocation, "recipients": self.recipients}
        if "preview" in self.request.GET:
            kwargs["data"] = self.request.GET
        return kwargs

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.recipients:
            messages.error(request, f"Nobody is on the list of {self.allocation.year} yet: choose who is.")
            return HttpResponseRedirect(f"{reverse('recipients')}?year={self.allocation.year}")
        if "preview" not in request.GET:
            return super().get(request, *args, **kwargs)
        form = self.get_form()
        if not form.is_valid():
            return self.form_invalid(form)
        preview = list(zip(self.recipients, form.splits(), strict=True))
        return self.render_to_response(self.get_context_data(form=form, preview=preview))

    def form_valid(self, form: SplitForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except actions.SplitAlready as split:
            form.add_error(None, str(split))
            return self.form_invalid(form)

    def save(self, form: SplitForm) -> str:
        shares = actions.split_allocation(
            self.allocation,
            form.splits(),
            recipients=self.recipients,
            on=form.cleaned_data["agreed_on"],
            source=form.cleaned_data["source"],
        )
        return f"{format_pounds(self.allocation.total)} is split between {len(shares)} recipients."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            allocation=self.allocation,
            back_url=self.get_success_url(),
            recipients=self.recipients,
            **kwargs,
        )


class ShareForm(RecordForm):
    """A form about one share that stands."""

    action = Action.KEEP_SHARES
    back_label = "Back to shares"
    success_url = reverse_lazy("shares")
    records = Share.objects.select_related("recipient", "allocation")

    def load(self) -> None:
        self.year = self.record.allocation.year
        if self.record.allocation.is_withdrawn:
            raise Http404("The allocation is withdrawn.")


class AdjustShare(ShareForm):
    """Change one share with a reason; the rest stays."""

    form_class = AdjustmentForm
    heading = "Adjust a share"
    lead = (
        "The other shares stay as they are. What this one loses is unallocated; it can only gain what is "
        "unallocated now."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": ShareEntry(share=self.record)}

    def save(self, form: AdjustmentForm) -> str:
        made = form.cleaned_data
        actions.adjust_share(
            self.record,
            labour=made["labour"],
            non_labour=made["non_labour"],
            agreed_on=made["agreed_on"],
            reason=made["reason"],
        )
        return f"The share of {self.record.recipient} is adjusted."


class MoveMoney(ShareForm):
    """Move money from this recipient to another: what it will not spend is not carried over."""

    form_class = ReallocationForm
    heading = "Move money to another recipient"
    lead = (
        "Money that a recipient will not spend by 31 March can't be claimed later. The decision is recorded."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Reallocation(from_share=self.record)}

    def save(self, form: ReallocationForm) -> str:
        moved = actions.move_between_shares(form.instance)
        amount = format_pounds(moved.labour + moved.non_labour)
        return f"{amount} is moved from {moved.from_share.recipient} to {moved.to_share.recipient}."


class WithdrawShares(WithdrawRecord):
    """Withdraw all shares of an allocation, so that it can be split anew."""

    action = Action.KEEP_SHARES
    heading = "Withdraw the shares"
    back_label = "Back to shares"
    success_url = reverse_lazy("shares")
    records = Allocation.objects.all()

    def withdraw(self, *, on: date, reason: str) -> None:
        self.withdrawn = actions.withdraw_shares(self.record, on=on, reason=reason)
        if not self.withdrawn:
            raise WithdrawnAlready("There is no share to withdraw.")

    def save(self, form: Any) -> str:
        super().save(form)
        return f"{self.withdrawn} shares of {self.record} are withdrawn."
