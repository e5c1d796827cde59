"""Where years stand: open or closed, what stands open before closing, and what has moved since."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from vrp_portal.figures.definitions.claims import KEYS
from vrp_portal.figures.definitions.duty_progress import NOT_OF_A_YEAR
from vrp_portal.figures.registry import FIGURES, compute
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.scoped import FIRST_YEAR_OF_PARTNERSHIP
from vrp_portal.figures.values import shown
from vrp_portal.periods import FinancialYear
from vrp_portal.quality.checks import CHECKS, Check
from vrp_portal.year_end.models import Adjustment, ClosedYear
from vrp_portal.year_end.rules import may_be_closed, moved_since

HEADLINES = (
    *("core_grant_award", "core_committed", "core_spent", "high_impact_committed", "high_impact_spent"),
    *("core_budgeted", "core_spent_all", "match_required", "match_confirmed"),
    *("svd_total", "svd_shared", "svd_spent"),
)
"""The figures that are shown of every year; of the others, those that have moved since it was closed."""

GO_ON = frozenset(key for keys in KEYS.values() for key in keys)
"""The figures of claims, which are sent and paid after their year is closed too, on days of their own."""

Values = Mapping[str, str | None]
"""By key, what a figure is in plain decimal."""


@dataclass(frozen=True, slots=True)
class YearState:
    """A year of the partnership: closed, open, or not over yet."""

    year: FinancialYear
    closed: ClosedYear | None
    adjustments: int
    today: date

    @property
    def may_be_closed(self) -> bool:
        return self.closed is None and may_be_closed(self.year, today=self.today)


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure as it stood when its year was closed, as it stands today, and by how much it moved."""

    key: str
    label: str
    frozen: str
    now: str
    by: str

    @property
    def has_moved(self) -> bool:
        return self.by != ""


def offered(today: date) -> list[FinancialYear]:
    """The years of the partnership that have begun, the latest first."""
    latest = FinancialYear.containing(today).start_year
    return [FinancialYear(start) for start in range(latest, FIRST_YEAR_OF_PARTNERSHIP - 1, -1)]


def years(today: date) -> list[YearState]:
    """Every year that has begun, and where it stands; in two queries."""
    closed = {record.year: record for record in ClosedYear.objects.select_related("closed_by")}
    adjusted = Counter(Adjustment.objects.order_by().values_list("year", flat=True))
    return [YearState(year, closed.get(year), adjusted[year], today) for year in offered(today)]


def values_of(scope: Scope) -> Values:
    """Every figure of a scope that is its year's own."""
    of_year = [key for key in FIGURES if key not in NOT_OF_A_YEAR]
    return {key: result.plain for key, result in compute(of_year, scope).items()}


def fingerprint(values: Values) -> str:
    """What somebody was shown, so that it can be told from what is so later."""
    return hashlib.sha256(json.dumps(dict(values)).encode()).hexdigest()


def stands_open(scope: Scope) -> list[tuple[Check, int]]:
    """What the checks of the data find in a year, each with how often."""
    found = [(check, sum(1 for _ in check.find(scope))) for check in CHECKS.values()]
    return [(check, count) for check, count in found if count]


def moved(closed: ClosedYear, *, today: date) -> list[Moved]:
    """The headline figures of a closed year, and whichever others have moved since it was closed."""
    now = values_of(Scope(closed.year, today))
    frozen = {figure.key: figure.value for figure in closed.figures.all()}
    told = {key: _moved(key, frozen[key], now[key]) for key in frozen if key in now and key not in GO_ON}
    return list(_in_order(told))


def _in_order(told: Mapping[str, Moved]) -> Iterator[Moved]:
    yield from (told[key] for key in HEADLINES if key in told)
    yield from (figure for key, figure in told.items() if key not in HEADLINES and figure.has_moved)


def _moved(key: str, frozen: Decimal | None, plain: str | None) -> Moved:
    figure = FIGURES[key]
    now = None if plain is None else Decimal(plain)
    by = moved_since(frozen, now)
    sign = "+" if by is not None and by > 0 else ""
    return Moved(
        key,
        figure.label,
        shown(_whole(frozen), figure.unit),
        shown(_whole(now), figure.unit),
        "" if by is None else f"{sign}{shown(_whole(by), figure.unit)}",
    )


def _whole(value: Decimal | None) -> Decimal | int | None:
    """A count without its decimals; pounds and percentages have theirs put back where they are shown."""
    return int(value) if value is not None and value == value.to_integral_value() else value
