"""Counts of people at activities, as a reader may see them (docs/rules.md 9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings

from vrp_portal.figures.disclosure import HIDDEN, is_small
from vrp_portal.programme.models import Activity, ActivityCount
from vrp_portal.programme.rules import count_in_words


@dataclass(frozen=True, slots=True)
class Counted:
    """One count of an activity as its reader may see it.

    `number` is the count, or `[c]` where it could point to a child.
    """

    number: int | str
    sure: str
    what: str
    are_people: bool

    @property
    def is_hidden(self) -> bool:
        return self.number == HIDDEN

    @property
    def words(self) -> str:
        """The count as a sentence has it: about 500 people; [c] young people."""
        if isinstance(self.number, str):
            return f"{self.number} {self.what}"
        return count_in_words(self.number, self.sure, self.what)


def counted(number: int, *, sure: str, what: str, are_people: bool, in_full: bool) -> Counted:
    """A count for a reader who sees every count (`in_full`), or for one outside the team.

    A count of people from 1 up to one below the threshold is hidden from the latter, however sure it is.
    """
    hidden = not in_full and are_people and is_small(number, threshold=settings.DISCLOSURE_THRESHOLD)
    return Counted(HIDDEN if hidden else number, sure, what, are_people)


def people_of(activity: Activity, *, in_full: bool) -> Counted | None:
    """The people whom an activity reached, where a number is recorded."""
    if activity.people is None:
        return None
    return counted(
        activity.people,
        sure=activity.people_sure,
        what=activity.people_are,
        are_people=True,
        in_full=in_full,
    )


def others_of(counts: Iterable[ActivityCount], *, in_full: bool) -> Iterator[Counted]:
    """What else was counted."""
    for count in counts:
        yield counted(
            count.number, sure=count.sure, what=count.what, are_people=count.are_people, in_full=in_full
        )


def counts_of(activity: Activity, *, in_full: bool) -> tuple[Counted, ...]:
    """Every count of an activity read by `with_words`, its people first."""
    people = people_of(activity, in_full=in_full)
    others = others_of(activity.standing_counts, in_full=in_full)  # type: ignore[attr-defined]  # prefetched
    return (*([people] if people else []), *others)
