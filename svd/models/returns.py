"""What the Community Safety Partnerships report each quarter, and what is said about it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from svd.querysets import AttachmentQuerySet, QuarterlyReturnQuerySet
from svd.rules import Reported, State, due_on
from vrp_portal.attachments.models import AttachedFile
from vrp_portal.money.fields import PoundsField
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods.fields import QuarterField
from vrp_portal.records.models import (
    REASON_LENGTH,
    Recorded,
    Sourced,
    Versioned,
    Withdrawable,
    not_negative,
    version_rises,
    withdrawn_with_a_reason,
)
from vrp_portal.year_end.triggers import while_year_is_open

ANNEX_A = (
    *("labour_spent", "non_labour_spent", "labour_to_date", "non_labour_to_date"),
    *("labour_forecast", "non_labour_forecast", "variance_reason"),
)
REACHED = ("people_24_and_under", "people_25_and_over", "people_age_not_known", "professionals_trained")
ANNEX_B = ("activity", "milestones", *REACHED, "risks", "case_study")
CONTENT = (*ANNEX_A, *ANNEX_B)
"""What a return says; once it is submitted, none of this changes."""

POUNDS = ANNEX_A[:6]
WORDS = ("variance_reason", "activity", "milestones", "risks", "case_study")

_SAME_CONTENT = (
    f"ROW({', '.join(f'OLD.{name}' for name in CONTENT)}) IS NOT DISTINCT FROM "
    f"ROW({', '.join(f'NEW.{name}' for name in CONTENT)})"
)


def locked_once_submitted() -> pgtrigger.Trigger:
    """The trigger that keeps what a return says once it is on its way, and an accepted one as it is."""
    return pgtrigger.Trigger(
        name="locked_once_submitted",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=(
            f"IF OLD.state NOT IN ('due', 'draft') AND NOT ({_SAME_CONTENT}) THEN "
            "RAISE EXCEPTION 'This return is submitted, so what it says can''t be changed. Revise it.' "
            "USING ERRCODE = 'check_violation'; END IF; "
            "IF OLD.state = 'accepted' AND (NEW.state <> 'accepted' "
            "OR NEW.accepted_on IS DISTINCT FROM OLD.accepted_on "
            "OR (OLD.superseded_on IS NOT NULL AND NEW.superseded_on IS DISTINCT FROM OLD.superseded_on)) "
            "THEN "
            "RAISE EXCEPTION 'This return is accepted, and stays so.' USING ERRCODE = 'check_violation'; "
            "END IF; RETURN NEW;"
        ),
    )


def kept() -> pgtrigger.Protect:
    """The trigger that refuses to delete a record, or to change it."""
    return pgtrigger.Protect(name="kept", operation=pgtrigger.Update | pgtrigger.Delete)


@pghistory.track()
class ReturnTerms(models.Model):
    """How a Community Safety Partnership reports: whether a second person certifies its returns."""

    csp = models.OneToOneField(
        Organisation,
        on_delete=models.PROTECT,
        related_name="return_terms",
        limit_choices_to={"kind": Organisation.Kind.COMMUNITY_SAFETY_PARTNERSHIP},
        verbose_name="Community Safety Partnership",
    )
    second_person = models.BooleanField(
        "a second person certifies", default=False, help_text="Before a return is submitted to the VRP."
    )

    class Meta:
        ordering = ["csp__name"]
        verbose_name_plural = "return terms"

    def __str__(self) -> str:
        return f"How {self.csp} reports"


@pghistory.track()
class QuarterlyReturn(Withdrawable, Versioned, Sourced):
    """What a Community Safety Partnership reports for a quarter: Annex A (money) and Annex B (activity).

    A revision is a return of its own that replaces another; both are kept, and the accepted one that nothing
    has superseded counts.
    """

    csp = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="quarterly_returns",
        limit_choices_to={"kind": Organisation.Kind.COMMUNITY_SAFETY_PARTNERSHIP},
        verbose_name="Community Safety Partnership",
    )
    quarter = QuarterField()
    revision = models.PositiveSmallIntegerField(default=1, editable=False)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="replaced_by"
    )
    state = models.CharField(
        max_length=20, choices=[(state.value, state.label) for state in State], default=State.DUE
    )
    labour_spent = PoundsField("labour spent in the quarter", default=0)
    non_labour_spent = PoundsField("non-labour spent in the quarter", default=0)
    labour_to_date = PoundsField("labour spent in the year to date", default=0)
    non_labour_to_date = PoundsField("non-labour spent in the year to date", default=0)
    labour_forecast = PoundsField("labour forecast for the whole year", default=0)
    non_labour_forecast = PoundsField("non-labour forecast for the whole year", default=0)
    variance_reason = models.TextField("why the forecast is not the share", max_length=2000, blank=True)
    activity = models.TextField("delivered against the implementation plan", max_length=5000, blank=True)
    milestones = models.TextField("milestones reached", max_length=5000, blank=True)
    people_24_and_under = models.PositiveIntegerField("people aged 24 or under", default=0)
    people_25_and_over = models.PositiveIntegerField("people aged 25 or over", default=0)
    people_age_not_known = models.PositiveIntegerField("people whose age is not known", default=0)
    professionals_trained = models.PositiveIntegerField(default=0)
    risks = models.TextField(max_length=5000, blank=True)
    case_study = models.TextField(max_length=5000, blank=True)
    reason_for_warnings = models.CharField(max_length=REASON_LENGTH, blank=True, editable=False)
    extended_to = models.DateField(null=True, blank=True, editable=False)
    extension_reason = models.CharField(max_length=REASON_LENGTH, blank=True, editable=False)
    sign_off_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    submitted_on = models.DateField(null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    accepted_on = models.DateField(null=True, blank=True, editable=False)
    superseded_on = models.DateField(null=True, blank=True, editable=False)

    objects = QuarterlyReturnQuerySet.as_manager()

    class Meta:
        ordering = ["quarter", "csp__name", "revision"]
        constraints = [
            *not_negative("quarterly_return", *POUNDS, *REACHED),
            withdrawn_with_a_reason("quarterly_return"),
            models.UniqueConstraint(
                fields=["csp", "quarter", "revision"],
                name="quarterly_return_one_per_csp_quarter_and_revision",
                violation_error_message="This return has been started already.",
            ),
            models.CheckConstraint(
                condition=Q(revision=1, replaces__isnull=True) | Q(revision__gt=1, replaces__isnull=False),
                name="quarterly_return_revision_replaces_another",
                violation_error_message="A revision replaces another return, and a first one none.",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", accepted_on__isnull=False)
                | (~Q(state="accepted") & Q(accepted_on__isnull=True)),
                name="quarterly_return_accepted_on_a_day",
                violation_error_message="A return is accepted on a day.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["submitted", "queried", "accepted"], submitted_on__isnull=False)
                | Q(state__in=["due", "draft", "awaiting_sign_off"], submitted_on__isnull=True),
                name="quarterly_return_submitted_on_a_day",
                violation_error_message="A return is submitted on a day.",
            ),
            models.CheckConstraint(
                condition=Q(superseded_on__isnull=True)
                | Q(accepted_on__isnull=False, superseded_on__gte=F("accepted_on")),
                name="quarterly_return_superseded_after_accepted",
                violation_error_message="Only an accepted return is superseded, on or after that day.",
            ),
            models.CheckConstraint(
                condition=Q(extended_to__isnull=True, extension_reason="")
                | (Q(extended_to__isnull=False) & ~Q(extension_reason="")),
                name="quarterly_return_extended_with_a_reason",
                violation_error_message="Say why it is due later.",
            ),
            models.UniqueConstraint(
                fields=["csp", "quarter"],
                condition=Q(state="accepted", superseded_on__isnull=True, withdrawn_on__isnull=True),
                name="quarterly_return_one_counts",
                violation_error_message="Another return of this quarter counts already.",
            ),
        ]
        triggers = [
            version_rises(),
            locked_once_submitted(),
            while_year_is_open("quarter", counting="{row}.state = 'accepted'"),
        ]

    def __str__(self) -> str:
        revised = f", revision {self.revision}" if self.revision > 1 else ""
        return f"{self.csp}, {self.quarter}{revised}"

    def get_absolute_url(self) -> str:
        return reverse("return", args=[self.pk])

    @property
    def due_on(self) -> date:
        """The last day on which it is in time."""
        return due_on(self.quarter, days=settings.RETURN_DAYS, extended_to=self.extended_to)

    @property
    def reported(self) -> Reported:
        """Its numbers, as the rules look at them."""
        return Reported(
            **{name: getattr(self, name) or Decimal(0) for name in POUNDS},
            people=sum(getattr(self, name) or 0 for name in REACHED),
        )

    @property
    def is_replaced(self) -> bool:
        """Whether a revision has been begun that replaces it."""
        return hasattr(self, "replaced_by")


@pghistory.track()
class ReturnComment(Recorded):
    """What the VRP and a district write to each other about a return. It is never changed or lost."""

    quarterly_return = models.ForeignKey(QuarterlyReturn, on_delete=models.PROTECT, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=40, help_text="What was done with the comment, such as query.")
    words = models.TextField(max_length=2000)

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(words=""),
                name="return_comment_says_something",
                violation_error_message="Write a comment.",
            )
        ]
        triggers = [kept()]

    def __str__(self) -> str:
        return f"Comment on {self.quarterly_return}"


@pghistory.track()
class Attachment(AttachedFile):
    """A file that belongs to a return."""

    quarterly_return = models.ForeignKey(
        QuarterlyReturn, on_delete=models.PROTECT, related_name="attachments"
    )
    file = models.FileField(upload_to="returns/%Y/%m/")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [withdrawn_with_a_reason("attachment")]


@pghistory.track()
class Reminder(models.Model):
    """That somebody was reminded of a return on a day, so that nobody is reminded twice in one."""

    csp = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="return_reminders")
    quarter = QuarterField()
    sent_to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField()

    class Meta:
        ordering = ["-sent_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["csp", "quarter", "sent_to", "sent_on"],
                name="reminder_once_a_day",
                violation_error_message="This reminder was sent today already.",
            )
        ]

    def __str__(self) -> str:
        return f"Reminder of {self.csp}, {self.quarter}"
