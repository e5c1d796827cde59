"""The rows under a sheet's headings, as a form would get them typed, and the totals under the rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from vrp_portal.money.amounts import AmountError, parse_amount
from vrp_portal.periods.calendar import FinancialYear, PeriodError
from vrp_portal.tabular.data import DataColumn, Means
from vrp_portal.tabular.imports.layout import Layout, normalised
from vrp_portal.tabular.imports.problems import Place, Remark
from vrp_portal.tabular.reading.cells import RawCell
from vrp_portal.tabular.reading.values import Written, shown, written

_TOTAL = re.compile(r"(grand |overall |sub ?)?totals?\b.*")
_UNITS = frozenset({"", "£", "£s", "no", "number", "people", "pounds", "gbp"})
_ADDED_UP = frozenset({Means.POUNDS, Means.PEOPLE})


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file: its number (from 1), and by the names of columns what each cell says."""

    number: int
    cells: Mapping[str, Written]

    def text(self, name: str) -> str:
        """What a cell says; nothing where it is empty or the file has no such column."""
        cell = self.cells.get(name)
        return "" if cell is None else cell.text


@dataclass(slots=True)
class Rows:
    """What stands under the headings: rows to judge, what was left out, and what doesn't add up."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Remark] = field(default_factory=list)
    notices: list[Remark] = field(default_factory=list)


class RowReader:
    """Reads the rows of a layout.

    `year` is the financial year of quarters that don't say theirs; a row's own column “Financial year” goes
    before it.
    """

    def __init__(
        self, layout: Layout, columns: Sequence[DataColumn], *, year: FinancialYear | None = None
    ) -> None:
        self.layout, self.year = layout, year
        self.columns = [
            column for column in columns if column.name in layout.columns and not column.for_reading
        ]
        self.headings = {heading.column: heading.words for heading in layout.headings}
        # The year is read before the quarter that may need it.
        self.columns.sort(key=lambda column: column.means is not Means.YEAR)
        self.read = Rows()
        self.sums = {column.name: Decimal(0) for column in self.columns if column.means in _ADDED_UP}
        self.sums_of_part = dict(self.sums)
        self.rows_of_part = 0
        self.unreadable: set[str] = set()
        """Columns with a value that can't be added, so that their totals can't be checked."""

    def place(self, number: int, name: str, value: str = "") -> Place:
        """The place of a cell, or of the row where the file has no such column."""
        column = self.layout.columns.get(name)
        heading = "" if column is None else self.headings.get(column, "")
        return Place(self.layout.sheet.name, number, column, heading, value)

    def raw(self, number: int, name: str) -> RawCell:
        row, column = self.layout.sheet.rows[number - 1], self.layout.columns.get(name)
        return row[column] if column is not None and column < len(row) else None

    def rows(self) -> Rows:
        """Every row under the headings. Blank rows are no rows."""
        under_total: list[int] = []
        """Rows since a total that may be notes under it, unless a row follows that is one."""
        seen_total = False
        first = self.layout.heading_row + 1
        for number, row in enumerate(self.layout.sheet.rows[self.layout.heading_row :], start=first):
            filled = [(column, text) for column, cell in enumerate(row) if (text := shown(cell))]
            if not filled:
                continue
            if self._is_total(number, filled):
                self._take(under_total)
                self._check_total(number, filled)
                seen_total = True
            elif seen_total and len(filled) == 1 and isinstance(row[filled[0][0]], str):
                under_total.append(number)
            elif self._repeats_headings(filled):
                self._leave_out(number, "This row repeats the headings, so it is left out.")
            elif number == first and all(_is_unit(text) for _, text in filled):
                self._leave_out(number, "This row of units is left out.")
            else:
                self._take([*under_total, number])
                under_total, seen_total = [], False
        for number in under_total:
            self._leave_out(number, "What stands here under the totals is read as a note.")
        return self.read

    def _take(self, numbers: Iterable[int]) -> None:
        self.read.rows += [self._row(number, self.layout.sheet.rows[number - 1]) for number in numbers]

    def _row(self, number: int, row: Sequence[RawCell]) -> Row:
        cells: dict[str, Written] = {}
        year = self.year
        for column in self.columns:
            place = self.layout.columns[column.name]
            raw = row[place] if place < len(row) else None
            said = written(raw, column, year=year)
            cells[column.name] = said
            if column.means is Means.YEAR and said.text and not said.problem:
                year = _year(said.text) or year
            if column.name in self.sums:
                self._add(column.name, said)
        self.rows_of_part += 1
        return Row(number, cells)

    def _add(self, name: str, said: Written) -> None:
        amount = None if said.problem else _number(said.text)
        if amount is None:
            self.unreadable.add(name)
            return
        self.sums[name] += amount
        self.sums_of_part[name] += amount

    def _is_total(self, number: int, filled: Sequence[tuple[int, str]]) -> bool:
        """Whether a row begins with the word, and says nothing else that a record would say."""
        label_column, label = filled[0]
        if not _TOTAL.fullmatch(normalised(label)):
            return False
        words = (column.name for column in self.columns if column.means not in _ADDED_UP)
        return not any(
            shown(self.raw(number, name)) for name in words if self.layout.columns[name] != label_column
        )

    def _check_total(self, number: int, filled: Sequence[tuple[int, str]]) -> None:
        """Hold what a total says against what stands above it, since the start or since the total before."""
        label_column, label = filled[0]
        for column in self.columns:
            name = column.name
            if name not in self.sums or self.layout.columns[name] == label_column or name in self.unreadable:
                continue
            text = written(self.raw(number, name), column).text
            said = _number(text) if text else None
            right = {self.sums[name]} | ({self.sums_of_part[name]} if self.rows_of_part else set())
            if said is not None and said not in right:
                self.read.problems.append(
                    Remark(
                        self.place(number, name, text),
                        f"The rows above add up to {_plain(self.sums[name], column)}, not {text}. Put the "
                        "total right, or the row that is missing or wrong; or delete the row of totals.",
                    )
                )
        self._leave_out(number, f"“{label[:40]}” is read as a row of totals: checked, and not imported.")
        self.sums_of_part = dict.fromkeys(self.sums_of_part, Decimal(0))
        self.rows_of_part = 0

    def _repeats_headings(self, filled: Sequence[tuple[int, str]]) -> bool:
        return all(
            normalised(text) and normalised(text) == normalised(self.headings.get(column, ""))
            for column, text in filled
        )

    def _leave_out(self, number: int, why: str) -> None:
        self.read.notices.append(Remark(Place(self.layout.sheet.name, number), why))


def _number(text: str) -> Decimal | None:
    """A number as it adds to a total, nothing for an empty cell; None for what isn't one."""
    try:
        return parse_amount(text, allow_negative=True) if text else Decimal(0)
    except AmountError:
        return None


def _is_unit(text: str) -> bool:
    return text.casefold().strip("()[]. ") in _UNITS


def _plain(amount: Decimal, column: DataColumn) -> str:
    return f"{amount:,.2f}" if column.means is Means.POUNDS else f"{amount:,.0f}"


def _year(text: str) -> FinancialYear | None:
    try:
        return FinancialYear.parse(text)
    except PeriodError:
        return None
