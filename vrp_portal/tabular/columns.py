"""Columns that carry a type: how a value stands on the page, and as what it goes into a file.

Page and file take the same rounded value. A blank is worded on the page (`default=`) and is an empty
cell in a file, never nought. Text in a column of numbers is a marker, such as [c] for a count that is
hidden, and stands as it is in both. `total=` names the figure that is the column's total.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any, ClassVar

import django_tables2
from django.utils import timezone
from django.utils.dateformat import format as format_date

from vrp_portal.money.amounts import format_pounds, to_pennies
from vrp_portal.tabular.sheet import Cell, Kind
from vrp_portal.tabular.text import cell_text

if TYPE_CHECKING:
    from django_tables2.columns import BoundColumn

    from vrp_portal.tabular.tables import Table


class TypedColumn(django_tables2.Column):
    """A column of one kind. A subclass says what a value is (`typed`) and how it reads (`worded`)."""

    kind: ClassVar[Kind] = Kind.TEXT
    blank: ClassVar[str] = "Not stated"

    def __init__(
        self, *args: Any, total: str = "", attrs: dict[str, Any] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, attrs={**_cell_attributes(self.kind), **(attrs or {})}, **options)
        self.total = total

    @property
    def default(self) -> str:
        given = super().default
        return self.blank if given is None else given

    def typed(self, value: Any) -> Cell:
        """The value as a file holds it."""
        return cell_text(value)

    def worded(self, cell: Cell) -> str:
        """A typed value as the page shows it."""
        return str(cell)

    def render(self, value: Any) -> str:
        return self.worded(self.typed(value))

    def value(self, value: Any) -> Cell:
        return self.typed(value)

    def render_footer(self, bound_column: BoundColumn, table: Table) -> str:
        cell = table.total_of(bound_column.name)
        return "" if cell is None else self.worded(cell)


class TextColumn(TypedColumn):
    """Words. Markup made safe for the page stays there and is taken off for a file."""

    def render(self, value: Any) -> str:
        return value


class PoundsColumn(TypedColumn):
    """Money in pounds, to the penny, half a penny up."""

    kind = Kind.POUNDS
    blank = "Amount not stated"

    def typed(self, value: Any) -> Cell:
        if isinstance(value, str):
            return value
        if isinstance(value, float):
            raise TypeError(f"Money is Decimal, not a float: {value!r}")
        return to_pennies(Decimal(value)) + 0  # a rounded-away debt is £0.00, not -£0.00

    def worded(self, cell: Cell) -> str:
        return format_pounds(cell) if isinstance(cell, Decimal) else str(cell)


class PeopleColumn(TypedColumn):
    """Whole numbers of people, or of anything else that is counted."""

    kind = Kind.PEOPLE

    def typed(self, value: Any) -> Cell:
        if isinstance(value, str):
            return value
        if value != int(value):
            raise TypeError(f"People are whole numbers: {value!r}")
        return int(value)

    def worded(self, cell: Cell) -> str:
        return f"{cell:,}" if isinstance(cell, int) else str(cell)


class PercentColumn(TypedColumn):
    """Percentages, where Decimal 30 is 30%. Cut, not rounded up, so that 29.99% is never shown as 30%."""

    kind = Kind.PERCENT

    def __init__(self, *args: Any, places: int = 1, **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = places

    def typed(self, value: Any) -> Cell:
        if isinstance(value, str):
            return value
        return Decimal(value).quantize(Decimal(1).scaleb(-self.places), rounding=ROUND_FLOOR)

    def worded(self, cell: Cell) -> str:
        return f"{cell:,}%".replace("-", "−") if isinstance(cell, Decimal) else str(cell)


class DateColumn(TypedColumn):
    """Days: 31 December 2023 on the page, a true date in a file. A moment is the day it was here."""

    kind = Kind.DATE
    blank = "No date"

    def typed(self, value: Any) -> Cell:
        if isinstance(value, datetime):
            return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
        return value

    def worded(self, cell: Cell) -> str:
        return format_date(cell, "j F Y") if isinstance(cell, date) else str(cell)


class YearColumn(TypedColumn):
    """A financial year, by its label: 2023/24."""


class QuarterColumn(TypedColumn):
    """A quarter, by its label: 2023/24 Q3."""


def _cell_attributes(kind: Kind) -> dict[str, dict[str, Any]]:
    numeric = kind.is_number
    header = "govuk-table__header govuk-table__header--numeric" if numeric else "govuk-table__header"
    cell = "govuk-table__cell govuk-table__cell--numeric" if numeric else "govuk-table__cell"
    return {
        "th": {"class": header, "scope": "col", "aria-sort": _aria_sort},
        "td": {"class": cell},
        "tf": {"class": cell},
    }


def _aria_sort(bound_column: BoundColumn) -> str | None:
    if not bound_column.is_ordered:
        return None
    return "descending" if bound_column.order_by_alias.is_descending else "ascending"
