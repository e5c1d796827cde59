"""What every page for the Panel shares: the scope with the day to compare with, and links between pages."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html

from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action
from vrp_portal.dashboards.panel import since as days
from vrp_portal.dashboards.panel.compared import Compared, compared, headlines_of
from vrp_portal.figures.opening import opening_scope
from vrp_portal.figures.reading import Reading, sees_in_full
from vrp_portal.figures.registry import Figure, FigureResult
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.scoped import Scoped, scope_query

PAGES = (
    ("panel", "At a glance"),
    ("panel-money", "Money"),
    ("panel-people", "People"),
    ("panel-interventions", "Interventions"),
    ("panel-duty", "The duty"),
    ("panel-changes", "What changed"),
)


class PageLink(NamedTuple):
    """A page for the Panel as the others lead to it, for the same scope."""

    label: str
    url: str
    is_open: bool


class PanelPage(Gate, Scoped):
    """A page for the Panel: figures as its reader may see them, for a scope that the address names."""

    action = Action.VIEW_AT_A_GLANCE
    page: ClassVar[str]
    """The name of the page's address."""
    asked: ClassVar[tuple[str, ...]] = ()
    """The figures that the page is made of, beside the headlines."""

    @cached_property
    def scope_form(self) -> days.PanelScopeForm:
        data = self.request.GET.copy()
        if not any(data.get(name) for name in ("year", "as_at")):
            opening = opening_scope(timezone.localdate())
            data["year"], data["as_at"] = opening.year.label, f"{opening.as_at:%d/%m/%Y}"
        return days.PanelScopeForm(data, district=self.own_district)

    @cached_property
    def since(self) -> days.Since:
        """The day with which the page compares: the one in the address, or the last meeting's."""
        day = self.scope_form.cleaned_data.get("since") if self.scope_is_valid else None
        return days.last_meeting(self.scope.as_at) if day is None else days.chosen(day)

    @property
    def page_query(self) -> str:
        """The scope, and the day to compare with where one was chosen, as the query of an address."""
        day = self.scope_form.cleaned_data.get("since") if self.scope_is_valid else None
        chosen = {} if day is None else {"since": day.isoformat()}
        return "&".join(part for part in (self.scope_query, urlencode(chosen)) if part)

    @cached_property
    def reading(self) -> Reading:
        return Reading(self.scope, in_full=sees_in_full(self.request.user))

    @cached_property
    def results(self) -> dict[str, FigureResult]:
        """The figures of the page and the headlines, in one batch."""
        return self.reading.compute(dict.fromkeys((*self.asked, *headlines_of(self.scope))))

    @cached_property
    def headlines(self) -> dict[str, Compared]:
        """The headlines by key, each beside what it was."""
        told = compared(self.reading, self.since.day, working, now=self.results)
        return {each.key: each for each in told}

    def address(self, figure: Figure) -> str:
        """The figure's page, for the same scope."""
        return working(figure.key, self.scope)

    def heading(self, figure: Figure, label: str = "") -> str:
        """A column's heading that leads to the figure's working."""
        return format_html(
            '<a class="govuk-link" href="{}">{}</a>', self.address(figure), label or figure.label
        )

    def pages(self) -> list[PageLink]:
        return [
            PageLink(label, f"{reverse(name)}?{self.page_query}", name == self.page) for name, label in PAGES
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            form=self.scope_form,
            since=self.since,
            pages=self.pages(),
            page_query=self.page_query,
            hides_counts=not self.reading.in_full,
            last_year_on=days.in_words(days.year_before(self.scope.as_at)),
            printed_address=self.request.build_absolute_uri(f"{self.request.path}?{self.page_query}"),
            **kwargs,
        )


def working(key: str, scope: Scope) -> str:
    """Where the working of a figure is shown for a scope."""
    return f"{reverse('figure', args=[key])}?{scope_query(scope)}"
