"""The ledger that reconciles a claim: what was paid, and what was settled without payment."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from vrp_portal.claims.models.claims import Claim, not_closed_before
from vrp_portal.claims.querysets import ClaimEntryQuerySet
from vrp_portal.money.fields import PoundsField
from vrp_portal.records.models import (
    REASON_LENGTH,
    Sourced,
    Withdrawable,
    never_overwritten,
    withdrawn_with_a_reason,
)
from vrp_portal.year_end.triggers import while_year_is_open


def of_a_claim_that_was_sent() -> pgtrigger.Trigger:
    """The trigger that refuses an entry about a draft."""
    return pgtrigger.Trigger(
        name="of_a_claim_that_was_sent",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=(
            "IF (SELECT state FROM claims_claim WHERE id = NEW.claim_id) = 'draft' THEN "
            "RAISE EXCEPTION 'This claim is not sent yet, so nothing can have been paid for it.' "
            "USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
        ),
    )


@pghistory.track()
class ClaimEntry(Withdrawable, Sourced):
    """Money that a funder paid for a claim, or a difference that was settled without payment, in pounds.

    What goes back to the funder is less than nothing, and so is what was overpaid and is settled.
    """

    class Kind(models.TextChoices):
        PAYMENT = "payment", "Paid"
        SETTLED = "settled", "Settled without payment"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=Kind)
    amount = PoundsField(allow_negative=True)
    booked_on = models.DateField("booked on")
    reference = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)

    objects = ClaimEntryQuerySet.as_manager()

    class Meta:
        ordering = ["booked_on", "pk"]
        verbose_name_plural = "claim entries"
        constraints = [
            withdrawn_with_a_reason("claim_entry"),
            models.CheckConstraint(
                condition=~Q(amount=0),
                name="claim_entry_is_of_some_amount",
                violation_error_message="Enter an amount that isn't £0.",
            ),
            models.CheckConstraint(
                condition=Q(kind="settled") | ~Q(reference=""),
                name="claim_entry_payment_has_a_reference",
                violation_error_message="A payment needs its reference, as the bank statement has it.",
            ),
            models.CheckConstraint(
                condition=Q(kind="payment", amount__gte=0) | ~Q(reason=""),
                name="claim_entry_has_a_reason",
                violation_error_message="Say why a difference is settled, or why money went back.",
            ),
        ]
        triggers = [
            never_overwritten("claim", "kind", "amount", "booked_on", "reference", "reason"),
            while_year_is_open(
                years=(
                    "SELECT claim.quarter / 10 FROM claims_claim AS claim WHERE claim.id = {row}.claim_id "  # noqa: S608
                    f"AND {not_closed_before('claim.quarter / 10', '{row}.booked_on')}"
                )
            ),
            of_a_claim_that_was_sent(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.claim}"
