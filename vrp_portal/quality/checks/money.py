"""What the money of interventions and of the grant may lack."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import F, Q
from django.urls import reverse

from grants.models import BudgetLine, MatchContribution, SpendEntry
from grants.querysets import Step
from interventions.models import FundingLine, FundingSpend
from vrp_portal.figures.illustrative import any_illustrative
from vrp_portal.figures.registry import FigureResult, compute
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.scoped import scope_query
from vrp_portal.money import format_pounds
from vrp_portal.quality.checks.base import Check, Finding


def lines_of(scope: Scope) -> Any:
    """The funding lines of the scope's year and district with their money, as at its day."""
    lines = FundingLine.objects.for_year(scope.year).as_at(scope.as_at)
    if scope.district is not None:
        lines = lines.in_district(scope.district)
    return lines.with_money(as_at=scope.as_at).select_related("intervention", "district")


def budget_lines_of(scope: Scope) -> Any:
    """The budget lines of the scope's year, agreed by its day and not withdrawn by then."""
    agreed = BudgetLine.objects.filter(year=scope.year, agreed_on__lte=scope.as_at)
    return agreed.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=scope.as_at))


def of_line(line: FundingLine, amiss: str, *, illustrative: bool = False) -> Finding:
    """A finding about a funding line, which its intervention's page puts right.

    It is illustrative where the line is, or what else it rests on.
    """
    what = f"{line.intervention}, {line.get_funding_source_display()} {line.year}, {line.where}"
    return Finding(what, amiss, line.intervention.get_absolute_url(), line.illustrative or illustrative)


class AmountNotStated(Check):
    key = "amount-not-stated"
    title = "Amount not stated"
    why = "It counts as an intervention and not as money, so what is committed is told too low."
    remedy = "Add the amount that was agreed to the funding line."

    def find(self, scope: Scope) -> Iterator[Finding]:
        for line in lines_of(scope).filter(allocated__isnull=True):
            yield of_line(line, "No amount is stated.")


class CommittedAboveAward(Check):
    key = "committed-above-award"
    title = "Committed above the award"
    why = "More is promised than there is to give."
    remedy = "Take money back from a funding line, or enter the award as it is now."

    def find(self, scope: Scope) -> Iterator[Finding]:
        if scope.district is not None:
            return
        told = compute(["core_grant_award", "core_committed", "svd_total", "svd_committed"], scope)
        yield from self._above(told["core_committed"], told["core_grant_award"], "awards", scope)
        yield from self._above(told["svd_committed"], told["svd_total"], "allocations", scope)

    @staticmethod
    def _above(committed: FigureResult, award: FigureResult, page: str, scope: Scope) -> Iterator[Finding]:
        there_is = Decimal(award.value or 0)
        if Decimal(committed.value or 0) > there_is:
            yield Finding(
                f"{award.label}, {scope.year}",
                f"{committed.shown} is committed of {format_pounds(there_is)}.",
                f"{reverse(page)}?{scope_query(scope)}",
                any_illustrative((committed, award), scope),
            )


class SpendAboveAllocated(Check):
    key = "spend-above-allocated"
    title = "Spend above what is allocated"
    why = "Money was spent that nobody has agreed."
    remedy = "Agree the amount, or correct the spend with an entry of its own."

    def find(self, scope: Scope) -> Iterator[Finding]:
        above = Q(spent__gt=F("allocated")) | Q(allocated__isnull=True, spent__gt=0)
        for line in lines_of(scope).filter(above):
            stated = "no amount" if line.allocated is None else format_pounds(line.allocated)
            yield of_line(line, f"{format_pounds(line.spent)} is spent, and {stated} is allocated.")


class SpendOutsideYear(Check):
    key = "spend-outside-the-year"
    title = "Spend outside the year"
    why = "Money of one year can't be spent in another, and no figure of the year finds it."
    remedy = "Withdraw the entry, and enter it in a quarter of the year that pays for it."

    def find(self, scope: Scope) -> Iterator[Finding]:
        year = scope.year
        within = Q(quarter__gte=year.quarters[0], quarter__lte=year.quarters[3])
        spend = FundingSpend.objects.standing(as_at=scope.as_at).filter(
            ~within, line__in=lines_of(scope).order_by().values("pk")
        )
        for entry in spend.select_related("line__intervention", "line__district"):
            amiss = f"{format_pounds(entry.amount)} is entered in {entry.quarter}."
            yield of_line(entry.line, amiss, illustrative=entry.illustrative)
        if scope.district is None:
            budget = SpendEntry.objects.standing(as_at=scope.as_at).filter(
                ~within, line__in=budget_lines_of(scope)
            )
            for entry in budget.select_related("line"):
                yield Finding(
                    f"Budget line {entry.line}",
                    f"{format_pounds(entry.amount)} is entered in {entry.quarter}.",
                    f"{reverse('budget-spend')}?{scope_query(scope)}",
                    entry.illustrative or entry.line.illustrative,
                )


class MatchNotEvidenced(Check):
    key = "match-not-evidenced"
    title = "Match not evidenced"
    why = "The funder may ask for the evidence of every pound of match."
    remedy = "Enter the day of the evidence on the match page, or withdraw what was never given."

    def find(self, scope: Scope) -> Iterator[Finding]:
        if scope.district is not None:
            return
        given = MatchContribution.objects.for_year(scope.year).as_at(scope.as_at)
        given = given.with_step(as_at=scope.as_at).exclude(step_then=Step.EVIDENCED)
        for contribution in given.select_related("organisation"):
            state = contribution.status_on(scope.as_at).lower()
            yield Finding(
                str(contribution),
                f"{format_pounds(contribution.amount)} is {state}, and not evidenced.",
                f"{reverse('match')}?{scope_query(scope)}",
                contribution.illustrative,
            )
