"""Days as they were known on another day."""

from __future__ import annotations

from datetime import date

from django.db.models import (
    Case,
    DateField,
    F,
    When,
)


def day_by(field: str, as_at: date) -> Case:
    """A day, unless it was still to come."""
    return Case(When(**{f"{field}__lte": as_at, "then": F(field)}), output_field=DateField())
