"""What changed since the last meeting: each headline then and now, and what happened in between."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from vrp_portal.dashboards.panel.events import happened
from vrp_portal.dashboards.panel.glance import RESTS_ON
from vrp_portal.dashboards.panel.page import PanelPage
from vrp_portal.figures.illustrative import any_illustrative


class Changes(PanelPage, TemplateView):
    """Headlines on two days beside each other, and the events between them."""

    template_name = "dashboards/panel/changes.html"
    page = "panel-changes"
    asked = RESTS_ON

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        compared = list(self.headlines.values())
        return super().get_context_data(
            compared=compared,
            compares_last_year=any(each.last_year for each in compared),
            changed=[each for each in compared if each.has_changed],
            happened=happened(self.request.user, self.scope, self.since.day),
            begins_in_year=self.since.day >= self.scope.year.starts,
            shows_illustrative=any_illustrative((self.results[key] for key in RESTS_ON), self.scope),
            **kwargs,
        )
