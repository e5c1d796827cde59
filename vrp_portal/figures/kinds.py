"""Figures divided by kind of intervention: the approach that it takes, or the level at which it prevents."""

from __future__ import annotations

from collections.abc import Iterable

from interventions.models import Approach, Intervention
from vrp_portal.figures.registry import Dimension, Division, Slice, divide
from vrp_portal.figures.scope import Scope

NO_APPROACH = "Approach not stated"


def approaches() -> list[Slice]:
    """A slice for each approach that an intervention takes, and one for those that state none."""
    taken = Approach.objects.filter(interventions__isnull=False).distinct()
    return [
        *(Slice(approach.name, Dimension.APPROACH, approach.pk) for approach in taken),
        Slice(NO_APPROACH, Dimension.APPROACH, None),
    ]


def prevention_levels() -> list[Slice]:
    """A slice for each level: primary, secondary, tertiary."""
    return [
        Slice(str(level.label), Dimension.PREVENTION_LEVEL, level.value)
        for level in Intervention.PreventionLevel
    ]


def by_approach(keys: Iterable[str], scope: Scope) -> Division:
    """These figures for each approach, and all of the scope."""
    return divide(keys, scope, approaches())


def by_prevention_level(keys: Iterable[str], scope: Scope) -> Division:
    """These figures for each level of prevention, and all of the scope."""
    return divide(keys, scope, prevention_levels())
