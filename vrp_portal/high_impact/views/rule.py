"""The rule's page, and the workbook that says the same with live formulas."""

from __future__ import annotations

import io
from typing import Any

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import FileResponse, HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from grants.models import HighImpactTerms
from interventions.evidence import changed_ratings
from interventions.models import Assessment
from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action, may
from vrp_portal.charts.chart import Chart
from vrp_portal.charts.views import PicturesMixin
from vrp_portal.dashboards import cards
from vrp_portal.figures.definitions.high_impact import Moment, movement
from vrp_portal.figures.registry import Division, FigureResult, by_district, compute
from vrp_portal.figures.scoped import Scoped
from vrp_portal.high_impact import chart, standing
from vrp_portal.high_impact.standing import JudgedLine
from vrp_portal.high_impact.tables import CountingTable, JudgedTable, NotAssessedTable, NotCountingTable
from vrp_portal.high_impact.workbook import Audit, write_audit
from vrp_portal.tabular.exports import export_filename, file_to_keep

CARDS = (
    "high_impact_required",
    "high_impact_committed",
    "high_impact_spent",
    "high_impact_forecast",
    "high_impact_headroom",
    "high_impact_spent_headroom",
    "high_impact_forecast_headroom",
    "high_impact_share",
)
BY_DISTRICT = ("high_impact_committed", "high_impact_spent", "high_impact_forecast")


class OfRule(Gate, Scoped):
    """What is known of the rule in a scope: the same for the page and for the workbook."""

    action = Action.VIEW_RULE
    asks_district = False

    @cached_property
    def terms(self) -> HighImpactTerms | None:
        return HighImpactTerms.objects.filter(year=self.scope.year).first()

    @property
    def spend_decides(self) -> bool:
        return self.terms is not None and self.terms.basis == HighImpactTerms.Basis.SPENT

    @cached_property
    def results(self) -> dict[str, FigureResult]:
        return compute(standing.FIGURES, self.scope)

    @cached_property
    def lines(self) -> list[JudgedLine]:
        return standing.judged_lines(self.scope)

    @cached_property
    def by_district(self) -> Division:
        return by_district(BY_DISTRICT, self.scope)

    @cached_property
    def moments(self) -> list[Moment]:
        return movement(self.scope)


# Plotly writes styles into the page where it draws (docs/decisions); scripts stay the portal's own.
@method_decorator(csp_update({"style-src": UNSAFE_INLINE}), name="dispatch")
class Rule(PicturesMixin, OfRule, TemplateView):
    """The 30% rule of a year as at a day: met or not, by what, and why each line counts or doesn't."""

    template_name = "high_impact/rule.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        overrides = standing.overrides(self.scope, self.lines)
        return super().get_context_data(
            form=self.scope_form,
            terms=self.terms,
            verdict=cards.high_impact_verdict(self.results),
            cards=cards.cards(CARDS, self.results, self.address),
            way_out=standing.way_out(self.results, self.lines, by_spend=self.spend_decides),
            charts=self.charts(),
            counting=self.table(CountingTable, counts=True),
            not_counting=self.table(NotCountingTable, counts=False),
            not_assessed=self.table(NotAssessedTable, counts=None),
            not_assessed_in_words=cards.not_assessed(self.results),
            overrides=overrides,
            changed=len(changed_ratings()) if may(user, Action.ASSESS_INTERVENTION) else 0,
            awaiting=Assessment.objects.awaiting_approval().count()
            if may(user, Action.APPROVE_OVERRIDE)
            else 0,
            by_district=self.by_district,
            may_suppose=may(user, Action.SUPPOSE),
            in_team=user.in_team,
            shows_illustrative=any(judged.illustrative for judged in self.lines),
            **kwargs,
        )

    def charts(self) -> list[Chart]:
        """How it moved over the year, once anything has."""
        summary = standing.first_met(self.moments, by_spend=self.spend_decides)
        moved = chart.over_the_year(self.moments, summary=summary)
        return [moved] if moved else []

    def address(self, figure: Any) -> str:
        return f"{reverse('figure', args=[figure.key])}?{self.scope_query}"

    def table(self, kind: type[JudgedTable], *, counts: bool | None) -> JudgedTable:
        totals = {name: self.results[key].value for name, key in kind.total_keys().items()}
        rows = [judged for judged in self.lines if judged.counts is counts]
        return kind(rows, totals=totals if rows else None, scope_query=self.scope_query)


class RuleWorkbook(OfRule, View):
    """The rule with every line behind it as a workbook, for an auditor to check."""

    def get(self, request: HttpRequest) -> FileResponse | HttpResponseRedirect:
        if not self.scope_is_valid:
            return HttpResponseRedirect(f"{reverse('rule')}?{request.GET.urlencode()}")
        stream = io.BytesIO()
        write_audit(
            Audit(
                scope=self.scope,
                terms=self.terms,
                results=self.results,
                lines=self.lines,
                by_district=self.by_district,
                moments=self.moments,
                overrides=standing.overrides(self.scope, self.lines),
            ),
            stream,
        )
        name = export_filename("30 percent rule", year=self.scope.year, as_at=self.scope.as_at, fmt="xlsx")
        return file_to_keep(stream, name)
