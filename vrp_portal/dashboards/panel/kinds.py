"""Reach divided by kind of intervention, in few rows and in words."""

from __future__ import annotations

from dataclasses import replace

from vrp_portal.figures.registry import Division, FigureResult


def with_people(division: Division) -> Division:
    """Without the rows that are nought throughout; a hidden count stays, as it may be more."""
    return replace(
        division, rows=tuple((part, results) for part, results in division.rows if not _is_nought(results))
    )


def is_told(division: Division) -> bool:
    """Whether any count of it may be shown: a picture of hidden counts alone would be empty."""
    return any(result.value is not None for _, results in division.rows for result in results)


def most_and_least(division: Division) -> str:
    """Through which kind most people aged 24 or under were reached, and through which fewest."""
    known = [(part.label, results[0]) for part, results in division.rows if results[0].value is not None]
    some_hidden = len(known) < len(division.rows)
    if not known:
        return "There is no count of people aged 24 or under to show."
    (most, highest), (least, lowest) = max(known, key=_people), min(known, key=_people)
    if len(known) == 1 or highest.value == lowest.value:
        said = f"{most}: {highest.shown} people aged 24 or under."
    else:
        said = (
            f"Most people aged 24 or under were reached through {most} ({highest.shown}), fewest through "
            f"{least} ({lowest.shown})."
        )
    return f"{said} This leaves aside counts that are hidden." if some_hidden else said


def _people(row: tuple[str, FigureResult]) -> int:
    return int(row[1].value or 0)


def _is_nought(results: tuple[FigureResult, ...]) -> bool:
    return all(result.value == 0 for result in results)
