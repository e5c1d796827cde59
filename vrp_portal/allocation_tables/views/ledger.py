"""Ledger files: a preview, the file, and the layouts that say how a ledger wants it."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action, may
from vrp_portal.allocation_tables.forms import ChangeLayoutForm, LayoutForm, LedgerForm
from vrp_portal.allocation_tables.ledger import STANDARD, CannotBeWritten, LedgerFile
from vrp_portal.allocation_tables.models import LedgerLayout
from vrp_portal.allocation_tables.reading import read_money
from vrp_portal.allocation_tables.views.tables import OfMoney
from vrp_portal.records.views import SavingView
from vrp_portal.tabular.exports import export_filename, file_to_keep

SHOWN_ROWS = 10


class Ledger(OfMoney, TemplateView):
    """The first rows of a ledger file as it would be written, and what its layout lacks."""

    template_name = "allocation_tables/ledger.html"
    form_class = LedgerForm

    @cached_property
    def file(self) -> LedgerFile:
        layout = self.scope_form.cleaned_data["layout"] or STANDARD
        return LedgerFile(read_money(self.choice, self.scope), layout)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            may_keep=may(self.request.user, Action.KEEP_LEDGER_LAYOUT),
            layouts=LedgerLayout.objects.all(),
            **kwargs,
        )
        if not self.scope_is_valid:
            return context
        file, money = self.file, self.file.money
        return context | {
            "choice": self.choice,
            "money": money,
            "layout": file.layout,
            "headings": file.headings,
            "rows": list(file.rows(most=SHOWN_ROWS)),
            "how_many": len(file.entries),
            "without_code": file.without_code(),
            "figure_url": self.figure_url(money),
            "file_url": f"{reverse('ledger-file')}?{self.request.GET.urlencode()}",
            "shows_illustrative": money.illustrative,
        }


class LedgerDownload(Ledger):
    """The ledger file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.scope_is_valid:
            return HttpResponseRedirect(f"{reverse('ledger')}?{request.GET.urlencode()}")
        try:
            content = self.file.content()
        except CannotBeWritten as reason:
            return self.render_to_response(self.get_context_data(cannot=str(reason), **kwargs), status=422)
        name = export_filename(
            f"ledger {self.choice.of.value} {self.choice.told.value} {self.file.layout}",
            year=self.scope.year,
            as_at=self.scope.as_at,
            fmt="csv",
        )
        return file_to_keep(io.BytesIO(content), name, content_type="text/csv")


class OfLayout(Gate):
    """What views of a layout have in common."""

    action = Action.KEEP_LEDGER_LAYOUT
    kwargs: dict[str, Any]

    @cached_property
    def layout(self) -> LedgerLayout:
        return get_object_or_404(LedgerLayout, pk=self.kwargs["pk"])


class LayoutSaving(OfLayout, SavingView):
    """A form over a layout. Afterwards the preview shows what it does."""

    template_name = "allocation_tables/layout.html"

    def save(self, form: LayoutForm) -> str:
        self.saved = form.save()
        return f"The layout {self.saved} is saved."

    def get_success_url(self) -> str:
        return f"{reverse('ledger')}?layout={self.saved.pk}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back_url=reverse("ledger"), **kwargs)


class EnterLayout(LayoutSaving):
    """Say how a ledger wants its files; it starts from the standard layout."""

    form_class = LayoutForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": LedgerLayout()}


class ChangeLayout(LayoutSaving):
    """Change how a ledger wants its files."""

    form_class = ChangeLayoutForm

    def load(self) -> None:
        _ = self.layout

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": get_object_or_404(LedgerLayout, pk=self.kwargs["pk"])}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(layout=self.layout, **kwargs)


class RemoveLayout(OfLayout, View):
    """Remove a layout. The history keeps it, and files that were made with it stay as they are."""

    http_method_names = ["post"]

    def load(self) -> None:
        _ = self.layout

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.layout.delete()
        messages.success(request, f"The layout {self.layout} is removed.")
        return HttpResponseRedirect(reverse("ledger"))
