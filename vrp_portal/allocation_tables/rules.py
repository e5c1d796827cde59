"""Pivots: amounts of money put into rows and columns, and added up on both sides, exact to the penny."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

Place = tuple[str, str]
"""A cell: the key of its row, and of its column."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a row or a column is of. Its key tells it from others; `order` says where it stands."""

    key: str
    label: str
    order: tuple[int, str]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """Whole pennies for one row and column; None where a record states no amount."""

    row: Part
    column: Part
    pennies: int | None


@dataclass(frozen=True, slots=True)
class Pivot:
    """Amounts in rows and columns, in whole pennies, with totals on both sides.

    A cell is missing where nothing is recorded for it, and None where what is recorded states no amount.
    """

    rows: tuple[Part, ...]
    columns: tuple[Part, ...]
    cells: Mapping[Place, int | None]
    of_rows: Mapping[str, int]
    of_columns: Mapping[str, int]
    total: int


class SidesDiffer(ArithmeticError):
    """The totals of the rows and those of the columns are not the same money."""


def pivot(amounts: Iterable[Amount]) -> Pivot:
    """Put amounts into rows and columns. What comes out does not depend on the order of what goes in.

    Pennies stay Python's whole numbers, which no sum rounds and none overflows.

    >>> club, core = Part("1", "Club", (0, "Club")), Part("core", "Core grant", (0, ""))
    >>> match = Part("match", "Match funding", (1, ""))
    >>> made = pivot([Amount(club, match, 10), Amount(club, core, 1), Amount(club, core, 2)])
    >>> [column.label for column in made.columns], made.cells["1", "core"], made.of_rows["1"], made.total
    (['Core grant', 'Match funding'], 3, 13, 13)
    """
    given = list(amounts)
    if not given:
        return Pivot((), (), {}, {}, {}, 0)
    frame = pd.DataFrame(
        {
            "row": [amount.row.key for amount in given],
            "column": [amount.column.key for amount in given],
            "pennies": pd.Series([amount.pennies or 0 for amount in given], dtype=object),
            "stated": [amount.pennies is not None for amount in given],
        }
    )
    cells = frame.groupby(["row", "column"])
    stated = cells["stated"].any()
    made = Pivot(
        rows=_in_order(amount.row for amount in given),
        columns=_in_order(amount.column for amount in given),
        cells={
            place: int(pennies) if stated[place] else None
            for place, pennies in cells["pennies"].sum().items()
        },
        of_rows=_sums(frame, "row"),
        of_columns=_sums(frame, "column"),
        total=int(frame["pennies"].sum()),
    )
    if not sum(made.of_rows.values()) == sum(made.of_columns.values()) == made.total:
        raise SidesDiffer(f"{made.of_rows} and {made.of_columns} do not both come to {made.total}.")
    return made


def _sums(frame: pd.DataFrame, side: str) -> dict[str, int]:
    return {str(key): int(pennies) for key, pennies in frame.groupby(side)["pennies"].sum().items()}


def _in_order(parts: Iterable[Part]) -> tuple[Part, ...]:
    different = {part.key: part for part in parts}
    return tuple(sorted(different.values(), key=lambda part: (part.order, part.key)))
