"""The grants' data as whole tables, to be exported; match contributions to be imported again."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Max, Sum

from grants.models import (
    Award,
    BudgetEntry,
    BudgetLine,
    Condition,
    HighImpactTerms,
    MatchContribution,
    MatchRequirement,
    OutturnTerms,
    SpendEntry,
    VarianceReason,
    Virement,
)
from vrp_portal.periods import Quarter
from vrp_portal.tabular.data import (
    CHUNK,
    ILLUSTRATIVE,
    DataColumn,
    DataScope,
    DataTable,
    Means,
    batches,
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
BUDGET_SPEND = (
    DataColumn(
        "purpose",
        "Budget line",
        Means.CHOICE,
        also=("Purpose", "Line", "Budget", "Budget heading", "Cost heading"),
        needed=True,
        hint="What the money is set aside for. What interventions spend is imported as spend.",
        example="Staffing",
        choices=(
            *BudgetLine.Purpose.choices,
            ("staffing", "Staff"),
            ("staffing", "Staff costs"),
            ("engagement", "Communications"),
            ("data", "Needs assessment"),
        ),
    ),
    DataColumn(
        "quarter",
        "Quarter",
        Means.QUARTER,
        also=("Qtr", "Period", "Quarter of the year", "Reporting quarter"),
        needed=True,
        hint="A quarter of a financial year: Q1 is April to June.",
        example="2023/24 Q3",
    ),
    DataColumn(
        "year",
        "Financial year",
        Means.YEAR,
        also=("Year", "FY", "Fin year"),
        hint="From 1 April to 31 March.",
        example="2023/24",
    ),
    DataColumn(
        "kind",
        "Kind",
        Means.CHOICE,
        also=("Actual or forecast", "Type"),
        hint="Empty for actual.",
        example="Actual",
        choices=(*SpendEntry.Kind.choices, ("actual", "Actuals"), ("actual", "Spent")),
    ),
    DataColumn(
        "amount",
        "Amount",
        Means.POUNDS,
        also=("Spent", "Spend", "Amount spent", "Expenditure", "Actual spend", "Value"),
        needed=True,
        hint="All that was spent of the line in the quarter, or what it is forecast to cost, in pounds.",
        example="£31,250.00",
        may_be_negative=True,
    ),
    DataColumn(
        "stated_on",
        "Stated on",
        Means.DAY,
        also=("Forecast on", "Date of forecast", "As at"),
        hint="The day on which it was known or forecast; empty for today.",
        example="08/01/2024",
    ),
    DataColumn(
        "reason", "Reason", also=("Why", "Note"), hint="Needed where less is spent than was entered before."
    ),
    DataColumn("source", "Source", hint="The ledger or the report that it comes from."),
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


def _budget_entries(scope: DataScope) -> Any:
    entries = by_day(BudgetEntry.objects.filter(line__in=_budget_lines(scope).order_by()), scope, "agreed_on")
    return entries.order_by("line", "agreed_on", "pk")


def _virements(scope: DataScope) -> Any:
    return by_day(of_year(Virement.objects.all(), scope, "from_line__year"), scope, "decided_on")


def _variance_reasons(scope: DataScope) -> Any:
    reasons = VarianceReason.objects.order_by("quarter", "row", "basis", "pk")
    if scope.year is not None:
        reasons = reasons.filter(quarter__in=scope.year.quarters)
    return reasons if scope.as_at is None else reasons.filter(quarter__lte=Quarter.last_ended(scope.as_at))


def budget_spend(scope: DataScope) -> Iterator[tuple[Cell, ...]]:
    """What was spent of each budget line in each quarter, the sum of its entries; then the latest forecast
    of each."""
    entries = standing(SpendEntry, scope).filter(line__in=_budget_lines(scope).order_by())
    actual, forecast = (entries.filter(kind=kind) for kind in SpendEntry.Kind.values)
    if scope.as_at is not None:
        actual = actual.filter(quarter__lte=Quarter.last_ended(scope.as_at))
        forecast = forecast.filter(stated_on__lte=scope.as_at)
    sums = actual.order_by("line_id", "quarter").values("line", "quarter")
    sums = sums.annotate(spent=Sum("amount"), latest=Max("pk"))
    for group in batches(sums.iterator(chunk_size=CHUNK), CHUNK):
        latest = SpendEntry.objects.select_related("line").in_bulk([each["latest"] for each in group])
        for each in group:
            yield _spend_row(latest[each["latest"]], each["spent"])
    latest_of_each = forecast.order_by("line_id", "quarter", "-stated_on", "-pk").distinct(
        "line_id", "quarter"
    )
    for entry in latest_of_each.select_related("line").iterator(chunk_size=CHUNK):
        yield _spend_row(entry, entry.amount)


def _spend_row(entry: SpendEntry, amount: Any) -> tuple[Cell, ...]:
    return (
        entry.line.get_purpose_display(),
        str(entry.quarter),
        entry.quarter.year.label,
        entry.get_kind_display(),
        amount,
        entry.stated_on,
        entry.reason,
        entry.source,
        yes_or_no(entry.illustrative),
    )


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
    DataTable("budget-spend", "Budget spend", BUDGET_SPEND, budget_spend),
    model_table(
        "budget-entries",
        "Changes of the budget",
        (
            *("line__year", "line__purpose", "agreed_on", "quarter_1", "quarter_2", "quarter_3"),
            *("quarter_4", "amount", "reason", "illustrative"),
        ),
        _budget_entries,
    ),
    model_table(
        "virements",
        "Virements",
        (
            *("from_line", "to_line", "decided_on", "decided_by", "amount", "reason"),
            "illustrative",
        ),
        _virements,
    ),
    model_table(
        "outturn-terms",
        "Outturn terms",
        ("year", "percentage", "pounds", "source", "illustrative"),
        lambda scope: of_year(OutturnTerms.objects.all(), scope),
    ),
    model_table(
        "variance-reasons",
        "Reasons for variances",
        ("quarter", "row", "basis", "amount", "reason", "illustrative"),
        _variance_reasons,
    ),
    model_table(
        "conditions",
        "Grant conditions",
        ("year", "kind", "asks_for", "due_on", "met_on", "source", "illustrative"),
        lambda scope: with_day(of_year(Condition.objects.all(), scope), scope, "met_on"),
    ),
)
