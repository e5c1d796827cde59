"""Scenarios: named suppositions about the 30% rule, kept to be shared and compared."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse

from vrp_portal.accounts.models import User
from vrp_portal.accounts.roles import Role
from vrp_portal.figures.scope import Scope
from vrp_portal.periods.fields import FinancialYearField
from vrp_portal.records.models import REASON_LENGTH


@pghistory.track()
class Scenario(models.Model):
    """What somebody supposes of a year as at a day. It changes no record and counts for nothing."""

    name = models.CharField(max_length=100)
    note = models.CharField(max_length=REASON_LENGTH, blank=True)
    year = FinancialYearField("financial year", editable=False)
    as_at = models.DateField(editable=False)
    supposing = models.CharField(
        max_length=4000, editable=False, help_text="The changes, as the address of the page says them."
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )
    made_on = models.DateField(editable=False)

    class Meta:
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="scenario_name_unique",
                violation_error_message="There is a scenario of this name already. Choose another name.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("scenario", args=[self.pk])

    @property
    def scope(self) -> Scope:
        """The year and the day of which it supposes."""
        return Scope(self.year, self.as_at)

    def may_be_removed_by(self, user: User) -> bool:
        """Whether it is this person's own, or this person looks after the portal."""
        return self.made_by_id == user.pk or user.role == Role.ADMINISTRATOR
