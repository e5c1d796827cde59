"""Disclosure control: which counts of people a reader outside the team may not see (docs/rules.md 9).

A count from 1 up to one below the threshold could point to a child. Where a hidden count could be worked out
from what is shown, more is hidden, until none can.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vrp_portal.figures.solving import Cell, Equations

HIDDEN = "[c]"


def is_small(count: int, *, threshold: int) -> bool:
    """Whether a count, or by how much one fell, is of so few people that it is hidden.

    >>> [is_small(count, threshold=5) for count in (0, 1, 4, 5, -2)]
    [False, True, True, False, True]
    """
    return 0 < abs(count) < threshold


def hidden_cells(groups: Sequence[int], cells: Iterable[Cell], *, threshold: int) -> frozenset[Cell]:
    """The cells to hide, so that none is small and none that is hidden can be worked out.

    `groups` are counts of people that no page shows one by one; each of the `cells` adds some of them up. A
    small group can't be worked out either. Beside what could be, the smallest of the counts that give it away
    goes too, and a total only where no part will do.

    >>> leeds, bradford, wakefield = frozenset({0}), frozenset({1}), frozenset({2})
    >>> hidden = hidden_cells([3, 20, 9], [leeds, bradford, wakefield, frozenset({0, 1, 2})], threshold=5)
    >>> hidden == {leeds, wakefield}
    True
    """
    counts = {cell: sum(groups[group] for group in cell) for cell in cells}
    hidden = [cell for cell, count in counts.items() if is_small(count, threshold=threshold)]
    small_groups = [
        frozenset({group}) for group, count in enumerate(groups) if is_small(count, threshold=threshold)
    ]
    to_ask = list(dict.fromkeys([*hidden, *small_groups]))
    while to_ask:
        shown = [cell for cell in counts if cell not in hidden]
        answer = Equations(groups, shown=shown, hidden=hidden).ask(to_ask[0], to_ask[1:])
        if answer.is_open:
            to_ask = [cell for cell in to_ask[1:] if cell not in answer.also_open]
        else:
            goes_too = min(answer.found_by, key=lambda cell: _loss(cell, counts[cell], to_ask[0]))
            hidden.append(goes_too)
            to_ask.append(goes_too)
    return frozenset(hidden)


def _loss(cell: Cell, count: int, beside: Cell) -> tuple[bool, bool, int, list[int]]:
    """What a reader loses if a cell is hidden beside another: a total is worth more than a part of it.

    A nought goes last: hidden, it would still tell how few people there are in the two together.
    """
    return count == 0, beside < cell, abs(count), sorted(cell)
