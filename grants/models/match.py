"""The match funding that a grant asks for, and what partners contribute to it."""

from __future__ import annotations

from datetime import date

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Round

from grants.models.percentages import percentage_between_0_and_100
from grants.querysets import MatchContributionQuerySet
from vrp_portal.money.fields import PoundsField
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods.fields import FinancialYearField
from vrp_portal.records.models import (
    Sourced,
    Withdrawable,
    never_overwritten,
    not_negative,
    withdrawn_with_a_reason,
)


@pghistory.track()
class MatchRequirement(Sourced):
    """The match funding that a year's grant asks for: a percentage of an earlier year's allocation."""

    year = FinancialYearField("financial year", unique=True)
    percentage = models.DecimalField(
        max_digits=5, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    baseline_year = FinancialYearField("year of the baseline")
    baseline_amount = PoundsField("baseline")
    required = models.GeneratedField(
        expression=Round(F("baseline_amount") * F("percentage") / Value(100), precision=2),
        output_field=PoundsField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["year"]
        constraints = [
            percentage_between_0_and_100("match_requirement"),
            *not_negative("match_requirement", "baseline_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.percentage}% match in {self.year}"


@pghistory.track()
class MatchContribution(Withdrawable, Sourced):
    """What a partner gives towards the match requirement of a year, in pounds.

    Pledged, then confirmed, then evidenced: each step has its day, so that status as at any day is known.
    """

    class Kind(models.TextChoices):
        CASH = "cash", "Cash"
        STAFFING = "staffing", "Staffing"
        RESOURCES = "resources", "Resources"
        DELIVERY = "delivery", "Contribution to delivery"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="match_contributions"
    )
    year = FinancialYearField("financial year")
    kind = models.CharField(max_length=10, choices=Kind)
    amount = PoundsField()
    note = models.CharField(max_length=300, blank=True)
    pledged_on = models.DateField()
    confirmed_on = models.DateField(null=True, blank=True)
    evidenced_on = models.DateField(null=True, blank=True)

    objects = MatchContributionQuerySet.as_manager()

    class Meta:
        ordering = ["year", "organisation__name", "kind", "pk"]
        constraints = [
            *not_negative("match_contribution", "amount"),
            withdrawn_with_a_reason("match_contribution"),
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True) | Q(confirmed_on__gte=F("pledged_on")),
                name="match_contribution_confirmed_after_pledged",
                violation_error_message="The day of confirming is before the day of pledging.",
            ),
            models.CheckConstraint(
                condition=Q(evidenced_on__isnull=True)
                | Q(confirmed_on__isnull=False, evidenced_on__gte=F("confirmed_on")),
                name="match_contribution_evidenced_after_confirmed",
                violation_error_message="Evidence comes on or after the day of confirming.",
            ),
        ]
        triggers = [never_overwritten("organisation", "year", "kind", "amount", "pledged_on")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.organisation}, {self.year}"

    def status_on(self, day: date) -> str:
        """Pledged, confirmed or evidenced, as at a day."""
        if self.evidenced_on is not None and self.evidenced_on <= day:
            return "Evidenced"
        if self.confirmed_on is not None and self.confirmed_on <= day:
            return "Confirmed"
        return "Pledged"
