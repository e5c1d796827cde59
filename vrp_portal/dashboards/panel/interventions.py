"""Interventions for the Panel: what, where, for whom, and how well evidenced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from django_tables2 import SingleTableMixin

from interventions.models import ApproachRating, Impact
from vrp_portal.dashboards.panel.events import interventions_seen
from vrp_portal.dashboards.panel.evidence import NOT_ASSESSED, impact_in_words, ratings, with_rating
from vrp_portal.dashboards.panel.page import PanelPage
from vrp_portal.dashboards.panel.tables import InterventionsForPanelTable
from vrp_portal.figures.reading import Reading
from vrp_portal.figures.registry import FigureResult
from vrp_portal.periods import FinancialYear
from vrp_portal.tabular.exports import ExportMixin

COUNTED = ("funded_interventions", "allocated")


@dataclass(frozen=True, slots=True)
class Group:
    """The interventions that rely on one word of the Toolkit."""

    key: str
    word: str
    interventions: QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many interventions rely on a word, and where they are listed."""

    word: str
    url: str
    funded_interventions: FigureResult
    allocated: FigureResult


class InterventionsForPanel(PanelPage, ExportMixin, SingleTableMixin, TemplateView):
    """Every intervention of the scope that is past a proposal, with the rating that it relies on."""

    template_name = "dashboards/panel/interventions.html"
    page = "panel-interventions"
    table_class = InterventionsForPanelTable
    export_name = "interventions for the Panel"
    table_pagination: ClassVar[dict[str, int]] = {"per_page": 100}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.export_format is not None and not self.scope_is_valid:
            return self._page_that_says_why()
        return super().get(request, *args, **kwargs)

    @cached_property
    def seen(self) -> QuerySet[Any]:
        return with_rating(interventions_seen(self.request.user, self.scope), self.scope)

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """Those that are listed: all, or those of one word of evidence, as the working of its count."""
        word = self.request.GET.get("evidence")
        if not word:
            return self.seen
        group = next((group for group in self.by_word if group.key == word), None)
        if group is None:
            raise Http404("The Toolkit has no such word.")
        return group.interventions

    @cached_property
    def ratings(self) -> dict[int, ApproachRating]:
        return ratings()

    def get_table_data(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.rows.select_related("delivery_organisation", "approach")
        return rows.prefetch_related("districts")

    def get_table_kwargs(self) -> dict[str, Any]:
        in_files_only = () if self.export_format else ("reference",)
        return {"ratings": self.ratings, "scope_query": self.scope_query, "exclude": in_files_only}

    @cached_property
    def by_word(self) -> list[Group]:
        """The interventions that rely on each word of the Toolkit, and those that are not assessed."""
        keys_of: dict[int, list[int]] = {}
        for key, rating in self.ratings.items():
            keys_of.setdefault(rating.impact_id, []).append(key)
        listed = self.seen.order_by()
        return [
            *(
                Group(
                    str(impact.pk),
                    impact_in_words(impact.word),
                    listed.filter(rating_id__in=keys_of.get(impact.pk, [])),
                )
                for impact in Impact.objects.all()
            ),
            Group("none", NOT_ASSESSED, listed.filter(rating_id__isnull=True)),
        ]

    def by_evidence(self) -> list[Counted]:
        """How many interventions rely on each word, and the money that they are allocated."""
        return [
            Counted(
                group.word,
                f"?{self.page_query}&evidence={group.key}#list",
                **self._read_among(group.interventions),
            )
            for group in self.by_word
        ]

    def _read_among(self, interventions: QuerySet[Any]) -> dict[str, FigureResult]:
        among = self.scope.among(interventions.values("pk"))
        return Reading(among, in_full=self.reading.in_full).compute(COUNTED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        by_evidence = self.by_evidence()
        every = self._read_among(self.seen.order_by())
        return super().get_context_data(
            by_evidence=by_evidence,
            every=every,
            evidence_in_words=in_a_sentence(by_evidence, every["funded_interventions"]),
            listed=next(
                (each.word for each in self.by_word if each.key == self.request.GET.get("evidence")), ""
            ),
            shows_illustrative=self.rows.filter(illustrative=True).exists(),
            **kwargs,
        )

    def get_export_year(self) -> FinancialYear:
        return self.scope.year

    def get_export_as_at(self) -> date:
        return self.scope.as_at


def in_a_sentence(by_evidence: list[Counted], every: FigureResult) -> str:
    """How many funded interventions rely on an approach of which word."""
    if not every.value:
        return "No intervention is funded yet."
    told = [
        f"{each.funded_interventions.shown} {each.word.lower()}"
        for each in by_evidence
        if each.funded_interventions.value
    ]
    return f"Of {every.shown} funded interventions, by the approach that each takes: {', '.join(told)}."
