"""Closed years, their figures and their adjustments as whole tables, to be exported."""

from __future__ import annotations

from typing import Any

from django.db.models.functions import TruncDate

from vrp_portal.tabular.data import register_data
from vrp_portal.tabular.model_tables import by_day, model_table, of_year
from vrp_portal.year_end.models import Adjustment, ClosedYear, FrozenFigure


def adjustments() -> Any:
    """Every adjustment with the day on which it was recorded."""
    return Adjustment.objects.annotate(recorded_at_then=TruncDate("recorded_at")).order_by("pk")


register_data(
    model_table(
        "closed-years",
        "Closed years",
        ("year", "closed_on", "closed_by", "note"),
        lambda scope: of_year(by_day(ClosedYear.objects.order_by("pk"), scope, "closed_on"), scope),
    ),
    model_table(
        "frozen-figures",
        "Figures at the closing of years",
        ("closing__year", "closing__closed_on", "key", "value"),
        lambda scope: of_year(
            by_day(FrozenFigure.objects.order_by("pk"), scope, "closing__closed_on"), scope, "closing__year"
        ),
    ),
    model_table(
        "adjustments",
        "Adjustments of closed years",
        ("year", "reason", "decided_by", "recorded_at", "recorded_by"),
        lambda scope: of_year(by_day(adjustments(), scope, "recorded_at__date"), scope),
    ),
)
