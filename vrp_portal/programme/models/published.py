"""What the programme publishes, and the evaluations that it commissions."""

from __future__ import annotations

from datetime import date

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse

from interventions.models import Intervention
from vrp_portal.partnership.models import WHOLE_AREA, District, Organisation
from vrp_portal.programme.models.dated import begins_what_is_known, known_field
from vrp_portal.programme.models.workstreams import Workstream
from vrp_portal.programme.querysets import EvaluationQuerySet, PublicationQuerySet
from vrp_portal.programme.rules import when
from vrp_portal.records.models import (
    Sourced,
    Versioned,
    Withdrawable,
    ends_after_start,
    version_rises,
    withdrawn_with_a_reason,
)


@pghistory.track()
class Publication(Withdrawable, Versioned, Sourced):
    """Something that the programme published or will publish, for everybody or for its partners."""

    class Kind(models.TextChoices):
        NEEDS_ASSESSMENT = "needs_assessment", "Strategic needs assessment"
        STRATEGY = "strategy", "Strategy"
        RESEARCH = "research", "Research"
        PROFILE = "profile", "Problem profile"
        TOOLKIT = "toolkit", "Toolkit or framework"
        NEWSLETTER = "newsletter", "Newsletter"
        MEDIA = "media", "Film or animation"
        OTHER = "other", "Other"

    class State(models.TextChoices):
        PLANNED = "planned", "In preparation"
        PUBLISHED = "published", "Published"

    class Audience(models.TextChoices):
        PUBLIC = "public", "Everybody"
        PARTNERS = "partners", "Partners only"

    workstream = models.ForeignKey(Workstream, on_delete=models.PROTECT, related_name="publications")
    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    published_on = models.DateField("published on, or due on")
    day_known = known_field()
    audience = models.CharField("who it is for", max_length=10, choices=Audience, default=Audience.PUBLIC)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="publications"
    )
    about = models.TextField("what it tells", max_length=2000, blank=True)
    link = models.URLField(blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "title"]
        constraints = [
            withdrawn_with_a_reason("publication"),
            begins_what_is_known("publication", "published_on"),
            models.UniqueConstraint(
                fields=["title", "published_on"],
                condition=Q(withdrawn_on__isnull=True),
                name="publication_entered_once",
                violation_error_message="This publication has been entered already, with this day.",
            ),
        ]
        triggers = [version_rises()]

    def __str__(self) -> str:
        return self.title

    @property
    def when(self) -> str:
        return when(self.published_on, None, self.day_known)

    @property
    def where(self) -> str:
        return str(self.district) if self.district_id else WHOLE_AREA


@pghistory.track()
class Evaluation(Withdrawable, Versioned, Sourced):
    """A study, commissioned from somebody, of whether something works."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        UNDER_WAY = "under_way", "Under way"
        REPORTED = "reported", "Reported"

    workstream = models.ForeignKey(Workstream, on_delete=models.PROTECT, related_name="evaluations")
    title = models.CharField("what is evaluated", max_length=200)
    intervention = models.ForeignKey(
        Intervention, on_delete=models.PROTECT, null=True, blank=True, related_name="evaluations"
    )
    commissioned_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="commissions_evaluations"
    )
    evaluator = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="evaluates"
    )
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField("report due on", null=True, blank=True)
    reported_on = models.DateField(null=True, blank=True)
    findings = models.TextField(max_length=4000, blank=True)
    link = models.URLField("report", blank=True)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            withdrawn_with_a_reason("evaluation"),
            models.CheckConstraint(
                condition=Q(state="reported", reported_on__isnull=False)
                | (~Q(state="reported") & Q(reported_on__isnull=True)),
                name="evaluation_reported_on_a_day",
                violation_error_message="What has reported did so on a day; what hasn't, on none.",
            ),
            models.CheckConstraint(
                condition=Q(findings="") | Q(state="reported"),
                name="evaluation_findings_once_reported",
                violation_error_message="Findings are told once the evaluation has reported.",
            ),
            ends_after_start("evaluation", start="starts_on", end="due_on"),
            ends_after_start("evaluation", start="starts_on", end="reported_on"),
            models.UniqueConstraint(
                fields=["title"],
                condition=Q(withdrawn_on__isnull=True),
                name="evaluation_entered_once",
                violation_error_message="This evaluation has been entered already.",
            ),
        ]
        triggers = [version_rises()]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("evaluation", args=[self.pk])

    def is_late(self, today: date) -> bool:
        """Whether its report was due and hasn't come."""
        return self.reported_on is None and self.due_on is not None and self.due_on < today
