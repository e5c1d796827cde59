"""Disclosure control: which counts of people a reader outside the team may not see (docs/rules.md 9).

A count from 1 up to one below the threshold could point to a child. Where one hidden count could be worked
out from a sum, a second is hidden too.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

HIDDEN = "[c]"

Cell = TypeVar("Cell", bound=Hashable)


def hidden_cells(
    counts: Mapping[Cell, int], *, sums: Iterable[Collection[Cell]], threshold: int
) -> frozenset[Cell]:
    """The cells to hide, so that none is below the threshold and no sum has exactly one hidden member.

    Each of `sums` lists a total and its parts. The next smallest member that is not nought goes with a lone
    hidden one: hiding a nought would still tell how few people there are in the two together.

    >>> counts = {"Leeds": 3, "Bradford": 20, "Wakefield": 9, "all": 32}
    >>> sorted(hidden_cells(counts, sums=[tuple(counts)], threshold=5))
    ['Leeds', 'Wakefield']
    """
    sums = [tuple(members) for members in sums]
    hidden = {cell for cell, count in counts.items() if 0 < count < threshold}
    while (lone := _lone(sums, hidden)) is not None:
        hidden.add(min(lone, key=lambda cell: (counts[cell] == 0, counts[cell])))
    return frozenset(hidden)


def _lone(sums: Iterable[Collection[Cell]], hidden: set[Cell]) -> list[Cell] | None:
    """The members still shown of the first sum that has exactly one hidden member."""
    for members in sums:
        still_shown = [cell for cell in members if cell not in hidden]
        if len(members) - len(still_shown) == 1 and still_shown:
            return still_shown
    return None


@dataclass(frozen=True, slots=True)
class YearCell:
    """A count of people in a place: new in a quarter (1 to 4), or since the year began up to its end."""

    place: Hashable
    quarter: int
    to_date: bool = False


def hidden_in_year(
    new: Mapping[YearCell, int], *, places: Collection[Hashable], everywhere: Hashable, threshold: int
) -> frozenset[YearCell]:
    """The counts of a year to hide in every place, quarter and year to date together.

    All of a year is judged at once, because a reader may choose any place and any day: what one page hides,
    no other page of the year may give away. `new` has each quarter's people for each of `places` and for
    `everywhere`, which is their total.
    """
    counts = {**new, **_to_date(new)}
    return hidden_cells(counts, sums=_sums_of_year(counts, places, everywhere), threshold=threshold)


def _to_date(new: Mapping[YearCell, int]) -> dict[YearCell, int]:
    return {
        YearCell(cell.place, cell.quarter, to_date=True): sum(
            count
            for other, count in new.items()
            if other.place == cell.place and other.quarter <= cell.quarter
        )
        for cell in new
    }


def _sums_of_year(
    counts: Mapping[YearCell, int], places: Collection[Hashable], everywhere: Hashable
) -> Iterator[list[YearCell]]:
    for cell in counts:
        if cell.place == everywhere:
            yield [cell, *(YearCell(place, cell.quarter, cell.to_date) for place in places)]
        if cell.to_date:
            before = YearCell(cell.place, cell.quarter - 1, to_date=True)
            yield [cell, YearCell(cell.place, cell.quarter), *([before] if before in counts else [])]
