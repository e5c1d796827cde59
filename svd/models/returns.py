"""What the Community Safety Partnerships report each quarter."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from svd.querysets import QuarterlyReturnQuerySet
from vrp_portal.money.fields import PoundsField
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods.fields import QuarterField
from vrp_portal.records.models import (
    Sourced,
    Versioned,
    Withdrawable,
    not_negative,
    version_rises,
    withdrawn_with_a_reason,
)


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
