"""Who changed what and when, read from the events that database triggers write for every change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from pghistory.models import Events

from vrp_portal.money import format_pounds
from vrp_portal.money.fields import PoundsField

COMMAND_LINE = "the command line"
UNTOLD = frozenset({"id", "version", "recorded_at"})
_VERBS = {"insert": "Entered", "update": "Changed", "delete": "Removed"}


@dataclass(frozen=True, slots=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one record: what, by whom, when, and the reason where a warning asked for one."""

    at: datetime
    by: str
    verb: str
    what: str
    fields: Sequence[FieldChange]
    reason: str


def last_change(record: models.Model) -> Change | None:
    """The latest change of a record itself."""
    event = Events.objects.tracks(record).order_by("-pgh_created_at", "-pgh_id").first()
    return None if event is None else _Teller([event]).change(event)


def in_words(events: Sequence[Events]) -> list[Change]:
    """Each of these events in words, in a number of queries that doesn't grow with them."""
    teller = _Teller(events)
    return [teller.change(event) for event in events]


def history_of(record: models.Model, *parts: Iterable[models.Model], most: int = 200) -> list[Change]:
    """The changes of a record, of what refers to it, and of what refers to its `parts`, the latest first.

    The number of queries is fixed; at most `most` changes are told.
    """
    events = list(Events.objects.references(record).order_by("-pgh_created_at", "-pgh_id")[:most])
    for part in parts:
        referred = list(part)
        if referred:
            events += Events.objects.references(referred).order_by("-pgh_created_at", "-pgh_id")[:most]
    events = sorted({event.pgh_slug: event for event in events}.values(), key=_when, reverse=True)[:most]
    return [change for change in in_words(events) if change.fields or change.verb != _VERBS["update"]]


def _when(event: Events) -> tuple[datetime, int]:
    return event.pgh_created_at, event.pgh_id


class _Teller:
    """Tells events in words; names of the people and records they refer to are looked up once for all."""

    def __init__(self, events: Sequence[Events]) -> None:
        self._names: dict[type[models.Model], dict[Any, str]] = {}
        wanted: dict[type[models.Model], set[Any]] = {get_user_model(): set()}
        for event in events:
            wanted[get_user_model()].add((event.pgh_context or {}).get("user"))
            for field in self._model(event)._meta.concrete_fields:
                if field.related_model is not None:
                    keys = (event.pgh_diff or {}).get(field.attname) or [event.pgh_data.get(field.attname)]
                    wanted.setdefault(field.related_model, set()).update(keys)  # type: ignore[arg-type]  # a relation names a model
        for model, keys in wanted.items():
            found = model._base_manager.filter(pk__in=keys - {None})
            self._names[model] = {str(record.pk): str(record) for record in _with_relations(found)}

    def change(self, event: Events) -> Change:
        context = event.pgh_context or {}
        return Change(
            at=event.pgh_created_at,
            by=self._by(context),
            verb=_VERBS.get(event.pgh_label, event.pgh_label),
            what=str(self._model(event)._meta.verbose_name),
            fields=list(self._fields(event)),
            reason=self._reason(context),
        )

    @staticmethod
    def _reason(context: dict[str, Any]) -> str:
        """The reason that a warning asked for, and that of the adjustment of a closed year in force."""
        adjusting = context.get("adjusting")
        reasons = [context.get("reason"), adjusting and f"While adjusting {adjusting}"]
        return "; ".join(reason for reason in reasons if reason)

    def _by(self, context: dict[str, Any]) -> str:
        if context.get("user") is not None:
            return self._names[get_user_model()].get(str(context["user"]), "somebody whose account is gone")
        if context.get("command"):
            return f"{COMMAND_LINE} ({context['command']})"
        return "somebody outside the portal"

    def _fields(self, event: Events) -> Iterable[FieldChange]:
        model = self._model(event)
        diff = event.pgh_diff or {}
        if event.pgh_label == "insert":
            diff = {
                name: [None, value]
                for name, value in (event.pgh_data or {}).items()
                if value not in (None, "")
            }
        for field in model._meta.concrete_fields:
            if field.attname in diff and field.name not in UNTOLD:
                before, after = diff[field.attname]
                yield FieldChange(
                    label=str(field.verbose_name).capitalize(),
                    before=self._words(field, before),
                    after=self._words(field, after),
                )

    def _words(self, field: models.Field, value: Any) -> str:
        if value is None or value == "":
            return ""
        if field.related_model is not None:
            return self._names[field.related_model].get(str(value), f"record {value}")  # type: ignore[index]  # a relation names a model
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(field, models.DecimalField):
            return _decimal_in_words(field, value)
        converted = field.to_python(value)
        return f"{converted:%d/%m/%Y}" if isinstance(field, models.DateField) else str(converted)

    @staticmethod
    def _model(event: Events) -> type[models.Model]:
        return apps.get_model(event.pgh_obj_model)


def _decimal_in_words(field: models.DecimalField, value: Any) -> str:
    """An amount or a percentage, from the number that JSON makes of it.

    JSON's numbers are read as floats; of up to 15 digits, as a column of money has at most, none is lost.
    """
    exact = Decimal(repr(value) if isinstance(value, float) else value)
    return format_pounds(exact) if isinstance(field, PoundsField) else f"{exact:.{field.decimal_places}f}"


def _with_relations(records: models.QuerySet) -> models.QuerySet:
    """Records with what their words are made of, so that naming them asks nothing more."""
    relations = [field.name for field in records.model._meta.fields if field.many_to_one]
    return records.select_related(*relations) if relations else records
