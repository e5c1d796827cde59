"""What people type about match funding: a contribution, how it was valued, and its steps."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from grants.models import MatchContribution
from grants.models.match import PERIOD, VALUATION
from grants.rules import lies_within, worth_of_hours
from vrp_portal.figures.entries import YEAR_HINT, EntryForm, PastDays, year_input
from vrp_portal.money import format_pounds
from vrp_portal.money.amounts import MOST
from vrp_portal.periods import FinancialYear
from vrp_portal.records.forms import WarningForm, field_for


class MatchSteps(PastDays):
    """The order in which a contribution is pledged, confirmed and evidenced."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        pledged = self.cleaned_data.get("pledged_on") or self.instance.pledged_on
        confirmed, evidenced = self.cleaned_data.get("confirmed_on"), self.cleaned_data.get("evidenced_on")
        if confirmed and pledged and confirmed < pledged:
            self.add_error("confirmed_on", f"This is before {pledged:%d/%m/%Y}, when it was pledged.")
        if evidenced and not confirmed and "confirmed_on" not in self.errors:
            self.add_error("confirmed_on", "What is evidenced was confirmed first: give that day too.")
        if evidenced and confirmed and evidenced < confirmed:
            self.add_error("evidenced_on", f"This is before {confirmed:%d/%m/%Y}, when it was confirmed.")
        return cleaned


Basis = MatchContribution.Basis
RESTS_ON: dict[str, tuple[str, ...]] = {
    Basis.HOURS: ("hours", "hourly_rate"),
    Basis.INVOICE: ("invoice_reference",),
    Basis.MARKET: ("how_valued",),
}
"""The fields that say what each basis rests on."""
HINTS_OF_VALUATION = {
    "basis": "How you know what it is worth. Fill in the boxes below that go with it, and no others.",
    "hours": "For hours and rate: how many hours, like 120 or 7.5",
    "hourly_rate": "For hours and rate: in pounds an hour.",
    "invoice_reference": "For an invoice or a payment: the number by which a ledger knows it.",
    "how_valued": "For a market value: how it is known, for example what the room is let for.",
    "period_from": "The first day that it covers, within the financial year. For example, 01/04/2023",
    "period_to": "The last day that it covers, within the financial year. For example, 31/03/2024",
}


def number_input() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"})


class ValuedMatch(forms.ModelForm):
    """How a contribution is valued and which period it covers: the basis says what it rests on."""

    asks_valuation: ClassVar[bool] = True
    """Whether basis and period must be said; what was recorded without them may do without."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        basis = self.fields["basis"]
        basis.choices = Basis.choices if self.asks_valuation else [("", "Not said"), *Basis.choices]
        for name in ("basis", *PERIOD):
            self.fields[name].required = self.asks_valuation
        basis.error_messages["required"] = "Choose how it was valued."
        self.fields["hours"].error_messages |= {
            "invalid": "Enter hours as a number, like 120 or 7.5",
            "max_decimal_places": "Enter hours with no more than two decimals, like 7.25",
        }

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        basis = self.cleaned_data.get("basis")
        if "basis" not in self.errors:
            self._hold_to(basis or "")
        if basis == Basis.HOURS:
            self._be_worth_its_hours()
        self._lie_within_the_year()
        self.settle_amount()
        return cleaned

    def settle_amount(self) -> None:
        """Ask for an amount where neither it nor what it follows from is given."""

    def _hold_to(self, basis: str) -> None:
        """Ask for what the basis rests on, and refuse what belongs to another."""
        for other, names in RESTS_ON.items():
            for name in names:
                said = self.cleaned_data.get(name) not in (None, "")
                label = self.fields[name].label
                if other == basis and not said and name not in self.errors:
                    self.add_error(name, f"Enter “{label}”: “{Basis(basis).label}” rests on it.")
                elif other != basis and said:
                    self.add_error(
                        name,
                        f"“{label}” goes with “{Basis(other).label}”: choose that, or leave this empty.",
                    )

    def _be_worth_its_hours(self) -> None:
        hours, rate = self.cleaned_data.get("hours"), self.cleaned_data.get("hourly_rate")
        if hours is not None and hours <= 0:
            self.add_error("hours", "Enter more than 0 hours.")
            return
        if hours is None or rate is None:
            return
        worth, amount = worth_of_hours(hours, hourly_rate=rate), self.stated_amount
        told = f"{hours.normalize():f} hours at {format_pounds(rate)} are worth {format_pounds(worth)}"
        if worth > MOST:
            self.add_error("hours", f"{told}, more than can be held. Check the hours and the rate.")
        elif amount is None:
            self.work_out(worth)
        elif amount != worth:
            self.add_error(
                self.where_amount_stands,
                f"{told}, not {format_pounds(amount)}. Put right whichever is wrong.",
            )

    where_amount_stands: ClassVar[str] = "hours"

    @property
    def stated_amount(self) -> Decimal | None:
        """What the contribution is said to be worth; None where that is still to be worked out."""
        amount: Decimal | None = self.instance.amount
        return amount

    def work_out(self, worth: Decimal) -> None:
        """Take what the hours are worth as the amount."""

    def _lie_within_the_year(self) -> None:
        begins, ends = (self.cleaned_data.get(name) for name in PERIOD)
        year: FinancialYear | None = self.cleaned_data.get("year") or self.instance.year
        if begins is None and ends is None:
            return
        if begins is None or ends is None:
            name = "period_from" if begins is None else "period_to"
            if name not in self.errors:
                self.add_error(name, "Give both days of the period that it covers.")
        elif ends < begins:
            self.add_error("period_to", f"This is before {begins:%d/%m/%Y}, the first day that it covers.")
        elif year is not None and not lies_within(year, begins=begins, ends=ends):
            name = "period_to" if year.starts <= begins <= year.ends else "period_from"
            self.add_error(
                name,
                f"This is outside {year}, which runs from {year.starts:%d/%m/%Y} to {year.ends:%d/%m/%Y}. "
                "Enter what falls in another year as a contribution of that year.",
            )


class MatchForm(EntryForm, ValuedMatch, MatchSteps):
    """Enter what a partner contributes; from hours and a rate the form works out the amount."""

    past_days = ("pledged_on", "confirmed_on", "evidenced_on")
    free_text = ("note", "invoice_reference", "how_valued", "source")
    where_amount_stands = "amount"

    class Meta:
        model = MatchContribution
        formfield_callback = field_for
        fields = [
            "organisation",
            "year",
            "kind",
            "amount",
            *VALUATION,
            *PERIOD,
            "note",
            "pledged_on",
            "confirmed_on",
            "evidenced_on",
            "source",
        ]
        widgets = {
            "year": year_input(),
            "kind": forms.RadioSelect,
            "basis": forms.RadioSelect,
            "hours": number_input(),
        }
        help_texts = {
            "year": YEAR_HINT,
            "amount": "In pounds. Leave it empty where hours and a rate say what it is worth.",
            **HINTS_OF_VALUATION,
            "confirmed_on": "Leave empty while it is only pledged.",
            "evidenced_on": "Leave empty until there is evidence.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].empty_label = "Choose a partner"
        self.fields["kind"].choices = MatchContribution.Kind.choices
        self.initial["pledged_on"] = self.instance.pledged_on or timezone.localdate()
        self.fields["amount"].required = False
        self.fields["amount"].is_needed = True

    def settle_amount(self) -> None:
        said_wrong = self.errors.keys() & {"amount", "basis", "hours", "hourly_rate"}
        if self.cleaned_data.get("amount") is None and not said_wrong:
            self.add_error("amount", "Enter “Amount”, or the hours and the rate that it follows from.")

    @property
    def stated_amount(self) -> Decimal | None:
        amount: Decimal | None = self.cleaned_data.get("amount")
        return amount

    def work_out(self, worth: Decimal) -> None:
        if "amount" not in self.errors:
            self.cleaned_data["amount"] = worth


class ValuationForm(WarningForm, ValuedMatch):
    """Say of a contribution that was recorded without it how it was valued and which period it covers."""

    free_text = ("invoice_reference", "how_valued")

    class Meta:
        model = MatchContribution
        formfield_callback = field_for
        fields = [*VALUATION, *PERIOD]
        widgets = {"basis": forms.RadioSelect, "hours": number_input()}
        help_texts = HINTS_OF_VALUATION


class MatchStepsForm(MatchSteps):
    """Say when a contribution was confirmed and evidenced."""

    past_days = ("confirmed_on", "evidenced_on")

    class Meta:
        model = MatchContribution
        formfield_callback = field_for
        fields = ["confirmed_on", "evidenced_on"]
        help_texts = {
            "confirmed_on": "Empty while it is only pledged. For example, 31/12/2023",
            "evidenced_on": "Empty until there is evidence. For example, 31/12/2023",
        }
