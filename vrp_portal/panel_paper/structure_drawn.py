"""Appendix A: the groups that govern the work, as a picture and as a table in the same order."""

from __future__ import annotations

from collections.abc import Iterator

from vrp_portal.documents.model import Paragraph, Run, Table
from vrp_portal.panel_paper.parts import Drawn, FiguresTable, Sources
from vrp_portal.programme.contents import Governance, Group, governance

HEADER = ("Group", "Level", "Reports to", "Chaired by", "Meets")
NOBODY, NOT_STATED = "No other group", "Not stated"


def structure(_sources: Sources) -> Drawn:
    """The structure as it is recorded."""
    held = governance()
    if not held.groups:
        return Drawn([Paragraph((Run("No governance group has been recorded yet."),))])
    table = Table(
        "Governance structure",
        HEADER,
        tuple(_row(held, group, level) for group, level in _nested(held)),
        numeric=frozenset({1}),
    )
    return Drawn([FiguresTable(table)], illustrative=any(group.illustrative for group in held.groups))


def _summary(held: Governance) -> str:
    """What the picture shows, in a sentence or two; the table has every line."""
    tops = " and ".join(group.name for group in held.tops)
    below = len(held.groups) - len(held.tops)
    return f"{tops} at the top, with {below} groups below. The table beneath says who reports to whom."


def _nested(held: Governance) -> Iterator[tuple[Group, int]]:
    """Each group once, beneath the first of those that it reports to, with its level from 1."""
    seen: set[str] = set()
    waiting = [(group, 1) for group in reversed(held.tops)]
    while waiting:
        group, level = waiting.pop()
        if group.key in seen:
            continue
        seen.add(group.key)
        yield group, level
        waiting += [(held.group(key), level + 1) for key in reversed(group.hears_from)]


def _row(held: Governance, group: Group, level: int) -> tuple[str, ...]:
    reports_to = "; ".join(held.group(key).name for key in group.reports_to)
    return group.name, str(level), reports_to or NOBODY, group.chair or NOT_STATED, group.meets or NOT_STATED
