"""How far a year's spend may stray before a reason is asked for, and the reasons that were given."""

from __future__ import annotations

from decimal import Decimal

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from grants.models.percentages import percentage_between_0_and_100
from grants.rules import Threshold
from vrp_portal.money.fields import PoundsField
from vrp_portal.periods.fields import FinancialYearField, QuarterField
from vrp_portal.records.models import (
    REASON_LENGTH,
    Recorded,
    Sourced,
    Versioned,
    never_overwritten,
    not_negative,
    version_rises,
)


@pghistory.track()
class OutturnTerms(Versioned, Sourced):
    """From which variance on a year asks for a reason: where it passes both the percentage and the pounds."""

    year = FinancialYearField("financial year", unique=True)
    percentage = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        default=Decimal(10),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    pounds = PoundsField(default=Decimal(5000))

    class Meta:
        ordering = ["year"]
        verbose_name_plural = "outturn terms"
        constraints = [
            percentage_between_0_and_100("outturn_terms"),
            *not_negative("outturn_terms", "pounds"),
        ]
        triggers = [version_rises()]

    def __str__(self) -> str:
        return f"Variances that need a reason in {self.year}"

    @property
    def threshold(self) -> Threshold:
        return Threshold(percentage=self.percentage, pounds=self.pounds)


@pghistory.track()
class VarianceReason(Sourced, Recorded):
    """Why the spend of a row differs as at the end of a quarter; of several, the one entered last counts."""

    class Row(models.TextChoices):
        INTERVENTIONS = "interventions", "Interventions"
        STAFFING = "staffing", "Staffing"
        EVALUATION = "evaluation", "Evaluation"
        ENGAGEMENT = "engagement", "Engagement and communications"
        DATA = "data", "Needs assessment and data"
        MANAGEMENT = "management", "Management"
        DUTY_LABOUR = "duty_labour", "SVD labour"
        DUTY_NON_LABOUR = "duty_non_labour", "SVD non-labour"

    class Basis(models.TextChoices):
        TO_DATE = "to_date", "Actual against profile to date"
        OUTTURN = "outturn", "Forecast outturn against budget"

    row = models.CharField(max_length=15, choices=Row)
    basis = models.CharField("variance", max_length=10, choices=Basis)
    quarter = QuarterField(help_text="The last quarter that had ended.")
    amount = PoundsField("variance in pounds", allow_negative=True)
    reason = models.CharField(max_length=REASON_LENGTH)

    class Meta:
        ordering = ["quarter", "row", "basis", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="variance_reason_says_why",
                violation_error_message="Say why it differs.",
            )
        ]
        triggers = [never_overwritten("row", "basis", "quarter", "amount", "reason")]

    def __str__(self) -> str:
        return f"{self.get_row_display()}, {self.get_basis_display().lower()}, {self.quarter}"
