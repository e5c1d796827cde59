"""Which budget lines and spend: of a year, as at a day, with what a line was on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from vrp_portal.money.fields import PoundsField
from vrp_portal.periods import FinancialYear, Quarter
from vrp_portal.records.models import WithdrawableQuerySet

QUARTERS = ("quarter_1", "quarter_2", "quarter_3", "quarter_4")
"""The fields that say how much of an amount falls in each quarter of its year."""


class BudgetLineQuerySet(WithdrawableQuerySet):
    def for_year(self, year: FinancialYear) -> BudgetLineQuerySet:
        return self.filter(year=year)

    def as_at(self, day: date) -> BudgetLineQuerySet:
        """Agreed on or before the day, and not withdrawn by then."""
        return self.standing(as_at=day).filter(agreed_on__lte=day)

    def with_budget(self, *, as_at: date) -> BudgetLineQuerySet:
        """Each with `budget_then` and `quarter_1_then` to `quarter_4_then` in pounds: as agreed and as
        changed by adjustments, virements and new profiles."""
        entries = self.model.entries.rel.related_model.objects.filter(
            line=OuterRef("pk"), agreed_on__lte=as_at
        )
        return self.annotate(
            budget_then=F("amount") + _sum_of(entries, "amount"),
            **{f"{quarter}_then": F(quarter) + _sum_of(entries, quarter) for quarter in QUARTERS},
        )

    def in_order(self) -> BudgetLineQuerySet:
        """Each with `place`, its purpose's place in the order in which people name them."""
        return self.annotate(place=place_of(self.model._meta.get_field("purpose"), "purpose"))

    def with_forecast(self, *, as_at: date) -> BudgetLineQuerySet:
        """Lines `with_budget`, each with `forecast_1` to `forecast_4`: what each quarter is forecast to
        cost in pounds, by the latest forecast, or by the profile where nobody has forecast it."""
        spend = self.model.spend.rel.related_model.objects
        lines = self
        for number, quarter in enumerate(QUARTERS, start=1):
            latest = spend.forecasts(as_at=as_at).filter(
                line=OuterRef("pk"), quarter=F("line__year") * 10 + number
            )
            lines = lines.annotate(
                **{
                    f"forecast_{number}": Coalesce(
                        Subquery(latest.order_by("-stated_on", "-pk").values("amount")[:1]),
                        F(f"{quarter}_then"),
                        output_field=PoundsField(),
                    )
                }
            )
        return lines


class SpendEntryQuerySet(WithdrawableQuerySet):
    def for_year(self, year: FinancialYear) -> SpendEntryQuerySet:
        return self.filter(line__year=year)

    def in_order(self) -> SpendEntryQuerySet:
        """Each with `place`, that of its line's purpose."""
        purpose = self.model._meta.get_field("line").related_model._meta.get_field("purpose")
        return self.annotate(place=place_of(purpose, "line__purpose"))

    def actual(self, *, as_at: date) -> SpendEntryQuerySet:
        """Spent in quarters that had ended by the day, and not withdrawn by then."""
        return self.standing(as_at=as_at).filter(kind="actual", quarter__lte=Quarter.last_ended(as_at))

    def forecasts(self, *, as_at: date) -> SpendEntryQuerySet:
        """Forecasts stated by the day, and not withdrawn by then."""
        return self.standing(as_at=as_at).filter(kind="forecast", stated_on__lte=as_at)


def place_of(purpose: Any, path: str) -> Case:
    """The place of a purpose among those there are."""
    places = (When(**{path: value}, then=Value(place)) for place, (value, _) in enumerate(purpose.choices))
    return Case(*places, output_field=IntegerField())


def _sum_of(entries: QuerySet, column: str) -> Coalesce:
    """The sum of a column of a line's entries, in pounds; £0 where there are none."""
    grouped = entries.order_by().values("line").annotate(sum=Sum(column)).values("sum")
    return Coalesce(Subquery(grouped), 0, output_field=PoundsField())
