"""Tables of data that follow a model's fields, for records that are exported and not imported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, F, Q, Value, When

from vrp_portal.money.fields import PoundsField
from vrp_portal.periods.calendar import LAST_YEAR, FinancialYear, Quarter
from vrp_portal.periods.fields import FinancialYearField, QuarterField
from vrp_portal.tabular.data import CHUNK, ILLUSTRATIVE, DataColumn, DataScope, DataTable, Means, yes_or_no
from vrp_portal.tabular.sheet import Cell

MEANINGS: tuple[tuple[type[models.Field[Any, Any]], Means], ...] = (
    (PoundsField, Means.POUNDS),
    (FinancialYearField, Means.YEAR),
    (QuarterField, Means.QUARTER),
    (models.DateField, Means.DAY),
    (models.BooleanField, Means.YES_OR_NO),
    (models.IntegerField, Means.PEOPLE),
)


def model_table(
    name: str,
    label: str,
    fields: Iterable[str],
    records: Callable[[DataScope], models.QuerySet[Any]],
) -> DataTable:
    """A table of these fields, each a path such as `organisation__name`, whose label is its last model's.

    The names of related records are fetched with them. Where the records carry a field as it was on the
    scope's day, such as `status_then` for `status`, that is its value.
    """
    paths = tuple(fields)
    model = records(DataScope()).model

    def rows(scope: DataScope) -> Iterator[tuple[Cell, ...]]:
        related = {_relation(model, path) for path in paths} - {""}
        found = records(scope)
        if related:
            found = found.select_related(*related)
        for record in found.iterator(chunk_size=CHUNK):
            yield tuple(_cell(record, path) for path in paths)

    return DataTable(name, label, tuple(_column(model, path) for path in paths), rows)


def _relation(model: type[models.Model], path: str) -> str:
    """The related record that a path leads to, or that it is; empty for a field of the model's own."""
    before = path.rpartition("__")[0]
    return path if not before and model._meta.get_field(path).is_relation else before


def _column(model: type[models.Model], path: str) -> DataColumn:
    if path == ILLUSTRATIVE.name:
        return ILLUSTRATIVE
    *relations, last = path.split("__")
    field: Any = None
    for relation in relations:
        field = model._meta.get_field(relation)
        model = field.related_model
    held: Any = model._meta.get_field(last)
    named = field if last in {"name", "word"} and field is not None else held
    if isinstance(held, models.GeneratedField):
        held = held.output_field
    means = next((means for kind, means in MEANINGS if isinstance(held, kind)), Means.WORDS)
    words = str(named.verbose_name)
    return DataColumn(path, words[:1].upper() + words[1:], means)


def _cell(record: Any, path: str) -> Cell:
    *relations, last = path.split("__")
    for relation in relations:
        record = getattr(record, relation)
        if record is None:
            return None
    value = getattr(record, then(last), getattr(record, last))
    if value is None or value == "":
        return None
    if words := dict(record._meta.get_field(last).flatchoices):
        return str(words.get(value, value))
    match value:
        case bool():
            return yes_or_no(value)
        case FinancialYear():
            return value.label
        case Quarter() | models.Model():
            return str(value)
    return value


def by_day(records: Any, scope: DataScope, field: str) -> Any:
    """Records that had happened by the scope's day, by a field; all of them where it has none."""
    return records if scope.as_at is None else records.filter(**{f"{field}__lte": scope.as_at})


def then(field: str) -> str:
    """What a field is called as it was on a day.

    >>> then("status"), then("confirmed_on")
    ('status_then', 'confirmed_then')
    """
    return f"{field.removesuffix('_on')}_then"


def with_day(records: Any, scope: DataScope, field: str, *, state: str | None = None) -> Any:
    """Records with a day of theirs as it was on the scope's day: empty where it was still to come.

    A state that the day brought about is empty with it.
    """
    if scope.as_at is None:
        return records
    come = Case(When(**{f"{field}__lte": scope.as_at, "then": F(field)}), output_field=models.DateField())
    records = records.annotate(**{then(field): come})
    if state is None:
        return records
    to_come = When(**{f"{field}__gt": scope.as_at, "then": Value("")})
    return records.annotate(**{then(state): Case(to_come, default=F(state), output_field=models.CharField())})


def of_year(records: Any, scope: DataScope, field: str = "year") -> Any:
    """Records of the scope's year, by a field; those of every year where it has none."""
    return records if scope.year is None else records.filter(**{field: scope.year})


def standing(model: Any, scope: DataScope) -> Any:
    """Records that are not withdrawn, by the scope's day where it has one."""
    not_withdrawn = Q(withdrawn_on__isnull=True)
    if scope.as_at is not None:
        not_withdrawn |= Q(withdrawn_on__gt=scope.as_at)
    return model._default_manager.filter(not_withdrawn)


def latest_day(scope: DataScope) -> date:
    """The scope's day; the last there is where it has none."""
    return scope.as_at or date(LAST_YEAR, 12, 31)
