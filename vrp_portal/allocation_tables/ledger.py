"""Ledger files: a row for each entry, in the columns, codes and ways of writing that a layout asks for."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import TextChoices

from vrp_portal.allocation_tables.codes import KINDS
from vrp_portal.allocation_tables.entries import Entry
from vrp_portal.allocation_tables.holdings import By
from vrp_portal.allocation_tables.models import LedgerLayout
from vrp_portal.allocation_tables.reading import Money, in_pounds
from vrp_portal.tabular.text import cell_text, harmless


class Holds(TextChoices):
    """What a column of a ledger file holds."""

    AMOUNT = "amount", "Amount"
    DAY = "day", "Day: agreed on, or the last of the quarter"
    YEAR = "year", "Financial year"
    QUARTER = "quarter", "Quarter, of what is spent"
    NUMBER = "number", "Row number"
    RECORD = "record", "Record, such as Spend 12"
    TOLD = "told", "Allocated or spent"
    SOURCE = "source", "Source"
    BUDGET_LINE = "budget-line", "Budget line, of core grant"
    DISTRICT = "district", "District"
    ORGANISATION = "organisation", "Organisation"
    INTERVENTION = "intervention", "Intervention"
    USE = "use", "Labour or non-labour, of shares"
    REASON = "reason", "Reason"
    ILLUSTRATIVE = "illustrative", "Illustrative: Yes or No"
    CODE_OF_SOURCE = "code-of-source", "Code of the source"
    CODE_OF_BUDGET_LINE = "code-of-budget-line", "Code of the budget line"
    CODE_OF_DISTRICT = "code-of-district", "Code of the district"
    CODE_OF_ORGANISATION = "code-of-organisation", "Code of the organisation"
    SAME = "same", "The same words in every row"


CODE_OF = {f"code-of-{kind}": By(kind) for kind in KINDS}

STANDARD = LedgerLayout(
    name="Standard",
    columns=[
        {"heading": heading, "holds": holds.value, "words": ""}
        for heading, holds in (
            ("Date", Holds.DAY),
            ("Reference", Holds.RECORD),
            ("Source", Holds.SOURCE),
            ("Budget line", Holds.BUDGET_LINE),
            ("District", Holds.DISTRICT),
            ("Organisation", Holds.ORGANISATION),
            ("Description", Holds.INTERVENTION),
            ("Amount", Holds.AMOUNT),
        )
    ],
)
"""The layout of who has entered none."""


class CannotBeWritten(ValueError):
    """A character that the layout's encoding doesn't have; the message says which, where, and what to do."""


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """Money in a layout. What no record states an amount for has no row."""

    money: Money
    layout: LedgerLayout

    @property
    def entries(self) -> list[Entry]:
        return [entry for entry in self.money.entries if entry.pennies is not None]

    @property
    def headings(self) -> list[str]:
        return [column["heading"] for column in self.layout.columns]

    def rows(self, *, most: int | None = None) -> Iterator[list[str]]:
        """Each entry as the file holds it, in the order of its day."""
        ordered = sorted(self.entries, key=lambda entry: entry.day)
        for number, entry in enumerate(ordered[:most], start=1):
            yield [self._cell(column, entry, number) for column in self.layout.columns]

    def without_code(self) -> list[str]:
        """What the layout asks a code for and has none: 'district Leeds', each once."""
        asked = [CODE_OF[column["holds"]] for column in self.layout.columns if column["holds"] in CODE_OF]
        missing = {
            (str(by.label).lower(), part.label)
            for entry in self.entries
            for by in asked
            if (part := entry.parts.get(by)) is not None and not self.layout.code(by.value, part.key)
        }
        return [f"{kind} “{name}”" for kind, name in sorted(missing)]

    def content(self) -> bytes:
        """The file. Raises CannotBeWritten for a character that its encoding doesn't have."""
        written = io.StringIO(newline="")
        writer = csv.writer(written, delimiter=self.layout.delimiter)
        if self.layout.has_headings:
            writer.writerow(_in_one_line(heading) for heading in self.headings)
        writer.writerows(self.rows())
        try:
            return written.getvalue().encode(self.layout.encoding)
        except UnicodeEncodeError as error:
            line = error.object.count("\n", 0, error.start) + 1
            raise CannotBeWritten(
                f"Line {line} has “{error.object[error.start]}”, which "
                f"{self.layout.get_encoding_display()} can't hold. Choose UTF-8 in the layout."
            ) from error

    def _cell(self, column: Mapping[str, str], entry: Entry, number: int) -> str:
        holds = column["holds"]
        match holds:
            case Holds.SAME:
                return _in_one_line(column["words"])
            case Holds.NUMBER:
                return str(number)
            case Holds.AMOUNT:
                return self._amount(entry.pennies or 0)
            case Holds.DAY:
                return entry.day.strftime(self.layout.day)
            case Holds.YEAR:
                return self.money.scope.year.label
        if holds in CODE_OF:
            by = CODE_OF[holds]
            part = entry.parts.get(by)
            return "" if part is None else self.layout.code(by.value, part.key)
        return _in_one_line(_WORDS[holds](entry))

    def _amount(self, pennies: int) -> str:
        signed = -pennies if self.layout.sign == LedgerLayout.Sign.NEGATIVE else pennies
        return f"{in_pounds(signed):.2f}".replace(".", self.layout.decimal)


def _part(by: By) -> Callable[[Entry], str]:
    return lambda entry: entry.parts[by].label if by in entry.parts else ""


_WORDS: dict[str, Callable[[Entry], str]] = {
    Holds.RECORD: lambda entry: entry.record,
    Holds.TOLD: lambda entry: str(entry.told.label),
    Holds.REASON: lambda entry: entry.words,
    Holds.ILLUSTRATIVE: lambda entry: "Yes" if entry.illustrative else "No",
    **{
        by.value: _part(by)
        for by in (
            By.SOURCE,
            By.BUDGET_LINE,
            By.DISTRICT,
            By.ORGANISATION,
            By.INTERVENTION,
            By.USE,
            By.QUARTER,
        )
    },
}


def _in_one_line(text: str) -> str:
    """Words that no ledger takes for two rows, and no spreadsheet for a formula."""
    return harmless(" ".join(cell_text(text).split()))
