"""A year's counts of people, as a reader may ask for them: place, kind, quarter and day, judged together.

A reader may choose any page and any day, so what one page hides no other page of the year may give away.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from vrp_portal.figures.disclosure import hidden_cells
from vrp_portal.figures.solving import Cell

Kind = tuple[str, Hashable]
"""A way to divide interventions, and one of its parts: by approach, mentoring."""


@dataclass(frozen=True, slots=True)
class Group:
    """People new in a quarter (1 to 4), in a place, of interventions that are alike.

    `gone_on` is the day from which they no longer count, because their intervention was withdrawn.
    """

    people: int
    quarter: int
    place: Hashable
    kinds: tuple[Kind, ...] = ()
    gone_on: date | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A count that a reader may ask for: new in a quarter, or since the year began up to its end.

    In one place, or everywhere (None) and then perhaps of one kind.
    """

    place: tuple[Hashable] | None
    quarter: int
    to_date: bool = False
    kind: Kind | None = None

    def counts(self, group: Group, *, as_at: date | None) -> bool:
        """Whether it adds a group as at a day (None: before any withdrawal)."""
        is_gone = as_at is not None and group.gone_on is not None and group.gone_on <= as_at
        return (
            not is_gone
            and (group.quarter <= self.quarter if self.to_date else group.quarter == self.quarter)
            and (self.place is None or self.place == (group.place,))
            and (self.kind is None or self.kind in group.kinds)
        )


@dataclass(frozen=True, slots=True)
class JudgedYear:
    """What may be shown of a year's groups."""

    groups: tuple[Group, ...]
    asked: frozenset[Asked]
    hidden: frozenset[Cell]

    def may_show(self, asked: Asked, *, as_at: date) -> bool:
        """Whether a count may be shown as at a day. What was never judged may not."""
        return asked in self.asked and _cell(self.groups, asked, as_at=as_at) not in self.hidden


@lru_cache(maxsize=128)
def judge(
    groups: tuple[Group, ...],
    *,
    places: tuple[Hashable, ...],
    kinds: tuple[Kind, ...],
    last_quarter: int,
    threshold: int,
) -> JudgedYear:
    """Which counts of a year may be shown. `places` and `kinds` are all that a page divides people by.

    The same groups are judged once: many pages and readers ask for them.
    """
    asked = list(_all_asked(places, kinds, last_quarter))
    days = [None, *sorted({group.gone_on for group in groups if group.gone_on is not None})]
    cells = dict.fromkeys(_cell(groups, each, as_at=day) for day in days for each in asked)
    hidden = hidden_cells([group.people for group in groups], cells, threshold=threshold)
    return JudgedYear(groups, frozenset(asked), hidden)


def _all_asked(places: Sequence[Hashable], kinds: Sequence[Kind], last_quarter: int) -> Iterator[Asked]:
    for quarter in range(1, last_quarter + 1):
        for to_date in (False, True):
            yield Asked(None, quarter, to_date)
            for place in places:
                yield Asked((place,), quarter, to_date)
            for kind in kinds:
                yield Asked(None, quarter, to_date, kind)


def _cell(groups: Sequence[Group], asked: Asked, *, as_at: date | None) -> Cell:
    return frozenset(number for number, group in enumerate(groups) if asked.counts(group, as_at=as_at))
