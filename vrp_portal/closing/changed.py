"""What each adjustment changed, read from the history, which names it with every row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model
from pghistory.models import Context, Events

from vrp_portal.periods import FinancialYear
from vrp_portal.periods.fields import QuarterField
from vrp_portal.records.history import Change, in_words
from vrp_portal.year_end.models import Adjustment
from vrp_portal.year_end.triggers import WhileYearIsOpen, guard_of


@dataclass(frozen=True, slots=True)
class Adjusted:
    """An adjustment of a closed year, and the changes that were made under it, the latest first."""

    adjustment: Adjustment
    changes: Sequence[Change]


def adjustments_of(year: FinancialYear) -> list[Adjusted]:
    """The adjustments of a year, the latest first, each with what it changed of that year.

    The number of queries grows with the kinds of record, not with the records.
    """
    adjustments = list(Adjustment.objects.filter(year=year).select_related("recorded_by"))
    events = _events(adjustments, year) if adjustments else []
    changes: dict[int, list[Change]] = defaultdict(list)
    for event, change in zip(events, in_words(events), strict=True):
        changes[event.pgh_context["adjustment"]].append(change)
    return [Adjusted(adjustment, changes[adjustment.pk]) for adjustment in adjustments]


def _events(adjustments: Iterable[Adjustment], year: FinancialYear) -> list[Events]:
    numbers = [adjustment.pk for adjustment in adjustments]
    contexts = list(Context.objects.filter(metadata__adjustment__in=numbers).values_list("pk", flat=True))
    of_year: set[str] = set()
    kinds = []
    for model in apps.get_models():
        guard = guard_of(model)
        if guard is not None and (slugs := _slugs(model, guard, year, contexts)):
            of_year |= slugs
            kinds.append(model._meta.get_field("events").related_model)
    if not kinds:
        return []
    events = Events.objects.across(*kinds).filter(pgh_context_id__in=contexts)
    return [event for event in events.order_by("-pgh_created_at", "-pgh_id") if event.pgh_slug in of_year]


def _slugs(
    model: type[Model], guard: WhileYearIsOpen, year: FinancialYear, contexts: Sequence[object]
) -> set[str]:
    """The events of one kind of record within these contexts that are about the year."""
    events: Any = model._meta.get_field("events").related_model
    found = events._default_manager.filter(pgh_context__in=contexts)
    if guard.paths:
        quarters = isinstance(model._meta.get_field(guard.paths[0].split("__")[0]), QuarterField)
        found = found.filter(
            **({f"{guard.paths[0]}__in": year.quarters} if quarters else {guard.paths[0]: year})
        )
    return {f"{events._meta.label}:{number}" for number in found.values_list("pgh_id", flat=True)}
