"""Scenarios: kept under a name, opened by a link, put side by side, removed by whoever made them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView, View

from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action
from vrp_portal.figures.scoped import Scoped, scope_query
from vrp_portal.high_impact.changes import Changes, read_changes
from vrp_portal.high_impact.forms import CompareForm, ScenarioForm
from vrp_portal.high_impact.models import Scenario
from vrp_portal.high_impact.views.comparing import column as compared_column
from vrp_portal.high_impact.views.comparing import rows
from vrp_portal.records.views import SavingView


def changes_of(scenario: Scenario) -> Changes:
    """What a scenario supposes, as far as it is still there."""
    return read_changes(QueryDict(scenario.supposing), scenario.scope)


class Scenarios(Gate, ListView):
    """Every scenario that was kept, and the choice of two to compare."""

    action = Action.SUPPOSE
    template_name = "high_impact/scenarios.html"
    context_object_name = "scenarios"
    queryset = Scenario.objects.select_related("made_by")
    paginate_by = 50

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        context = super().get_context_data(**kwargs)
        listed = [(scenario, scenario.may_be_removed_by(user)) for scenario in context["scenarios"]]
        return context | {"listed": listed, "form": CompareForm()}


class OpenScenario(Gate, View):
    """A scenario's own address, to be shared: it shows the what-if page with its changes."""

    action = Action.SUPPOSE

    def get(self, request: HttpRequest, pk: int) -> HttpResponseRedirect:
        scenario = get_object_or_404(Scenario, pk=pk)
        query = f"{scope_query(scenario.scope)}&{scenario.supposing}&scenario={scenario.pk}"
        return HttpResponseRedirect(f"{reverse('what-if')}?{query}")


class KeepScenario(Gate, Scoped, SavingView):
    """Keep what an address supposes, under a name."""

    action = Action.SUPPOSE
    form_class = ScenarioForm
    template_name = "high_impact/keep.html"
    asks_district = False

    @cached_property
    def changes(self) -> Changes:
        return read_changes(self.request.GET, self.scope)

    def get_form_kwargs(self) -> dict[str, Any]:
        scenario = Scenario(
            year=self.scope.year,
            as_at=self.scope.as_at,
            supposing=self.changes.query,
            made_by=self.request.user,
            made_on=timezone.localdate(),
        )
        return super().get_form_kwargs() | {"instance": scenario}

    def form_valid(self, form: ScenarioForm) -> Any:
        if not self.changes.supposing:
            form.add_error(None, "Nothing is supposed yet: suppose a change first, then keep it.")
            return self.form_invalid(form)
        return super().form_valid(form)

    def save(self, form: ScenarioForm) -> str:
        self.scenario = form.save()
        return f"The scenario {self.scenario} is kept. Its address can be shared."

    def get_success_url(self) -> str:
        return self.scenario.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = f"{reverse('what-if')}?{self.scope_query}&{self.changes.query}"
        return super().get_context_data(changes=self.changes.changes, back_url=back, **kwargs)


class RemoveScenario(Gate, View):
    """Remove a scenario. Whoever made it may, and an administrator; the history keeps it."""

    action = Action.SUPPOSE
    http_method_names = ["post"]

    @cached_property
    def scenario(self) -> Scenario:
        return get_object_or_404(Scenario, pk=self.kwargs["pk"])

    def load(self) -> None:
        if not self.scenario.may_be_removed_by(self.request.user):
            raise PermissionDenied("A scenario is removed by whoever made it.")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
        self.scenario.delete()
        messages.success(request, f"The scenario {self.scenario} is removed.")
        return HttpResponseRedirect(reverse("scenarios"))


class CompareScenarios(Gate, TemplateView):
    """Two scenarios side by side, each after how its year stood as recorded."""

    action = Action.SUPPOSE
    template_name = "high_impact/compare.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.GET:
            return self.render_to_response(self.get_context_data(form=CompareForm(), **kwargs))
        form = CompareForm(request.GET)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, **kwargs), status=422)
        pair = (form.cleaned_data["one"], form.cleaned_data["other"])
        return self.render_to_response(self.get_context_data(form=form, **self.compared(*pair), **kwargs))

    def compared(self, one: Scenario, other: Scenario) -> dict[str, Any]:
        """What each supposes, and the figures: as recorded once for each year and day that they are of."""
        told = {scenario: changes_of(scenario) for scenario in (one, other)}
        columns = []
        for scenario, changes in told.items():
            recorded = f"As recorded, {scenario.scope}"
            if recorded not in {column.heading for column in columns}:
                columns.append(compared_column(recorded, scenario.scope))
            columns.append(compared_column(scenario.name, scenario.scope.suppose(changes.supposing)))
        return {"scenarios": list(told.items()), "columns": columns, "rows": rows(columns)}
