"""The rows of the interventions' data: whole records, as at a day or as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Max, QuerySet, Sum
from django.utils import timezone

from interventions.data import columns
from interventions.models import (
    Approach,
    ApproachRating,
    ApproachReplacement,
    Assessment,
    FundingEntry,
    FundingLine,
    FundingSpend,
    Intervention,
    ReachRecord,
    StatusChange,
)
from interventions.models.reach import CONTACTS, PEOPLE
from vrp_portal.partnership.models import WHOLE_AREA
from vrp_portal.tabular.data import CHUNK, DataScope, DataTable, batches, yes_or_no
from vrp_portal.tabular.model_tables import by_day, latest_day, model_table, of_year
from vrp_portal.tabular.sheet import Cell

Row = tuple[Cell, ...]


def interventions(scope: DataScope) -> Iterator[Row]:
    """Every intervention, with its status on the day."""
    day = scope.as_at or timezone.localdate()
    if scope.year is None:
        records = Intervention.objects.standing(as_at=scope.as_at)
    else:
        records = Intervention.objects.in_year(scope.year, as_at=scope.as_at or max(day, scope.year.ends))
    records = (
        records.with_status(as_at=day)
        .select_related("delivery_organisation", "commissioner", "approach")
        .prefetch_related("districts", "status_changes")
        .order_by("reference")
    )
    for record in records.iterator(chunk_size=CHUNK):
        provider = record.delivery_organisation
        yield (
            record.reference,
            record.name,
            provider and provider.name,
            provider and provider.get_kind_display(),
            provider and provider.company_number,
            provider and provider.charity_number,
            record.commissioner.name,
            record.where if record.whole_area or record.districts.all() else None,
            record.approach and record.approach.name,
            record.get_prevention_level_display(),
            record.get_setting_display(),
            Intervention.Status(record.status_then).label,
            _status_since(record, day),
            record.starts_on,
            record.ends_on,
            record.description,
            yes_or_no(record.illustrative),
        )


def funding_lines(scope: DataScope) -> Iterator[Row]:
    """Every funding line, with all that was allocated to it by the day."""
    for line in _lines(scope).with_money(as_at=latest_day(scope)).iterator(chunk_size=CHUNK):
        entries = [entry for entry in line.entries.all() if entry.agreed_on <= (latest_day(scope))]
        latest = max(entries, key=lambda entry: (entry.agreed_on, entry.pk), default=None)
        yield (
            line.intervention.reference,
            line.intervention.name,
            line.get_funding_source_display(),
            line.year.label,
            _district(line),
            line.agreed_on,
            line.allocated,
            latest and latest.reason,
            line.get_paid_as_display(),
            yes_or_no(line.illustrative),
        )


def spend(scope: DataScope) -> Iterator[Row]:
    """What was spent of each funding line in each quarter: the sum of what stands of its entries."""
    entries = FundingSpend.objects.standing(as_at=scope.as_at).filter(line__in=_lines(scope).order_by())
    if scope.as_at is not None:
        entries = entries.as_at(scope.as_at)
    sums = entries.order_by("line__intervention__reference", "line", "quarter").values("line", "quarter")
    sums = sums.annotate(spent=Sum("amount"), latest=Max("pk"))
    for group in batches(sums.iterator(chunk_size=CHUNK), CHUNK):
        latest = FundingSpend.objects.select_related("line__intervention", "line__district").in_bulk(
            [each["latest"] for each in group]
        )
        for each in group:
            entry = latest[each["latest"]]
            line = entry.line
            yield (
                line.intervention.reference,
                line.intervention.name,
                line.get_funding_source_display(),
                str(entry.quarter),
                entry.quarter.year.label,
                _district(line),
                each["spent"],
                entry.reason,
                yes_or_no(entry.illustrative),
            )


def reach(scope: DataScope) -> Iterator[Row]:
    """Every count of people reached; as at a day, those of quarters that had ended by then."""
    records = ReachRecord.objects.standing()
    if scope.as_at is not None:
        records = records.as_at(scope.as_at)
    if scope.year is not None:
        records = records.for_year(scope.year)
    records = records.filter(intervention__in=Intervention.objects.standing(as_at=scope.as_at))
    records = records.select_related("intervention", "district")
    for record in records.order_by("intervention__reference", "quarter", "pk").iterator(chunk_size=CHUNK):
        yield (
            record.intervention.reference,
            record.intervention.name,
            str(record.quarter),
            record.quarter.year.label,
            _district(record),
            *(getattr(record, name) for name in (*PEOPLE, *CONTACTS)),
            record.get_basis_display(),
            record.get_qualifier_display(),
            record.source,
            record.reason_for_fall,
            yes_or_no(record.illustrative),
        )


def _lines(scope: DataScope) -> QuerySet[FundingLine]:
    lines = FundingLine.objects.select_related("intervention", "district").prefetch_related("entries")
    if scope.as_at is None:
        lines = lines.standing().filter(intervention__withdrawn_on__isnull=True)
    else:
        lines = lines.as_at(scope.as_at)
    if scope.year is not None:
        lines = lines.for_year(scope.year)
    return lines.order_by("intervention__reference", "year", "funding_source", "pk")


def _district(record: FundingLine | ReachRecord) -> str | None:
    """A record's district, or the whole area; nothing for all districts of an intervention that has some."""
    if record.district_id:
        return record.district.name
    return WHOLE_AREA if record.intervention.whole_area else None


def _status_since(record: Intervention, day: date) -> date | None:
    changes = [change for change in record.status_changes.all() if change.since <= day]
    latest = max(changes, key=lambda change: (change.since, change.pk), default=None)
    return latest and latest.since


def _funding_entries(scope: DataScope) -> QuerySet[FundingEntry]:
    entries = FundingEntry.objects.filter(line__in=_lines(scope).order_by())
    return by_day(entries, scope, "agreed_on").order_by(
        "line__intervention__reference", "line", "agreed_on", "pk"
    )


def _status_changes(scope: DataScope) -> QuerySet[StatusChange]:
    standing = Intervention.objects.standing(as_at=scope.as_at)
    changes = by_day(StatusChange.objects.filter(intervention__in=standing), scope, "since")
    return changes.order_by("intervention__reference", "since", "pk")


def _replacements(scope: DataScope) -> QuerySet[ApproachReplacement]:
    return by_day(ApproachReplacement.objects.all(), scope, "replaced_on")


def _ratings(scope: DataScope) -> QuerySet[ApproachRating]:
    return by_day(ApproachRating.objects.all(), scope, "in_force_from")


def _assessments(scope: DataScope) -> QuerySet[Assessment]:
    standing = Intervention.objects.standing(as_at=scope.as_at)
    records = Assessment.objects.filter(intervention__in=standing)
    records = of_year(by_day(records, scope, "assessed_on"), scope)
    return records.order_by("intervention__reference", "year", "assessed_on", "pk")


TABLES = (
    DataTable("interventions", "Interventions", columns.INTERVENTIONS, interventions),
    DataTable("funding-lines", "Funding lines", columns.FUNDING_LINES, funding_lines),
    DataTable("spend", "Spend", columns.SPEND, spend),
    DataTable("reach", "Reach", columns.REACH, reach),
    model_table(
        "funding-entries",
        "Funding entries",
        (
            "line__intervention__reference",
            "line__funding_source",
            "line__year",
            "line__district__name",
            *("agreed_on", "amount", "reason", "source", "illustrative"),
        ),
        _funding_entries,
    ),
    model_table(
        "status-changes",
        "Status changes",
        ("intervention__reference", "intervention__name", "status", "since"),
        _status_changes,
    ),
    model_table(
        "approaches",
        "Approaches",
        ("name", "source", "illustrative"),
        lambda _scope: Approach.objects.all(),
    ),
    model_table(
        "approach-replacements",
        "Approach replacements",
        ("old__name", "new__name", "replaced_on", "source", "illustrative"),
        _replacements,
    ),
    model_table(
        "approach-ratings",
        "Approach ratings",
        (
            "approach__name",
            "impact__word",
            *("evidence_confidence", "cost", "in_force_from", "source_address", "read_on", "note", "source"),
            "illustrative",
        ),
        _ratings,
    ),
    model_table(
        "assessments",
        "Assessments",
        (
            "intervention__reference",
            "year",
            "rating__approach__name",
            "rating__impact__word",
            "rating__evidence_confidence",
            *("reference_on", "assessed_on", "assessed_by", "note"),
            *("approval", "decided_on", "decided_by", "decision_note", "source", "illustrative"),
        ),
        _assessments,
    ),
)
