"""Files on their way in and out, and what was imported. A file is kept only until it is imported or put
away."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone

from vrp_portal.exchange.running import Outcome
from vrp_portal.exchange.stored import outcome_from_json, outcome_to_json
from vrp_portal.periods.fields import FinancialYearField
from vrp_portal.tabular.imports.importer import IMPORTERS

KEPT_FOR = timedelta(days=1)
"""How long a file stays that nobody imports, and one that nobody fetches."""
STOPPED_AFTER = timedelta(seconds=90)
"""A job that has said nothing for so long was interrupted."""


class MineQuerySet(models.QuerySet[Any]):
    """Files and jobs are seen by whoever they belong to, and by nobody else."""

    def of(self, person: Any) -> MineQuerySet:
        return self.filter(by=person, made_at__gte=timezone.now() - KEPT_FOR)

    def expired(self) -> MineQuerySet:
        return self.filter(made_at__lt=timezone.now() - KEPT_FOR)


class Mine(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = MineQuerySet.as_manager()

    class Meta:
        abstract = True


class Upload(Mine):
    """A file that somebody sent, what they chose about it, and what it would do as they were shown it."""

    kind = models.CharField(max_length=30)
    filename = models.CharField(max_length=255)
    content = models.BinaryField()
    sheet = models.CharField(max_length=255, blank=True)
    choices = models.JSONField(default=dict, blank=True)
    year = FinancialYearField("financial year", null=True, blank=True)
    previewed = models.JSONField(null=True, blank=True)

    def __str__(self) -> str:
        return self.filename

    @property
    def outcome(self) -> Outcome | None:
        """What the file would do, as it was last previewed."""
        return None if self.previewed is None else outcome_from_json(self.previewed)

    @outcome.setter
    def outcome(self, outcome: Outcome) -> None:
        self.previewed = outcome_to_json(outcome)


class Job(Mine):
    """Work that takes longer than a page may: it says how far it is, and what became of it.

    `result` is the file that an export made.
    """

    class Work(models.TextChoices):
        PREVIEW = "preview", "Checking the file"
        IMPORT = "import", "Importing"
        EXPORT = "export", "Exporting"

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    work = models.CharField(max_length=10, choices=Work)
    upload = models.ForeignKey(Upload, on_delete=models.SET_NULL, null=True, blank=True, related_name="jobs")
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    beat_at = models.DateTimeField(default=timezone.now)
    filename = models.CharField(max_length=255, blank=True)
    result = models.BinaryField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.get_work_display()}: {self.get_state_display().lower()}"

    @property
    def is_interrupted(self) -> bool:
        return self.state == self.State.RUNNING and timezone.now() - self.beat_at > STOPPED_AFTER


@pghistory.track()
class RememberedLayout(models.Model):
    """What somebody chose for a file's columns, for the next file with the same headings."""

    kind = models.CharField(max_length=30)
    fingerprint = models.CharField(max_length=64)
    choices = models.JSONField()
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    chosen_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "fingerprint"],
                name="remembered_layout_one_per_kind_and_headings",
                violation_error_message="These headings have been chosen for already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {len(self.choices)} columns"


@pghistory.track()
class ImportedFile(models.Model):
    """That a file was imported: which, by whom, when, and what it did. The records are in the history."""

    kind = models.CharField(max_length=30)
    filename = models.CharField(max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    imported_at = models.DateTimeField(auto_now_add=True)
    new = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-imported_at", "-pk"]

    @property
    def label(self) -> str:
        """What was in the file."""
        return IMPORTERS[self.kind].label if self.kind in IMPORTERS else self.kind

    def __str__(self) -> str:
        return f"{self.filename}, imported on {self.imported_at:%d/%m/%Y}"
