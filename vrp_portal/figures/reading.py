"""Figures as a reader may see them: in full, or with small counts of people hidden (docs/rules.md 9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from vrp_portal.accounts.roles import Role
from vrp_portal.figures import kinds as kinds_of
from vrp_portal.figures import registry
from vrp_portal.figures.definitions.reach import REACH, counted_in_year
from vrp_portal.figures.disclosure import HIDDEN
from vrp_portal.figures.registry import ALL, Dimension, Division, Figure, FigureResult, Slice
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import Unit
from vrp_portal.figures.year_of_counts import Asked, Group, JudgedYear, judge
from vrp_portal.partnership.models import District
from vrp_portal.periods import quarters_ended

if TYPE_CHECKING:
    from vrp_portal.accounts.models import User


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
        return self._divided(kinds_of.by_approach(keys, self.scope))

    def by_prevention_level(self, keys: Iterable[str]) -> Division:
        return self._divided(kinds_of.by_prevention_level(keys, self.scope))

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
        if self.in_full or all(self._may_show(key, part) for key in _people_behind(result.figure)):
            return result
        return HiddenResult(result.figure, None)

    def _may_show(self, key: str, part: Slice) -> bool:
        """Whether a count is judged safe. What was not judged is not shown, unless no quarter had ended."""
        quarters = list(quarters_ended(self.scope.year, as_at=self.scope.as_at))
        if not quarters:
            return True
        place = (self.scope.district.pk,) if self.scope.district else None
        asked = Asked(place, quarters[-1].number, to_date=True)
        if part.dimension == Dimension.DISTRICT:
            asked = replace(asked, place=(part.value,))
        elif part.dimension == Dimension.QUARTER:
            asked = Asked(place, part.value.number)
        elif part.dimension is not None:
            asked = replace(asked, kind=(part.dimension, part.value))
        judged = self._year.get(key)
        return judged is not None and judged.may_show(asked, as_at=self.scope.as_at)

    @cached_property
    def _year(self) -> dict[str, JudgedYear]:
        """By figure, what may be shown of the scope's year.

        All its quarters that have ended by today are judged together: other pages show them.
        """
        last = list(quarters_ended(self.scope.year, as_at=max(self.scope.as_at, timezone.localdate())))
        rows = list(counted_in_year(self.scope.year, until=last[-1]))
        places = (None, *District.objects.values_list("pk", flat=True))
        kinds = tuple(
            (part.dimension, part.value) for part in (*kinds_of.approaches(), *kinds_of.prevention_levels())
        )
        return {
            column: judge(
                tuple(_group(row, column) for row in rows if row[column]),
                places=places,
                kinds=kinds,
                last_quarter=last[-1].number,
                threshold=settings.DISCLOSURE_THRESHOLD,
            )
            for column in REACH.columns
        }


def _people_behind(figure: Figure) -> Iterator[str]:
    """The counts of people that a figure is or is worked out from: a percentage follows its counts."""
    if figure.unit == Unit.PEOPLE:
        yield figure.key
    for key in figure.parts:
        yield from _people_behind(registry.FIGURES[key])


def _group(row: dict[str, Any], column: str) -> Group:
    return Group(
        people=row[column],
        quarter=row["quarter"].number,
        place=row["district"],
        kinds=(
            (Dimension.APPROACH, row["intervention__approach"]),
            (Dimension.PREVENTION_LEVEL, row["intervention__prevention_level"]),
        ),
        gone_on=row["intervention__withdrawn_on"],
    )
