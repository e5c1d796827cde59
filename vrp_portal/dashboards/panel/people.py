"""People for the Panel: reach by quarter and age, by district, by kind of intervention and by level."""

from __future__ import annotations

from typing import Any

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from vrp_portal.charts import divided as charts
from vrp_portal.charts.chart import Chart
from vrp_portal.charts.views import PicturesMixin
from vrp_portal.dashboards import cards
from vrp_portal.dashboards.panel.kinds import is_told, most_and_least, with_people
from vrp_portal.dashboards.panel.page import PanelPage
from vrp_portal.figures.illustrative import any_illustrative

REACH = ("people_24_and_under", "people_25_and_over", "professionals_trained")
PEOPLE = REACH[:2]
HEADLINES = (*REACH, "people_age_not_known", "funded_interventions")


# Plotly writes styles into the page where it draws (docs/decisions); scripts stay the portal's own.
@method_decorator(csp_update({"style-src": UNSAFE_INLINE}), name="dispatch")
class People(PicturesMixin, PanelPage, TemplateView):
    """Who was reached, divided in every way that says something and points to nobody."""

    template_name = "dashboards/panel/people.html"
    page = "panel-people"
    asked = HEADLINES

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        results, drawn = self.results, self.charts()
        return super().get_context_data(
            reach=cards.cards(HEADLINES, results, self.address),
            last_year=[each for key, each in self.headlines.items() if key in REACH and each.last_year],
            charts=drawn,
            tells_kinds=any(chart.id == "reach-by-level" for chart in drawn),
            shows_illustrative=any_illustrative([results["people_24_and_under"]], self.scope),
            **kwargs,
        )

    def charts(self) -> list[Chart]:
        over_quarters = charts.reach_by_quarter(self.reading.by_quarter(REACH), heading=self.heading)
        by_district = (
            []
            if self.scope.district
            else [charts.reach_by_district(self.reading.by_district(PEOPLE), heading=self.heading)]
        )
        return [over_quarters, *by_district, *self.by_kind()]

    def by_kind(self) -> list[Chart]:
        """By approach and by level of prevention, each unless all of it is hidden."""
        divided = (
            ("approach", "kind of intervention", "Kind", with_people(self.reading.by_approach(PEOPLE))),
            ("level", "level of prevention", "Level", self.reading.by_prevention_level(PEOPLE)),
        )
        return [
            charts.bars_across(
                division,
                id=f"reach-by-{name}",
                title=f"People reached by {what}",
                summary=most_and_least(division),
                unit_title="People",
                heading=self.heading,
                first=first,
            )
            for name, what, first, division in divided
            if is_told(division)
        ]
