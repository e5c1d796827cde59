"""What records of every domain share: where they come from, how they are withdrawn, who saved last."""

from __future__ import annotations

from datetime import date
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

REASON_LENGTH = 500


class Sourced(models.Model):
    """A record that says where it comes from, and whether it is invented to illustrate."""

    illustrative = models.BooleanField(
        default=False, help_text="Invented to show how the portal works; not a record of something real."
    )
    source = models.CharField(
        max_length=300, blank=True, help_text="The paper and paragraph, or the return, that this comes from."
    )

    class Meta:
        abstract = True


class Recorded(models.Model):
    """A record of which it matters, in the order of things, when it was put into the portal."""

    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True


class WithdrawableQuerySet(models.QuerySet[Any]):
    """Records that are withdrawn with a reason, never deleted."""

    def standing(self, *, as_at: date | None = None) -> Any:
        """Those not withdrawn, by `as_at` where given, else at all."""
        standing = Q(withdrawn_on__isnull=True)
        return self.filter(standing if as_at is None else standing | Q(withdrawn_on__gt=as_at))


class Withdrawable(models.Model):
    """A record that carries money or reach: it is withdrawn on a day, with a reason, and kept."""

    withdrawn_on = models.DateField(null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(max_length=REASON_LENGTH, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_on is not None


def withdrawn_with_a_reason(name: str) -> models.CheckConstraint:
    """The constraint that a withdrawal has a day and a reason, or neither."""
    return models.CheckConstraint(
        condition=Q(withdrawn_on__isnull=True, withdrawn_reason="")
        | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_reason="")),
        name=f"{name}_withdrawn_with_a_reason",
        violation_error_message="A withdrawal needs a date and a reason.",
    )


def not_negative(model: str, *fields: str) -> list[models.CheckConstraint]:
    """Constraints that hold each of these amounts or counts at 0 or more."""
    return [
        models.CheckConstraint(
            condition=Q(**{f"{field}__gte": 0}),
            name=f"{model}_{field}_not_negative",
            violation_error_message=f"{field.replace('_', ' ').capitalize()} must be 0 or more.",
        )
        for field in fields
    ]


def ends_after_start(model: str, *, start: str, end: str) -> models.CheckConstraint:
    """The constraint that a period doesn't end before it starts."""
    return models.CheckConstraint(
        condition=Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": models.F(start)}),
        name=f"{model}_{end}_not_before_{start}",
        violation_error_message=(
            f"The {end.replace('_', ' ')} date is before the {start.replace('_', ' ')} date."
        ),
    )


class Versioned(models.Model):
    """A record that two people may edit at once; the database raises `version` with each save."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


def version_rises() -> pgtrigger.Trigger:
    """The trigger that raises `version` with each update, whoever makes it."""
    return pgtrigger.Trigger(
        name="version_rises",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="NEW.version = OLD.version + 1; RETURN NEW;",
    )


def never_overwritten(*fields: str) -> pgtrigger.ReadOnly:
    """The trigger that refuses to change what a ledger says; a new entry corrects it."""
    return pgtrigger.ReadOnly(name="never_overwritten", fields=list(fields))


class SaidOnce(pgtrigger.ReadOnly):
    """The trigger that lets a ledger's fields be filled in later, and refuses to change them afterwards.

    They are said once `fields[0]` is: neither null nor empty.
    """

    def get_condition(self, model: type[models.Model]) -> pgtrigger.Q:
        first = (self.fields or [""])[0]
        empty = pgtrigger.Q(**{f"old__{first}__isnull": True})
        if isinstance(model._meta.get_field(first), models.CharField):
            empty = pgtrigger.Q(**{f"old__{first}": ""})
        return ~empty & super().get_condition(model)


def one_at_a_time(*key: str) -> pgtrigger.Trigger:
    """The trigger that lets only one record of a key count on any day, from `agreed_on` until withdrawn.

    It runs after the unique constraint of standing records has had its say, and once a withdrawal by another
    person that it waited for is committed.
    """
    same_key = " AND ".join(
        f"{{columns.{field}}} IS NOT DISTINCT FROM NEW.{{columns.{field}}}" for field in key
    )
    return pgtrigger.Trigger(
        name="one_at_a_time",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("withdrawn_on"),
        declare=[("earlier_ends", "date")],
        func=pgtrigger.Func(
            "SELECT max(least(withdrawn_on, NEW.withdrawn_on)) INTO earlier_ends FROM {meta.db_table} "  # noqa: S608
            f"WHERE id <> NEW.id AND {same_key} "
            "AND daterange(agreed_on, greatest(agreed_on, coalesce(withdrawn_on, 'infinity'))) "
            "&& daterange(NEW.agreed_on, greatest(NEW.agreed_on, coalesce(NEW.withdrawn_on, 'infinity'))); "
            "IF earlier_ends IS NOT NULL THEN RAISE EXCEPTION "
            "'The one that this replaces counts until %, the day it was withdrawn. "
            "Agree the new one on that day or later.', to_char(earlier_ends, 'DD/MM/YYYY') "
            "USING ERRCODE = 'check_violation'; END IF; RETURN NULL;"
        ),
    )
