"""Files of a table, answered by the view that shows it.

A view that mixes in `ExportMixin` serves two addresses with the same class, the page and its files:

    path("awards/", Awards.as_view(), name="awards"),
    path("awards/export.<str:fmt>", Awards.as_view(), name="awards-export"),

so that role, scope, filter, order and totals can't differ between them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import urljoin

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.dateformat import format as format_date
from django.utils.text import slugify

from vrp_portal.periods.calendar import FinancialYear
from vrp_portal.tabular.filter_words import words_of_filter
from vrp_portal.tabular.sheet import Sheet, sheet_from_table
from vrp_portal.tabular.tables import Table
from vrp_portal.tabular.writers.csv_file import write_csv
from vrp_portal.tabular.writers.ods_file import write_ods
from vrp_portal.tabular.writers.xlsx_file import write_xlsx


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that a table is exported as."""

    label: str
    content_type: str
    write: Callable[[Sheet, BinaryIO], None]


FORMATS: Mapping[str, Format] = {
    "csv": Format("CSV", "text/csv; charset=utf-8", write_csv),
    "xlsx": Format("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    "ods": Format("OpenDocument", "application/vnd.oasis.opendocument.spreadsheet", write_ods),
}


class ExportLink(NamedTuple):
    """Where a page's table is to be had as a file."""

    label: str
    url: str


def export_filename(
    what: str, *, year: FinancialYear | None = None, as_at: date | None = None, fmt: str
) -> str:
    """A name that says what a file holds, for which year, and as at which day.

    >>> export_filename("Interventions", year=FinancialYear(2023), as_at=date(2023, 12, 31), fmt="xlsx")
    'interventions_2023-24_as-at-2023-12-31.xlsx'
    """
    parts = [slugify(what) or "export"]
    if year is not None:
        parts.append(year.slug)
    if as_at is not None:
        parts.append(f"as-at-{as_at.isoformat()}")
    return f"{'_'.join(parts)}.{fmt}"


def export_response(sheet: Sheet, fmt: str, filename: str) -> FileResponse:
    """`sheet` as a file to keep. It stays out of caches: what it holds depends on who asked."""
    chosen = FORMATS[fmt]
    stream = io.BytesIO()
    chosen.write(sheet, stream)
    return file_to_keep(stream, filename, content_type=chosen.content_type)


def file_to_keep(stream: BinaryIO, filename: str, *, content_type: str = "") -> FileResponse:
    """A file to download, by its name's kind unless that is given. It stays out of caches."""
    stream.seek(0)
    response = FileResponse(stream, as_attachment=True, filename=filename, content_type=content_type or None)
    response["Cache-Control"] = "private, no-store"
    return response


class ExportMixin:
    """Give a view of one table (SingleTableView, or SingleTableMixin and FilterView) its files.

    Put it before those in the bases. The page's context gets `exports`, a list of ExportLink.
    """

    request: HttpRequest
    kwargs: dict[str, Any]
    export_name: str
    """What the file holds, in a word or two; it leads the file's name."""

    def get_export_title(self) -> str:
        """What the file holds, as a heading; by default `export_name` with a capital."""
        return self.export_name[:1].upper() + self.export_name[1:]

    def get_export_year(self) -> FinancialYear | None:
        """The financial year that the rows are of, where they are of one."""
        return None

    def get_export_as_at(self) -> date | None:
        """The day by which the rows tell what had happened, where they do."""
        return None

    @property
    def export_format(self) -> str | None:
        """The kind of file asked for, or None for the page."""
        return self.kwargs.get("fmt")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.export_format is not None and self.export_format not in FORMATS:
            raise Http404(f"There is no export as {self.export_format}.")
        return super().get(request, *args, **kwargs)

    def get_table_pagination(self, table: Table) -> Any:
        return super().get_table_pagination(table) if self.export_format is None else False

    def get_paginate_by(self, rows: Any) -> int | None:
        return super().get_paginate_by(rows) if self.export_format is None else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["exports"] = self.get_exports(context[self.context_table_name])
        return context

    def get_exports(self, table: Table) -> list[ExportLink]:
        """The files of what the page shows: its filter and its order, but all pages of it."""
        query = self.request.GET.copy()
        for name in (table.prefixed_page_field, table.prefixed_per_page_field):
            query.pop(name, None)
        tail = f"?{query.urlencode()}" if query else ""
        return [
            ExportLink(fmt.label, urljoin(self.request.path, f"export.{name}{tail}"))
            for name, fmt in FORMATS.items()
        ]

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> HttpResponseBase:
        if self.export_format is None:
            return super().render_to_response(context, **response_kwargs)
        filterset = getattr(self, "filterset", None)
        bad_filter = filterset is not None and filterset.is_bound and not filterset.is_valid()
        if bad_filter or not getattr(self, "scope_is_valid", True):
            return self._page_that_says_why()
        table = context[self.context_table_name]
        table.before_render(self.request)
        sheet = sheet_from_table(table, title=self.get_export_title(), notes=self._notes(table))
        filename = export_filename(
            self.export_name,
            year=self.get_export_year(),
            as_at=self.get_export_as_at(),
            fmt=self.export_format,
        )
        return export_response(sheet, self.export_format, filename)

    def _page_that_says_why(self) -> HttpResponse:
        """Show the errors beside the fields, rather than hand over a file of something else."""
        return redirect(f"{urljoin(self.request.path, '.')}?{self.request.GET.urlencode()}")

    def _notes(self, table: Table) -> Iterator[str]:
        if (year := self.get_export_year()) is not None:
            yield f"Financial year: {year.label}"
        if (as_at := self.get_export_as_at()) is not None:
            yield f"As at: {format_date(as_at, 'j F Y')}"
        filterset = getattr(self, "filterset", None)
        if filterset is not None:
            yield from words_of_filter(filterset)
        for alias in table.order_by or ():
            way = ", from the last to the first" if alias.is_descending else ""
            yield f"Sorted by: {table.columns[alias.bare].header}{way}"
