"""Tables under a name: kept, listed, opened by an address, renamed and removed by whoever made them."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView, View

from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action
from vrp_portal.allocation_tables.forms import KeepTableForm, RenameTableForm, TableForm
from vrp_portal.allocation_tables.models import SavedTable
from vrp_portal.allocation_tables.views.tables import OfTable, chosen
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.scoped import scope_query
from vrp_portal.records.views import SavingView


class SavedTables(Gate, ListView):
    """Every table that somebody in the team kept."""

    action = Action.VIEW_ALLOCATION_TABLES
    template_name = "allocation_tables/saved.html"
    context_object_name = "tables"
    queryset = SavedTable.objects.select_related("made_by")
    paginate_by = 50

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        listed = [
            (table, in_words(table), table.may_be_changed_by(self.request.user))
            for table in context["tables"]
        ]
        return context | {"listed": listed}


def in_words(table: SavedTable) -> str:
    """What a saved table shows."""
    form = TableForm(TableForm.completed(QueryDict(table.choice)), district=None, asks_district=False)
    if not form.is_valid() or form.asked is None:
        return "It can't be shown any more."
    district = QueryDict(table.choice).get("district")
    return f"{form.asked.title}{f', {district}' if district else ''}"


class OpenTable(Gate, View):
    """A saved table's own address, to be shared: it shows the table as its choice has it today."""

    action = Action.VIEW_ALLOCATION_TABLES

    def get(self, request: HttpRequest, pk: int) -> HttpResponseRedirect:
        table = get_object_or_404(SavedTable, pk=pk)
        query = f"{table.choice}&{urlencode({'saved': table.pk})}"
        if table.year is not None and table.as_at is not None:
            query += f"&{scope_query(Scope(table.year, table.as_at))}"
        return HttpResponseRedirect(f"{reverse('tables')}?{query}")


class KeepTable(OfTable, SavingView):
    """Keep the table of an address under a name."""

    template_name = "allocation_tables/keep.html"

    def get_form(self, form_class: Any = None) -> KeepTableForm:
        table = SavedTable(
            choice=chosen(self.choice, self.scope) if self.scope_is_valid else "",
            made_by=self.request.user,
            made_on=timezone.localdate(),
        )
        return KeepTableForm(**self.get_form_kwargs(), instance=table, scope=self.scope)

    def form_valid(self, form: KeepTableForm) -> Any:
        if not self.scope_is_valid:
            form.add_error(None, "This table makes no sense. Go back, choose another, then keep it.")
            return self.form_invalid(form)
        return super().form_valid(form)

    def save(self, form: KeepTableForm) -> str:
        self.saved = form.save()
        return f"The table {self.saved} is kept. Its address can be shared."

    def get_success_url(self) -> str:
        return self.saved.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.choice.title if self.scope_is_valid else "",
            back_url=f"{reverse('tables')}?{self.request.GET.urlencode()}",
            **kwargs,
        )


class OfSaved(Gate):
    """A view that changes a saved table: for whoever made it, and for an administrator."""

    action = Action.VIEW_ALLOCATION_TABLES
    kwargs: dict[str, Any]
    request: HttpRequest

    @cached_property
    def saved(self) -> SavedTable:
        return get_object_or_404(SavedTable, pk=self.kwargs["pk"])

    def load(self) -> None:
        if not self.saved.may_be_changed_by(self.request.user):  # type: ignore[arg-type]  # behind the gate
            raise PermissionDenied("A saved table is changed by whoever made it.")


class RenameTable(OfSaved, SavingView):
    """Give a saved table another name or note. Its address stays."""

    form_class = RenameTableForm
    template_name = "records/form.html"
    success_url: ClassVar[Any] = reverse_lazy("tables-saved")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": get_object_or_404(SavedTable, pk=self.kwargs["pk"])}

    def save(self, form: RenameTableForm) -> str:
        return f"The table is kept as {form.save()}."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading="Rename a saved table",
            about=self.saved,
            back_url=reverse("tables-saved"),
            back_label="Back to saved tables",
            **kwargs,
        )


class RemoveTable(OfSaved, View):
    """Remove a saved table. The history keeps it; no money is touched."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
        self.saved.delete()
        messages.success(
            request, f"The table {self.saved} is removed. No record of money is changed by that."
        )
        return HttpResponseRedirect(reverse("tables-saved"))
