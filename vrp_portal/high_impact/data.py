"""Scenarios as a whole table, to be exported."""

from __future__ import annotations

from vrp_portal.high_impact.models import Scenario
from vrp_portal.tabular.data import register_data
from vrp_portal.tabular.model_tables import model_table, of_year

register_data(
    model_table(
        "scenarios",
        "Scenarios",
        ("name", "year", "as_at", "supposing", "note", "made_on", "made_by"),
        lambda scope: of_year(Scenario.objects.order_by("pk"), scope),
    ),
)
