"""What was spent of a scheme's money by purpose and quarter: the figures' own answer, which claims take."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from grants.models import BudgetLine, SpendEntry
from interventions.models import FundingLine, FundingSpend
from svd.models import Allocation, QuarterlyReturn
from vrp_portal.claims.models import Scheme
from vrp_portal.figures.actuals import Actuals, actuals
from vrp_portal.figures.registry import by_quarter, compute
from vrp_portal.figures.scope import Scope
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods import FinancialYear, Quarter

DUTY_SPENT = {"labour": "svd_labour_spent", "non_labour": "svd_non_labour_spent"}
DUTY_ALLOCATED = {"labour": "svd_labour", "non_labour": "svd_non_labour"}


def spent_of(scheme: Scheme, year: FinancialYear, *, as_at: date) -> Actuals:
    """Pounds spent of a scheme in quarters that had ended by the day; what has no entry is left out."""
    if scheme == Scheme.CORE:
        return actuals(year, as_at=as_at)
    division = by_quarter(DUTY_SPENT.values(), Scope(year, as_at))
    return {
        (purpose, part.value): Decimal(result.value)
        for part, results in division.rows
        for purpose, result in zip(DUTY_SPENT, results, strict=True)
        if result.value
    }


def budgets_of(scheme: Scheme, year: FinancialYear, *, as_at: date) -> dict[str, Decimal]:
    """Pounds set aside in a year for each purpose, as far as they are known."""
    if scheme == Scheme.CORE:
        lines = BudgetLine.objects.standing(as_at=as_at).filter(year=year, agreed_on__lte=as_at)
        return dict(lines.with_budget(as_at=as_at).values_list("purpose", "budget_then"))
    told = compute(DUTY_ALLOCATED.values(), Scope(year, as_at))
    known = {purpose: told[key].value for purpose, key in DUTY_ALLOCATED.items()}
    return {purpose: Decimal(value) for purpose, value in known.items() if value is not None}


def first_quarter(scheme: Scheme, year: FinancialYear) -> Quarter:
    """The first quarter of a year in which a scheme had money: duty money began in January 2023."""
    if scheme == Scheme.DUTY:
        allocation = Allocation.objects.for_year(year).standing().first()
        if allocation is not None:
            return Quarter.containing(allocation.period_start)
    return year.quarters[0]


def returns_missing(scheme: Scheme, quarter: Quarter, *, as_at: date) -> int:
    """How many partnerships have no accepted return of a quarter, for a scheme that rests on returns."""
    if scheme == Scheme.CORE:
        return 0
    returned = QuarterlyReturn.objects.counting(as_at=as_at).filter(quarter=quarter)
    partnerships = Organisation.objects.filter(kind=Organisation.Kind.COMMUNITY_SAFETY_PARTNERSHIP)
    return partnerships.exclude(pk__in=returned.values("csp")).count()


def rests_on_illustrative(scheme: Scheme, year: FinancialYear, *, as_at: date) -> bool:
    """Whether any record of what was spent in a year is invented."""
    if scheme == Scheme.DUTY:
        returns = QuarterlyReturn.objects.for_year(year).counting(as_at=as_at)
        return bool(returns.filter(illustrative=True).exists())
    own = SpendEntry.objects.standing(as_at=as_at).filter(line__year=year, kind=SpendEntry.Kind.ACTUAL)
    of_interventions = FundingSpend.objects.as_at(as_at).filter(
        line__year=year, line__funding_source=FundingLine.FundingSource.CORE
    )
    return any(spending.filter(illustrative=True).exists() for spending in (own, of_interventions))
