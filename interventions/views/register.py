"""The register: every intervention of a year that its reader may see."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from interventions.filters import RegisterFilter
from interventions.models import Intervention
from interventions.tables import RegisterTable, RegisterWithReachTable
from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action, may
from vrp_portal.accounts.roles import Role
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scoped import Scoped
from vrp_portal.tabular.exports import ExportMixin

REACH_COLUMNS = ("people_24_and_under", "people_25_and_over", "professionals_trained")


class Register(Gate, Scoped, ExportMixin, SingleTableMixin, FilterView):
    """Every intervention of a year that its reader may see: searched, filtered, sorted, exported."""

    action = Action.VIEW_REGISTER
    template_name = "interventions/register.html"
    filterset_class = RegisterFilter
    strict = False
    export_name = "interventions"
    table_pagination: ClassVar[dict[str, int]] = {"per_page": 25}

    @property
    def shows_reach(self) -> bool:
        """Counts of a single intervention can be small enough to identify a child: the Panel sees none."""
        return self.request.user.in_team or self.request.user.role == Role.CSP_COORDINATOR

    def get_queryset(self) -> QuerySet[Intervention]:
        scope = self.scope
        interventions = Intervention.objects.visible_to(self.request.user).in_year(
            scope.year, as_at=scope.as_at
        )
        if scope.district is not None:
            interventions = interventions.in_district(scope.district)
        return interventions.with_status(as_at=scope.as_at)

    def get_filterset_kwargs(self, filterset_class: type[RegisterFilter]) -> dict[str, Any]:
        return super().get_filterset_kwargs(filterset_class) | {"scope": self.scope}

    def get_table_class(self) -> type[RegisterTable]:
        return RegisterWithReachTable if self.shows_reach else RegisterTable

    def get_table_data(self) -> QuerySet[Intervention]:
        scope = self.scope
        where = {"year": scope.year, "as_at": scope.as_at, "district": scope.district}
        rows = self.object_list.with_money(**where)
        if self.shows_reach:
            rows = rows.with_reach(*REACH_COLUMNS, **where)
        rows = rows.select_related("delivery_organisation", "approach")
        return rows.prefetch_related("districts")

    def get_table_kwargs(self) -> dict[str, Any]:
        columns = self.get_table_class().total_keys()
        listed = self.scope.among(self.object_list.order_by().values("pk"))
        totals = compute(columns.values(), listed)
        return {
            "totals": {name: totals[key].value for name, key in columns.items()},
            "scope_query": self.scope_query,
        }

    def get_export_year(self) -> Any:
        return self.scope.year

    def get_export_as_at(self) -> Any:
        return self.scope.as_at

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            shows_illustrative=self.object_list.filter(illustrative=True).exists(),
            may_log=may(self.request.user, Action.EDIT_INTERVENTION),
            **kwargs,
        )
