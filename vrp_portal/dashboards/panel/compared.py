"""Figures beside what they were on an earlier day, and at the same point last year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from vrp_portal.dashboards.panel.since import year_before
from vrp_portal.figures.disclosure import HIDDEN
from vrp_portal.figures.reading import HiddenResult, Reading
from vrp_portal.figures.registry import FigureResult
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import change_in_words

MONEY = ("core_grant_award", "high_impact_committed", "core_spent_all", "match_confirmed", "svd_total")
MONEY_OF_DISTRICT = ("allocated", "spent")
PEOPLE = ("people_24_and_under", "people_25_and_over", "professionals_trained")
HEADLINES = (*MONEY, "allocated", "funded_interventions", *PEOPLE, "duty_milestones_done")
HEADLINES_OF_DISTRICT = (*MONEY_OF_DISTRICT, "funded_interventions", *PEOPLE, "duty_milestones_done")

Address = Callable[[str, Scope], str]


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure now and then: what each showed, where its working is, and what changed in words.

    A count that is hidden on either day has a change that is hidden as well. `last_year` is empty where there
    is nothing to compare with, or where either count is hidden.
    """

    key: str
    label: str
    now: str
    now_url: str
    then: str
    then_url: str
    change: str
    last_year: str = ""
    last_year_url: str = ""

    @property
    def has_changed(self) -> bool:
        return self.change not in {"", HIDDEN, "No change"}


def headlines_of(scope: Scope) -> tuple[str, ...]:
    """The figures that are compared; those of the grant as a whole are not held by district."""
    return HEADLINES_OF_DISTRICT if scope.district else HEADLINES


def compared(
    reading: Reading, since: date, address: Address, *, now: Mapping[str, FigureResult]
) -> list[Compared]:
    """Each headline of a scope as at its day (`now`), as at `since`, and at the same point last year."""
    keys = headlines_of(reading.scope)
    before = _read_on(reading, reading.scope.on(since))
    last = _read_on(reading, last_year_of(reading.scope))
    then, earlier = before.compute(keys), last.compute(keys)
    return [
        Compared(
            key=key,
            label=now[key].label,
            now=now[key].shown,
            now_url=address(key, reading.scope),
            then=then[key].shown,
            then_url=address(key, before.scope),
            change=change_of(then[key], now[key]),
            last_year=earlier[key].shown if _may_compare(now[key], earlier[key]) else "",
            last_year_url=address(key, last.scope),
        )
        for key in keys
        if now[key].is_held
    ]


def last_year_of(scope: Scope) -> Scope:
    """The same point last year."""
    return replace(scope, year=scope.year.previous(), as_at=year_before(scope.as_at))


def change_of(then: FigureResult, now: FigureResult) -> str:
    """What changed, in words; hidden where either count is."""
    if isinstance(then, HiddenResult) or isinstance(now, HiddenResult):
        return HIDDEN
    return change_in_words(then.value, now.value, now.figure.unit)


def _may_compare(now: FigureResult, last: FigureResult) -> bool:
    """Whether last year has records of a figure, and neither count is hidden."""
    if isinstance(now, HiddenResult) or isinstance(last, HiddenResult):
        return False
    return bool(last.value)


def _read_on(reading: Reading, scope: Scope) -> Reading:
    return Reading(scope, in_full=reading.in_full)
