"""Years that are closed, the figures as they stood then, and the adjustments that alone change them since."""

from __future__ import annotations

from datetime import datetime

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from vrp_portal.periods.fields import FinancialYearField
from vrp_portal.records.models import REASON_LENGTH, never_overwritten
from vrp_portal.year_end.triggers import LOCK


def kept() -> pgtrigger.Protect:
    """The trigger that refuses to delete a record, or to change it."""
    return pgtrigger.Protect(name="kept", operation=pgtrigger.Update | pgtrigger.Delete)


@pghistory.track()
class ClosedYear(models.Model):
    """That a financial year is closed: from now on only an adjustment changes what its figures rest on.

    It is never undone. Closing waits for everybody who is saving into the year, and then lets nobody in.
    """

    year = FinancialYearField(
        "financial year", unique=True, error_messages={"unique": "This year is closed already."}
    )
    closed_on = models.DateField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=REASON_LENGTH, blank=True)

    class Meta:
        ordering = ["-year"]
        triggers = [
            kept(),
            pgtrigger.Trigger(
                name="once_nobody_saves_into_it",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"PERFORM pg_advisory_xact_lock({LOCK}, NEW.year); RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}, closed on {self.closed_on:%d/%m/%Y}"


@pghistory.track()
class FrozenFigure(models.Model):
    """A figure of a year as it stood when the year was closed, on that day; in the figure's own unit.

    Without a value where no record gave it one.
    """

    closing = models.ForeignKey(ClosedYear, on_delete=models.PROTECT, related_name="figures")
    key = models.CharField(max_length=100)
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["closing", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["closing", "key"],
                name="frozen_figure_once_a_closing",
                violation_error_message="This figure is kept for this year already.",
            )
        ]
        triggers = [kept()]

    def __str__(self) -> str:
        return f"{self.key}, {self.closing}"


@pghistory.track()
class Adjustment(models.Model):
    """The decision to change a closed year. What whoever recorded it saves into the year before it ends
    is saved under it, and the history of each row names it."""

    year = FinancialYearField("financial year")
    reason = models.CharField(max_length=REASON_LENGTH)
    decided_by = models.CharField(
        max_length=200, help_text="The board or the post, not the name of a person."
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    lasts_until = models.DateTimeField(editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(decided_by=""),
                name="adjustment_has_a_reason_and_who_decided",
                violation_error_message="Say why the closed year changes, and who decided it.",
            ),
            models.CheckConstraint(
                condition=Q(lasts_until__gt=F("recorded_at")),
                name="adjustment_lasts",
                violation_error_message="An adjustment lasts beyond the moment in which it is recorded.",
            ),
        ]
        triggers = [
            never_overwritten("year", "reason", "decided_by", "recorded_by", "recorded_at", "lasts_until"),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="ended_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False),
            ),
            pgtrigger.Trigger(
                name="of_a_closed_year",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=(
                    "IF NOT EXISTS (SELECT FROM year_end_closedyear WHERE year = NEW.year) THEN "
                    "RAISE EXCEPTION 'This year is open, so it needs no adjustment.' "
                    "USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Adjustment {self.pk} of {self.year}"

    def is_in_force(self, *, now: datetime) -> bool:
        """Whether what is saved now is still saved under it."""
        return self.ended_at is None and now < self.lasts_until
