"""Papers and their published figures as whole tables, to be exported."""

from __future__ import annotations

from typing import Any

from vrp_portal.reports.models import Paper, PublishedFigure
from vrp_portal.tabular.data import DataScope, register_data
from vrp_portal.tabular.model_tables import model_table, of_year


def _published(scope: DataScope) -> Any:
    return of_year(PublishedFigure.objects.order_by("paper", "pk"), scope)


register_data(
    model_table(
        "papers",
        "Papers",
        ("title", "meeting_on", "item"),
        lambda _scope: Paper.objects.order_by("meeting_on"),
    ),
    model_table(
        "published-figures",
        "Published figures",
        (
            *(
                "paper__title",
                "paragraph",
                "words",
                "value",
                "unit",
                "precision",
                "figure_key",
                "year",
                "as_at",
            ),
            "district__name",
            "explanation",
        ),
        _published,
    ),
)
