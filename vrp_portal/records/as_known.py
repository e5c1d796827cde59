"""The records as they were known on a moment, from the events that triggers write for every change.

As at a day is what had happened; as known on a moment is what had been recorded by then (docs/rules.md 6).
Within `as_known_on`, tables of the connection's own stand before the real ones, so that every figure is asked
by the very queries that answer for today.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models, transaction
from pghistory.core import event_models
from psycopg2 import sql

A_MOMENT = timedelta(microseconds=1)


@contextmanager
def as_known_on(moment: datetime) -> Iterator[None]:
    """Have every query on this connection answer from what had been recorded by the moment.

    Nothing can be saved within it: what is written is undone at its end. Records that have no history, such
    as those that a migration put there before history was kept, are as they are now.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            for model, events in _tracked():
                _stand_before(cursor, model, events, moment)
        try:
            yield
        finally:
            transaction.set_rollback(True)


def settled_moment() -> datetime:
    """The latest moment whose history is final: nobody is still saving what began by then.

    An event bears the moment at which its transaction began, so one that is still open could add to the past.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
        cursor.execute(
            "SELECT min(xact_start) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        (oldest,) = cursor.fetchone()
    return min(filter(None, (now, oldest))) - A_MOMENT


def _tracked() -> Iterator[tuple[type[models.Model], type[models.Model]]]:
    """Each model whose events tell all of a record, with the model of its events.

    People's accounts are not among them: no event keeps a password.
    """
    for events in event_models():
        model = events.pgh_tracked_model  # type: ignore[attr-defined]  # set by pghistory
        if _columns(model) <= _columns(events):
            yield model, events


def _columns(model: type[models.Model]) -> frozenset[str]:
    return frozenset(field.column for field in model._meta.local_concrete_fields)


def _stand_before(
    cursor: Any, model: type[models.Model], events: type[models.Model], moment: datetime
) -> None:
    """Make a table of the session's own, with the model's name and indexes, of what was known."""
    # A session's own tables are looked up first, so the real one is named with its schema.
    cursor.execute("SELECT current_schema()")
    (schema,) = cursor.fetchone()
    names = {
        "known": sql.Identifier(model._meta.db_table),
        "present": sql.Identifier(schema, model._meta.db_table),
        "events": sql.Identifier(events._meta.db_table),
        "key": sql.Identifier(model._meta.pk.column),
        "columns": sql.SQL(", ").join(map(sql.Identifier, sorted(_columns(model)))),
    }
    for statement in (_AN_EMPTY_TABLE, _WHAT_WAS_KNOWN, _WHAT_HAS_NO_HISTORY, _ANALYSE):
        # As a string: what notes who made a change reads each statement of a request.
        cursor.execute(sql.SQL(statement).format(**names).as_string(cursor.cursor), {"moment": moment})


_AN_EMPTY_TABLE = "CREATE TEMPORARY TABLE {known} (LIKE {present} INCLUDING INDEXES) ON COMMIT DROP"
_WHAT_WAS_KNOWN = """
    INSERT INTO {known} ({columns})
    SELECT {columns} FROM (
        SELECT DISTINCT ON (pgh_obj_id) * FROM {events}
        WHERE pgh_created_at <= %(moment)s ORDER BY pgh_obj_id, pgh_id DESC
    ) AS latest WHERE pgh_label <> 'delete'
"""
_WHAT_HAS_NO_HISTORY = """
    INSERT INTO {known} ({columns})
    SELECT {columns} FROM {present} AS now
    WHERE NOT EXISTS (SELECT FROM {events} WHERE pgh_obj_id = now.{key})
"""
_ANALYSE = "ANALYZE {known}"
