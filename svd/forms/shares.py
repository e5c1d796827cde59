"""What people type about shares of an allocation: who gets one, how it is split, and how shares change."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from svd.models import Allocation, DutyRecipient, Reallocation, Share, ShareEntry
from svd.rules import Split, split_equally, split_in_proportion
from vrp_portal.figures.entries import EntryForm
from vrp_portal.partnership.models import Organisation
from vrp_portal.records.fields import DayField
from vrp_portal.records.forms import WarningForm, field_for
from vrp_portal.records.models import REASON_LENGTH

Kind = Organisation.Kind
STARTING_LIST = Q(specified_authority=True) | Q(kind=Kind.COMMUNITY_SAFETY_PARTNERSHIP)
"""Police, probation, fire, the integrated care board, councils, youth justice services and CSPs."""


class RecipientsForm(WarningForm):
    """Which bodies may get a share in a year: the VRP decides, whatever kind they are."""

    free_text = ("reason",)

    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.all(),
        label="Recipients",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one recipient."},
    )
    another = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Another body",
        required=False,
        empty_label="None",
        help_text="A body that is not among them and is to get a share.",
    )
    reason = forms.CharField(
        max_length=REASON_LENGTH,
        required=False,
        label="Why a body is taken off the list",
        help_text="Needed where you take one off.",
    )

    def __init__(self, *args: Any, listed: Iterable[DutyRecipient], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listed = {recipient.organisation_id for recipient in listed}
        bodies = Organisation.objects.filter(STARTING_LIST | Q(pk__in=self.listed)).order_by("kind", "name")
        self.fields["organisations"].queryset = bodies
        self.fields["another"].queryset = Organisation.objects.exclude(pk__in=bodies.values("pk"))
        self.initial["organisations"] = self.listed or set(bodies.values_list("pk", flat=True))

    def clean(self) -> dict[str, Any] | None:
        chosen = {body.pk for body in self.cleaned_data.get("organisations") or ()}
        if "organisations" in self.cleaned_data and self.listed - chosen and not self.cleaned_data["reason"]:
            self.add_error("reason", "Say why you take a body off the list.")
        return super().clean()

    def chosen(self) -> list[Organisation]:
        """Every body that is to be on the list. Call it on a valid form."""
        another = self.cleaned_data["another"]
        return [*self.cleaned_data["organisations"], *([] if another is None else [another])]


class SplitForm(WarningForm):
    """How an allocation is split: equally, or in proportions that are given."""

    EQUALLY, IN_PROPORTION = "equally", "in_proportion"
    free_text = ("source",)

    how = forms.ChoiceField(
        label="How it is split",
        choices=[
            (EQUALLY, "Equally, to the penny"),
            (IN_PROPORTION, "In the proportions below"),
        ],
        widget=forms.RadioSelect,
        initial=EQUALLY,
    )
    agreed_on = DayField(
        label="Agreed on",
        help_text="The day from which the shares count.",
        error_messages={"required": "Enter the day from which the shares count."},
    )
    source = forms.CharField(
        required=False, max_length=300, help_text="The decision or the paper that this comes from."
    )

    def __init__(
        self, *args: Any, allocation: Allocation, recipients: list[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.allocation, self.recipients = allocation, recipients
        self.initial["agreed_on"] = max(allocation.agreed_on, allocation.period_start)
        for recipient in recipients:
            self.fields[self._weight(recipient)] = forms.DecimalField(
                label=f"Proportion of {recipient}",
                required=False,
                min_value=0,
                max_digits=9,
                decimal_places=3,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"}),
                error_messages={
                    "invalid": "Enter a number, like 2 or 12.5.",
                    "min_value": "A proportion is 0 or more.",
                },
            )
        self.order_fields(["how", *map(self._weight, recipients), "agreed_on", "source"])

    @staticmethod
    def _weight(recipient: Organisation) -> str:
        return f"weight_{recipient.pk}"

    def clean(self) -> dict[str, Any] | None:
        made = self.cleaned_data
        day = made.get("agreed_on")
        if day and day < self.allocation.agreed_on:
            self.add_error(
                "agreed_on",
                f"The allocation was agreed on {self.allocation.agreed_on:%d/%m/%Y}: give that day or later.",
            )
        if made.get("how") == self.IN_PROPORTION and not self.errors and not sum(self.weights()):
            self.add_error("how", "Give each recipient its proportion below, at least one more than 0.")
        return super().clean()

    def weights(self) -> list[Decimal]:
        """The proportion of each recipient, in order; none is 0."""
        return [self.cleaned_data.get(self._weight(body)) or Decimal(0) for body in self.recipients]

    def splits(self) -> list[Split]:
        """What each recipient gets. Call it on a valid form."""
        labour, non_labour = self.allocation.labour, self.allocation.non_labour
        if self.cleaned_data["how"] == self.EQUALLY:
            return split_equally(labour, non_labour, between=len(self.recipients))
        return split_in_proportion(labour, non_labour, weights=self.weights())


class AdjustmentForm(EntryForm):
    """Change one share; what it loses is unallocated, what it gains must be unallocated before."""

    past_days = ("agreed_on",)
    free_text = ("reason",)

    class Meta:
        model = ShareEntry
        formfield_callback = field_for
        fields = ["labour", "non_labour", "agreed_on", "reason"]
        labels = {"labour": "Labour changes by", "non_labour": "Non-labour changes by", "reason": "Why"}
        help_texts = {
            "labour": "In pounds, added to the share. Negative to take money away.",
            "non_labour": "In pounds, added to the share. Negative to take money away.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("labour", "non_labour"):
            self.fields[name].required = False
        self.initial["agreed_on"] = timezone.localdate()

    def clean_labour(self) -> Decimal:
        return self.cleaned_data["labour"] or Decimal(0)

    def clean_non_labour(self) -> Decimal:
        return self.cleaned_data["non_labour"] or Decimal(0)


class ReallocationForm(EntryForm):
    """Move money from one recipient to another, by a decision."""

    past_days = ("decided_on",)
    free_text = ("reason", "decided_by")

    class Meta:
        model = Reallocation
        formfield_callback = field_for
        fields = ["to_share", "labour", "non_labour", "decided_on", "decided_by", "reason"]
        labels = {"to_share": "To", "reason": "Why"}
        help_texts = {"labour": "In pounds.", "non_labour": "In pounds."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        origin: Share = self.instance.from_share
        others = origin.allocation.shares.filter(withdrawn_on__isnull=True).exclude(pk=origin.pk)
        self.fields["to_share"].queryset = others.select_related("recipient")
        self.fields["to_share"].label_from_instance = lambda share: str(share.recipient)
        for name in ("labour", "non_labour"):
            self.fields[name].required = False
        self.initial["decided_on"] = timezone.localdate()

    def clean_labour(self) -> Decimal:
        return self.cleaned_data["labour"] or Decimal(0)

    def clean_non_labour(self) -> Decimal:
        return self.cleaned_data["non_labour"] or Decimal(0)
