"""What each domain extends to import a kind of record: which record a row is about, and which form judges it.

Rules stand in the forms and in the database. An importer only turns words of a file into what a browser would
send, finds the record that is there already, and says what would change.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from vrp_portal.money.amounts import AmountError, parse_amount
from vrp_portal.periods.calendar import FinancialYear, PeriodError, Quarter
from vrp_portal.tabular.data import DataColumn, DataTable
from vrp_portal.tabular.imports.layout import normalised
from vrp_portal.tabular.imports.rows import Row


class Verdict(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(unsafe_hash=True)
class Misfit(ValueError):
    """A row that can't be taken: the column that is wrong, if one is, and how to put it right."""

    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Change:
    """A field of a record, with what it is and what it would be, in words."""

    label: str
    old: str
    new: str


@dataclass(slots=True)
class Judged:
    """A row and what becomes of it. `save` makes the change, if there is one."""

    row: Row
    what: str
    """What the row is about, in words."""
    verdict: Verdict = Verdict.UNCHANGED
    changes: tuple[Change, ...] = ()
    problems: list[Misfit] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notices: list[Misfit] = field(default_factory=list)
    """How cells were read, by column."""
    save: Callable[[], Any] | None = None
    record: Any = None
    """The record as it would be, for those that are saved many at once."""

    def refuse(self, *problems: Misfit) -> Judged:
        self.verdict, self.save, self.changes = Verdict.REFUSED, None, ()
        self.problems.extend(problems)
        return self


class Importer:
    """Imports one kind of record, as one person. Made for one file, and then done with.

    `prepare` sees every row first, so that what they are about is looked up in a fixed number of queries;
    `judge` then says what becomes of each, in order; `save` saves a batch of those that are new or changed.
    """

    table: ClassVar[DataTable]
    kind: ClassVar[str]
    label: ClassVar[str]
    turn: ClassVar[int]
    """Its place among the kinds of import: what others refer to comes first."""
    version: ClassVar[str]
    """The version of its template. An older template is refused."""
    action: ClassVar[Any]
    """The action that a person must be allowed to take in order to import."""

    do_not_call_in_templates = True

    def __init_subclass__(cls) -> None:
        if "table" in vars(cls):
            cls.kind, cls.label = cls.table.name, cls.table.label

    def __init__(self, *, by: Any, filename: str) -> None:
        self.by, self.filename = by, filename
        self.years: set[FinancialYear] = set()
        """The financial years whose figures the file may move."""
        self._rows: dict[Hashable, Row] = {}

    @classmethod
    def columns(cls) -> tuple[DataColumn, ...]:
        return cls.table.columns

    @classmethod
    def lists(cls, _by: Any) -> dict[str, list[str]]:
        """What a template offers to choose from, by the names of columns."""
        return {}

    def prepare(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Look up what the rows are about; return them in the order in which they are to be judged."""
        self.years = set(_years_named(rows))
        return rows

    def judge(self, row: Row) -> Judged:
        """What becomes of a row. Whatever is wrong with it is found at once, as far as that can be."""
        judged = Judged(row, f"Row {row.number}")
        judged.notices = [Misfit(name, cell.notice) for name, cell in row.cells.items() if cell.notice]
        unread = [Misfit(name, cell.problem) for name, cell in row.cells.items() if cell.problem]
        if unread:
            return judged.refuse(*unread)
        missing = [
            Misfit(column.name, f"Enter “{column.label}”: without it the row can't be told from others.")
            for column in self.columns()
            if column.needed and not row.text(column.name)
        ]
        if missing:
            return judged.refuse(*missing)
        try:
            self.judge_row(row, judged)
        except Misfit as misfit:
            return judged.refuse(misfit)
        return judged

    def judge_row(self, row: Row, judged: Judged) -> None:
        """Fill in what becomes of a row that can be read. Raises Misfit."""
        raise NotImplementedError

    def save(self, batch: Sequence[Judged]) -> None:
        """Save what is new or changed in a batch. Raises IntegrityError, and then has saved nothing."""
        for judged in batch:
            if judged.save is not None:
                judged.save()

    def source_of(self, row: Row) -> str:
        """Where a new record comes from, unless its row says so itself."""
        return f"{self.filename[:250]}, row {row.number}"

    def hold_to_its_mark(self, row: Row, record: Any) -> None:
        """Refuse to make a record illustrative that is real. Raises Misfit."""
        if row.text("illustrative") == "on" and not record.illustrative:
            raise Misfit("illustrative", f"{record} is not illustrative in the portal: leave the cell empty.")

    def only_once(self, key: Hashable, row: Row) -> None:
        """Refuse a second row about the same thing. Raises Misfit."""
        first = self._rows.setdefault(key, row)
        if first.number != row.number:
            raise Misfit(
                "", f"Row {first.number} is about the same as this row. Put them together, or delete one."
            )


IMPORTERS: dict[str, type[Importer]] = {}


def register_importer(importer: type[Importer]) -> type[Importer]:
    """Add a kind of import, as a class decorator. Raises ValueError where the kind is taken."""
    if importer.kind in IMPORTERS:
        raise ValueError(f"There is an import of {importer.kind} already.")
    IMPORTERS[importer.kind] = importer
    return importer


def year_in(row: Row) -> FinancialYear:
    """The financial year that a row names. Raises Misfit."""
    try:
        return FinancialYear.parse(row.text("year"))
    except PeriodError as error:
        raise Misfit("year", str(error)) from error


def amount_in(row: Row, *, allow_negative: bool = False) -> Decimal:
    """The amount that a row states, in pounds. Raises Misfit."""
    try:
        return parse_amount(row.text("amount"), allow_negative=allow_negative)
    except AmountError as error:
        raise Misfit("amount", str(error)) from error


def years_to_offer(today: date) -> list[FinancialYear]:
    """The years that a template offers: the one of the day and those next to it, the latest first."""
    this_year = FinancialYear.containing(today)
    return [this_year.next(), this_year, this_year.previous()]


def _years_named(rows: Iterable[Row]) -> Iterator[FinancialYear]:
    """The financial years that rows name, in a column of years or of quarters."""
    for row in rows:
        for name in ("year", "quarter"):
            cell = row.cells.get(name)
            if cell is None or not cell.text or cell.problem:
                continue
            try:
                yield (
                    Quarter.from_code(int(cell.text)).year
                    if name == "quarter"
                    else FinancialYear.parse(cell.text)
                )
            except PeriodError:
                continue


class Names:
    """Records by their names, as people write them: without case and punctuation."""

    def __init__(self, records: Iterable[Any], *, what: str, how_to_add: str = "") -> None:
        self.what, self.how_to_add = what, how_to_add
        self._named: dict[str, Any] = {}
        for record in records:
            self._named.setdefault(normalised_name(str(record)), record)

    def get(self, words: str) -> Any:
        """The record of this name, or None."""
        return self._named.get(normalised_name(words))

    def find(self, words: str, column: str) -> Any:
        """The record of this name, None for no words. Raises Misfit that offers names like it."""
        if not words:
            return None
        if (found := self.get(words)) is not None:
            return found
        close = difflib.get_close_matches(normalised_name(words), self._named, n=2, cutoff=0.7)
        offered = " or ".join(f"“{self._named[name]}”" for name in close)
        meant = f" Do you mean {offered}?" if offered else ""
        raise Misfit(column, f"“{words[:80]}” is not {self.what}.{meant}{self.how_to_add}")


def normalised_name(words: str) -> str:
    """A name without case and punctuation; “&” is “and”, and a leading “the” goes.

    >>> normalised_name("The Smith & Co.")
    'smith and co'
    """
    return normalised(words.replace("&", " and ").replace("(", " ").replace(")", " ")).removeprefix("the ")


def problems_of(form: Any, *, stands_for: Mapping[str, str] | None = None) -> Iterator[Misfit]:
    """Each error of a form, under its column; `stands_for` names the columns that aren't fields."""
    for name, messages in form.errors.items():
        for message in messages:
            yield Misfit((stands_for or {}).get(name, name), str(message))


def said_anew(values: Mapping[str, str], labels: Mapping[str, str]) -> tuple[Change, ...]:
    """What a new record says, as changes from nothing."""
    return tuple(Change(labels[name], "", words) for name, words in values.items() if words)


def changes_between(
    before: Mapping[str, str], after: Mapping[str, str], labels: Mapping[str, str]
) -> tuple[Change, ...]:
    """The fields whose words differ, each with old and new."""
    return tuple(
        Change(labels[name], before[name], after[name]) for name in after if before[name] != after[name]
    )
