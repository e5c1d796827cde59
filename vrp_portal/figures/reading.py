"""Figures as a reader may see them: in full, or with small counts of people hidden (docs/rules.md 9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from vrp_portal.accounts.roles import Role
from vrp_portal.figures import kinds, registry
from vrp_portal.figures.definitions.reach import REACH
from vrp_portal.figures.disclosure import HIDDEN, YearCell, hidden_in_year
from vrp_portal.figures.opening import scope_of_year
from vrp_portal.figures.registry import ALL, Dimension, Division, Figure, FigureResult, Slice
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import Unit
from vrp_portal.partnership.models import District
from vrp_portal.periods import quarters_ended

if TYPE_CHECKING:
    from vrp_portal.accounts.models import User

EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class HiddenResult(FigureResult):
    """A count that this reader may not see. It has no value, so nothing can be drawn from it."""

    @property
    def shown(self) -> str:
        return HIDDEN


def sees_in_full(user: User) -> bool:
    """The team sees every count. So does a coordinator, whose scope is always their own district's data."""
    return user.in_team or user.role == Role.CSP_COORDINATOR


class Reading:
    """The registry's answers for one scope, as one reader may see them."""

    def __init__(self, scope: Scope, *, in_full: bool) -> None:
        self.scope, self.in_full = scope, in_full

    def compute(self, keys: Iterable[str]) -> dict[str, FigureResult]:
        return {key: self._for_reader(result) for key, result in registry.compute(keys, self.scope).items()}

    def by_quarter(self, keys: Iterable[str]) -> Division:
        return self._divided(registry.by_quarter(keys, self.scope))

    def by_district(self, keys: Iterable[str]) -> Division:
        return self._divided(registry.by_district(keys, self.scope))

    def by_approach(self, keys: Iterable[str]) -> Division:
        return self._divided(kinds.by_approach(keys, self.scope))

    def by_prevention_level(self, keys: Iterable[str]) -> Division:
        return self._divided(kinds.by_prevention_level(keys, self.scope))

    def _divided(self, division: Division) -> Division:
        return replace(
            division,
            rows=tuple(
                (part, tuple(self._for_reader(result, part) for result in results))
                for part, results in division.rows
            ),
            total=tuple(self._for_reader(result) for result in division.total),
        )

    def _for_reader(self, result: FigureResult, part: Slice = ALL) -> FigureResult:
        if self.in_full or result.figure.unit != Unit.PEOPLE or self._may_show(result.figure, part):
            return result
        return HiddenResult(result.figure, None)

    def _may_show(self, figure: Figure, part: Slice) -> bool:
        """Whether a count is judged safe. What was not judged is not shown, unless no quarter had ended."""
        quarters = list(quarters_ended(self.scope.year, as_at=self.scope.as_at))
        if not quarters:
            return True
        place = self.scope.district.pk if self.scope.district else EVERYWHERE
        cell = YearCell(place, quarters[-1].number, to_date=True)
        if part.dimension == Dimension.DISTRICT:
            cell = replace(cell, place=part.value)
        elif part.dimension == Dimension.QUARTER:
            cell = YearCell(place, part.value.number)
        elif part.dimension is not None:
            return False
        return cell in self._safe.get(figure.key, ())

    @cached_property
    def _safe(self) -> dict[str, frozenset[YearCell]]:
        """By figure, the counts of the year that may be shown.

        Quarters that ended after the scope's day are judged as they stand today: other pages show them.
        """
        scope = self.scope.in_district(None)
        counts = self._counts(scope)
        latest = scope_of_year(scope.year, today=timezone.localdate()).as_at
        if latest > scope.as_at:
            for key, later in self._counts(replace(scope, as_at=latest)).items():
                counts[key] = {**later, **counts[key]}
        return {key: self._shown_of(new) for key, new in counts.items()}

    def _shown_of(self, new: dict[YearCell, int]) -> frozenset[YearCell]:
        hidden = hidden_in_year(
            new,
            places={cell.place for cell in new} - {EVERYWHERE},
            everywhere=EVERYWHERE,
            threshold=settings.DISCLOSURE_THRESHOLD,
        )
        judged = new.keys() | {replace(cell, to_date=True) for cell in new}
        return frozenset(judged - hidden)

    def _counts(self, scope: Scope) -> dict[str, dict[YearCell, int]]:
        """By figure, the people new in each quarter and place, in one query."""
        quarters = list(quarters_ended(scope.year, as_at=scope.as_at))
        if not quarters:
            return {column: {} for column in REACH.columns}
        cells = {
            YearCell(place, quarter.number): condition & Q(quarter=quarter)
            for quarter in quarters
            for place, condition in self._places.items()
        }
        values = REACH.rows(scope).aggregate(
            **{
                f"{column}_{number}": build(where)
                for column, build in REACH.columns.items()
                for number, where in enumerate(cells.values())
            }
        )
        return {
            column: {cell: values[f"{column}_{number}"] for number, cell in enumerate(cells)}
            for column in REACH.columns
        }

    @cached_property
    def _places(self) -> dict[Any, Q]:
        """Each district, what belongs to the whole area alone (None), and all together."""
        districts = {pk: Q(district=pk) for pk in District.objects.values_list("pk", flat=True)}
        return {EVERYWHERE: Q(), None: Q(district__isnull=True), **districts}
