"""The groups that govern the programme, and which of them reports to which."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from vrp_portal.partnership.models import Organisation
from vrp_portal.programme.querysets import GovernanceGroupQuerySet
from vrp_portal.records.models import (
    REASON_LENGTH,
    Sourced,
    Versioned,
    Withdrawable,
    version_rises,
    withdrawn_with_a_reason,
)


@pghistory.track()
class GovernanceGroup(Withdrawable, Versioned, Sourced):
    """A group, a body or a post that decides, advises or holds to account."""

    name = models.CharField(max_length=150)
    purpose = models.CharField(max_length=REASON_LENGTH, blank=True)
    chair_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="chairs"
    )
    chair_post = models.CharField(
        max_length=200, blank=True, help_text="The title of the post, not the name of a person."
    )
    meets = models.CharField("how often it meets", max_length=100, blank=True)
    reports_to = models.ManyToManyField(
        "self",
        through="GovernanceLine",
        through_fields=("group", "reports_to"),
        symmetrical=False,
        blank=True,
        related_name="hears_from",
    )

    objects = GovernanceGroupQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            withdrawn_with_a_reason("governance_group"),
            models.UniqueConstraint(
                Lower("name"),
                condition=Q(withdrawn_on__isnull=True),
                name="governance_group_name_unique",
                violation_error_message="There is a group of this name already.",
            ),
        ]
        triggers = [version_rises()]

    def __str__(self) -> str:
        return self.name

    @property
    def chaired_by(self) -> str:
        """The post and the body that chair it, in words; empty where neither is recorded."""
        return ", ".join(
            str(part)
            for part in (self.chair_post, self.chair_organisation_id and self.chair_organisation)
            if part
        )


NO_CIRCLE = "A group would report to itself by way of others. Take out one of the lines first."


@pghistory.track()
class GovernanceLine(Sourced):
    """That a group reports to another."""

    group = models.ForeignKey(GovernanceGroup, on_delete=models.CASCADE, related_name="lines_up")
    reports_to = models.ForeignKey(GovernanceGroup, on_delete=models.PROTECT, related_name="lines_down")

    class Meta:
        ordering = ["group__name", "reports_to__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "reports_to"],
                name="governance_line_entered_once",
                violation_error_message="This group reports to that one already.",
            ),
            models.CheckConstraint(
                condition=~Q(group=F("reports_to")),
                name="governance_line_to_another",
                violation_error_message="A group can't report to itself.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="no_circle",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                # Two people who draw lines at once wait for each other: neither closes a circle unseen.
                func=pgtrigger.Func(
                    "PERFORM pg_advisory_xact_lock(hashtext('{meta.db_table}')); "  # noqa: S608
                    "IF EXISTS (WITH RECURSIVE above(id) AS ("
                    "SELECT NEW.{columns.reports_to} UNION "
                    "SELECT line.{columns.reports_to} FROM {meta.db_table} line "
                    "JOIN above ON line.{columns.group} = above.id) "
                    "SELECT FROM above WHERE id = NEW.{columns.group}) THEN RAISE EXCEPTION "
                    f"'{NO_CIRCLE}' USING ERRCODE = 'check_violation'; END IF; RETURN NULL;"
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.group} to {self.reports_to}"
