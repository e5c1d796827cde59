"""A filter in words, so that a file says which rows it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Model
from django.forms import Field
from django.utils.dateformat import format as format_date
from django_filters import FilterSet


def words_of_filter(filterset: FilterSet) -> Iterator[str]:
    """A sentence for each filter that is set: 'Only where district is Leeds'."""
    if not (filterset.is_bound and filterset.is_valid()):
        return
    for name, field in filterset.form.fields.items():
        value = filterset.form.cleaned_data.get(name)
        if words := _words(value, field):
            label = field.label or name.replace("_", " ")
            yield f"Filtered by {label}: {words}"


def _words(value: Any, field: Field) -> str:
    match value:
        case None | "":
            return ""
        case bool():
            return "yes" if value else "no"
        case slice():
            ends = (("from", value.start), ("to", value.stop))
            return " ".join(f"{word} {_words(end, field)}" for word, end in ends if end is not None)
        case date():
            return format_date(value, "j F Y")
        case str():
            return _choices(field).get(value, value)
        case Model():
            return str(value)
        case Iterable():
            return ", ".join(_words(part, field) for part in value)
    return _choices(field).get(str(value), str(value))


def _choices(field: Field) -> Mapping[str, str]:
    """The words of a field's fixed choices. A field that chooses records has them in the records."""
    if not hasattr(field, "choices") or hasattr(field, "queryset"):
        return {}
    named: dict[str, str] = {}
    for value, label in field.choices:
        group = label if isinstance(label, list | tuple) else [(value, label)]
        named.update((str(key), str(words)) for key, words in group)
    return named
