"""What is drawn into which section of the outline, beneath its words."""

from __future__ import annotations

from vrp_portal.panel_paper import figures_drawn, register_drawn
from vrp_portal.panel_paper.parts import Part

DRAWN: dict[str, Part] = {
    "grant": figures_drawn.grant_and_match,
    "duty_money": figures_drawn.duty_money,
    "delivery": figures_drawn.delivery,
    "appendix_b": register_drawn.all_interventions,
}
