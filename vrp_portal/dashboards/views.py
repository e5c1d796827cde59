"""The overview, and a page for each figure with its definition and the records behind it."""

from __future__ import annotations

from datetime import date
from typing import Any

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.views.generic import TemplateView
from django_tables2 import SingleTableMixin

from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action, may
from vrp_portal.charts import divided as charts
from vrp_portal.charts.chart import Chart
from vrp_portal.charts.views import PicturesMixin
from vrp_portal.dashboards import cards
from vrp_portal.dashboards.tables import RecordsTable, records_rows, records_table
from vrp_portal.figures.illustrative import any_illustrative
from vrp_portal.figures.reading import Reading, sees_in_full
from vrp_portal.figures.registry import FIGURES, Figure, FigureResult, Records
from vrp_portal.figures.scoped import Scoped
from vrp_portal.figures.values import Unit
from vrp_portal.periods import FinancialYear
from vrp_portal.tabular.exports import ExportMixin

REACH = ("people_24_and_under", "people_25_and_over", "professionals_trained")
PEOPLE = REACH[:2]


class FiguresPage(Gate, Scoped):
    """A page of figures for a scope, as its reader may see them."""

    action = Action.VIEW_OVERVIEW

    @cached_property
    def reading(self) -> Reading:
        return Reading(self.scope, in_full=sees_in_full(self.request.user))

    def address(self, figure: Figure) -> str:
        """The figure's page, for the same scope."""
        return f"{reverse('figure', args=[figure.key])}?{self.scope_query}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=self.scope_form, in_full=self.reading.in_full, **kwargs)


# Plotly writes styles into the page where it draws (docs/decisions); scripts stay the portal's own.
@method_decorator(csp_update({"style-src": UNSAFE_INLINE}), name="dispatch")
class OverviewPage(PicturesMixin, FiguresPage, TemplateView):
    """Where the partnership's money and reach stand, for a year as at a day."""

    template_name = "dashboards/overview.html"

    def handle_no_permission(self) -> HttpResponseRedirect:
        """Who comes to the front door without asking for a scope lands where their role begins."""
        return super().handle_no_permission() if self.request.GET else redirect("account_login")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        results = self.reading.compute(cards.ON_OVERVIEW)
        headlines = cards.HEADLINES_OF_DISTRICT if self.scope.district else cards.HEADLINES
        return super().get_context_data(
            headlines=cards.cards(headlines, results, self.address),
            high_impact=cards.cards(cards.HIGH_IMPACT, results, self.address),
            high_impact_verdict=cards.high_impact_verdict(results),
            not_assessed=cards.not_assessed(results),
            match=cards.cards(cards.MATCH, results, self.address),
            match_verdict=cards.match_verdict(results),
            duty=cards.cards(cards.DUTY, results, self.address),
            whole_area=self.whole_area(),
            may_view_rule=may(self.request.user, Action.VIEW_RULE),
            charts=self.charts(),
            shows_illustrative=any_illustrative((results[key] for key in cards.BEHIND_ALL), self.scope),
            **kwargs,
        )

    def whole_area(self) -> list[cards.Card]:
        """For a coordinator, beside their district: the headlines of the whole area, as the Panel sees them.

        They lead nowhere, because the records behind them are not the coordinator's.
        """
        if self.own_district is None:
            return []
        of_all = Reading(self.scope.in_district(None), in_full=False)
        published = of_all.compute((*cards.OF_WHOLE_AREA, *cards.IN_NOTES))
        return cards.cards(cards.OF_WHOLE_AREA, published, lambda _figure: "")

    def charts(self) -> list[Chart]:
        """Reach by quarter; and unless one district is chosen, reach and money by district."""
        over_quarters = charts.reach_by_quarter(self.reading.by_quarter(REACH), heading=self.heading)
        if self.scope.district:
            return [over_quarters]
        by_district = self.reading.by_district(("allocated", *PEOPLE))
        return [
            over_quarters,
            charts.reach_by_district(charts.of_figures(by_district, PEOPLE), heading=self.heading),
            charts.funding_by_district(charts.of_figures(by_district, ["allocated"]), heading=self.heading),
        ]

    def heading(self, figure: Figure) -> str:
        return format_html('<a class="govuk-link" href="{}">{}</a>', self.address(figure), figure.label)


class FiguresIndex(FiguresPage, TemplateView):
    """Every figure that the portal knows, with its value and its definition."""

    template_name = "dashboards/figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        results = self.reading.compute(FIGURES)
        held = [result for result in results.values() if result.is_held]
        return super().get_context_data(
            figures=[(result, self.address(result.figure)) for result in held], **kwargs
        )


class FigurePage(FiguresPage, ExportMixin, SingleTableMixin, TemplateView):
    """One figure: its value, what it means, what it is worked out from, and the records behind it."""

    template_name = "dashboards/figure.html"
    paginate_by = 25

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.export_format is not None:
            if not self.scope_is_valid:
                return self._page_that_says_why()
            if self.records is None:
                raise Http404("There are no records of this figure to put into a file.")
        return super().get(request, *args, **kwargs)

    @cached_property
    def figure(self) -> Figure:
        try:
            return FIGURES[self.kwargs["key"]]
        except KeyError as error:
            raise Http404("There is no figure with this key.") from error

    @cached_property
    def results(self) -> dict[str, FigureResult]:
        return self.reading.compute([self.figure.key, *self.figure.parts])

    @property
    def result(self) -> FigureResult:
        return self.results[self.figure.key]

    @cached_property
    def records(self) -> Records | None:
        """The records to list; None where there are none to list for this scope or this reader."""
        if self.figure.records is None or not self.result.is_held or self.protects_people:
            return None
        return self.figure.records(self.scope)

    @property
    def protects_people(self) -> bool:
        """Whether single records would tell this reader of small counts of people."""
        return self.figure.unit == Unit.PEOPLE and not self.reading.in_full

    @property
    def some_not_listed(self) -> bool:
        """Whether the figure rests on records that this reader may not open one by one."""
        if self.records is None or self.request.user.in_team:
            return False
        return self.records.queryset.count() > self.get_table_data().count()  # type: ignore[call-arg]  # a queryset where there are records

    def get_table_data(self) -> QuerySet[Any] | list[Any]:
        if self.records is None:
            return []
        rows = records_rows(self.records)
        return rows.visible_to(self.request.user) if hasattr(rows, "visible_to") else rows

    def get_table_class(self) -> type[RecordsTable]:
        return RecordsTable if self.records is None else records_table(self.figure, self.records)

    def get_table_kwargs(self) -> dict[str, Any]:
        totals = {} if self.records is None else {"adds": self.result.value}
        return {"totals": totals, "total_label": self.figure.label}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            result=self.result,
            parts=[(self.results[key], self.address(FIGURES[key])) for key in self.figure.parts],
            lists_records=self.records is not None,
            protects_people=self.protects_people,
            some_not_listed=self.some_not_listed,
            shows_illustrative=any_illustrative([self.result], self.scope),
            **kwargs,
        )

    @property
    def export_name(self) -> str:
        return self.figure.key.replace("_", " ")

    def get_export_title(self) -> str:
        return f"{self.figure.label}, {self.scope.where}"

    def get_export_year(self) -> FinancialYear:
        return self.scope.year

    def get_export_as_at(self) -> date:
        return self.scope.as_at
