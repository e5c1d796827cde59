"""The Home Office core grant: awards, and what they ask for."""

from __future__ import annotations

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from grants.models.percentages import percentage_between_0_and_100
from grants.querysets import AwardQuerySet, HighImpactTermsQuerySet
from vrp_portal.money.fields import PoundsField
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods.fields import FinancialYearField
from vrp_portal.records.models import (
    Sourced,
    Withdrawable,
    never_overwritten,
    not_negative,
    one_at_a_time,
    withdrawn_with_a_reason,
)
from vrp_portal.year_end.triggers import while_year_is_open


@pghistory.track()
class Award(Withdrawable, Sourced):
    """Money that a funder grants for a financial year.

    An amount is never overwritten: an award that changes is withdrawn with a reason and entered anew, so
    that a figure as at an earlier day still finds what had been agreed by then.
    """

    class Scheme(models.TextChoices):
        CORE = "core", "Core grant"
        OTHER = "other", "Other grant"

    class Status(models.TextChoices):
        INDICATIVE = "indicative", "Indicative"
        CONFIRMED = "confirmed", "Confirmed"

    funder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="awards")
    scheme = models.CharField(max_length=10, choices=Scheme, default=Scheme.CORE)
    year = FinancialYearField("financial year")
    year_number = models.PositiveSmallIntegerField(
        "year of the arrangement",
        null=True,
        blank=True,
        help_text="Which year this is within a multi-year arrangement, for example 2.",
    )
    amount = PoundsField()
    agreed_on = models.DateField("agreed on", help_text="The day from which the award counts.")
    status = models.CharField(max_length=10, choices=Status, default=Status.INDICATIVE)
    confirmed_on = models.DateField(null=True, blank=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ["year", "scheme", "funder__name"]
        constraints = [
            *not_negative("award", "amount"),
            withdrawn_with_a_reason("award"),
            models.UniqueConstraint(
                fields=["funder", "scheme", "year"],
                condition=Q(withdrawn_on__isnull=True),
                name="award_one_per_funder_scheme_and_year",
                violation_error_message=(
                    "There is an award from this funder for this scheme and year already. "
                    "Withdraw it with a reason before entering its new amount."
                ),
            ),
            models.CheckConstraint(
                condition=Q(status="indicative", confirmed_on__isnull=True)
                | Q(status="confirmed", confirmed_on__isnull=False, confirmed_on__gte=F("agreed_on")),
                name="award_confirmed_on_a_day",
                violation_error_message=(
                    "A confirmed award needs the day it was confirmed, on or after the day it was agreed; "
                    "an indicative one has none."
                ),
            ),
        ]
        triggers = [
            never_overwritten("funder", "scheme", "year", "amount", "agreed_on"),
            one_at_a_time("funder", "scheme", "year"),
            while_year_is_open("year"),
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.year} from {self.funder}"


@pghistory.track()
class HighImpactTerms(Sourced):
    """What the core grant of a year asks to be spent on interventions of high impact (docs/rules.md 1)."""

    class Basis(models.TextChoices):
        COMMITTED = "committed", "Money committed"
        SPENT = "spent", "Money spent to date"

    class Reference(models.TextChoices):
        COMMISSIONING = "commissioning", "The day the intervention was commissioned"
        START_OF_YEAR = "start_of_year", "The start of the financial year"

    year = FinancialYearField("financial year", unique=True)
    percentage = models.DecimalField(
        max_digits=5, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    minimum_confidence = models.PositiveSmallIntegerField(
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text="The least evidence confidence (1 to 5) with which moderate impact counts.",
    )
    basis = models.CharField(
        max_length=10,
        choices=Basis,
        default=Basis.COMMITTED,
        help_text="The money that decides whether it is met.",
    )
    reference = models.CharField(
        "reference date",
        max_length=15,
        choices=Reference,
        default=Reference.COMMISSIONING,
        help_text="An assessment relies on the rating that was in force on this day.",
    )

    objects = HighImpactTermsQuerySet.as_manager()

    class Meta:
        ordering = ["year"]
        verbose_name_plural = "high impact terms"
        constraints = [
            percentage_between_0_and_100("high_impact_terms"),
            models.CheckConstraint(
                condition=Q(minimum_confidence__gte=1, minimum_confidence__lte=5),
                name="high_impact_terms_confidence_1_to_5",
                violation_error_message="Evidence confidence is between 1 and 5.",
            ),
        ]
        triggers = [while_year_is_open("year")]

    def __str__(self) -> str:
        return f"{self.percentage}% high impact in {self.year}"


@pghistory.track()
class Condition(Sourced):
    """Something that the grant of a year asks for by a day."""

    class Kind(models.TextChoices):
        DELIVERY_PLAN = "delivery_plan", "Delivery plan"
        MATCH = "match", "Match funding"
        HIGH_IMPACT = "high_impact", "30% rule"
        MONITORING = "monitoring", "Monitoring"

    year = FinancialYearField("financial year")
    kind = models.CharField(max_length=15, choices=Kind)
    asks_for = models.CharField(max_length=300)
    due_on = models.DateField(null=True, blank=True)
    met_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["year", "due_on", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "kind", "asks_for"],
                name="condition_entered_once",
                violation_error_message="This year has this condition already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"
