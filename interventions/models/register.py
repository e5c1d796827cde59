"""An intervention: what is delivered, by whom, where and for whom."""

from __future__ import annotations

import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from interventions.models.evidence import Approach
from interventions.querysets import InterventionQuerySet
from vrp_portal.partnership.models import WHOLE_AREA, District, Organisation
from vrp_portal.periods import FinancialYear
from vrp_portal.records.models import (
    Sourced,
    Versioned,
    Withdrawable,
    ends_after_start,
    version_rises,
    withdrawn_with_a_reason,
)
from vrp_portal.year_end.triggers import while_year_is_open

REFERENCE = r"^VRP-[0-9]{4}-[0-9]{3,5}$"
TO_BE_CONFIRMED = "To be confirmed"


@pghistory.track()
class Intervention(Withdrawable, Versioned, Sourced):
    """Something that the VRP or a partner funds so that people are less likely to be harmed by violence."""

    class PreventionLevel(models.TextChoices):
        PRIMARY = "primary", "Primary"
        SECONDARY = "secondary", "Secondary"
        TERTIARY = "tertiary", "Tertiary"

    class Setting(models.TextChoices):
        COMMUNITY = "community", "Community"
        CUSTODY = "custody", "Custody"
        EDUCATION = "education", "School or college"
        HEALTH = "health", "Hospital or health service"
        ONLINE = "online", "Online"
        OTHER = "other", "Other"

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        IN_SET_UP = "in_set_up", "In set-up"
        DELIVERING = "delivering", "Delivering"
        COMPLETE = "complete", "Complete"
        ENDED_EARLY = "ended_early", "Ended early"

    reference = models.CharField(
        max_length=15,
        unique=True,
        validators=[RegexValidator(REFERENCE, "Write the reference like VRP-2023-014.")],
        error_messages={"unique": "There is an intervention with this reference already."},
        help_text="For example VRP-2023-014.",
    )
    name = models.CharField(max_length=200)
    delivery_organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="delivers",
        help_text="Leave empty if it is still to be confirmed.",
    )
    commissioner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="commissions")
    whole_area = models.BooleanField("whole of West Yorkshire", default=False)
    districts = models.ManyToManyField(
        District, through="InterventionDistrict", blank=True, related_name="interventions"
    )
    approach = models.ForeignKey(
        Approach, on_delete=models.PROTECT, null=True, blank=True, related_name="interventions"
    )
    prevention_level = models.CharField(max_length=10, choices=PreventionLevel)
    setting = models.CharField(max_length=10, choices=Setting, default=Setting.COMMUNITY)
    status = models.CharField(max_length=12, choices=Status, default=Status.PROPOSED)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    description = models.TextField(max_length=4000, blank=True)

    objects = InterventionQuerySet.as_manager()

    class Meta:
        ordering = ["reference"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reference__regex=REFERENCE),
                name="intervention_reference_form",
                violation_error_message="Write the reference like VRP-2023-014.",
            ),
            ends_after_start("intervention", start="starts_on", end="ends_on"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=False),
                name="intervention_that_ends_on_a_day_starts_on_one",
                violation_error_message="Enter the day it starts as well: it has a day on which it ends.",
            ),
            withdrawn_with_a_reason("intervention"),
        ]
        indexes = [models.Index(fields=["name"], name="intervention_name")]
        triggers = [
            version_rises(),
            while_year_is_open(
                years="SELECT year FROM interventions_fundingline WHERE intervention_id = {row}.id "
                "UNION SELECT quarter / 10 FROM interventions_reachrecord WHERE intervention_id = {row}.id",
                fields=("withdrawn_on",),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("intervention", args=[self.reference])

    def latest_year(self) -> FinancialYear:
        """The latest financial year with money or reach; the year of the reference where there is neither."""
        of_money = self.funding_lines.standing().order_by("-year").values_list("year", flat=True).first()
        of_reach = self.reach.standing().order_by("-quarter").values_list("quarter", flat=True).first()
        years = [year for year in (of_money, of_reach and of_reach.year) if year is not None]
        return max(years, default=FinancialYear(int(self.reference.split("-")[1])))

    @property
    def provider(self) -> str:
        """Who delivers it, in words; a provider that isn't known yet is a gap to be reported."""
        return str(self.delivery_organisation) if self.delivery_organisation_id else TO_BE_CONFIRMED

    @property
    def where(self) -> str:
        """The districts in words. Prefetch `districts` for a list."""
        if self.whole_area:
            return WHOLE_AREA
        return ", ".join(district.name for district in self.districts.all()) or "No district given"


@pghistory.track()
class InterventionDistrict(models.Model):
    """That an intervention works in a district."""

    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE)
    district = models.ForeignKey(District, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["intervention", "district"],
                name="intervention_district_entered_once",
                violation_error_message="This district has been chosen already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.intervention} in {self.district}"


@pghistory.track()
class StatusChange(models.Model):
    """The status of an intervention from a day on, so that its status as at any day is known."""

    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="status_changes")
    status = models.CharField(max_length=12, choices=Intervention.Status)
    since = models.DateField()

    class Meta:
        ordering = ["intervention", "since", "pk"]
        indexes = [models.Index(fields=["intervention", "-since", "-id"], name="status_change_latest")]

    def __str__(self) -> str:
        return f"{self.get_status_display()} since {self.since:%d/%m/%Y}"
