"""Appendix A: the groups that govern the work, as a picture and as a table from the top down."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from vrp_portal.charts.hierarchy import Node, hierarchy
from vrp_portal.documents.model import Paragraph, Run, Table
from vrp_portal.panel_paper.parts import Block, ChartPlace, Drawn, FiguresTable, Sources
from vrp_portal.partnership.models import District
from vrp_portal.programme.contents import Governance, Group, governance

NOBODY, NOT_STATED = "No other group", "Not stated"


def structure(_sources: Sources) -> Drawn:
    """The structure as it is recorded."""
    held = governance()
    if not held.groups:
        return Drawn([Paragraph((Run("No governance group has been recorded yet."),))])
    chart = hierarchy(
        list(_nodes(held)),
        id="governance",
        title="Governance structure",
        summary=_summary(held),
    )
    blocks: list[Block] = [ChartPlace(chart.id, chart.title, chart.summary), FiguresTable(_table(held))]
    return Drawn(blocks, [chart], illustrative=any(group.illustrative for group in held.groups))


def _nodes(held: Governance) -> Iterator[Node]:
    """A box for each group; groups that differ only in the name of their district share one."""
    districts = set(District.objects.values_list("name", flat=True))
    alike: dict[tuple[str, tuple[str, ...]], list[Group]] = {}
    for group in held.groups:
        first, _, rest = group.name.partition(" ")
        name = rest if first in districts and not group.hears_from else group.name
        alike.setdefault((name, group.reports_to), []).append(group)
    for (name, reports_to), groups in alike.items():
        label = groups[0].name if len(groups) == 1 else f"{name} of {len(groups)} districts"
        yield Node(groups[0].key, label, reports_to)


def _summary(held: Governance) -> str:
    """What the picture shows, in a sentence or two; the table has every line."""
    *others, last = (group.name for group in held.tops)
    tops = f"{', '.join(others)} and {last}" if others else last
    below = len(held.groups) - len(held.tops)
    groups = "group" if below == 1 else "groups"
    return f"{tops} at the top, with {below} {groups} below. The table beneath says who reports to whom."


def _by_level(held: Governance) -> list[tuple[Group, int]]:
    """The groups with their levels: 1 reports to nobody, others are one below the lowest they report to."""
    levels: dict[str, int] = {}

    def level(group: Group) -> int:
        if group.key not in levels:
            above = [level(held.group(key)) for key in group.reports_to]
            levels[group.key] = 1 + max(above, default=0)
        return levels[group.key]

    return sorted(((group, level(group)) for group in held.groups), key=lambda one: (one[1], one[0].name))


def _table(held: Governance) -> Table:
    """The groups from the top down. What no group states has no column."""
    columns: dict[str, Callable[[Group, int], str]] = {
        "Group": lambda group, _: group.name,
        "Level": lambda _, level: str(level),
        "Reports to": lambda group, _: "; ".join(held.group(key).name for key in group.reports_to) or NOBODY,
    }
    if any(group.chair for group in held.groups):
        columns["Chaired by"] = lambda group, _: group.chair or NOT_STATED
    if any(group.meets for group in held.groups):
        columns["Meets"] = lambda group, _: group.meets or NOT_STATED
    rows = tuple(tuple(cell(*one) for cell in columns.values()) for one in _by_level(held))
    return Table("Governance structure", tuple(columns), rows, numeric=frozenset({1}))
