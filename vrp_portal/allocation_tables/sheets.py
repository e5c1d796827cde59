"""A table as a sheet, for every kind of file: typed money, and totals that a spreadsheet works out anew."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.dateformat import format as format_date
from xlsxwriter.utility import xl_range

from vrp_portal.allocation_tables.holdings import Source
from vrp_portal.allocation_tables.reading import AllocationTable, Money
from vrp_portal.allocation_tables.rules import Part
from vrp_portal.tabular.sheet import ILLUSTRATIVE, SOME_ILLUSTRATIVE, Cell, ColumnSpec, Kind, Sheet, SumOf
from vrp_portal.tabular.text import cell_text

TOTAL = "Total"


def sheet_of(table: AllocationTable) -> Sheet:
    """The table with its totals on both sides. The first row of a spreadsheet is the headings."""
    choice, columns = table.money.choice, table.columns
    specs = [ColumnSpec("part", choice.rows.label)]
    specs += [ColumnSpec(f"of-{part.key}", cell_text(part.label), Kind.POUNDS) for part in columns]
    specs.append(ColumnSpec("total", TOTAL if columns else choice.told.label, Kind.POUNDS))
    rows = [_row(table, part, number) for number, part in enumerate(table.pivot.rows, start=1)]
    totals = _totals(table, len(rows))
    invented = table.illustrative_rows
    if invented:
        specs.append(ColumnSpec(ILLUSTRATIVE, "Illustrative"))
        marks = ["Yes" if part.key in invented else "No" for part in table.pivot.rows]
        rows = [(*row, mark) for row, mark in zip(rows, marks, strict=True)]
        totals = (*totals, None)
    return Sheet(choice.title, tuple(specs), tuple(rows), totals, tuple(notes(table.money)), frozen_columns=1)


def _row(table: AllocationTable, part: Part, number: int) -> tuple[Cell, ...]:
    cells = [table.cell(part, column) for column in table.columns]
    total = table.of_row(part)
    if cells and not isinstance(total, str):
        return (cell_text(part.label), *cells, SumOf(total, xl_range(number, 1, number, len(cells))))
    return (cell_text(part.label), *cells, total)


def _totals(table: AllocationTable, rows: int) -> tuple[Cell, ...]:
    if not rows:
        return (TOTAL, table.money.total)
    amounts = [*(table.of_column(column) for column in table.columns), table.money.total]
    return (
        TOTAL,
        *(SumOf(amount, xl_range(1, place, rows, place)) for place, amount in enumerate(amounts, start=1)),
    )


def notes(money: Money) -> Iterator[str]:
    """What a reader of a file must know."""
    choice, scope = money.choice, money.scope
    yield f"{choice.title}."
    yield choice.held.words
    yield f"Where: {scope.where}"
    yield f"Financial year: {scope.year.label}"
    yield f"As at: {format_date(scope.as_at, 'j F Y')}"
    if choice.source:
        yield f"Source: {Source(choice.source).label} alone"
    yield f"The total is the figure “{money.figure.label}” ({money.figure.key}): {money.figure.shown}."
    if money.not_stated:
        yield "“Not stated” means: it is funded, and no amount is stated. It adds nothing to a total."
    if money.illustrative:
        yield SOME_ILLUSTRATIVE
