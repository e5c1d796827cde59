"""Papers that went to the Police and Crime Panel, and every figure that each of them states."""

from __future__ import annotations

import pghistory
from django.db import models

from vrp_portal.partnership.models import District
from vrp_portal.periods.fields import FinancialYearField
from vrp_portal.reports.rules import Precision


@pghistory.track()
class Paper(models.Model):
    """A public paper with figures in it."""

    title = models.CharField(max_length=200)
    meeting_on = models.DateField()
    item = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["-meeting_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "meeting_on"],
                name="paper_entered_once",
                violation_error_message="This paper has been entered already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.meeting_on.day} {self.meeting_on:%B %Y}"


@pghistory.track()
class PublishedFigure(models.Model):
    """A figure as a paper states it: to be compared with what the records give for the same scope."""

    class Unit(models.TextChoices):
        POUNDS = "pounds", "Pounds"
        PEOPLE = "people", "People"
        PERCENT = "percent", "Percent"
        NUMBER = "number", "Number"

    Precision = Precision

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="figures")
    paragraph = models.CharField(max_length=20)
    words = models.CharField(max_length=300, help_text="What the figure is, in a few words.")
    value = models.DecimalField(max_digits=14, decimal_places=2)
    unit = models.CharField(max_length=10, choices=Unit)
    precision = models.CharField(
        max_length=10,
        choices=[(precision.value, precision.label) for precision in Precision],
        default=Precision.EXACT,
    )
    figure_key = models.CharField(
        max_length=50, blank=True, help_text="The figure of the portal that it is compared with, if any."
    )
    year = FinancialYearField("financial year", null=True, blank=True)
    as_at = models.DateField(null=True, blank=True)
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, blank=True)
    explanation = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["paper", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "paragraph", "words"],
                name="published_figure_entered_once",
                violation_error_message="This figure of the paper has been entered already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.paragraph}: {self.words}"
