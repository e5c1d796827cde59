"""Forms about an intervention's money."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from interventions import actions
from interventions.forms import FundingEntryForm, FundingLineForm, HowPaidForm, SpendForm
from interventions.models import FundingEntry, FundingLine, FundingSpend
from interventions.views.saving import InterventionSaving
from vrp_portal.accounts.permissions import Action
from vrp_portal.money import format_pounds
from vrp_portal.records.actions import withdraw
from vrp_portal.records.forms import WithdrawForm


class AddFunding(InterventionSaving):
    """Say that a source pays for an intervention in a year, and how much."""

    action = Action.FUND_INTERVENTION
    form_class = FundingLineForm
    heading = "Add funding"
    button = "Add funding"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": FundingLine(intervention=self.intervention)}

    def save(self, form: FundingLineForm) -> str:
        amount = form.cleaned_data["amount"]
        line = actions.open_funding_line(form.instance, amount=amount, reason=form.cleaned_data["reason"])
        told = "no amount stated" if amount is None else format_pounds(amount)
        return f"Funding is added: {line.get_funding_source_display()} {line.year}, {told}."


class FundingSaving(InterventionSaving):
    """A form about one funding line of an intervention."""

    action = Action.FUND_INTERVENTION

    @cached_property
    def line(self) -> FundingLine:
        lines = self.intervention.funding_lines.visible_to(self.request.user).standing()
        return get_object_or_404(lines.select_related("intervention", "district"), pk=self.kwargs["line"])

    def load(self) -> None:
        _ = self.line

    def get_lead(self) -> str:
        return str(self.line)


class AddAmount(FundingSaving):
    """Agree a further amount for a funding line."""

    form_class = FundingEntryForm
    heading = "Add an amount"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": FundingEntry(line=self.line)}

    def save(self, form: FundingEntryForm) -> str:
        entry = form.cleaned_data
        actions.agree_amount(
            self.line, amount=entry["amount"], agreed_on=entry["agreed_on"], reason=entry["reason"]
        )
        return f"{format_pounds(entry['amount'])} is added to {self.line}."


class EnterSpend(FundingSaving):
    """Enter what was spent of a funding line in a quarter."""

    form_class = SpendForm
    heading = "Enter spend"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": FundingSpend(line=self.line)}

    def save(self, form: SpendForm) -> str:
        spend = form.save()
        return f"{format_pounds(spend.amount)} spent in {spend.quarter} is entered."


class SayHowPaid(FundingSaving):
    """Say whether a funding line is paid as a grant or as a procured contract."""

    form_class = HowPaidForm
    heading = "Grant or contract"

    def get_form_kwargs(self) -> dict[str, Any]:
        lines = FundingLine.objects.all()
        if self.request.method == "POST":
            lines = lines.select_for_update()
        # A copy of its own, so that a refused form leaves the line as it stands.
        return super().get_form_kwargs() | {"instance": lines.get(pk=self.line.pk)}

    def save(self, form: HowPaidForm) -> str:
        line = actions.say_how_paid(self.line, paid_as=form.cleaned_data["paid_as"])
        return f"{self.line} is paid as a {line.get_paid_as_display().lower()}."


class WithdrawFunding(FundingSaving):
    """Withdraw a funding line with all its amounts."""

    form_class = WithdrawForm
    heading = "Withdraw funding"
    button = "Withdraw"

    def save(self, form: WithdrawForm) -> str:
        withdraw(
            self.line, on=form.cleaned_data["withdrawn_on"], reason=form.cleaned_data["withdrawn_reason"]
        )
        return f"The funding line {self.line} is withdrawn."
