"""Counts as they stand in a sentence."""

from __future__ import annotations

from vrp_portal.figures.registry import FigureResult


def many(result: FigureResult, noun: str) -> str:
    """A count with its noun, in the plural unless it is one: 63 interventions, 1 intervention."""
    return f"{result.shown} {noun}{'' if result.value == 1 else 's'}"
