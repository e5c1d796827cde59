"""What the Youth Endowment Fund Toolkit says of an approach, and which rating an intervention relies on."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from interventions.querysets import ApproachRatingQuerySet, AssessmentQuerySet
from interventions.rules import Counting, Rating
from vrp_portal.periods.fields import FinancialYearField
from vrp_portal.records.models import REASON_LENGTH, Sourced, never_overwritten


@pghistory.track()
class Impact(models.Model):
    """The Toolkit's word for how far an approach lowers violence, and whether it counts for the rule."""

    word = models.CharField(max_length=50, unique=True)
    meaning = models.CharField(max_length=100, blank=True)
    rank = models.PositiveSmallIntegerField(unique=True, help_text="1 is the highest impact.")
    counting = models.CharField(
        max_length=20,
        choices=[(counting.value, counting.label) for counting in Counting],
        default=Counting.NEVER,
    )

    class Meta:
        ordering = ["rank"]

    def __str__(self) -> str:
        return self.word


@pghistory.track()
class ImpactAlias(models.Model):
    """Another way to write an impact word: 'insufficient evidence of impact' is 'no clear evidence'."""

    impact = models.ForeignKey(Impact, on_delete=models.CASCADE, related_name="aliases")
    word = models.CharField(max_length=50, unique=True)

    class Meta:
        ordering = ["word"]
        verbose_name_plural = "impact aliases"

    def __str__(self) -> str:
        return self.word


@pghistory.track()
class Approach(Sourced):
    """A strand of the Toolkit, such as mentoring; later ones may replace it."""

    name = models.CharField(max_length=100)
    replaced_by = models.ManyToManyField(
        "self", through="ApproachReplacement", symmetrical=False, related_name="replaces", blank=True
    )

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "approaches"
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="approach_name_unique",
                violation_error_message="There is an approach of this name already.",
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class ApproachReplacement(Sourced):
    """From a day on, one approach is replaced (or one part of it) by another."""

    old = models.ForeignKey(Approach, on_delete=models.PROTECT, related_name="replacements")
    new = models.ForeignKey(Approach, on_delete=models.PROTECT, related_name="replacements_of")
    replaced_on = models.DateField()

    class Meta:
        ordering = ["replaced_on", "old__name", "new__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["old", "new"],
                name="approach_replacement_entered_once",
                violation_error_message="This replacement has been entered already.",
            ),
            models.CheckConstraint(
                condition=~Q(old=models.F("new")),
                name="approach_replacement_by_another",
                violation_error_message="An approach can't replace itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old} replaced by {self.new}"


@pghistory.track()
class ApproachRating(Sourced):
    """What the Toolkit said of an approach from a day on. Superseded by a later one, never edited."""

    approach = models.ForeignKey(Approach, on_delete=models.PROTECT, related_name="ratings")
    impact = models.ForeignKey(Impact, on_delete=models.PROTECT, related_name="ratings")
    evidence_confidence = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text="1 to 5; leave empty where the Toolkit's number has not been read.",
    )
    cost = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3)],
        help_text="1 to 3; leave empty where the Toolkit's number has not been read.",
    )
    in_force_from = models.DateField()
    source_address = models.URLField(blank=True)
    read_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=REASON_LENGTH, blank=True)

    objects = ApproachRatingQuerySet.as_manager()

    class Meta:
        ordering = ["approach__name", "-in_force_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["approach", "in_force_from"],
                name="approach_rating_one_a_day",
                violation_error_message="This approach has a rating in force from this day already.",
            ),
            models.CheckConstraint(
                condition=Q(evidence_confidence__isnull=True)
                | Q(evidence_confidence__gte=1, evidence_confidence__lte=5),
                name="approach_rating_confidence_1_to_5",
                violation_error_message="Evidence confidence is between 1 and 5.",
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gte=1, cost__lte=3),
                name="approach_rating_cost_1_to_3",
                violation_error_message="Cost is between 1 and 3.",
            ),
        ]
        triggers = [never_overwritten("approach", "impact", "evidence_confidence", "cost", "in_force_from")]

    def as_rule(self) -> Rating:
        """This rating as the plain value that the 30% rule judges."""
        return Rating(self.impact.word, Counting(self.impact.counting), self.evidence_confidence)

    def __str__(self) -> str:
        confidence = self.evidence_confidence or "not stated"
        rated = f"{self.impact} impact, evidence {confidence}"
        return f"{self.approach}: {rated}, from {self.in_force_from:%d/%m/%Y}"


@pghistory.track()
class Assessment(Sourced):
    """The rating that an intervention relies on in a year, decided on a day. The latest one counts."""

    intervention = models.ForeignKey(
        "interventions.Intervention", on_delete=models.PROTECT, related_name="assessments"
    )
    year = FinancialYearField("financial year")
    rating = models.ForeignKey(ApproachRating, on_delete=models.PROTECT, related_name="assessments")
    assessed_on = models.DateField()
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=REASON_LENGTH, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["intervention", "year", "-assessed_on", "-pk"]
        indexes = [
            models.Index(fields=["intervention", "year", "-assessed_on", "-id"], name="assessment_latest")
        ]
        triggers = [never_overwritten("intervention", "year", "rating", "assessed_on")]

    def __str__(self) -> str:
        return f"Assessment of {self.intervention} for {self.year}"
