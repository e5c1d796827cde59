"""The records behind a figure, as a table."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet, Value
from django.utils.html import format_html
from django.utils.safestring import SafeString

from vrp_portal.figures.registry import Figure, Records
from vrp_portal.figures.values import Unit
from vrp_portal.tabular.columns import PeopleColumn, PercentColumn, PoundsColumn, TextColumn, TypedColumn
from vrp_portal.tabular.tables import Table

HEADINGS = {
    Unit.POUNDS: "Adds",
    Unit.PEOPLE: "People",
    Unit.PERCENT: "Percent",
    Unit.INTERVENTIONS: "Counts as",
    Unit.NUMBER: "Counts as",
}
COLUMNS: dict[Unit, type[TypedColumn]] = {
    Unit.POUNDS: PoundsColumn,
    Unit.PEOPLE: PeopleColumn,
    Unit.PERCENT: PercentColumn,
    Unit.INTERVENTIONS: PeopleColumn,
    Unit.NUMBER: PeopleColumn,
}


def address_of(record: Model) -> str | None:
    """The page of a record, or else of the intervention that it belongs to; None where there is neither."""
    of = record if hasattr(record, "get_absolute_url") else getattr(record, "intervention", None)
    return None if of is None else of.get_absolute_url()


class RecordsTable(Table):
    """Each record in words, what it adds to the figure, and where it comes from.

    The total is the figure itself.
    """

    record = TextColumn(accessor="pk", orderable=False, verbose_name="Record")
    source = TextColumn()

    class Meta:
        sequence = ("record", "adds", "source")
        empty_text = "No record gives this figure yet."

    def render_record(self, record: Model) -> SafeString:
        address = address_of(record)
        words = (
            format_html('<a class="govuk-link" href="{}">{}</a>', address, record) if address else str(record)
        )
        if not self.is_illustrative(record):
            return format_html("{}", words)
        return format_html(
            '{} <span class="govuk-tag govuk-tag--yellow app-records__tag">Illustrative</span>', words
        )

    def value_record(self, record: Model) -> str:
        return str(record)


def records_table(figure: Figure, records: Records) -> type[RecordsTable]:
    """The table of a figure's records, with a column for what each adds in the figure's unit."""
    return type("RecordsTable", (RecordsTable,), {"adds": _adds(figure, records)})


def records_rows(records: Records) -> QuerySet[Any]:
    """The records as rows of the table; where each counts as one, with that one."""
    return records.queryset.annotate(counts_as=Value(1)) if records.adds is None else records.queryset


def _adds(figure: Figure, records: Records) -> TypedColumn:
    return COLUMNS[figure.unit](
        accessor=records.adds or "counts_as",
        orderable=records.adds is not None,
        verbose_name=HEADINGS[figure.unit],
    )
