"""Papers that went to the Police and Crime Panel, and every figure that each of them states."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models

from vrp_portal.partnership.models import District
from vrp_portal.periods.fields import FinancialYearField
from vrp_portal.reports.rules import Precision

STATED = (
    *("paper_id", "paragraph", "words", "value", "unit", "precision"),
    *("figure_key", "year", "as_at", "district_id"),
)
"""What a published figure states; its explanation comes later."""


def frozen_with_its_paper() -> pgtrigger.Trigger:
    """The trigger that lets nothing that a frozen paper states be changed, taken out or added."""
    before, after = (", ".join(f"{row}.{name}" for name in STATED) for row in ("OLD", "NEW"))
    return pgtrigger.Trigger(
        name="frozen_with_its_paper",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("stated_in", "bigint")],
        func=(
            "IF TG_OP = 'INSERT' THEN stated_in = NEW.paper_id; ELSE stated_in = OLD.paper_id; END IF; "  # noqa: S608
            "IF EXISTS (SELECT FROM reports_paper WHERE id = stated_in AND frozen) THEN "
            f"IF TG_OP <> 'UPDATE' OR ROW({before}) IS DISTINCT FROM ROW({after}) THEN "
            "RAISE EXCEPTION 'This paper is published by the portal, so its figures stay as they are.' "
            "USING ERRCODE = 'check_violation'; END IF; END IF; "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
        ),
    )


@pghistory.track()
class Paper(models.Model):
    """A public paper with figures in it."""

    title = models.CharField(max_length=200)
    meeting_on = models.DateField()
    item = models.CharField(max_length=20, blank=True)
    frozen = models.BooleanField(
        default=False,
        editable=False,
        help_text="Published by the portal: neither it nor its figures are changed any more.",
    )

    class Meta:
        ordering = ["-meeting_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "meeting_on"],
                name="paper_entered_once",
                violation_error_message="This paper has been entered already.",
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="kept_once_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__frozen=True),
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
        triggers = [frozen_with_its_paper()]

    def __str__(self) -> str:
        return f"{self.paragraph}: {self.words}"
