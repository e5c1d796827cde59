"""The five districts and the organisations that hold duties, give match or deliver."""

from __future__ import annotations

import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from vrp_portal.records.models import Sourced

WHOLE_AREA = "Whole of West Yorkshire"

company_number = RegexValidator(
    r"^([0-9]{8}|[A-Z]{2}[0-9]{6})$",
    "A company number has 8 characters: 8 digits, or 2 capital letters and 6 digits. Keep its leading zeros.",
)
charity_number = RegexValidator(
    r"^[0-9]{6,7}(-[0-9]{1,3})?$", "A charity number has 6 or 7 digits. Keep its leading zeros."
)


@pghistory.track()
class District(models.Model):
    """A district of West Yorkshire, with the code that the Office for National Statistics gives it."""

    name = models.CharField(max_length=50, unique=True)
    ons_code = models.CharField("ONS code", max_length=9, unique=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ons_code__regex=r"^E0[68][0-9]{6}$|^E09[0-9]{6}$|^E07[0-9]{6}$"),
                name="district_ons_code_is_a_district_code",
                violation_error_message="An ONS district code is like E08000035.",
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Organisation(Sourced):
    """A body of the partnership: one that holds the duty, funds, gives match or delivers."""

    class Kind(models.TextChoices):
        POLICE = "police", "Police"
        LOCAL_AUTHORITY = "local_authority", "Local authority"
        PROBATION = "probation", "Probation"
        FIRE_AND_RESCUE = "fire_and_rescue", "Fire and rescue"
        YOUTH_JUSTICE_SERVICE = "youth_justice_service", "Youth justice service"
        INTEGRATED_CARE_BOARD = "integrated_care_board", "Integrated care board"
        COMMUNITY_SAFETY_PARTNERSHIP = "community_safety_partnership", "Community Safety Partnership"
        VOLUNTARY = "voluntary", "Voluntary or community"
        EDUCATION = "education", "Education"
        PRISON = "prison", "Prison"
        GOVERNMENT = "government", "Government"
        OTHER = "other", "Other"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=Kind)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations"
    )
    specified_authority = models.BooleanField(
        default=False, help_text="Holds the Serious Violence Duty as a specified authority."
    )
    company_number = models.CharField(max_length=8, blank=True, validators=[company_number])
    charity_number = models.CharField(max_length=11, blank=True, validators=[charity_number])

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="organisation_name_unique",
                violation_error_message="There is an organisation of this name already.",
            ),
            models.CheckConstraint(
                condition=Q(company_number="") | Q(company_number__regex=r"^([0-9]{8}|[A-Z]{2}[0-9]{6})$"),
                name="organisation_company_number_has_8_characters",
                violation_error_message="A company number has 8 characters. Keep its leading zeros.",
            ),
            models.CheckConstraint(
                condition=Q(charity_number="") | Q(charity_number__regex=r"^[0-9]{6,7}(-[0-9]{1,3})?$"),
                name="organisation_charity_number_has_6_or_7_digits",
                violation_error_message="A charity number has 6 or 7 digits. Keep its leading zeros.",
            ),
            models.UniqueConstraint(
                fields=["district"],
                condition=Q(kind="community_safety_partnership"),
                name="organisation_one_csp_per_district",
                violation_error_message="This district has its Community Safety Partnership already.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="community_safety_partnership") | Q(district__isnull=False),
                name="organisation_csp_has_a_district",
                violation_error_message="A Community Safety Partnership belongs to a district: choose it.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
