"""An allocation table as a page and as files."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.views.generic import TemplateView, View

from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action
from vrp_portal.allocation_tables.forms import TableForm
from vrp_portal.allocation_tables.forms.choosing import MoneyForm
from vrp_portal.allocation_tables.holdings import OPENS_WITH, Choice, nearest
from vrp_portal.allocation_tables.models import SavedTable
from vrp_portal.allocation_tables.reading import AllocationTable, Money, read_table
from vrp_portal.allocation_tables.rules import Part
from vrp_portal.allocation_tables.sheets import sheet_of
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.scoped import Scoped
from vrp_portal.money import format_pounds
from vrp_portal.tabular.exports import FORMATS, ExportLink, export_filename, export_response


class OfMoney(Gate, Scoped):
    """A view of some money as its address chooses it. An address that makes no sense has no money."""

    action = Action.VIEW_ALLOCATION_TABLES
    form_class: type[MoneyForm]

    @cached_property
    def scope_form(self) -> Any:
        data = self.form_class.completed(self.request.GET)  # type: ignore[attr-defined]  # both forms have it
        if not any(data.get(name) for name in ("year", "as_at")):
            data["year"], data["as_at"] = self.opening.year.label, f"{self.opening.as_at:%d/%m/%Y}"
        return self.form_class(data, district=None)

    @cached_property
    def choice(self) -> Choice:
        """What was chosen, or what the page opens with where that can't be read."""
        self.scope_form.is_valid()
        return self.scope_form.asked or OPENS_WITH

    def figure_url(self, money: Money) -> str:
        return f"{reverse('figure', args=[money.figure.key])}?{self.scope_query}"


class OfTable(OfMoney):
    """A view of a table."""

    form_class = TableForm

    @property
    def query(self) -> str:
        """The table and its scope, as an address says them."""
        return f"{self.choice.query}&{self.scope_query}"

    @cached_property
    def table(self) -> AllocationTable:
        return read_table(self.choice, self.scope)


class Tables(OfTable, TemplateView):
    """Money in the rows and the columns that somebody chooses, with totals on both sides."""

    template_name = "allocation_tables/table.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if not self.scope_is_valid:
            return context | {"offers": [(offer, self._address(offer)) for offer in nearest(self.choice)]}
        table = self.table
        invented = table.illustrative_rows
        return context | {
            "choice": self.choice,
            "money": table.money,
            "columns": table.columns,
            "rows": [self._row(table, part, invented) for part in table.pivot.rows],
            "of_columns": [format_pounds(table.of_column(column)) for column in table.columns],
            "total": format_pounds(table.money.total),
            "figure_url": self.figure_url(table.money),
            "saved": self.saved,
            "query": self.query,
            "exports": [
                ExportLink(fmt.label, f"{reverse('tables-export', args=[name])}?{self.query}")
                for name, fmt in FORMATS.items()
            ],
            "shows_illustrative": table.money.illustrative,
        }

    def _row(
        self, table: AllocationTable, part: Part, invented: frozenset[str]
    ) -> tuple[Part, bool, list[str], str]:
        cells = [_worded(table.cell(part, column)) for column in table.columns]
        return part, part.key in invented, cells, _worded(table.of_row(part))

    def _address(self, choice: Choice) -> str:
        return f"{reverse('tables')}?{choice.query}&{self.scope_query}"

    @cached_property
    def saved(self) -> SavedTable | None:
        """The saved table from which the page was opened, while it still shows that."""
        pk = self.request.GET.get("saved", "")
        if not (pk.isascii() and pk.isdigit() and len(pk) < 18):
            return None
        found = SavedTable.objects.filter(pk=int(pk)).first()
        return found if found is not None and found.choice == chosen(self.choice, self.scope) else None


class TableFile(OfTable, View):
    """The very table as a file."""

    def get(self, request: HttpRequest, fmt: str) -> HttpResponseBase:
        if fmt not in FORMATS:
            raise Http404(f"There is no export as {fmt}.")
        if not self.scope_is_valid:
            return HttpResponseRedirect(f"{reverse('tables')}?{request.GET.urlencode()}")
        scope = self.scope
        where = f" {scope.district}" if scope.district else ""
        name = export_filename(
            f"{slugify(self.choice.title)}{where}", year=scope.year, as_at=scope.as_at, fmt=fmt
        )
        return export_response(sheet_of(self.table), fmt, name)


def chosen(choice: Choice, scope: Scope) -> str:
    """What is kept of a table: the choice, and its district where it has one."""
    if scope.district is None:
        return choice.query
    return f"{choice.query}&{urlencode({'district': scope.district.name})}"


def _worded(cell: Any) -> str:
    """A cell as the page shows it; nothing where nothing is recorded."""
    return cell if isinstance(cell, str) else "" if cell is None else format_pounds(cell)
