"""Serious Violence Duty money: allocations, who gets a share of them, and how shares change."""

from __future__ import annotations

from decimal import Decimal

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from svd.querysets import AllocationQuerySet, DutyRecipientQuerySet, ShareQuerySet
from vrp_portal.money.fields import PoundsField
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods.fields import FinancialYearField
from vrp_portal.records.models import (
    REASON_LENGTH,
    Sourced,
    Withdrawable,
    ends_after_start,
    never_overwritten,
    not_negative,
    one_at_a_time,
    withdrawn_with_a_reason,
)
from vrp_portal.year_end.triggers import while_year_is_open


@pghistory.track()
class Allocation(Withdrawable, Sourced):
    """Duty money for a period, in pounds: labour is officer time spent on the duty, non-labour is
    interventions, training and equipment. Neither is carried over into the next year (docs/rules.md 8)."""

    year = FinancialYearField("financial year")
    period_start = models.DateField()
    period_end = models.DateField()
    labour = PoundsField()
    non_labour = PoundsField("non-labour")
    total = models.GeneratedField(
        expression=F("labour") + F("non_labour"), output_field=PoundsField(), db_persist=True
    )
    agreed_on = models.DateField(help_text="The day from which the allocation counts.")

    objects = AllocationQuerySet.as_manager()

    class Meta:
        ordering = ["period_start"]
        constraints = [
            *not_negative("allocation", "labour", "non_labour"),
            ends_after_start("allocation", start="period_start", end="period_end"),
            withdrawn_with_a_reason("allocation"),
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(withdrawn_on__isnull=True),
                name="allocation_one_per_year",
                violation_error_message=(
                    "This year has an allocation already. "
                    "Withdraw it with a reason before entering its new amounts."
                ),
            ),
        ]
        triggers = [
            never_overwritten("year", "period_start", "period_end", "labour", "non_labour", "agreed_on"),
            one_at_a_time("year"),
            while_year_is_open("year"),
        ]

    def __str__(self) -> str:
        return f"Serious Violence Duty allocation {self.year}"


@pghistory.track()
class DutyRecipient(Withdrawable, Sourced):
    """That an organisation is on a year's list of who may get a share. Who is on it, the VRP decides."""

    year = FinancialYearField("financial year")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="duty_recipient_in")
    added_on = models.DateField()

    objects = DutyRecipientQuerySet.as_manager()

    class Meta:
        ordering = ["year", "organisation__name"]
        constraints = [
            withdrawn_with_a_reason("duty_recipient"),
            models.UniqueConstraint(
                fields=["year", "organisation"],
                condition=Q(withdrawn_on__isnull=True),
                name="duty_recipient_once_a_year",
                violation_error_message="This organisation is on the year's list already.",
            ),
        ]
        triggers = [never_overwritten("year", "organisation", "added_on")]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.year}"


def within_allocation(*, of_share: str) -> pgtrigger.Trigger:
    """The trigger that holds shares within their allocation, and each at nothing or more, on every day.

    `of_share` is the column that names the share. Two people who change shares of one allocation wait for
    each other at the allocation.
    """
    movements = (
        "SELECT share.id AS share, share.agreed_on AS day, share.labour, share.non_labour "
        "FROM svd_share AS share WHERE share.allocation_id = whole AND share.withdrawn_on IS NULL "
        "UNION ALL SELECT share.id, greatest(entry.agreed_on, share.agreed_on), entry.labour, "
        "entry.non_labour FROM svd_shareentry AS entry JOIN svd_share AS share ON share.id = entry.share_id "
        "WHERE share.allocation_id = whole AND share.withdrawn_on IS NULL"
    )
    return pgtrigger.Trigger(
        name="within_allocation",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        declare=[("whole", "bigint"), ("amiss", "text")],
        func=(
            f"SELECT allocation_id INTO whole FROM svd_share WHERE id = NEW.{of_share}; "  # noqa: S608
            "PERFORM FROM svd_allocation WHERE id = whole FOR NO KEY UPDATE; "
            "SELECT to_char(min(day), 'DD/MM/YYYY') INTO amiss FROM ("
            "SELECT day, sum(sum(labour)) OVER (PARTITION BY share ORDER BY day) AS labour, "
            "sum(sum(non_labour)) OVER (PARTITION BY share ORDER BY day) AS non_labour "
            f"FROM ({movements}) AS movement GROUP BY share, day) AS stood "
            "WHERE labour < 0 OR non_labour < 0; "
            "IF amiss IS NOT NULL THEN RAISE EXCEPTION 'A share would be less than nothing on %.', amiss "
            "USING ERRCODE = 'check_violation'; END IF; "
            "SELECT to_char(min(day), 'DD/MM/YYYY') INTO amiss FROM ("
            "SELECT day, sum(sum(labour)) OVER (ORDER BY day) AS labour, "
            "sum(sum(non_labour)) OVER (ORDER BY day) AS non_labour "
            f"FROM ({movements}) AS movement GROUP BY day) AS stood, svd_allocation AS allocation "
            "WHERE allocation.id = whole AND "
            "(stood.labour > allocation.labour OR stood.non_labour > allocation.non_labour); "
            "IF amiss IS NOT NULL THEN RAISE EXCEPTION "
            "'The shares would be more than the allocation on %.', amiss "
            "USING ERRCODE = 'check_violation'; END IF; RETURN NULL;"
        ),
    )


@pghistory.track()
class Share(Withdrawable, Sourced):
    """What one recipient got of an allocation when it was split, in pounds. Entries change it since."""

    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="shares")
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="duty_shares")
    agreed_on = models.DateField(help_text="The day on which the allocation was split.")
    labour = PoundsField()
    non_labour = PoundsField("non-labour")

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = ["allocation", "recipient__name"]
        constraints = [
            *not_negative("share", "labour", "non_labour"),
            withdrawn_with_a_reason("share"),
            models.UniqueConstraint(
                fields=["allocation", "recipient"],
                condition=Q(withdrawn_on__isnull=True),
                name="share_one_per_allocation_and_recipient",
                violation_error_message="This recipient has a share of this allocation already.",
            ),
        ]
        triggers = [
            never_overwritten("allocation", "recipient", "agreed_on", "labour", "non_labour"),
            one_at_a_time("allocation", "recipient"),
            within_allocation(of_share="id"),
            while_year_is_open("allocation__year"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}, {self.allocation}"

    @property
    def total(self) -> Decimal:
        """Labour and non-labour as they were split, in pounds."""
        return self.labour + self.non_labour


@pghistory.track()
class Reallocation(Sourced):
    """The decision to move money from one recipient to another: what one will not spend is not carried over
    into the next year (docs/rules.md 8)."""

    from_share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="moved_away")
    to_share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="moved_here")
    decided_on = models.DateField()
    decided_by = models.CharField(
        max_length=200, help_text="The board or the post, not the name of a person."
    )
    labour = PoundsField(default=0)
    non_labour = PoundsField("non-labour", default=0)
    reason = models.CharField(max_length=REASON_LENGTH)

    class Meta:
        ordering = ["decided_on", "pk"]
        constraints = [
            *not_negative("reallocation", "labour", "non_labour"),
            models.CheckConstraint(
                condition=Q(labour__gt=0) | Q(non_labour__gt=0),
                name="reallocation_moves_something",
                violation_error_message="Enter what is moved: labour, non-labour or both.",
            ),
            models.CheckConstraint(
                condition=~Q(from_share=F("to_share")),
                name="reallocation_between_two",
                violation_error_message="Choose another recipient than the one it comes from.",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(decided_by=""),
                name="reallocation_has_a_reason_and_who_decided",
                violation_error_message="Say why it is moved, and who decided it.",
            ),
        ]
        triggers = [
            never_overwritten(
                "from_share", "to_share", "decided_on", "decided_by", "labour", "non_labour", "reason"
            ),
            while_year_is_open("from_share__allocation__year"),
        ]

    def __str__(self) -> str:
        return f"From {self.from_share.recipient} to {self.to_share.recipient}"


@pghistory.track()
class ShareEntry(Sourced):
    """A change of a share on a day, in pounds, negative where it gets less; with its reason.

    Together the shares are on no day more than the allocation: what is left is unallocated.
    """

    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="entries")
    agreed_on = models.DateField()
    labour = PoundsField(allow_negative=True, default=0)
    non_labour = PoundsField("non-labour", allow_negative=True, default=0)
    reason = models.CharField(max_length=REASON_LENGTH)
    reallocation = models.ForeignKey(
        Reallocation, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )

    class Meta:
        ordering = ["share", "agreed_on", "pk"]
        verbose_name_plural = "share entries"
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="share_entry_has_a_reason",
                violation_error_message="Say why the share changes.",
            ),
            models.CheckConstraint(
                condition=~Q(labour=0) | ~Q(non_labour=0),
                name="share_entry_changes_something",
                violation_error_message="Enter what changes: labour, non-labour or both.",
            ),
        ]
        triggers = [
            never_overwritten("share", "agreed_on", "labour", "non_labour", "reason", "reallocation"),
            within_allocation(of_share="share_id"),
            while_year_is_open("share__allocation__year"),
        ]

    def __str__(self) -> str:
        return f"{self.share} changed on {self.agreed_on:%d/%m/%Y}"
