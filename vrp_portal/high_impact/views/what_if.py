"""What would follow from a change that nobody has made, beside how things stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from vrp_portal.accounts.permissions import Action
from vrp_portal.figures.scope import Scope
from vrp_portal.high_impact import standing
from vrp_portal.high_impact.changes import Changes, merged, read_changes
from vrp_portal.high_impact.forms import SUPPOSE, SupposeForm
from vrp_portal.high_impact.models import Scenario
from vrp_portal.high_impact.standing import JudgedLine
from vrp_portal.high_impact.views.comparing import Column, column, rows
from vrp_portal.high_impact.views.rule import OfRule


@dataclass(frozen=True, slots=True)
class Affected:
    """A line that a supposition touches: what it is worth and why it counts, now and then."""

    now: JudgedLine
    then: JudgedLine


class WhatIf(OfRule, TemplateView):
    """Suppose changes without saving: they stand in the address, so a link shows the same to others."""

    action = Action.SUPPOSE
    template_name = "high_impact/what_if.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = self.asked
        if asked is None:
            return super().get(request, *args, **kwargs)
        if asked.is_valid():
            query = self.changes.query
            for parameter, token in asked.tokens():
                query = urlencode(merged(query, parameter, token))
            return HttpResponseRedirect(f"{reverse('what-if')}?{self.scope_query}&{query}")
        return self.render_to_response(self.get_context_data(**kwargs), status=422)

    @cached_property
    def changes(self) -> Changes:
        return read_changes(self.request.GET, self.scope)

    @cached_property
    def supposed(self) -> Scope:
        return self.scope.suppose(self.changes.supposing)

    @cached_property
    def asked(self) -> SupposeForm | None:
        """The form by which a change is added, where one was sent."""
        prefix = self.request.GET.get("add", "")
        return self._form(prefix, self.request.GET) if prefix in SUPPOSE else None

    @cached_property
    def forms(self) -> list[SupposeForm]:
        """The forms that add a change, with what was typed into the one that was refused."""
        asked = self.asked
        return [
            asked if asked is not None and asked.prefix == prefix else self._form(prefix)
            for prefix in SUPPOSE
        ]

    def _form(self, prefix: str, data: Any = None) -> SupposeForm:
        return SUPPOSE[prefix](data, prefix=prefix, scope=self.scope, lines=self.lines)

    @cached_property
    def scenario(self) -> Scenario | None:
        """The scenario from which the page was opened, while it still shows that."""
        pk = self.request.GET.get("scenario", "")
        found = (
            Scenario.objects.filter(pk=int(pk)).first()
            if pk.isascii() and pk.isdigit() and len(pk) < 18
            else None
        )
        return found if found is not None and found.supposing == self.changes.query else None

    @cached_property
    def columns(self) -> list[Column]:
        today = column("As recorded", self.scope)
        return [today, column("Supposed", self.supposed)] if self.changes.supposing else [today]

    @cached_property
    def supposed_lines(self) -> list[JudgedLine]:
        return standing.judged_lines(self.supposed) if self.changes.supposing else self.lines

    def affected(self) -> list[Affected]:
        """The lines that are worth another amount, or whose verdict is another."""
        then = {judged.pk: judged for judged in self.supposed_lines}
        return [
            Affected(now, then[now.pk])
            for now in self.lines
            if (now.counts, now.allocated, now.reason)
            != (then[now.pk].counts, then[now.pk].allocated, then[now.pk].reason)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        supposes = bool(self.changes.supposing)
        return super().get_context_data(
            scenario=self.scenario,
            changes=[
                (change, f"{reverse('what-if')}?{self.scope_query}&{self.changes.without(change)}")
                for change in self.changes.changes
            ],
            problems=self.changes.problems,
            query=self.changes.query,
            supposes=supposes,
            columns=self.columns,
            rows=rows(self.columns),
            affected=self.affected() if supposes else [],
            forms=[(form, form.is_bound) for form in self.forms],
            refused=next((form for form in self.forms if form.is_bound and form.errors), None),
            way_out=standing.way_out(
                self.columns[-1].results, self.supposed_lines, by_spend=self.spend_decides
            ),
            shows_illustrative=any(judged.illustrative for judged in self.lines),
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if self.changes.problems:
            kwargs.setdefault("status", 400)
        return super().render_to_response(context, **kwargs)
