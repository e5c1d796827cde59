"""What every attached file is, whichever record it belongs to."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from vrp_portal.records.models import Recorded, Withdrawable


class AttachedFile(Withdrawable, Recorded):
    """A file that belongs to a record. It is given out to be kept, and never shown within a page.

    A model of its own names the record, and in `file` the folder that the storage keeps it in.
    """

    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    """In bytes."""
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name
