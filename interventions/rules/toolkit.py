"""Ratings over time: which were in force on a day, which to rely on, and which have superseded another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating's place in time: from which day it is in force, and when it was recorded."""

    key: int
    approach: int
    in_force_from: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Replaced:
    """From a day on, an approach is another one, or one part of it is."""

    old: int
    new: int
    on: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Toolkit:
    """The ratings of every approach, and which approaches were replaced by which."""

    ratings: tuple[Rated, ...]
    replacements: tuple[Replaced, ...] = ()

    def approaches_on(self, approach: int, day: date) -> tuple[int, ...]:
        """What an approach is on a day: itself, or what had replaced it by then, in order.

        >>> split_on, recorded = date(2025, 9, 1), datetime(2025, 9, 8)
        >>> toolkit = Toolkit((), tuple(Replaced(1, new, split_on, recorded) for new in (2, 3)))
        >>> toolkit.approaches_on(1, date(2025, 8, 31)), toolkit.approaches_on(1, split_on)
        ((1,), (2, 3))
        """
        became: list[int] = []
        seen, waiting = {approach}, [approach]
        while waiting:
            this = waiting.pop(0)
            new = [step.new for step in self.replacements if step.old == this and step.on <= day]
            if not new:
                became.append(this)
            for each in new:
                if each not in seen:
                    seen.add(each)
                    waiting.append(each)
        return tuple(became) or (approach,)

    def in_force(self, approach: int, day: date) -> Rated | None:
        """The rating of an approach in force on a day: the latest that had come into force by then."""
        come = [it for it in self.ratings if it.approach == approach and it.in_force_from <= day]
        return max(come, key=_latest, default=None)

    def to_rely_on(self, approach: int, day: date) -> tuple[Rated, ...]:
        """The ratings to rely on as at a reference date, one for each of what the approach then is.

        Before an approach was split off, those of what it was split from. Where nothing was rated by then,
        the first rating that came later, because there is no other.
        """
        then = self.approaches_on(approach, day)
        was = [step.old for step in self.replacements if step.new == approach and step.on > day]
        for these in (then, [approach], was):
            found = [rated for each in these if (rated := self.in_force(each, day)) is not None]
            if found:
                return tuple(found)
        later = [it for it in self.ratings if it.approach in {approach, *then}]
        return (min(later, key=_latest),) if later else ()

    def related(self, approach: int) -> frozenset[int]:
        """An approach, whatever it was split from, and whatever has replaced it on any day."""
        was = {step.old for step in self.replacements if step.new == approach}
        return frozenset(was | self._lineage(approach, date.max))

    def superseding(self, relied_on: Rated, *, since: datetime, day: date) -> tuple[Rated, ...]:
        """The ratings in force by a day that supersede one, as far as they were recorded after `since`.

        They are later ratings of the same approach or of what replaced it, and where the replacement itself
        was recorded after `since`, what is in force of that.
        """
        lineage = self._lineage(relied_on.approach, day)
        newer = {
            it
            for it in self.ratings
            if it.approach in lineage
            and it.recorded_at > since
            and relied_on.in_force_from < it.in_force_from <= day
        }
        if any(
            step.old in lineage and step.on <= day and step.recorded_at > since for step in self.replacements
        ):
            became = self.approaches_on(relied_on.approach, day)
            newer |= {rated for each in became if (rated := self.in_force(each, day)) is not None}
        return tuple(sorted(newer - {relied_on}, key=_latest))

    def _lineage(self, approach: int, day: date) -> set[int]:
        """An approach, and everything that has replaced it or its replacements by a day."""
        lineage, waiting = {approach}, [approach]
        while waiting:
            this = waiting.pop()
            for step in self.replacements:
                if step.old == this and step.on <= day and step.new not in lineage:
                    lineage.add(step.new)
                    waiting.append(step.new)
        return lineage


def _latest(rated: Rated) -> tuple[date, int]:
    return rated.in_force_from, rated.key
