"""Putting known records into the portal once: what is there already, or was changed since, is left alone."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from django.core.management.base import CommandError
from django.db import IntegrityError, models, transaction

from vrp_portal.records.history import UNTOLD
from vrp_portal.records.refusals import closed_year_of, refusal_in_words

Row = TypeVar("Row", bound=models.Model)
Key = tuple[Hashable, ...]


@dataclass
class Load:
    """One load of known records, and what became of each.

    A record is known again by its key (the fields that name it), in the table or, where somebody has given
    it another name since, in its history.
    """

    created: int = 0
    already_there: int = 0
    left_alone: list[str] = field(default_factory=list)

    def put(self, rows: Iterable[Row], *, key: Sequence[str]) -> list[Row]:
        """Create those of `rows` that have never been there, and point the others at the record that is.

        Returns the rows that have a record. Rows of a parent that somebody has removed are left out.
        """
        rows = [row for row in rows if _has_its_parents(row)]
        if not rows:
            return []
        current = _current(rows, key)
        removed_or_renamed = _in_history([row for row in rows if _key_of(row, key) not in current], key)
        new = []
        for row in rows:
            found = current.get(_key_of(row, key)) or removed_or_renamed.get(_key_of(row, key))
            if found is not None:
                self._keep(row, found)
            elif _key_of(row, key) in removed_or_renamed:
                self.left_alone.append(f"{_named(row)}: removed")
            else:
                new.append(row)
        type(rows[0])._default_manager.bulk_create(new)
        self.created += len(new)
        return [row for row in rows if row.pk is not None]

    def _keep(self, row: models.Model, found: models.Model) -> None:
        row.pk = found.pk
        changed = ", ".join(_differences(row, found))
        if changed:
            self.left_alone.append(f"{_named(found)}: {changed}")
        else:
            self.already_there += 1

    def summary(self) -> Iterator[str]:
        """What the load did, a line at a time."""
        left_alone = len(self.left_alone)
        yield f"Created {self.created}, already there {self.already_there}, left alone {left_alone}."
        for record in self.left_alone:
            yield f"Left alone, because it was changed in the portal: {record}"


@contextmanager
def one_load() -> Iterator[Load]:
    """A load in one transaction, so that it is there whole or not at all."""
    try:
        with transaction.atomic():
            yield Load()
    except IntegrityError as error:
        if closed_year_of(error) is not None:
            raise CommandError(f"Nothing was loaded. {refusal_in_words(error)}", returncode=2) from error
        clash = " ".join(str(error).split())
        raise CommandError(
            f"Nothing was loaded, because a record of the portal stands in the way: {clash}", returncode=2
        ) from error


def standing(rows: Iterable[Row], *, key: Sequence[str]) -> list[Row]:
    """Those of `rows` that are in the portal, each with its record, also where that was renamed since."""
    rows = list(rows)
    current = _current(rows, key)
    renamed = _in_history([row for row in rows if _key_of(row, key) not in current], key)
    for row in rows:
        found = current.get(_key_of(row, key)) or renamed.get(_key_of(row, key))
        row.pk = found.pk if found is not None else None
    return [row for row in rows if row.pk is not None]


def _key_of(row: models.Model, key: Sequence[str]) -> Key:
    return tuple(getattr(row, row._meta.get_field(name).attname) for name in key)


def _has_its_parents(row: models.Model) -> bool:
    parents = [field for field in row._meta.concrete_fields if field.is_relation and not field.null]
    return all(getattr(row, parent.attname) is not None for parent in parents)


def _current(rows: Sequence[Row], key: Sequence[str]) -> dict[Key, Row]:
    """The record with each key; the first one entered, where it was withdrawn and another followed."""
    model = type(rows[0])
    current: dict[Key, Row] = {}
    for record in model._default_manager.filter(_with_any_of(rows, key)).order_by("pk"):
        current.setdefault(_key_of(record, key), record)
    return current


def _in_history(rows: Sequence[Row], key: Sequence[str]) -> dict[Key, Row | None]:
    """For each key that a record once had: the record as it is now, None if it was removed."""
    if not rows:
        return {}
    model = type(rows[0])
    events = model._meta.get_field("events").related_model._default_manager.filter(_with_any_of(rows, key))
    once = {_key_of(event, key): event.pgh_obj_id for event in events.order_by("-pgh_id")}
    still_there = model._default_manager.in_bulk(set(once.values()))
    wanted = {_key_of(row, key) for row in rows}
    return {past: still_there.get(pk) for past, pk in once.items() if past in wanted}


def _with_any_of(rows: Sequence[models.Model], key: Sequence[str]) -> models.Q:
    """A condition that every wanted record meets, and few others."""
    condition = models.Q()
    for name in key:
        attname = rows[0]._meta.get_field(name).attname
        values = {getattr(row, attname) for row in rows}
        if None not in values:
            condition &= models.Q(**{f"{attname}__in": values})
    return condition


def _differences(row: models.Model, found: models.Model) -> list[str]:
    """The fields in which a record no longer says what was loaded."""
    return [
        str(field.verbose_name)
        for field in row._meta.concrete_fields
        if not (field.primary_key or field.generated or field.name in UNTOLD)
        and getattr(row, field.attname) != getattr(found, field.attname)
    ]


def _named(record: models.Model) -> str:
    return f"{record._meta.verbose_name} “{record}”"


Part = Callable[[Load], None]

_with_the_paper: list[Part] = []


def loaded_with_the_paper(put: Part) -> Part:
    """Register what else is loaded with the paper's facts, of apps that stand above this one."""
    _with_the_paper.append(put)
    return put


def load_with_the_paper(load: Load) -> None:
    """Load all that was registered to come with the paper."""
    for put in _with_the_paper:
        put(load)
