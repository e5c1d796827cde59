"""The columns of the interventions as the Panel sees them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html

from interventions.models import ApproachRating, Intervention
from vrp_portal.dashboards.panel.evidence import rating_in_words
from vrp_portal.tabular.columns import TextColumn
from vrp_portal.tabular.illustrative import tagged
from vrp_portal.tabular.tables import Table


class InterventionsForPanelTable(Table):
    """Interventions in words: no money of a single one, no count of people."""

    name = TextColumn(verbose_name="Intervention", attrs={"td": {"scope": "row"}})
    where = TextColumn(orderable=False)
    prevention_level = TextColumn(verbose_name="For whom", order_by="prevention_level")
    approach = TextColumn(default="Not decided yet", order_by="approach__name")
    rating_id = TextColumn(verbose_name="Evidence", orderable=False, empty_values=())
    provider = TextColumn(verbose_name="Delivered by", order_by="delivery_organisation__name")
    status = TextColumn(accessor="status_then", order_by="status_then")
    reference = TextColumn()

    class Meta:
        caption = "Interventions"
        empty_text = "No intervention is past a proposal yet."
        attrs = {"class": "govuk-table app-table--compact app-table--wide"}
        order_by = "reference"

    def __init__(
        self,
        *args: Any,
        ratings: Mapping[int, ApproachRating] | None = None,
        scope_query: str = "",
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.ratings = ratings or {}
        self.scope_query = scope_query

    def render_name(self, record: Intervention) -> str:
        address = f"{record.get_absolute_url()}?{self.scope_query}"
        name = format_html('<a class="govuk-link" href="{}">{}</a>', address, record.name)
        return tagged(name, illustrative=record.illustrative)

    def value_name(self, record: Intervention) -> str:
        return record.name

    def render_prevention_level(self, record: Intervention) -> str:
        return FOR_WHOM[Intervention.PreventionLevel(record.prevention_level)]

    def value_prevention_level(self, record: Intervention) -> str:
        return self.render_prevention_level(record)

    def render_rating_id(self, record: Any) -> str:
        return rating_in_words(self.ratings.get(record.rating_id))

    def value_rating_id(self, record: Any) -> str:
        return self.render_rating_id(record)

    def render_status(self, value: str) -> str:
        return str(Intervention.Status(value).label)


FOR_WHOM = {
    Intervention.PreventionLevel.PRIMARY: "Everyone (primary)",
    Intervention.PreventionLevel.SECONDARY: "At risk (secondary)",
    Intervention.PreventionLevel.TERTIARY: "Involved (tertiary)",
}
"""Each level of prevention by whom it is for: everyone of a group, those at risk, those involved already."""
