"""A quarter's claim on a funder, and its lines: live while it is a draft, frozen when it is sent."""

from __future__ import annotations

from datetime import date

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from grants.models import BudgetLine
from vrp_portal.claims.querysets import ClaimLineQuerySet, ClaimQuerySet
from vrp_portal.claims.rules import State
from vrp_portal.money.fields import PoundsField
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods.fields import QuarterField
from vrp_portal.records.models import (
    REASON_LENGTH,
    Sourced,
    Withdrawable,
    never_overwritten,
    withdrawn_with_a_reason,
)
from vrp_portal.year_end.triggers import while_year_is_open

DUTY_PURPOSES = (("labour", "Labour"), ("non_labour", "Non-labour"))
FROZEN = (
    *("total", "match_confirmed", "match_required", "award", "as_at", "sent_on", "sent_by_id"),
    *("reason_for_warnings", "illustrative", "source"),
)
"""What a claim says about itself; once it is sent, none of this changes."""


def not_closed_before(year: str, day: str) -> str:
    """The condition that a year had not been closed before a day.

    Claims are sent and paid after their year is closed too, on days of their own; what is dated by the
    closing may change its figures, so that it asks for an adjustment.
    """
    return (
        f"NOT EXISTS (SELECT FROM year_end_closedyear AS before "
        f"WHERE before.year = {year} AND before.closed_on < {day})"
    )


_SAME = (
    f"ROW({', '.join(f'OLD.{name}' for name in FROZEN)}) IS NOT DISTINCT FROM "
    f"ROW({', '.join(f'NEW.{name}' for name in FROZEN)})"
)


class Scheme(models.TextChoices):
    """The money that is claimed quarter by quarter."""

    CORE = "core", "Core grant"
    DUTY = "svd", "Serious Violence Duty"

    @property
    def purposes(self) -> dict[str, str]:
        """What its money is spent on: each purpose with its label, in the order of a claim's lines."""
        return dict(BudgetLine.Purpose.choices if self == Scheme.CORE else DUTY_PURPOSES)


def frozen_once_sent() -> pgtrigger.Trigger:
    """The trigger that keeps what a claim says as it was sent, and never makes it a draft again."""
    return pgtrigger.Trigger(
        name="frozen_once_sent",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=(
            f"IF OLD.state <> 'draft' AND (NEW.state = 'draft' OR NOT ({_SAME})) THEN "
            "RAISE EXCEPTION 'This claim is sent, so what it says can''t be changed. What changed since is "
            "adjusted in the next claim.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
        ),
    )


def adds_up() -> pgtrigger.Trigger:
    """The trigger that holds the total of a claim that is sent to what its lines come to."""
    return pgtrigger.Trigger(
        name="adds_up",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=(
            "IF NEW.state <> 'draft' AND NEW.total IS DISTINCT FROM "
            "(SELECT coalesce(sum(amount), 0) FROM claims_claimline WHERE claim_id = NEW.id) THEN "
            "RAISE EXCEPTION 'The total of this claim is not what its lines come to.' "
            "USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
        ),
    )


def added_to_a_draft() -> pgtrigger.Trigger:
    """The trigger that lets a line be added only while its claim is being sent."""
    return pgtrigger.Trigger(
        name="added_to_a_draft",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=(
            "IF (SELECT state FROM claims_claim WHERE id = NEW.claim_id) <> 'draft' THEN "
            "RAISE EXCEPTION 'This claim is sent, so nothing can be added to it.' "
            "USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
        ),
    )


@pghistory.track()
class Claim(Withdrawable, Sourced):
    """What the partnership asks a funder to pay for a quarter of a scheme.

    While it is a draft its lines are worked out anew from what is spent. Sending writes them down, with
    the match and the award as they stood; from then on nothing that the claim says is changed.
    """

    funder = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="claims",
        limit_choices_to={"kind": Organisation.Kind.GOVERNMENT},
    )
    scheme = models.CharField(max_length=10, choices=Scheme)
    quarter = QuarterField()
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.label) for state in State],
        default=State.DRAFT,
        editable=False,
    )
    prepared_on = models.DateField(editable=False)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )
    as_at = models.DateField(null=True, blank=True, editable=False)
    total = PoundsField("claimed", null=True, blank=True, allow_negative=True, editable=False)
    match_confirmed = PoundsField(null=True, blank=True, editable=False)
    match_required = PoundsField("match required in the year", null=True, blank=True, editable=False)
    award = PoundsField("award of the year", null=True, blank=True, editable=False)
    reason_for_warnings = models.CharField(max_length=REASON_LENGTH, blank=True, editable=False)
    sent_on = models.DateField(null=True, blank=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["quarter", "scheme", "pk"]
        constraints = [
            withdrawn_with_a_reason("claim"),
            models.UniqueConstraint(
                fields=["scheme", "quarter"],
                condition=Q(withdrawn_on__isnull=True),
                name="claim_one_per_scheme_and_quarter",
                violation_error_message="There is a claim of this scheme for this quarter already.",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="draft",
                    as_at__isnull=True,
                    total__isnull=True,
                    sent_on__isnull=True,
                    sent_by__isnull=True,
                )
                | (
                    ~Q(state="draft")
                    & Q(
                        as_at__isnull=False,
                        total__isnull=False,
                        sent_on__isnull=False,
                        sent_by__isnull=False,
                    )
                ),
                name="claim_sent_on_a_day_with_its_total",
                violation_error_message="A claim that is sent has a day and a total, and a draft has none.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(state="draft"),
                name="claim_withdrawn_while_a_draft",
                violation_error_message=(
                    "This claim is sent, so it can't be withdrawn. What is wrong is adjusted in the next one."
                ),
            ),
        ]
        triggers = [
            never_overwritten("funder", "scheme", "quarter"),
            while_year_is_open(
                years=(
                    "SELECT {row}.quarter / 10 WHERE {row}.sent_on IS NOT NULL "
                    f"AND {not_closed_before('{row}.quarter / 10', '{row}.sent_on')}"
                ),
                fields=("sent_on", "withdrawn_on"),
            ),
            frozen_once_sent(),
            adds_up(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.quarter}"

    def get_absolute_url(self) -> str:
        return reverse("claim", args=[self.pk])

    @property
    def reference(self) -> str:
        """What the claim is called in letters and ledgers, such as CORE-2023-24-Q1."""
        return f"{self.scheme.upper()}-{self.quarter.year.slug}-Q{self.quarter.number}"

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def state_label(self) -> str:
        return "Withdrawn" if self.is_withdrawn else State(self.state).label

    def label_of(self, purpose: str) -> str:
        """What a purpose of its scheme is called."""
        return Scheme(self.scheme).purposes.get(purpose, purpose)

    def state_on(self, day: date, *, paid: bool) -> State:
        """Where it stood on a day by which something had been `paid`, or nothing."""
        if self.sent_on is None or self.sent_on > day:
            return State.DRAFT
        return State.PAID if paid else State.SENT


@pghistory.track()
class ClaimLine(models.Model):
    """What a claim that was sent asks for, for a purpose and a quarter, in pounds.

    A line of an earlier quarter is an adjustment: it `corrects` the claim of that quarter.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="lines")
    purpose = models.CharField(max_length=15, choices=[*BudgetLine.Purpose.choices, *DUTY_PURPOSES])
    quarter = QuarterField("spent in")
    amount = PoundsField(allow_negative=True)
    budget = PoundsField("budget of the year", null=True, blank=True, allow_negative=True)
    corrects = models.ForeignKey(
        Claim, on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )

    objects = ClaimLineQuerySet.as_manager()

    class Meta:
        ordering = ["claim", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "purpose", "quarter"],
                name="claim_line_one_per_purpose_and_quarter",
                violation_error_message="This claim has a line for this purpose and quarter already.",
            ),
        ]
        triggers = [
            added_to_a_draft(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.claim}: {self.get_purpose_display()} of {self.quarter}"
