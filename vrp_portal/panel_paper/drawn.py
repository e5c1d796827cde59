"""What is drawn into which section of the outline, beneath its words."""

from __future__ import annotations

from vrp_portal.panel_paper import figures_drawn, register_drawn, structure_drawn
from vrp_portal.panel_paper.activity_drawn import of_workstream
from vrp_portal.panel_paper.parts import Part

WORKSTREAMS = {
    "atr": "adversity-trauma-resilience",
    "child_first": "child-first",
    "knowledge_hub": "knowledge-hub",
    "women_and_girls": "women-and-girls-safety",
    "engagement": "community-engagement",
    "communications": "communications",
}
"""The workstream that each section tells of, by their keys."""

DRAWN: dict[str, Part] = {
    "grant": figures_drawn.grant_and_match,
    "duty_money": figures_drawn.duty_money,
    "delivery": figures_drawn.delivery,
    **{section: of_workstream(workstream) for section, workstream in WORKSTREAMS.items()},
    "appendix_a": structure_drawn.structure,
    "appendix_b": register_drawn.all_interventions,
}
