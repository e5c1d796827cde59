"""What of a year's core grant was actually spent, each pound once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum, Value

from grants.models import BudgetLine, SpendEntry
from interventions.models import FundingLine, FundingSpend
from vrp_portal.periods import FinancialYear, Quarter

INTERVENTIONS = BudgetLine.Purpose.INTERVENTIONS
Actuals = dict[tuple[str, Quarter], Decimal]


def spend_on_other_purposes(year: FinancialYear, *, as_at: date) -> QuerySet[Any]:
    """What was spent on every purpose but interventions, in quarters that had ended by the day."""
    actual: Any = SpendEntry.objects.for_year(year).actual(as_at=as_at)
    other: QuerySet[Any] = actual.exclude(line__purpose=INTERVENTIONS)
    return other


def actuals(year: FinancialYear, *, as_at: date) -> Actuals:
    """Pounds spent of a year's core grant by purpose and quarter, in quarters that had ended by the day.

    What interventions spend is entered with their funding lines and is read there alone; what is spent on
    the other purposes is read from their budget lines. A purpose and quarter without an entry is left out.
    """
    own = (
        spend_on_other_purposes(year, as_at=as_at)
        .order_by()
        .values_list("line__purpose", "quarter")
        .annotate(pounds=Sum("amount"))
    )
    core = FundingLine.objects.for_year(year).as_at(as_at).from_source(FundingLine.FundingSource.CORE)
    of_interventions = (
        FundingSpend.objects.as_at(as_at)
        .filter(line__in=core.order_by().values("pk"))
        .order_by()
        .annotate(purpose=Value(str(INTERVENTIONS)))
        .values_list("purpose", "quarter")
        .annotate(pounds=Sum("amount"))
    )
    return {(purpose, quarter): pounds for purpose, quarter, pounds in own.union(of_interventions, all=True)}
