"""How the register is searched and narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q

from interventions.models import Approach, FundingLine, Intervention
from interventions.querysets import InterventionQuerySet
from vrp_portal.figures.scope import Scope


class RegisterFilter(django_filters.FilterSet):
    """Narrow the interventions of a scope's year. The year, day and district are the scope's own."""

    search = django_filters.CharFilter(label="Search", method="find")
    source = django_filters.ChoiceFilter(
        label="Funding source",
        choices=FundingLine.FundingSource.choices,
        method="funded_from",
        empty_label="Any",
    )
    status = django_filters.ChoiceFilter(
        field_name="status_then", label="Status", choices=Intervention.Status.choices, empty_label="Any"
    )
    prevention_level = django_filters.ChoiceFilter(
        label="Prevention level", choices=Intervention.PreventionLevel.choices, empty_label="Any"
    )
    approach = django_filters.ModelChoiceFilter(queryset=Approach.objects.all(), empty_label="Any")

    class Meta:
        model = Intervention
        fields: list[str] = []

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope

    def find(self, interventions: InterventionQuerySet, _name: str, text: str) -> InterventionQuerySet:
        return interventions.filter(
            Q(name__icontains=text)
            | Q(reference__icontains=text)
            | Q(delivery_organisation__name__icontains=text)
        )

    def funded_from(
        self, interventions: InterventionQuerySet, _name: str, source: str
    ) -> InterventionQuerySet:
        return interventions.funded_from(source, year=self.scope.year, as_at=self.scope.as_at)
