"""What the duty asks to be done, and who answers for it."""

from __future__ import annotations

from datetime import date

import pghistory
from django.db import models
from django.db.models import Q

from svd.querysets import DataRequestQuerySet, DutyMilestoneQuerySet
from vrp_portal.partnership.models import WHOLE_AREA, District, Organisation
from vrp_portal.records.models import REASON_LENGTH, Sourced, Versioned, version_rises

OWNER = "The post or the body that answers for it, not the name of a person."


@pghistory.track()
class DutyMilestone(Versioned, Sourced):
    """Something that the duty asks to be done by a day, for the whole area or in a district."""

    class Kind(models.TextChoices):
        NEEDS_ASSESSMENT = "needs_assessment", "Strategic needs assessment"
        RESPONSE_STRATEGY = "response_strategy", "Response strategy"
        DELIVERY_PLAN = "delivery_plan", "Delivery plan"
        IMPLEMENTATION_PLAN = "implementation_plan", "Implementation plan"

    class State(models.TextChoices):
        NOT_STARTED = "not_started", "Not started"
        IN_PROGRESS = "in_progress", "In progress"
        DONE = "done", "Done"

    kind = models.CharField(max_length=20, choices=Kind)
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, blank=True)
    title = models.CharField(max_length=200)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.NOT_STARTED)
    done_on = models.DateField(null=True, blank=True)
    owner = models.CharField(max_length=200, blank=True, help_text=OWNER)
    evidence = models.URLField(blank=True)

    objects = DutyMilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "kind", "district__name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False)
                | (~Q(state="done") & Q(done_on__isnull=True)),
                name="duty_milestone_done_on_a_day",
                violation_error_message="What is done was done on a day; what isn't, on none.",
            ),
            models.UniqueConstraint(
                fields=["kind", "district", "title"],
                nulls_distinct=False,
                name="duty_milestone_entered_once",
                violation_error_message="This milestone has been entered already.",
            ),
        ]
        triggers = [version_rises()]

    def __str__(self) -> str:
        return self.title

    @property
    def where(self) -> str:
        return str(self.district) if self.district_id else WHOLE_AREA

    def is_late(self, today: date) -> bool:
        """Whether its day is past and it isn't done."""
        return self.done_on is None and self.due_on is not None and self.due_on < today


@pghistory.track()
class DutyHolder(Sourced):
    """The post that answers for the duty in an organisation; a post, never a person's data."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="duty_holder")
    post = models.CharField(max_length=200, help_text="The title of the post, not the name of a person.")

    class Meta:
        ordering = ["organisation__name"]

    def __str__(self) -> str:
        return f"{self.post}, {self.organisation}"


@pghistory.track()
class DataRequest(Versioned, Sourced):
    """Data that the duty's needs assessment asks an organisation for, and whether it has come."""

    class State(models.TextChoices):
        ASKED = "asked", "Asked for"
        BEHIND = "behind", "Behind"
        RECEIVED = "received", "Received"

    area = models.CharField(max_length=100, help_text="What it is about, for example prison releases.")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="data_requests", null=True, blank=True
    )
    owner = models.CharField(max_length=200, blank=True, help_text=OWNER)
    asked_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    received_on = models.DateField(null=True, blank=True)
    evidence = models.URLField(blank=True)
    note = models.CharField(max_length=REASON_LENGTH, blank=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        ordering = ["area", "organisation__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "organisation"],
                nulls_distinct=False,
                name="data_request_once_an_area_and_organisation",
                violation_error_message="This organisation has been asked for this already.",
            ),
            models.CheckConstraint(
                condition=Q(state="received", received_on__isnull=False)
                | (~Q(state="received") & Q(received_on__isnull=True)),
                name="data_request_received_on_a_day",
                violation_error_message="What has come came on a day; what hasn't, on none.",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True)
                | Q(asked_on__isnull=True)
                | Q(received_on__gte=models.F("asked_on")),
                name="data_request_received_after_asked",
                violation_error_message="It can't have come before it was asked for.",
            ),
        ]
        triggers = [version_rises()]

    def __str__(self) -> str:
        return f"{self.area}, {self.organisation}" if self.organisation_id else self.area

    def is_late(self, today: date) -> bool:
        """Whether its day is past and it hasn't come."""
        return self.received_on is None and self.due_on is not None and self.due_on < today
