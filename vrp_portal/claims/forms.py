"""What people type about claims."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from vrp_portal.claims.rules import Asked, what_to_look_at
from vrp_portal.money.fields import PoundsFormField
from vrp_portal.partnership.models import Organisation
from vrp_portal.records.fields import DayField
from vrp_portal.records.forms import WarningForm
from vrp_portal.records.models import REASON_LENGTH


class PrepareForm(forms.Form):
    """Of whom a quarter is claimed."""

    funder = forms.ModelChoiceField(
        Organisation.objects.filter(kind=Organisation.Kind.GOVERNMENT).order_by("name"),
        empty_label="Choose a funder",
        help_text="The government body that pays the scheme's money.",
        error_messages={
            "required": "Choose the funder.",
            "invalid_choice": "Choose a government body from the list.",
        },
    )


class SendForm(WarningForm):
    """What should be looked at twice before a claim is sent; a reason answers it."""

    checked = PoundsFormField(
        allow_negative=True,
        widget=forms.HiddenInput,
        error_messages={"required": "Look at what the claim asks for before you send it."},
    )

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked

    def find_warnings(self) -> Iterator[str]:
        yield from super().find_warnings()
        yield from what_to_look_at(self.asked)

    def to_look_at(self) -> list[str]:
        """The same, before anything is sent."""
        return list(what_to_look_at(self.asked))

    def now_shows(self, total: Decimal) -> None:
        """Take the total that the page shows for the one that whoever sends it has checked."""
        self.initial["checked"] = total
        if self.is_bound:
            self.data = self.data.copy()
            self.data["checked"] = f"{total:.2f}"


class EntryOfClaim(WarningForm):
    """Something about a claim's money that happened on a day."""

    free_text: tuple[str, ...] = ("reason",)

    booked_on = DayField(label="On", error_messages={"required": "Enter the day."})
    reason = forms.CharField(max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_booked_on(self) -> date:
        day: date = self.cleaned_data["booked_on"]
        if day > timezone.localdate():
            raise ValidationError(f"{day:%d/%m/%Y} is in the future. Give a day that has come.")
        return day


class PaymentForm(EntryOfClaim):
    """Money that came for a claim."""

    field_order = ("amount", "booked_on", "reference", "reason")

    amount = PoundsFormField(
        allow_negative=True,
        help_text="In pounds. What went back to the funder is less than nothing, for example -10.00.",
        error_messages={"required": "Enter the amount that was paid."},
    )
    reference = forms.CharField(
        max_length=100,
        help_text="As the bank statement or the remittance has it.",
        error_messages={"required": "Enter the reference of the payment."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["booked_on"].label = "Paid on"
        self.fields["reason"].required = False
        self.fields["reason"].label = "Why it is not what was claimed"
        said = self.fields["reason"].help_text
        self.fields["reason"].help_text = f"Needed where a difference is left, or money went back. {said}"

    def clean_amount(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        if amount == 0:
            raise ValidationError("Enter an amount that isn't £0.")
        return amount

    def clean(self) -> dict[str, Any] | None:
        amount = self.cleaned_data.get("amount")
        if amount is not None and amount < 0 and not self.cleaned_data.get("reason"):
            self.add_error("reason", "Say why money went back.")
        return super().clean()


class SettleForm(EntryOfClaim):
    """Why what is outstanding is settled without payment."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["booked_on"].label = "Settled on"
        self.fields["reason"].label = "Why"
        self.fields["reason"].error_messages["required"] = "Say why the difference is settled."
