"""How activities, publications and evaluations are searched and narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q

from vrp_portal.partnership.models import District
from vrp_portal.programme.models import Activity, Evaluation, Publication, Workstream
from vrp_portal.programme.querysets import ActivityQuerySet
from vrp_portal.records.fields import DayField


class DayFilter(django_filters.Filter):
    """A day, written as people write it."""

    field_class = DayField


def workstream_filter() -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(
        label="Workstream", queryset=Workstream.objects.all(), empty_label="Any"
    )


def choice_filter(label: str, choices: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(label=label, choices=choices, empty_label="Any")


def from_filter() -> DayFilter:
    return DayFilter(label="From", method="from_a_day")


def to_filter() -> DayFilter:
    return DayFilter(label="To", method="to_a_day")


class InPeriod(django_filters.FilterSet):
    """Narrow records to those within two days."""

    def from_a_day(self, found: Any, _name: str, day: Any) -> Any:
        return found.within(day, None)

    def to_a_day(self, found: Any, _name: str, day: Any) -> Any:
        return found.within(None, day)


class ActivityFilter(InPeriod):
    search = django_filters.CharFilter(label="Search", method="find")
    workstream = workstream_filter()
    kind = choice_filter("Kind", Activity.Kind.choices)
    state = choice_filter("State", Activity.State.choices)
    district = django_filters.ModelChoiceFilter(
        label="District", queryset=District.objects.all(), method="in_a_district", empty_label="Any"
    )
    begins = from_filter()
    until = to_filter()

    class Meta:
        model = Activity
        fields: list[str] = []

    def find(self, activities: ActivityQuerySet, _name: str, text: str) -> ActivityQuerySet:
        return activities.filter(
            Q(title__icontains=text) | Q(happened__icontains=text) | Q(place__icontains=text)
        )

    def in_a_district(self, activities: ActivityQuerySet, _name: str, district: District) -> ActivityQuerySet:
        return activities.in_district(district)


class PublicationFilter(InPeriod):
    workstream = workstream_filter()
    kind = choice_filter("Kind", Publication.Kind.choices)
    state = choice_filter("State", Publication.State.choices)
    begins = from_filter()
    until = to_filter()

    class Meta:
        model = Publication
        fields: list[str] = []


class EvaluationFilter(django_filters.FilterSet):
    workstream = workstream_filter()
    state = choice_filter("State", Evaluation.State.choices)

    class Meta:
        model = Evaluation
        fields: list[str] = []
