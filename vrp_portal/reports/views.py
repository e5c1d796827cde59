"""Published figures beside the records, and the explanation of a difference."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from django_tables2 import SingleTableMixin

from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action, may
from vrp_portal.figures.illustrative import rests_on_illustrative
from vrp_portal.figures.opening import scope_of_year
from vrp_portal.figures.registry import FIGURES
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.scoped import Scoped
from vrp_portal.periods import FinancialYear
from vrp_portal.records.views import SavingView
from vrp_portal.reports.comparison import Line, compared
from vrp_portal.reports.forms import ExplanationForm
from vrp_portal.reports.models import Paper, PublishedFigure
from vrp_portal.reports.tables import PublishedTable
from vrp_portal.tabular.exports import ExportMixin


class Published(Gate, Scoped, ExportMixin, SingleTableMixin, TemplateView):
    """Every figure of the papers that state one of a year, beside what the records give for its scope."""

    action = Action.VIEW_PUBLISHED
    template_name = "reports/published.html"
    table_class = PublishedTable
    table_pagination = False
    export_name = "published figures"
    asks_district = False

    @cached_property
    def lines(self) -> list[Line]:
        return compared(self.scope.year, as_at=self.scope.as_at)

    @property
    def papers(self) -> list[Paper]:
        """The papers whose figures are listed, in their order."""
        return list(dict.fromkeys(line.paper for line in self.lines))

    def get_table_data(self) -> list[Line]:
        return self.lines

    def get_table_kwargs(self) -> dict[str, Any]:
        in_files_only = ["paper"] if self.export_format is None and len(self.papers) == 1 else []
        return {
            "may_explain": may(self.request.user, Action.EXPLAIN_PUBLISHED),
            "scope_query": self.scope_query,
            "exclude": in_files_only,
        }

    def get_export_year(self) -> FinancialYear:
        return self.scope.year

    def get_export_as_at(self) -> date:
        return self.scope.as_at

    def how_many(self) -> dict[str, int]:
        """How many agree, differ with an explanation, differ without one, and are not recorded."""
        kinds = Counter(
            "agree"
            if line.agrees
            else "not_recorded"
            if line.agrees is None
            else "explained"
            if line.written
            else "unexplained"
            for line in self.lines
        )
        return {kind: kinds[kind] for kind in ("agree", "explained", "unexplained", "not_recorded")}

    def rests_on_illustrative(self) -> bool:
        """Whether any of the recorded figures does, asked once for each figure and scope."""
        behind = {(line.figure_key, line.scope) for line in self.lines if line.scope is not None}
        return any(rests_on_illustrative(FIGURES[key], scope) for key, scope in behind)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.export_format is not None and not self.scope_is_valid:
            return self._page_that_says_why()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            form=self.scope_form,
            how_many=self.how_many(),
            papers=self.papers,
            shows_illustrative=self.rests_on_illustrative(),
            **kwargs,
        )


class Explain(Gate, Scoped, SavingView):
    """Say why a published figure and the records differ, as they stood on the day of the page before."""

    action = Action.EXPLAIN_PUBLISHED
    form_class = ExplanationForm
    template_name = "records/form.html"
    asks_district = False

    @cached_property
    def published(self) -> PublishedFigure:
        return get_object_or_404(PublishedFigure.objects.select_related("paper"), pk=self.kwargs["pk"])

    @cached_property
    def line(self) -> Line:
        """The figure as it is compared, as at its own day or that of the page before."""
        lines = compared(None, as_at=self.scope.as_at)
        return next(line for line in lines if line.pk == self.published.pk)

    @cached_property
    def opening(self) -> Scope:
        """The figure's own year, where no page stands before."""
        year = self.published.year
        return super().opening if year is None else scope_of_year(year, today=timezone.localdate())

    def load(self) -> None:
        _ = self.published

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": PublishedFigure.objects.get(pk=self.published.pk)}

    def save(self, form: ExplanationForm) -> str:
        form.save()
        return f"The explanation of “{self.published.words}” is saved."

    def get_success_url(self) -> str:
        return f"{reverse('published')}?{self.scope_query}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        line = self.line
        return super().get_context_data(
            heading="Explain a published figure",
            lead=(
                f"{line.paper}, paragraph {line.paragraph}. Published: {line.published}. "
                f"Recorded: {line.recorded or 'not recorded'}. {line.difference}."
            ),
            about=line.words,
            back_url=self.get_success_url(),
            back_label="Back to published figures",
            **kwargs,
        )
