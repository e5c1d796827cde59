"""What the core grant of a year is set aside for, and what is spent of it."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from vrp_portal.money.fields import PoundsField
from vrp_portal.periods.fields import FinancialYearField, QuarterField
from vrp_portal.records.models import (
    REASON_LENGTH,
    Sourced,
    Withdrawable,
    WithdrawableQuerySet,
    never_overwritten,
    not_negative,
    one_at_a_time,
    withdrawn_with_a_reason,
)
from vrp_portal.year_end.triggers import while_year_is_open


@pghistory.track()
class BudgetLine(Withdrawable, Sourced):
    """What part of a year's core grant is set aside for one purpose, in pounds."""

    class Purpose(models.TextChoices):
        INTERVENTIONS = "interventions", "Interventions"
        STAFFING = "staffing", "Staffing"
        EVALUATION = "evaluation", "Evaluation"
        ENGAGEMENT = "engagement", "Engagement and communications"
        DATA = "data", "Needs assessment and data"
        MANAGEMENT = "management", "Management"

    year = FinancialYearField("financial year")
    purpose = models.CharField(max_length=15, choices=Purpose)
    amount = PoundsField()
    agreed_on = models.DateField()

    class Meta:
        ordering = ["year", "purpose"]
        constraints = [
            *not_negative("budget_line", "amount"),
            withdrawn_with_a_reason("budget_line"),
            models.UniqueConstraint(
                fields=["year", "purpose"],
                condition=Q(withdrawn_on__isnull=True),
                name="budget_line_one_per_year_and_purpose",
                violation_error_message="This year has a budget line for this purpose already.",
            ),
        ]
        triggers = [
            never_overwritten("year", "purpose", "amount", "agreed_on"),
            one_at_a_time("year", "purpose"),
            while_year_is_open("year"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.year}"


@pghistory.track()
class SpendEntry(Withdrawable, Sourced):
    """Money spent, or forecast to be spent, from a budget line in a quarter, in pounds."""

    class Kind(models.TextChoices):
        ACTUAL = "actual", "Actual"
        FORECAST = "forecast", "Forecast"

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="spend")
    quarter = QuarterField()
    kind = models.CharField(max_length=10, choices=Kind)
    amount = PoundsField(allow_negative=True, help_text="A correction of an earlier entry may be negative.")
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)

    objects = WithdrawableQuerySet.as_manager()

    class Meta:
        ordering = ["line", "quarter", "pk"]
        verbose_name_plural = "spend entries"
        constraints = [
            withdrawn_with_a_reason("spend_entry"),
            models.CheckConstraint(
                condition=Q(amount__gte=0) | ~Q(reason=""),
                name="spend_entry_negative_has_a_reason",
                violation_error_message="A negative amount is a correction: give its reason.",
            ),
        ]
        triggers = [never_overwritten("line", "quarter", "kind", "amount"), while_year_is_open("line__year")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.quarter}, {self.line}"
