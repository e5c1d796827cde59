"""How many people an intervention reached in a quarter: counts only, never anything about a person."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from interventions.models.register import Intervention
from interventions.querysets import ReachRecordQuerySet
from vrp_portal.partnership.models import WHOLE_AREA, District
from vrp_portal.periods.fields import QuarterField
from vrp_portal.records.models import (
    REASON_LENGTH,
    Sourced,
    Versioned,
    Withdrawable,
    not_negative,
    version_rises,
    withdrawn_with_a_reason,
)
from vrp_portal.year_end.triggers import while_year_is_open

PEOPLE = ("people_24_and_under", "people_25_and_over", "people_age_not_known", "professionals_trained")
CONTACTS = ("referrals", "contacts", "attendances")


@pghistory.track()
class ReachRecord(Withdrawable, Versioned, Sourced):
    """Counts of people for an intervention, a quarter and a district or the whole area.

    People new in the quarter add up over quarters; of people cumulative in the year the last value counts.
    Referrals, contacts and attendances are kept apart and never added to people.
    """

    class Basis(models.TextChoices):
        NEW = "new", "People new in the quarter"
        CUMULATIVE = "cumulative", "People since the year began"

    class Qualifier(models.TextChoices):
        EXACT = "exact", "Exact"
        ESTIMATE = "estimate", "Estimate"
        UP_TO = "up_to", "Up to"

    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="reach")
    quarter = QuarterField()
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="reach"
    )
    people_24_and_under = models.PositiveIntegerField("people aged 24 or under", default=0)
    people_25_and_over = models.PositiveIntegerField("people aged 25 or over", default=0)
    people_age_not_known = models.PositiveIntegerField("people whose age is not known", default=0)
    professionals_trained = models.PositiveIntegerField(default=0)
    referrals = models.PositiveIntegerField(default=0)
    contacts = models.PositiveIntegerField(default=0)
    attendances = models.PositiveIntegerField(default=0)
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.NEW)
    qualifier = models.CharField(max_length=10, choices=Qualifier, default=Qualifier.EXACT)
    reason_for_fall = models.CharField(max_length=REASON_LENGTH, blank=True)

    objects = ReachRecordQuerySet.as_manager()

    class Meta:
        ordering = ["intervention__reference", "quarter", "district__name"]
        constraints = [
            *not_negative("reach_record", *PEOPLE, *CONTACTS),
            withdrawn_with_a_reason("reach_record"),
            models.UniqueConstraint(
                fields=["intervention", "quarter", "district"],
                condition=Q(withdrawn_on__isnull=True),
                nulls_distinct=False,
                name="reach_record_one_per_quarter_and_district",
                violation_error_message=(
                    "This intervention's reach for this quarter and district is entered already. "
                    "Edit that record."
                ),
            ),
        ]
        indexes = [models.Index(fields=["quarter"], name="reach_record_quarter")]
        triggers = [
            version_rises(),
            while_year_is_open("quarter"),
            pgtrigger.Trigger(
                name="one_basis_a_year",
                when=pgtrigger.After,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("basis", "quarter", "intervention_id", "district_id", "withdrawn_on"),
                condition=pgtrigger.Q(new__withdrawn_on__isnull=True),
                # Two people who enter quarters of one intervention wait for each other at the intervention.
                func=(
                    "PERFORM FROM interventions_intervention WHERE id = NEW.intervention_id "
                    "FOR NO KEY UPDATE; "
                    "IF EXISTS (SELECT FROM interventions_reachrecord WHERE withdrawn_on IS NULL "
                    "AND intervention_id = NEW.intervention_id "
                    "AND district_id IS NOT DISTINCT FROM NEW.district_id "
                    "AND quarter / 10 = NEW.quarter / 10 AND basis <> NEW.basis) THEN "
                    "RAISE EXCEPTION 'Another quarter of this year was entered on the other basis. "
                    "Keep to one basis within a year, or people would be counted twice.' "
                    "USING ERRCODE = 'check_violation'; END IF; RETURN NULL;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.intervention.reference}, {self.quarter}, {self.where}"

    @property
    def where(self) -> str:
        return str(self.district) if self.district_id else WHOLE_AREA
