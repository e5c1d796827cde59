"""What the duty asks to be done, and who answers for it."""

from __future__ import annotations

import pghistory
from django.db import models

from vrp_portal.partnership.models import District, Organisation
from vrp_portal.records.models import Sourced


@pghistory.track()
class DutyMilestone(Sourced):
    """Something that the duty asks to be done by a day, for the whole area or in a district."""

    class Kind(models.TextChoices):
        NEEDS_ASSESSMENT = "needs_assessment", "Strategic needs assessment"
        RESPONSE_STRATEGY = "response_strategy", "Response strategy"
        DELIVERY_PLAN = "delivery_plan", "Delivery plan"
        IMPLEMENTATION_PLAN = "implementation_plan", "Implementation plan"

    kind = models.CharField(max_length=20, choices=Kind)
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, blank=True)
    title = models.CharField(max_length=200)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    evidence = models.URLField(blank=True)

    class Meta:
        ordering = ["due_on", "kind", "district__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "district", "title"],
                nulls_distinct=False,
                name="duty_milestone_entered_once",
                violation_error_message="This milestone has been entered already.",
            )
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class DutyHolder(Sourced):
    """The post that answers for the duty in an organisation; a post, never a person's data."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="duty_holder")
    post = models.CharField(max_length=200, help_text="The title of the post, not the name of a person.")

    class Meta:
        ordering = ["organisation__name"]

    def __str__(self) -> str:
        return f"{self.post}, {self.organisation}"
