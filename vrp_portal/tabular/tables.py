"""The table that every register and ledger page is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import django_tables2
from django.db.models import QuerySet
from django.db.models.query import ModelIterable
from django_tables2.utils import Accessor

from vrp_portal.tabular.columns import TypedColumn
from vrp_portal.tabular.sheet import Cell, Kind


class Table(django_tables2.Table):
    """A django-tables2 table with typed columns, totals that it is given, and one settled order.

    `totals` maps a column's name to its total, worked out elsewhere: from the registry of figures,
    for the keys that `total_keys` lists. Raises ValueError for a total of a column that is not
    there, or of the first column, which holds the label.
    """

    illustrative_accessor: ClassVar[str] = "illustrative"
    """Where a record says that it is invented, as a path: `allocation__illustrative`."""
    caption_hidden: ClassVar[bool] = True
    """Whether the caption is for screen readers alone, because a heading above the table says the same."""

    def __init__(
        self,
        data: Any = None,
        *args: Any,
        totals: Mapping[str, Any] | None = None,
        total_label: str = "Total",
        **options: Any,
    ) -> None:
        super().__init__(data, *args, **options)
        self.totals = dict(totals or {})
        self.total_label = total_label
        self._check_totals()
        self._keep_types_of_values()
        self._settle_ties()

    @property
    def caption(self) -> str:
        """What the table is called, from its Meta; a screen reader names the table by it."""
        return getattr(self.Meta, "caption", "")

    @classmethod
    def total_keys(cls) -> dict[str, str]:
        """Which figure is the total of which column: the column's name to the figure's key."""
        return {
            name: column.total for name, column in cls.base_columns.items() if getattr(column, "total", "")
        }

    def total_of(self, name: str) -> Cell:
        """What stands under a column: its total, the label under the first, or nothing."""
        if name in self.totals and self.totals[name] is not None:
            return self.columns[name].column.typed(self.totals[name])
        return self.total_label if self.totals and name == self._first else None

    def totals_row(self, names: Sequence[str]) -> tuple[Cell, ...] | None:
        """The label and the totals under the columns called `names`, or None for a table without totals."""
        if not self.totals:
            return None
        first, *others = (self.total_of(name) for name in names)
        return (self.total_label if first is None else first, *others)

    def is_illustrative(self, record: Any) -> bool:
        return bool(Accessor(self.illustrative_accessor).resolve(record, quiet=True))

    def has_footer(self) -> bool:
        return bool(self.show_footer and self.totals)

    @django_tables2.Table.order_by.setter
    def order_by(self, value: Any) -> None:
        django_tables2.Table.order_by.fset(self, value)
        self._settle_ties()

    @property
    def _first(self) -> str:
        return next(bound.name for bound in self.columns)

    def _check_totals(self) -> None:
        if unknown := self.totals.keys() - self.base_columns.keys():
            raise ValueError(
                f"{type(self).__name__} has no column for the total of {', '.join(sorted(unknown))}"
            )
        if self.totals and self._first in self.totals:
            raise ValueError(
                f"{self._first} is the first column of {type(self).__name__} and holds the label"
            )

    def _keep_types_of_values(self) -> None:
        """Let `render_x` dress a typed value for the page without changing what a file holds."""
        for name, bound in self.columns.columns.items():
            column = bound.column
            if (
                isinstance(column, TypedColumn)
                and column.kind is not Kind.TEXT
                and not hasattr(self, f"value_{name}")
            ):
                bound.value = column.value

    def _settle_ties(self) -> None:
        """Order rows that sort the same by their key.

        PostgreSQL promises no order among them, so without this a row could stand on two pages and
        another on none, and an export could differ from the pages.
        """
        rows = self.data.data
        if isinstance(rows, QuerySet) and _can_be_ordered_by_key(rows):
            order = _order_of(rows)
            if not {"pk", "-pk"} & {part for part in order if isinstance(part, str)}:
                self.data.data = rows.order_by(*order, "pk")


def _can_be_ordered_by_key(rows: QuerySet[Any]) -> bool:
    """Whether each row is one record: not a part of a result, nor a group of records."""
    return issubclass(rows._iterable_class, ModelIterable) and not (
        rows.query.combinator or rows.query.is_sliced
    )


def _order_of(rows: QuerySet[Any]) -> Sequence[Any]:
    """The order that a queryset was given, or else its model's, unless that was cleared."""
    if rows.query.order_by or not rows.query.default_ordering:
        return rows.query.order_by
    return rows.query.get_meta().ordering or ()
