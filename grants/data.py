"""The grants' data as whole tables, to be exported; match contributions to be imported again."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Q

from grants.models import (
    Award,
    BudgetLine,
    Condition,
    HighImpactTerms,
    MatchContribution,
    MatchRequirement,
    SpendEntry,
)
from vrp_portal.periods import Quarter
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
from vrp_portal.tabular.model_tables import by_day, latest_day, model_table, of_year, standing, with_day
from vrp_portal.tabular.sheet import Cell

MATCH = (
    DataColumn(
        "organisation",
        "Organisation",
        Means.RECORD,
        also=("Partner", "Contributor", "From", "Partner organisation", "Match partner"),
        needed=True,
        hint="The partner that contributes.",
        example="Example Council",
    ),
    DataColumn(
        "year",
        "Financial year",
        Means.YEAR,
        also=("Year", "FY", "Fin year"),
        needed=True,
        hint="From 1 April to 31 March.",
        example="2023/24",
    ),
    DataColumn(
        "kind",
        "Kind",
        Means.CHOICE,
        also=("Type", "Kind of match", "Type of match", "Kind of contribution"),
        needed=True,
        example="Staffing",
        choices=(*MatchContribution.Kind.choices, ("staffing", "Staff time"), ("delivery", "Delivery")),
    ),
    DataColumn(
        "amount",
        "Amount",
        Means.POUNDS,
        also=("Value", "Worth", "Contribution", "Match value", "Amount contributed"),
        needed=True,
        hint="What the contribution is worth, in pounds.",
        example="£12,500.00",
    ),
    DataColumn(
        "note",
        "Note",
        also=("Notes", "What", "Description", "Details"),
        hint="What it is; it sets contributions of one kind and year apart.",
        example="Analyst, two days a week",
    ),
    DataColumn(
        "pledged_on",
        "Pledged on",
        Means.DAY,
        also=("Pledged", "Date pledged", "Pledge date"),
        example="03/04/2023",
    ),
    DataColumn(
        "confirmed_on",
        "Confirmed on",
        Means.DAY,
        also=("Confirmed", "Date confirmed"),
        hint="Empty while it is only pledged.",
        not_known="Not yet",
    ),
    DataColumn(
        "evidenced_on",
        "Evidenced on",
        Means.DAY,
        also=("Evidenced", "Date evidenced", "Evidence date"),
        hint="Empty until there is evidence.",
        not_known="Not yet",
    ),
    DataColumn(
        "basis",
        "Valued by",
        Means.CHOICE,
        also=("Basis", "Valuation basis", "Basis of valuation"),
        hint="How its worth is known. It is said once, and not changed afterwards.",
        not_known="Not said",
        choices=(*MatchContribution.Basis.choices, ("invoice", "Invoice"), ("hours", "Hours")),
    ),
    DataColumn(
        "hours",
        "Hours",
        also=("Number of hours", "Hours given"),
        hint="With hours and rate: the amount is their product, to the penny.",
    ),
    DataColumn(
        "hourly_rate",
        "Hourly rate",
        Means.POUNDS,
        also=("Rate", "Rate per hour", "Hourly cost"),
        hint="With hours and rate: in pounds an hour.",
        not_known="None",
    ),
    DataColumn(
        "invoice_reference",
        "Invoice or payment reference",
        Means.IDENTIFIER,
        also=("Invoice", "Invoice number", "Invoice reference", "Payment reference"),
        hint="With an invoice or a payment: the number by which a ledger knows it.",
    ),
    DataColumn(
        "how_valued",
        "How its market value is known",
        also=("Market value", "How valued"),
        hint="With a market value: for example what the room is let for.",
    ),
    DataColumn(
        "period_from",
        "Covers from",
        Means.DAY,
        also=("Period from", "From date", "Start date"),
        hint="The first day that it covers, within the financial year.",
        not_known="Not said",
    ),
    DataColumn(
        "period_to",
        "Covers to",
        Means.DAY,
        also=("Period to", "To date", "End date"),
        hint="The last day that it covers, within the financial year.",
        not_known="Not said",
    ),
    DataColumn("source", "Source", hint="The letter or the return that it comes from."),
    ILLUSTRATIVE,
)


def plain_hours(hours: Decimal | None) -> str:
    """Hours as people write them, without decimals that say nothing: 7.5, 120."""
    return "" if hours is None else f"{hours.normalize():f}"


def match(scope: DataScope) -> Iterator[tuple[Cell, ...]]:
    """Every match contribution, with the steps it had come to by the day."""
    records = of_year(MatchContribution.objects.standing(as_at=scope.as_at), scope)
    records = by_day(records, scope, "pledged_on").with_step(as_at=latest_day(scope))
    records = records.select_related("organisation").order_by("year", "organisation__name", "pk")
    for record in records.iterator(chunk_size=CHUNK):
        yield (
            record.organisation.name,
            record.year.label,
            record.get_kind_display(),
            record.amount,
            record.note,
            record.pledged_on,
            record.confirmed_then,
            record.evidenced_then,
            record.get_basis_display(),
            plain_hours(record.hours),
            record.hourly_rate,
            record.invoice_reference,
            record.how_valued,
            record.period_from,
            record.period_to,
            record.source,
            yes_or_no(record.illustrative),
        )


def _awards(scope: DataScope) -> Any:
    awards = of_year(by_day(standing(Award, scope), scope, "agreed_on"), scope).order_by("year", "pk")
    return awards if scope.as_at is None else awards.with_status(as_at=scope.as_at)


def _budget_lines(scope: DataScope) -> Any:
    return of_year(by_day(standing(BudgetLine, scope), scope, "agreed_on"), scope).order_by("year", "pk")


def _budget_spend(scope: DataScope) -> Any:
    entries = standing(SpendEntry, scope).filter(line__in=_budget_lines(scope).order_by())
    if scope.as_at is not None:
        ended = Q(quarter__lte=Quarter.last_ended(scope.as_at))
        entries = entries.filter(ended | Q(kind=SpendEntry.Kind.FORECAST))
    return entries.order_by("line", "quarter", "pk")


register_data(
    DataTable("match", "Match contributions", MATCH, match),
    model_table(
        "awards",
        "Grant awards",
        (
            *("year", "funder__name", "scheme", "year_number", "amount", "status", "agreed_on"),
            *("confirmed_on", "source", "illustrative"),
        ),
        _awards,
    ),
    model_table(
        "high-impact-terms",
        "High impact terms",
        ("year", "percentage", "minimum_confidence", "basis", "reference", "source", "illustrative"),
        lambda scope: of_year(HighImpactTerms.objects.all(), scope),
    ),
    model_table(
        "match-requirements",
        "Match requirements",
        ("year", "percentage", "baseline_year", "baseline_amount", "required", "source", "illustrative"),
        lambda scope: of_year(MatchRequirement.objects.all(), scope),
    ),
    model_table(
        "budget-lines",
        "Budget lines",
        ("year", "purpose", "amount", "agreed_on", "source", "illustrative"),
        _budget_lines,
    ),
    model_table(
        "budget-spend",
        "Budget spend",
        ("line__year", "line__purpose", "quarter", "kind", "amount", "reason", "source", "illustrative"),
        _budget_spend,
    ),
    model_table(
        "conditions",
        "Grant conditions",
        ("year", "kind", "asks_for", "due_on", "met_on", "source", "illustrative"),
        lambda scope: with_day(of_year(Condition.objects.all(), scope), scope, "met_on"),
    ),
)
