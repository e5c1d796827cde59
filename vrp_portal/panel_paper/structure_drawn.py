"""Appendix A: the groups that govern the work, as a picture and as a table from the top down."""

from __future__ import annotations

from vrp_portal.charts.hierarchy import Node, hierarchy
from vrp_portal.documents.model import Paragraph, Run, Table
from vrp_portal.panel_paper.parts import Block, ChartPlace, Drawn, FiguresTable, Sources
from vrp_portal.programme.contents import Governance, Group, governance

HEADER = ("Group", "Level", "Reports to", "Chaired by", "Meets")
NOBODY, NOT_STATED = "No other group", "Not stated"


def structure(_sources: Sources) -> Drawn:
    """The structure as it is recorded."""
    held = governance()
    if not held.groups:
        return Drawn([Paragraph((Run("No governance group has been recorded yet."),))])
    chart = hierarchy(
        [Node(group.key, group.name, group.reports_to) for group in held.groups],
        id="governance",
        title="Governance structure",
        summary=_summary(held),
    )
    table = Table(
        "Governance structure",
        HEADER,
        tuple(_row(held, group, level) for group, level in _by_level(held)),
        numeric=frozenset({1}),
    )
    blocks: list[Block] = [ChartPlace(chart.id, chart.title, chart.summary), FiguresTable(table)]
    return Drawn(blocks, [chart], illustrative=any(group.illustrative for group in held.groups))


def _summary(held: Governance) -> str:
    """What the picture shows, in a sentence or two; the table has every line."""
    tops = " and ".join(group.name for group in held.tops)
    below = len(held.groups) - len(held.tops)
    return f"{tops} at the top, with {below} groups below. The table beneath says who reports to whom."


def _by_level(held: Governance) -> list[tuple[Group, int]]:
    """The groups with their levels: 1 reports to nobody, others are one below the lowest they report to."""
    levels: dict[str, int] = {}

    def level(group: Group) -> int:
        if group.key not in levels:
            above = [level(held.group(key)) for key in group.reports_to]
            levels[group.key] = 1 + max(above, default=0)
        return levels[group.key]

    return sorted(((group, level(group)) for group in held.groups), key=lambda one: (one[1], one[0].name))


def _row(held: Governance, group: Group, level: int) -> tuple[str, ...]:
    reports_to = "; ".join(held.group(key).name for key in group.reports_to)
    return group.name, str(level), reports_to or NOBODY, group.chair or NOT_STATED, group.meets or NOT_STATED
