"""The tables of the Local Government Transparency Code 2015: grants to voluntary organisations, and spend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.dateformat import format as format_date

from grants.models import BudgetLine, SpendEntry
from interventions.models import FundingSpend
from vrp_portal.figures.definitions.open_data import OWN_MONEY, LeftOut, judged_lines
from vrp_portal.figures.scope import Scope
from vrp_portal.open_data.grants import Grant, clean, texts_held_back
from vrp_portal.open_data.rules import Party, Publisher
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods import Quarter
from vrp_portal.tabular.data import yes_or_no
from vrp_portal.tabular.sheet import ILLUSTRATIVE, Cell, ColumnSpec, Kind, Sheet

NOT_HELD = "Not held"
"""What the Code asks for and the portal does not keep."""
SALARIES = "Salaries of staff: the Code leaves them out"
SMALL = "Not more than the threshold"
OWN_SPEND = "The publisher delivers it itself: nobody else is paid"


@dataclass(frozen=True, slots=True)
class Spend:
    """What was spent in a quarter on one thing, in pounds, and why it is left out if it is."""

    what: str
    url: str
    quarter: Quarter
    department: str
    beneficiary: str
    purpose: str
    amount: Decimal
    left_out: str
    illustrative: bool


def is_voluntary(grant: Grant) -> bool:
    """Whether a grant goes to a voluntary or community organisation and ends there."""
    return grant.recipient_kind == Organisation.Kind.VOLUNTARY and not grant.regrant_type


def voluntary_grants_sheet(grants: Iterable[Grant], *, marked: bool) -> Sheet:
    """The Code's yearly table of grants to voluntary, community and social enterprise organisations."""
    columns = (
        ColumnSpec("identifier", "Grant identifier"),
        ColumnSpec("awarded_on", "Date awarded", Kind.DATE),
        ColumnSpec("period", "Time period"),
        ColumnSpec("department", "Local authority department"),
        ColumnSpec("beneficiary", "Beneficiary"),
        ColumnSpec("registration_number", "Beneficiary’s registration number"),
        ColumnSpec("purpose", "Purpose of the grant"),
        ColumnSpec("amount", "Amount", Kind.POUNDS),
    )
    rows = [
        (
            grant.identifier,
            grant.awarded_on,
            f"{_day(grant.starts_on)} to {_day(grant.ends_on)}",
            grant.funder.name,
            grant.recipient.name,
            registration(grant.recipient),
            grant.title,
            grant.amount,
        )
        for grant in grants
        if is_voluntary(grant)
    ]
    marks = [grant.illustrative for grant in grants if is_voluntary(grant)]
    return _sheet("Grants to voluntary organisations", columns, rows, marks if marked else None)


def registration(party: Party) -> str:
    """An organisation's registration numbers in words, with their leading zeros."""
    numbers = (("Charity", party.charity_number), ("Company", party.company_number))
    return ", ".join(f"{kind} {number}" for kind, number in numbers if number) or "None held"


def spend_sheet(spent: Iterable[Spend], *, marked: bool) -> Sheet:
    """The Code's table of spend, as far as the portal holds what it asks for."""
    columns = (
        ColumnSpec("date", "Date", Kind.DATE),
        ColumnSpec("quarter", "Quarter"),
        ColumnSpec("department", "Local authority department"),
        ColumnSpec("beneficiary", "Beneficiary"),
        ColumnSpec("purpose", "Purpose of the spend"),
        ColumnSpec("amount", "Amount", Kind.POUNDS),
        ColumnSpec("vat", "VAT that cannot be recovered"),
        ColumnSpec("merchant_category", "Merchant category"),
    )
    rows = [
        (
            each.quarter.ends,
            str(each.quarter),
            each.department,
            each.beneficiary,
            each.purpose,
            each.amount,
            NOT_HELD,
            NOT_HELD,
        )
        for each in spent
    ]
    return _sheet("Spend", columns, rows, [each.illustrative for each in spent] if marked else None)


def spend(scope: Scope, *, by: Publisher, with_illustrative: bool = False) -> tuple[list[Spend], list[Spend]]:
    """What was spent in the year's quarters that had ended by the day: what is published, and what is not.

    A correction of more than the threshold is published like the amount that it corrects.
    """
    everything = [*_of_interventions(scope, by=by), *_of_budget_lines(scope, by=by)]
    published, left_out = [], []
    for each in everything:
        stays_out = each.left_out and not (with_illustrative and each.left_out == LeftOut.ILLUSTRATIVE.label)
        (left_out if stays_out else published).append(each)
    return published, left_out


def _of_interventions(scope: Scope, *, by: Publisher) -> Iterator[Spend]:
    """What was spent of funding lines, a row for each line and quarter."""
    lines = judged_lines(scope).select_related(
        "district", "intervention__delivery_organisation", "intervention__commissioner"
    )
    by_key = {line.pk: line for line in lines}
    sums = (
        FundingSpend.objects.as_at(scope.as_at)
        .filter(line__in=list(by_key))
        .order_by("quarter", "line__intervention__reference", "line")
        .values("quarter", "line")
        .annotate(pounds=Sum("amount"), invented=Count("pk", filter=Q(illustrative=True)))
    )
    for each in sums:
        line = by_key[each["line"]]
        intervention = line.intervention
        illustrative = bool(each["invented"]) or line.is_invented
        provider = intervention.delivery_organisation
        paid = intervention.commissioner if line.passed_on else provider
        name = intervention.reference if "name" in set(texts_held_back(intervention)) else intervention.name
        yield Spend(
            what=str(line),
            url=intervention.get_absolute_url(),
            quarter=each["quarter"],
            department=by.name,
            beneficiary=clean(paid.name) if paid else "To be confirmed",
            purpose=_marked(clean(f"{intervention.reference} {name}"), illustrative=illustrative),
            amount=each["pounds"],
            left_out=_why(each["pounds"], _not_ours(line, by), illustrative=illustrative),
            illustrative=illustrative,
        )


def _of_budget_lines(scope: Scope, *, by: Publisher) -> Iterator[Spend]:
    """What was spent of the core grant on other purposes, a row for each purpose and quarter."""
    sums = (
        SpendEntry.objects.standing(as_at=scope.as_at)
        .filter(
            line__year=scope.year,
            kind=SpendEntry.Kind.ACTUAL,
            quarter__lte=Quarter.last_ended(scope.as_at),
        )
        .exclude(line__purpose=BudgetLine.Purpose.INTERVENTIONS)
        .order_by("quarter", "line__purpose")
        .values("quarter", "line__purpose")
        .annotate(
            pounds=Sum("amount"),
            invented=Count("pk", filter=Q(illustrative=True) | Q(line__illustrative=True)),
        )
    )
    for each in sums:
        purpose = BudgetLine.Purpose(each["line__purpose"])
        illustrative = bool(each["invented"])
        yield Spend(
            what=str(purpose.label),
            url=reverse("awards"),
            quarter=each["quarter"],
            department=by.name,
            beneficiary=NOT_HELD,
            purpose=_marked(str(purpose.label), illustrative=illustrative),
            amount=each["pounds"],
            left_out=_why(
                each["pounds"],
                SALARIES if purpose == BudgetLine.Purpose.STAFFING else "",
                illustrative=illustrative,
            ),
            illustrative=illustrative,
        )


def _not_ours(line: Any, by: Publisher) -> str:
    """Why what is spent on a line is no spend of the publisher, if so. A contract is; a grant need not be."""
    provider = line.intervention.delivery_organisation
    if line.funding_source not in OWN_MONEY:
        return LeftOut.OTHERS_MONEY.label
    if provider and provider.name.casefold() == by.name.casefold():
        return OWN_SPEND
    return ""


def _why(pounds: Decimal, reason: str, *, illustrative: bool) -> str:
    """Why an amount is left out, nothing where it is published. That it is invented comes last."""
    if reason:
        return reason
    if abs(pounds) <= settings.SPEND_THRESHOLD:
        return SMALL
    return LeftOut.ILLUSTRATIVE.label if illustrative else ""


def _marked(words: str, *, illustrative: bool) -> str:
    return f"Illustrative: {words}" if illustrative else words


def _day(day: date) -> str:
    return format_date(day, "j F Y")


def _sheet(
    title: str, columns: Sequence[ColumnSpec], rows: list[tuple[Cell, ...]], marks: list[bool] | None
) -> Sheet:
    """A sheet; with `marks`, its last column says of each row whether it is illustrative."""
    if marks is None:
        return Sheet(title, tuple(columns), tuple(rows))
    marked = tuple((*row, yes_or_no(mark)) for row, mark in zip(rows, marks, strict=True))
    return Sheet(title, (*columns, ColumnSpec(ILLUSTRATIVE, "Illustrative")), marked)
