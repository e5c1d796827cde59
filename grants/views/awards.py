"""Pages of the core grant's awards."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse_lazy

from grants.forms import AwardForm
from grants.models import Award
from grants.tables import AwardTable
from vrp_portal.accounts.permissions import Action
from vrp_portal.figures.pages import LedgerPage, RecordForm, WithdrawRecord
from vrp_portal.money import format_pounds


class Awards(LedgerPage):
    """The grant awards of every year, as at a day."""

    action = Action.VIEW_AWARDS
    keep = Action.KEEP_AWARDS
    template_name = "grants/awards.html"
    table_class = AwardTable
    export_name = "grant awards"
    card_keys = ("core_grant_award", "high_impact_required")

    def get_records(self) -> QuerySet[Award]:
        return Award.objects.select_related("funder")

    def get_queryset(self) -> QuerySet[Award]:
        return self.get_records().as_at(self.scope.as_at).with_status(as_at=self.scope.as_at)


class EnterAward(RecordForm):
    """Enter an award."""

    action = Action.KEEP_AWARDS
    form_class = AwardForm
    heading = "Enter a grant award"
    back_label = "Back to grant awards"
    success_url = reverse_lazy("awards")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Award()}

    def save(self, form: AwardForm) -> str:
        award = form.save()
        self.year = award.year
        return f"{award} is entered: {format_pounds(award.amount)}."


class WithdrawAward(WithdrawRecord):
    action = Action.KEEP_AWARDS
    heading = "Withdraw an award"
    back_label = "Back to grant awards"
    success_url = reverse_lazy("awards")
    records = Award.objects.select_related("funder")
