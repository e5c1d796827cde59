"""The match funding that a grant asks for, and what partners contribute to it."""

from __future__ import annotations

from datetime import date

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast, Round
from django.urls import reverse

from grants.models.percentages import percentage_between_0_and_100
from grants.querysets import MatchContributionQuerySet
from vrp_portal.attachments.models import AttachedFile
from vrp_portal.money.fields import PoundsField
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods.fields import FinancialYearField
from vrp_portal.records.models import (
    SaidOnce,
    Sourced,
    Versioned,
    Withdrawable,
    WithdrawableQuerySet,
    never_overwritten,
    not_negative,
    version_rises,
    withdrawn_with_a_reason,
)
from vrp_portal.year_end.triggers import while_year_is_open


@pghistory.track()
class MatchRequirement(Versioned, Sourced):
    """The match funding that a year's grant asks for: a percentage of an earlier year's allocation."""

    year = FinancialYearField(
        "financial year",
        unique=True,
        error_messages={"unique": "What this year's grant asks for is entered already: change that."},
    )
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
        triggers = [while_year_is_open("year"), version_rises()]

    def __str__(self) -> str:
        return f"{self.percentage}% match in {self.year}"


VALUATION = ("basis", "hours", "hourly_rate", "invoice_reference", "how_valued")
"""How a contribution was valued."""
PERIOD = ("period_from", "period_to")
"""The first and the last day that a contribution covers."""


def valuation() -> list[models.CheckConstraint]:
    """Each basis says what it rests on, and nothing that belongs to another."""
    hourly = Q(
        basis="hours",
        hours__gt=0,
        hourly_rate__isnull=False,
        amount=Round(F("hours") * F("hourly_rate"), precision=2),
    )
    return [
        models.CheckConstraint(
            condition=(~Q(basis="hours") & Q(hours__isnull=True, hourly_rate__isnull=True)) | hourly,
            name="match_contribution_is_worth_its_hours",
            violation_error_message="The amount is the hours times the rate, to the penny.",
        ),
        models.CheckConstraint(
            condition=Q(basis="invoice", invoice_reference__gt="")
            | (~Q(basis="invoice") & Q(invoice_reference="")),
            name="match_contribution_invoice_has_a_reference",
            violation_error_message="An invoice or a payment has its reference, and nothing else has one.",
        ),
        models.CheckConstraint(
            condition=Q(basis="market", how_valued__gt="") | (~Q(basis="market") & Q(how_valued="")),
            name="match_contribution_market_value_is_known",
            violation_error_message="Say how a market value is known, and of nothing else.",
        ),
    ]


def period() -> list[models.CheckConstraint]:
    """A period has both its days, and lies within the financial year."""
    return [
        models.CheckConstraint(
            condition=Q(period_from__isnull=True, period_to__isnull=True)
            | Q(
                period_from__gte=_day_of_year(0, month=4, day=1),
                period_to__gte=F("period_from"),
                period_to__lte=_day_of_year(1, month=3, day=31),
            ),
            name="match_contribution_period_within_its_year",
            violation_error_message="A contribution covers days of its own financial year.",
        )
    ]


def _day_of_year(later: int, *, month: int, day: int) -> Func:
    """A day of the calendar year in which the record's financial year starts, or of a later one."""
    calendar_year = Cast(F("year"), models.IntegerField()) + Value(later)
    return Func(
        calendar_year, Value(month), Value(day), function="make_date", output_field=models.DateField()
    )


@pghistory.track()
class MatchContribution(Withdrawable, Sourced):
    """What a partner gives towards the match requirement of a year, in pounds.

    Pledged, then confirmed, then evidenced: each step has its day, so that status as at any day is known.
    How it was valued and the period it covers may be said later than the rest, and then stand like it.
    """

    class Kind(models.TextChoices):
        CASH = "cash", "Cash"
        STAFFING = "staffing", "Staffing"
        RESOURCES = "resources", "Resources"
        DELIVERY = "delivery", "Contribution to delivery"

    class Basis(models.TextChoices):
        HOURS = "hours", "Hours and rate"
        INVOICE = "invoice", "Invoice or payment"
        MARKET = "market", "Market value"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="match_contributions"
    )
    year = FinancialYearField("financial year")
    kind = models.CharField(max_length=10, choices=Kind)
    amount = PoundsField()
    basis = models.CharField("valued by", max_length=7, choices=Basis, blank=True)
    hours = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    hourly_rate = PoundsField(null=True, blank=True)
    invoice_reference = models.CharField("invoice or payment reference", max_length=100, blank=True)
    how_valued = models.CharField("how its market value is known", max_length=300, blank=True)
    period_from = models.DateField("covers from", null=True, blank=True)
    period_to = models.DateField("covers to", null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    pledged_on = models.DateField()
    confirmed_on = models.DateField(null=True, blank=True)
    evidenced_on = models.DateField(null=True, blank=True)

    objects = MatchContributionQuerySet.as_manager()

    class Meta:
        ordering = ["year", "organisation__name", "kind", "pk"]
        constraints = [
            *not_negative("match_contribution", "amount", "hourly_rate"),
            withdrawn_with_a_reason("match_contribution"),
            *valuation(),
            *period(),
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
        triggers = [
            never_overwritten("organisation", "year", "kind", "amount", "pledged_on"),
            SaidOnce(name="valuation_said_once", fields=list(VALUATION)),
            SaidOnce(name="period_said_once", fields=list(PERIOD)),
            while_year_is_open("year"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.organisation}, {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("match-contribution", args=[self.pk])

    @property
    def lacks_valuation(self) -> bool:
        """Whether how it was valued, or the period that it covers, is still to be said."""
        return not self.basis or self.period_from is None

    def status_on(self, day: date) -> str:
        """Pledged, confirmed or evidenced, as at a day."""
        if self.evidenced_on is not None and self.evidenced_on <= day:
            return "Evidenced"
        if self.confirmed_on is not None and self.confirmed_on <= day:
            return "Confirmed"
        return "Pledged"


@pghistory.track()
class MatchEvidence(AttachedFile):
    """A file that shows what a contribution was worth, such as an invoice or a timesheet."""

    contribution = models.ForeignKey(MatchContribution, on_delete=models.PROTECT, related_name="evidence")
    file = models.FileField(upload_to="match/%Y/%m/")

    objects = WithdrawableQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at", "pk"]
        verbose_name = "evidence file"
        constraints = [withdrawn_with_a_reason("match_evidence")]
