"""What the Youth Endowment Fund Toolkit says of an approach, and which rating an intervention relies on."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from interventions.querysets import ApproachRatingQuerySet, AssessmentQuerySet
from interventions.rules import Counting, Rating
from vrp_portal.periods.fields import FinancialYearField
from vrp_portal.records.models import REASON_LENGTH, Recorded, Sourced, never_overwritten
from vrp_portal.year_end.triggers import while_year_is_open


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
        triggers = [
            while_year_is_open(
                years="SELECT DISTINCT assessment.year FROM interventions_assessment AS assessment "
                "JOIN interventions_approachrating AS rating ON rating.id = assessment.rating_id "
                "WHERE rating.impact_id = {row}.id",
                fields=("counting",),
            )
        ]

    @property
    def in_words(self) -> str:
        """The word with the other ways to write it. Prefetch `aliases` for a list."""
        also = ", ".join(f"“{alias}”" for alias in self.aliases.all())
        return f"{self.word} (also written {also})" if also else self.word

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
class ApproachReplacement(Recorded, Sourced):
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
class ApproachRating(Recorded, Sourced):
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

    @property
    def in_words(self) -> str:
        """What it says of which approach, and from which day on."""
        return f"{self.approach}: {self.said}, in force from {self.in_force_from:%d/%m/%Y}"

    @property
    def said(self) -> str:
        """What the Toolkit said, in words: moderate impact, evidence 4 of 5."""
        confidence = f"{self.evidence_confidence} of 5" if self.evidence_confidence else "not stated"
        return f"{self.impact.word.lower()} impact, evidence {confidence}"

    def __str__(self) -> str:
        return self.in_words


@pghistory.track()
class Assessment(Recorded, Sourced):
    """The rating that an intervention relies on in a year, decided on a day. The latest in effect counts.

    It relies on the rating in force on its reference date (HighImpactTerms.reference). To rely on another is
    an override: that needs a reason, and takes effect on the day that a second person approves it.
    """

    class Approval(models.TextChoices):
        NOT_NEEDED = "not_needed", "Not needed"
        AWAITED = "awaited", "Awaiting a second person"
        APPROVED = "approved", "Approved"
        DECLINED = "declined", "Declined"

    intervention = models.ForeignKey(
        "interventions.Intervention", on_delete=models.PROTECT, related_name="assessments"
    )
    year = FinancialYearField("financial year")
    rating = models.ForeignKey(ApproachRating, on_delete=models.PROTECT, related_name="assessments")
    reference_on = models.DateField("reference date")
    assessed_on = models.DateField()
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=REASON_LENGTH, blank=True)
    approval = models.CharField(max_length=10, choices=Approval, default=Approval.NOT_NEEDED)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision_note = models.CharField(max_length=REASON_LENGTH, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["intervention", "year", "-assessed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approval="not_needed") | (~Q(note="") & Q(assessed_by__isnull=False)),
                name="assessment_override_has_a_reason",
                violation_error_message="An override needs a reason, and whoever makes it.",
            ),
            models.CheckConstraint(
                condition=Q(
                    approval__in=["not_needed", "awaited"], decided_on__isnull=True, decided_by__isnull=True
                )
                | Q(
                    approval__in=["approved", "declined"],
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                    decided_on__gte=models.F("assessed_on"),
                ),
                name="assessment_override_decided_on_a_day",
                violation_error_message="An override is approved or declined by somebody, on a day.",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("assessed_by")),
                name="assessment_override_decided_by_another",
                violation_error_message="Somebody else must decide: you made this override yourself.",
            ),
            models.CheckConstraint(
                condition=~Q(approval="declined") | ~Q(decision_note=""),
                name="assessment_override_declined_with_a_reason",
                violation_error_message="Say why it is declined.",
            ),
        ]
        indexes = [
            models.Index(fields=["intervention", "year", "-assessed_on", "-id"], name="assessment_latest")
        ]
        triggers = [
            never_overwritten("intervention", "year", "rating", "reference_on", "assessed_on", "note"),
            while_year_is_open("year"),
            pgtrigger.Protect(
                name="decided_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__approval__in=["not_needed", "approved", "declined"])
                & (
                    pgtrigger.Q(old__approval__df=pgtrigger.F("new__approval"))
                    | pgtrigger.Q(old__decided_on__df=pgtrigger.F("new__decided_on"))
                    | pgtrigger.Q(old__decided_by__df=pgtrigger.F("new__decided_by"))
                ),
            ),
            pgtrigger.Trigger(
                name="rating_in_force",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("starts", "date")],
                func=(
                    "SELECT in_force_from INTO starts FROM interventions_approachrating "
                    "WHERE id = NEW.rating_id; "
                    "IF starts > NEW.assessed_on THEN RAISE EXCEPTION "
                    "'This rating is in force from %: choose a later day.', to_char(starts, 'DD/MM/YYYY') "
                    "USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
        ]

    @property
    def is_override(self) -> bool:
        """Whether it relies on another rating than the one in force on its reference date."""
        return self.approval != self.Approval.NOT_NEEDED

    @property
    def is_in_effect(self) -> bool:
        """Whether it may count: an override does once a second person has approved it."""
        return self.approval in {self.Approval.NOT_NEEDED, self.Approval.APPROVED}

    def __str__(self) -> str:
        return f"Assessment of {self.intervention} for {self.year}"
