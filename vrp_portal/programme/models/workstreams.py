"""The workstreams under which the partnership's programme is told."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models.functions import Lower

from vrp_portal.partnership.models import Organisation
from vrp_portal.records.models import REASON_LENGTH, Sourced, Versioned, version_rises


@pghistory.track()
class Workstream(Versioned, Sourced):
    """A part of the programme, such as Child First, to which what is done, published and studied belongs."""

    key = models.SlugField(
        max_length=40,
        unique=True,
        help_text="A short name that never changes, for example child-first.",
        error_messages={"unique": "There is a workstream with this short name already."},
    )
    name = models.CharField(max_length=100)
    purpose = models.CharField(max_length=REASON_LENGTH, blank=True)
    order = models.PositiveSmallIntegerField(default=0, help_text="Workstreams are told in this order.")
    lead_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="leads_workstreams"
    )

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="workstream_name_unique",
                violation_error_message="There is a workstream of this name already.",
            ),
        ]
        triggers = [version_rises()]

    def __str__(self) -> str:
        return self.name
