"""The programme's data as whole tables, to be exported by the team. Counts stand in full."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, F, TextField, Value, When

from vrp_portal.programme.models import (
    Activity,
    ActivityCount,
    Evaluation,
    GovernanceGroup,
    GovernanceLine,
    Publication,
    Workstream,
)
from vrp_portal.tabular.data import (
    CHUNK,
    ILLUSTRATIVE,
    DataColumn,
    DataScope,
    DataTable,
    Means,
    register_data,
    yes_or_no,
)
from vrp_portal.tabular.model_tables import by_day, model_table, standing, with_day
from vrp_portal.tabular.sheet import Cell

ACTIVITIES = (
    DataColumn("workstream", "Workstream"),
    DataColumn("kind", "Kind"),
    DataColumn("title", "Title"),
    DataColumn("state", "State"),
    DataColumn("starts_on", "First day", Means.DAY),
    DataColumn("ends_on", "Last day", Means.DAY),
    DataColumn("day_known", "What is known of the day"),
    DataColumn("where", "Where"),
    DataColumn("with_whom", "Partners"),
    DataColumn("happened", "What happened"),
    DataColumn("people", "People reached", Means.PEOPLE),
    DataColumn("people_sure", "How sure they are"),
    DataColumn("people_are", "Who they are"),
    DataColumn("evidence", "Evidence"),
    DataColumn("source", "Source"),
    ILLUSTRATIVE,
)


def _activities(scope: DataScope) -> Any:
    """Of the scope's year where it has one; by its day, those that had begun."""
    found = by_day(standing(Activity, scope), scope, "starts_on")
    if scope.year is not None:
        found = found.within(scope.year.starts, scope.year.ends)
    return found.order_by("starts_on", "pk")


def activities(scope: DataScope) -> Iterator[tuple[Cell, ...]]:
    """Every activity with its places and partners in words."""
    for activity in _activities(scope).with_words().iterator(chunk_size=CHUNK):
        yield (
            activity.workstream.name,
            activity.get_kind_display(),
            activity.title,
            activity.get_state_display(),
            activity.starts_on,
            activity.ends_on,
            activity.get_day_known_display(),
            activity.where,
            activity.with_whom or None,
            activity.happened or None,
            activity.people,
            activity.get_people_sure_display() or None,
            activity.people_are or None,
            activity.evidence or None,
            activity.source or None,
            yes_or_no(activity.illustrative),
        )


def _evaluations(scope: DataScope) -> Any:
    """With state, day and findings as they were on the scope's day."""
    found = standing(Evaluation, scope).order_by("title", "pk")
    if scope.as_at is not None:
        to_come = When(reported_on__gt=scope.as_at, then=Value(""))
        findings = Case(to_come, default=F("findings"), output_field=TextField())
        found = found.annotate(findings_then=findings)
    return with_day(found, scope, "reported_on", state="state")


register_data(
    model_table(
        "workstreams",
        "Workstreams",
        ("key", "name", "purpose", "order", "lead_organisation__name", "source", "illustrative"),
        lambda _scope: Workstream.objects.all(),
    ),
    DataTable("activities", "Activities", ACTIVITIES, activities),
    model_table(
        "activity-counts",
        "Activity counts",
        ("activity__title", "number", "sure", "what", "are_people", "source", "illustrative"),
        lambda scope: (
            standing(ActivityCount, scope)
            .filter(activity__in=_activities(scope).order_by())
            .order_by("activity__starts_on", "pk")
        ),
    ),
    model_table(
        "publications",
        "Publications",
        (
            *("workstream__name", "kind", "title", "state", "published_on", "day_known", "audience"),
            *("district__name", "about", "link", "source", "illustrative"),
        ),
        lambda scope: by_day(standing(Publication, scope), scope, "published_on").order_by(
            "published_on", "pk"
        ),
    ),
    model_table(
        "evaluations",
        "Evaluations",
        (
            *("workstream__name", "title", "intervention__reference", "commissioned_by__name"),
            *("evaluator__name", "state", "starts_on", "due_on", "reported_on", "findings", "link"),
            *("source", "illustrative"),
        ),
        _evaluations,
    ),
    model_table(
        "governance-groups",
        "Governance groups",
        ("name", "purpose", "chair_organisation__name", "chair_post", "meets", "source", "illustrative"),
        lambda scope: standing(GovernanceGroup, scope).order_by("name", "pk"),
    ),
    model_table(
        "governance-lines",
        "Governance lines",
        ("group__name", "reports_to__name", "source", "illustrative"),
        lambda _scope: GovernanceLine.objects.filter(
            group__withdrawn_on__isnull=True, reports_to__withdrawn_on__isnull=True
        ),
    ),
)
