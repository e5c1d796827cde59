"""What a reader could work out of hidden counts, from what is shown.

Every count is the sum of groups of people, which no page shows. A reader who sets up an equation for each
count that is shown learns a hidden one if the equations leave it one whole number only. The reader is taken
to know which groups there are, and that a hidden count is of somebody: noughts are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import OptimizeResult, linprog
from scipy.sparse import csr_array

Cell = frozenset[int]
"""A count, by the places of the groups that it adds up."""

FAR = 1_000_000
"""As far as a group may lie from the true one: no equation of the portal reaches beyond it."""
NEARLY_ONE = 1 - 1e-6
NOT_NOUGHT = 1e-9


@dataclass(frozen=True, slots=True)
class Answer:
    """What the equations say of a hidden count: `found_by` are the shown counts that give it away, if any do.

    `also_open` are other hidden counts that the search saw to be open.
    """

    found_by: tuple[Cell, ...]
    is_open: bool
    also_open: frozenset[Cell] = frozenset()


class Equations:
    """What is shown of groups of people, as a reader would write it down.

    The unknowns are how far each group may lie from the true one, so that every equation comes to nought.
    """

    def __init__(self, groups: Sequence[int], *, shown: Sequence[Cell], hidden: Sequence[Cell]) -> None:
        self._true = np.array(groups, dtype=float)
        self._shown = [cell for cell in shown if cell]
        of_somebody = [cell for cell in hidden if self._total(cell) > 0]
        self._equal = self._matrix(self._shown)
        self._at_least_one = -self._matrix(of_somebody)
        self._room = np.array([self._total(cell) - 1 for cell in of_somebody])
        lowest = np.minimum(self._true, 0.0) - self._true
        self._bounds = np.column_stack([lowest, np.full(len(self._true), FAR)])

    def ask(self, cell: Cell, others: Sequence[Cell]) -> Answer:
        """Whether a hidden count could be another whole number, and which others could, seen on the way."""
        found_by: set[Cell] = set()
        for towards in (-1.0, 1.0):
            found = self._furthest(cell, towards)
            moved = found.x
            if abs(sum(moved[group] for group in cell)) >= NEARLY_ONE:
                seen = np.abs(self._matrix(others) @ moved) >= NEARLY_ONE if others else []
                return Answer(
                    (), True, frozenset(one for one, is_open in zip(others, seen, strict=True) if is_open)
                )
            weights = found.eqlin.marginals
            found_by |= {
                one for one, weight in zip(self._shown, weights, strict=True) if abs(weight) > NOT_NOUGHT
            }
        return Answer(tuple(found_by) or tuple(self._shown), False)

    def _furthest(self, cell: Cell, towards: float) -> OptimizeResult:
        aim = np.zeros(len(self._true))
        aim[list(cell)] = towards
        return linprog(
            aim,
            A_eq=self._equal if self._shown else None,
            b_eq=np.zeros(len(self._shown)) if self._shown else None,
            A_ub=self._at_least_one if len(self._room) else None,
            b_ub=self._room if len(self._room) else None,
            bounds=self._bounds,
        )

    def _total(self, cell: Cell) -> float:
        return float(sum(self._true[group] for group in cell))

    def _matrix(self, cells: Sequence[Cell]) -> csr_array:
        rows = [row for row, cell in enumerate(cells) for _ in cell]
        columns = [group for cell in cells for group in cell]
        return csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(cells), len(self._true)))
