"""Saved tables as a whole table, to be exported."""

from __future__ import annotations

from vrp_portal.allocation_tables.models import SavedTable
from vrp_portal.tabular.data import register_data
from vrp_portal.tabular.model_tables import model_table

register_data(
    model_table(
        "saved-tables",
        "Saved tables",
        ("name", "choice", "year", "as_at", "note", "made_on", "made_by"),
        lambda _scope: SavedTable.objects.order_by("pk"),
    ),
)
