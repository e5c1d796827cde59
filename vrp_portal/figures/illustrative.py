"""Whether what a page shows rests on illustrative records, which the page must then say."""

from __future__ import annotations

from collections.abc import Iterable

from vrp_portal.figures.registry import FIGURES, Figure, FigureResult
from vrp_portal.figures.scope import Scope


def rests_on_illustrative(figure: Figure, scope: Scope) -> bool:
    """Whether any record behind a figure, or behind the figures it is worked out from, is illustrative."""
    if figure.records is None:
        return any(rests_on_illustrative(FIGURES[key], scope) for key in figure.parts)
    return bool(figure.records(scope).queryset.filter(illustrative=True).exists())


def any_illustrative(results: Iterable[FigureResult], scope: Scope) -> bool:
    """Whether any of these figures, as far as they are held in the scope, rests on illustrative records."""
    return any(result.is_held and rests_on_illustrative(result.figure, scope) for result in results)
