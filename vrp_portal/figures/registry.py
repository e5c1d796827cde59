"""The registry: every number that anyone sees is a Figure, computed here and nowhere else.

A Measure is one query: rows for a scope, and aggregates over them. A Figure reads measures or other figures,
so a batch of figures costs one query a measure, however many records there are and however it is divided.
This module knows nothing of the domains; `definitions` registers what stands above them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import Aggregate, Q, QuerySet

from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import Unit, Value, plain, shown
from vrp_portal.partnership.models import WHOLE_AREA, District


class Dimension(StrEnum):
    """What a figure may be divided by."""

    DISTRICT = "district"
    QUARTER = "quarter"
    PARTNER = "partner"
    KIND = "kind"
    APPROACH = "approach"
    PREVENTION_LEVEL = "prevention level"


@dataclass(frozen=True, slots=True)
class Slice:
    """One part of a divided figure: a district, the whole area's own lines, a quarter, a partner, a kind,
    or all of it."""

    label: str
    dimension: Dimension | None = None
    value: Any = None


ALL = Slice("Total")

# A limit that no row exceeds has PostgreSQL work out what a row carries once, not once for each aggregate.
EVERY_ROW = sys.maxsize


@dataclass(frozen=True, eq=False)
class Measure:
    """One query. `columns` builds each aggregate for a condition, by which one query gives every slice."""

    rows: Callable[[Scope], QuerySet[Any]]
    columns: Mapping[str, Callable[[Q], Aggregate]]
    dimensions: Mapping[Dimension, str]

    def take(self, scope: Scope, slices: Sequence[Slice]) -> dict[Slice, dict[str, Any]]:
        """Each column's value in each slice that this measure can be divided into."""
        held = [part for part in slices if self.holds(part.dimension)]
        if scope.district is not None and not self.holds(Dimension.DISTRICT):
            return {}
        aggregates = {
            f"{column}_{place}": build(self._condition(part))
            for place, part in enumerate(held)
            for column, build in self.columns.items()
        }
        values = self.rows(scope).order_by()[:EVERY_ROW].aggregate(**aggregates)
        return {
            part: {column: values[f"{column}_{place}"] for column in self.columns}
            for place, part in enumerate(held)
        }

    def holds(self, dimension: Dimension | None) -> bool:
        return dimension is None or dimension in self.dimensions

    def _condition(self, part: Slice) -> Q:
        if part.dimension is None:
            return Q()
        lookup = self.dimensions[part.dimension]
        return Q(**{f"{lookup}__isnull": True}) if part.value is None else Q(**{lookup: part.value})


class NotHeld(LookupError):
    """A figure was asked for a district or a quarter by which its records are not kept."""


class Reader:
    """What a figure's `value` reads from: the measures and figures of one batch, for one slice."""

    def __init__(self, batch: Batch, part: Slice) -> None:
        self._batch, self._part = batch, part

    def __call__(self, measure: Measure, column: str) -> Any:
        """A column of a measure. Raises NotHeld where the measure is not kept by the slice's dimension."""
        try:
            return self._batch.taken(measure)[self._part][column]
        except KeyError as error:
            raise NotHeld(column) from error

    @property
    def scope(self) -> Scope:
        """The scope that is asked for."""
        return self._batch.scope

    def pounds(self, measure: Measure, column: str) -> Decimal:
        """A column in pounds, nothing being £0."""
        return self(measure, column) or Decimal(0)

    def figure(self, key: str) -> Value:
        """Another figure of the same batch. Raises NotHeld where that is not held."""
        result = self._batch.result(FIGURES[key], self._part)
        if not result.is_held:
            raise NotHeld(key)
        return result.value

    def figure_in_pounds(self, key: str) -> Decimal:
        """Another figure in pounds, nothing being £0."""
        value = self.figure(key)
        return value if isinstance(value, Decimal) else Decimal(value or 0)


@dataclass(frozen=True, slots=True)
class Records:
    """The records behind a figure, and the attribute by which each adds to it (none: each counts as one)."""

    queryset: QuerySet[Any]
    adds: str | None = None

    def lines(self) -> list[tuple[str, Value]]:
        """Each record in words, with what it adds."""
        return [(str(record), self.value_of(record)) for record in self.queryset]

    def value_of(self, record: Any) -> Value:
        return 1 if self.adds is None else getattr(record, self.adds)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with one definition. `parts` names the figures it is worked out from, if it is.

    `made_of` names figures that divide it: none of them counts a record of another, and together they are it.
    """

    key: str
    label: str
    unit: Unit
    definition: str
    value: Callable[[Reader], Value]
    records: Callable[[Scope], Records] | None = None
    parts: tuple[str, ...] = ()
    made_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureResult:
    """A figure's value in a scope. None: no record gives it, or it isn't held by this district or quarter."""

    figure: Figure
    value: Value
    is_held: bool = True

    @property
    def key(self) -> str:
        return self.figure.key

    @property
    def label(self) -> str:
        return self.figure.label

    @property
    def plain(self) -> str | None:
        """In plain decimal, for machines: 1316424.00, 53."""
        return plain(self.value, self.figure.unit)

    @property
    def shown(self) -> str:
        """For people: £1,316,424.00, 53."""
        if not self.is_held:
            return "Not held by district"
        return shown(self.value, self.figure.unit)


class Batch:
    """Figures for one scope and its slices, each measure asked once, when it is first read."""

    def __init__(self, scope: Scope, slices: Sequence[Slice] = (ALL,)) -> None:
        self.scope, self.slices = scope, tuple(slices)
        self._taken: dict[Measure, dict[Slice, dict[str, Any]]] = {}
        self._results: dict[tuple[str, Slice], FigureResult] = {}

    def taken(self, measure: Measure) -> dict[Slice, dict[str, Any]]:
        if measure not in self._taken:
            self._taken[measure] = measure.take(self.scope, self.slices)
        return self._taken[measure]

    def result(self, figure: Figure, part: Slice = ALL) -> FigureResult:
        if (figure.key, part) not in self._results:
            try:
                result = FigureResult(figure, figure.value(Reader(self, part)))
            except NotHeld:
                result = FigureResult(figure, None, is_held=False)
            self._results[figure.key, part] = result
        return self._results[figure.key, part]


@dataclass(frozen=True, slots=True)
class Division:
    """Figures divided by district or quarter: a row of results for each slice, and their total.

    The total is a figure of its own, not the sum of the rows: an intervention may count in two districts.
    """

    figures: tuple[Figure, ...]
    rows: tuple[tuple[Slice, tuple[FigureResult, ...]], ...]
    total: tuple[FigureResult, ...]


FIGURES: dict[str, Figure] = {}


def register(*figures: Figure) -> None:
    """Add figures to the registry. Raises ValueError where a key is taken: a figure has one definition."""
    for figure in figures:
        if figure.key in FIGURES:
            raise ValueError(f"The figure {figure.key} is defined already.")
        FIGURES[figure.key] = figure


def compute(keys: Iterable[str], scope: Scope) -> dict[str, FigureResult]:
    """These figures for a scope, in one batch. Raises KeyError for a key that isn't registered."""
    batch = Batch(scope)
    return {key: batch.result(FIGURES[key]) for key in keys}


def by_district(keys: Iterable[str], scope: Scope) -> Division:
    """These figures for each district, the whole area's own lines, and all of it.

    Within a scope's district there is that district alone.
    """
    if scope.district is not None:
        return divide(keys, scope, [Slice(scope.district.name, Dimension.DISTRICT, scope.district.pk)])
    districts = [Slice(district.name, Dimension.DISTRICT, district.pk) for district in District.objects.all()]
    return divide(keys, scope, [*districts, Slice(WHOLE_AREA, Dimension.DISTRICT, None)])


def by_quarter(keys: Iterable[str], scope: Scope) -> Division:
    """These figures for each quarter of the scope's year that had ended by its day, and all of them."""
    from vrp_portal.periods import quarters_ended

    ended = quarters_ended(scope.year, as_at=scope.as_at)
    return divide(
        keys,
        scope,
        [Slice(f"Q{quarter.number}, {quarter.months}", Dimension.QUARTER, quarter) for quarter in ended],
    )


def divide(keys: Iterable[str], scope: Scope, slices: Sequence[Slice]) -> Division:
    """These figures for each slice, and for all of the scope, in one batch."""
    figures = tuple(FIGURES[key] for key in keys)
    batch = Batch(scope, [ALL, *slices])
    return Division(
        figures=figures,
        rows=tuple((part, tuple(batch.result(figure, part) for figure in figures)) for part in slices),
        total=tuple(batch.result(figure) for figure in figures),
    )
