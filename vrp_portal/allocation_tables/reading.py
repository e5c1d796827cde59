"""An allocation table as it stands: its entries pivoted, and the figure that it must come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from vrp_portal.allocation_tables.entries import Entry, entries, in_pennies
from vrp_portal.allocation_tables.holdings import Choice
from vrp_portal.allocation_tables.rules import Amount, Part, Pivot, pivot
from vrp_portal.figures.registry import FigureResult, compute
from vrp_portal.figures.scope import Scope
from vrp_portal.money.amounts import PENNY

NO_COLUMNS = Part("all", "All", (0, ""))
TRIES = 3


class TotalDiffers(ArithmeticError):
    """A table's entries don't come to its figure. It is a fault of the portal, and nothing is shown."""


@dataclass(frozen=True, slots=True)
class Money:
    """The entries of a choice, which come to its figure to the penny."""

    choice: Choice
    scope: Scope
    entries: Sequence[Entry]
    figure: FigureResult

    @property
    def total(self) -> Decimal:
        return in_pounds(sum(entry.pennies or 0 for entry in self.entries))

    @property
    def not_stated(self) -> int:
        """How many records state no amount."""
        return sum(entry.pennies is None for entry in self.entries)

    @property
    def illustrative(self) -> bool:
        return any(entry.illustrative for entry in self.entries)


@dataclass(frozen=True, slots=True)
class AllocationTable:
    """The money in rows and columns. A table without columns has totals alone."""

    money: Money
    pivot: Pivot

    @property
    def columns(self) -> tuple[Part, ...]:
        return self.pivot.columns if self.money.choice.columns else ()

    @property
    def illustrative_rows(self) -> frozenset[str]:
        """The keys of the rows in which something is invented."""
        by = self.money.choice.rows
        return frozenset(entry.parts[by].key for entry in self.money.entries if entry.illustrative)

    def cell(self, row: Part, column: Part) -> Decimal | str | None:
        """Pounds, words where no amount is stated, or None where nothing is recorded."""
        place = (row.key, column.key)
        if place not in self.pivot.cells:
            return None
        pennies = self.pivot.cells[place]
        return NOT_STATED if pennies is None else in_pounds(pennies)

    def of_row(self, row: Part) -> Decimal | str:
        """What a row comes to, or words where nothing in it is stated."""
        if all(self.cell(row, column) in (None, NOT_STATED) for column in self.pivot.columns):
            return NOT_STATED
        return in_pounds(self.pivot.of_rows[row.key])

    def of_column(self, column: Part) -> Decimal:
        return in_pounds(self.pivot.of_columns[column.key])


NOT_STATED = "Not stated"


def in_pounds(pennies: int) -> Decimal:
    """Whole pennies as pounds.

    >>> in_pounds(10116178)
    Decimal('101161.78')
    """
    return pennies * PENNY


def read_money(
    choice: Choice, scope: Scope, *, read: Callable[[Choice, Scope], list[Entry]] = entries
) -> Money:
    """The entries of a choice and its figure. Raises TotalDiffers where the one does not come to the other.

    The two are read one after the other. Where somebody saved in between they differ and are read again.
    """
    for _ in range(TRIES):
        found = read(choice, scope)
        figure = compute([choice.figure], scope)[choice.figure]
        told = in_pennies(Decimal(figure.value or 0))
        total = sum(entry.pennies or 0 for entry in found)
        if figure.is_held and total == told:
            return Money(choice, scope, found, figure)
    raise TotalDiffers(
        f"{choice.title}, {scope}: entries of {total} pennies, the figure {figure.key} of {told}."
    )


def read_table(choice: Choice, scope: Scope) -> AllocationTable:
    """The table of a choice. Raises TotalDiffers, as `read_money` does."""
    money = read_money(choice, scope)
    made = pivot(
        Amount(
            entry.parts[choice.rows],
            entry.parts[choice.columns] if choice.columns else NO_COLUMNS,
            entry.pennies,
        )
        for entry in money.entries
    )
    if in_pounds(made.total) != money.total:
        raise TotalDiffers(
            f"{choice.title}, {scope}: a table of {made.total} pennies of {money.total} pounds."
        )
    return AllocationTable(money, made)
