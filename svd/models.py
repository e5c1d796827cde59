"""Serious Violence Duty money and work: allocations, shares, quarterly returns, milestones, duty holders."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q

from svd.querysets import AllocationQuerySet, QuarterlyReturnQuerySet
from vrp_portal.money.fields import PoundsField
from vrp_portal.partnership.models import District, Organisation
from vrp_portal.periods.fields import FinancialYearField, QuarterField
from vrp_portal.records.models import (
    Sourced,
    Versioned,
    Withdrawable,
    ends_after_start,
    never_overwritten,
    not_negative,
    one_at_a_time,
    version_rises,
    withdrawn_with_a_reason,
)


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
        ]

    def __str__(self) -> str:
        return f"Serious Violence Duty allocation {self.year}"


@pghistory.track()
class Share(Withdrawable, Sourced):
    """What one recipient gets of an allocation, in pounds."""

    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="shares")
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="duty_shares")
    labour = PoundsField()
    non_labour = PoundsField("non-labour")

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
        triggers = [never_overwritten("allocation", "recipient", "labour", "non_labour")]

    def __str__(self) -> str:
        return f"{self.recipient}, {self.allocation}"


@pghistory.track()
class QuarterlyReturn(Withdrawable, Versioned, Sourced):
    """What a Community Safety Partnership reports for a quarter: Annex A (money) and Annex B (activity)."""

    class State(models.TextChoices):
        DUE = "due", "Due"
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"
        QUERIED = "queried", "Queried"
        ACCEPTED = "accepted", "Accepted"

    csp = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="quarterly_returns",
        limit_choices_to={"kind": Organisation.Kind.COMMUNITY_SAFETY_PARTNERSHIP},
        verbose_name="Community Safety Partnership",
    )
    quarter = QuarterField()
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    labour_spent = PoundsField(null=True, blank=True)
    non_labour_spent = PoundsField("non-labour spent", null=True, blank=True)
    labour_forecast = PoundsField(null=True, blank=True)
    non_labour_forecast = PoundsField("non-labour forecast", null=True, blank=True)
    activity = models.TextField(max_length=5000, blank=True)
    risks = models.TextField(max_length=5000, blank=True)
    people_24_and_under = models.PositiveIntegerField("people aged 24 or under", null=True, blank=True)
    people_25_and_over = models.PositiveIntegerField("people aged 25 or over", null=True, blank=True)
    professionals_trained = models.PositiveIntegerField(null=True, blank=True)

    objects = QuarterlyReturnQuerySet.as_manager()

    class Meta:
        ordering = ["quarter", "csp__name"]
        constraints = [
            *not_negative(
                "quarterly_return",
                "labour_spent",
                "non_labour_spent",
                "labour_forecast",
                "non_labour_forecast",
            ),
            withdrawn_with_a_reason("quarterly_return"),
            models.UniqueConstraint(
                fields=["csp", "quarter"],
                condition=Q(withdrawn_on__isnull=True),
                name="quarterly_return_one_per_csp_and_quarter",
                violation_error_message=(
                    "This Community Safety Partnership has a return for this quarter already."
                ),
            ),
        ]
        triggers = [version_rises()]

    def __str__(self) -> str:
        return f"{self.csp}, {self.quarter}"


@pghistory.track()
class DutyMilestone(Sourced):
    """Something that the duty asks to be done by a day, for the whole area or in a district."""

    class Kind(models.TextChoices):
        NEEDS_ASSESSMENT = "needs_assessment", "Strategic needs assessment"
        RESPONSE_STRATEGY = "response_strategy", "Response strategy"
        DELIVERY_PLAN = "delivery_plan", "Delivery plan"
        IMPLEMENTATION_PLAN = "implementation_plan", "Implementation plan"

    kind = models.CharField(max_length=20, choices=Kind)
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, blank=True)
    title = models.CharField(max_length=200)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    evidence = models.URLField(blank=True)

    class Meta:
        ordering = ["due_on", "kind", "district__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "district", "title"],
                nulls_distinct=False,
                name="duty_milestone_entered_once",
                violation_error_message="This milestone has been entered already.",
            )
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class DutyHolder(Sourced):
    """The post that answers for the duty in an organisation; a post, never a person's data."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="duty_holder")
    post = models.CharField(max_length=200, help_text="The title of the post, not the name of a person.")

    class Meta:
        ordering = ["organisation__name"]

    def __str__(self) -> str:
        return f"{self.post}, {self.organisation}"
