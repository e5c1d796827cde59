"""The scope at which the portal opens when nobody has chosen one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from vrp_portal.figures.scope import Scope
from vrp_portal.periods import FinancialYear, Quarter

LatestQuarter = Callable[[date], Quarter | None]

_sources: list[LatestQuarter] = []


def opens_at(latest_quarter: LatestQuarter) -> LatestQuarter:
    """Register how to find the latest quarter, ended by a day, for which people have been counted."""
    _sources.append(latest_quarter)
    return latest_quarter


def opening_scope(today: date) -> Scope:
    """The end of the latest quarter with reach, because the partnership reports by quarter; else today."""
    for latest_quarter in _sources:
        quarter = latest_quarter(today)
        if quarter is not None:
            return Scope(quarter.year, quarter.ends)
    return scope_of_year(FinancialYear.containing(today), today=today)


def scope_of_year(year: FinancialYear, *, today: date) -> Scope:
    """A year as it stands today, or as it stood on its last day once that is past."""
    return Scope(year, min(today, year.ends))
