"""Money for the Panel: the grant, the 30% rule, match, spend against profile, the duty's money, districts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from vrp_portal.charts import divided as charts
from vrp_portal.charts.chart import Chart
from vrp_portal.charts.profile import against_profile
from vrp_portal.charts.views import PicturesMixin
from vrp_portal.dashboards import cards
from vrp_portal.dashboards.panel.page import PanelPage
from vrp_portal.dashboards.panel.profile import AGAINST_PROFILE, profile_in_words, to_each_quarter
from vrp_portal.figures.illustrative import any_illustrative
from vrp_portal.figures.registry import FIGURES

GRANT = ("core_grant_award", "core_committed", "core_spent_all", "core_spend_variance")
DUTY = (*cards.DUTY, "svd_shared", "svd_committed", "svd_spent")
IN_DISTRICT = ("allocated", "spent", "core_committed", "svd_committed", "svd_shared", "svd_spent")
HEADINGS = (("core_profile_to_date", "Planned"), ("core_spent_all", "Spent"))
RULE = ("high_impact_required", "high_impact_committed", "high_impact_spent", "high_impact_share")
RESTS_ON = ("allocated", "match_confirmed", "match_pledged", "svd_total", "core_spent_on_other")
ASKED = tuple(
    dict.fromkeys(
        (*GRANT, *RULE, *cards.MATCH, *DUTY, *IN_DISTRICT, *cards.IN_NOTES, *AGAINST_PROFILE, *RESTS_ON)
    )
)


# Plotly writes styles into the page where it draws (docs/decisions); scripts stay the portal's own.
@method_decorator(csp_update({"style-src": UNSAFE_INLINE}), name="dispatch")
class Money(PicturesMixin, PanelPage, TemplateView):
    """Where the year's money stands, with the working behind every figure."""

    template_name = "dashboards/panel/money.html"
    page = "panel-money"
    asked = ASKED

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        results = self.results
        in_district = bool(self.scope.district)
        return super().get_context_data(
            here=cards.cards(IN_DISTRICT, results, self.address) if in_district else [],
            grant=[] if in_district else cards.cards(GRANT, results, self.address),
            grant_in_words=profile_in_words(results),
            rule=[] if in_district else cards.cards(RULE, results, self.address),
            rule_verdict=cards.high_impact_verdict(results),
            not_assessed=cards.not_assessed(results),
            match=cards.cards(cards.MATCH, results, self.address),
            match_verdict=cards.match_verdict(results),
            duty=[] if in_district else cards.cards(DUTY, results, self.address),
            last_year=[each for key, each in self.headlines.items() if each.last_year],
            charts=self.charts(),
            shows_illustrative=any_illustrative((results[key] for key in RESTS_ON), self.scope),
            **kwargs,
        )

    def charts(self) -> list[Chart]:
        """Spend against profile to the end of each quarter, and money by district; a district has neither."""
        if self.scope.district:
            return []
        by_district = self.reading.by_district(["allocated"])
        return [*self.against_profile(), charts.funding_by_district(by_district, heading=self.heading)]

    def against_profile(self) -> list[Chart]:
        """Spend against profile, once a quarter has ended; each column of its table opens its working."""
        quarters = to_each_quarter(self.reading)
        if not quarters:
            return []
        chart = against_profile(
            [each.quarter for each in quarters],
            profile=[each.profile.value for each in quarters],
            actual=[each.spent.value for each in quarters],
            id="spend-against-profile",
            title="Core grant spent, against the plan",
            summary=profile_in_words(self.results),
            names=("Planned", "Spent"),
        )
        headings = (self.heading(FIGURES[key], label) for key, label in HEADINGS)
        first, *_ = chart.table.header
        return [replace(chart, table=replace(chart.table, header=(first, *headings)))]
