"""Sending a file: choose it, say what its columns are, see what it would do, and import it."""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import FormView, View

from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action, may
from vrp_portal.exchange import actions
from vrp_portal.exchange.forms import ColumnsForm, ConfirmForm, SheetForm, UploadForm, importers_for
from vrp_portal.exchange.jobs import Stopped
from vrp_portal.exchange.models import ImportedFile, Job, Upload
from vrp_portal.exchange.progress import nobody_is_told
from vrp_portal.exchange.reading import ReadFile, WhichSheet
from vrp_portal.exchange.running import Outcome
from vrp_portal.exchange.views.jobs import beside, is_long
from vrp_portal.tabular.exports import file_to_keep
from vrp_portal.tabular.imports.importer import IMPORTERS, Importer, Verdict
from vrp_portal.tabular.imports.marked import write_marked
from vrp_portal.tabular.imports.template import template_filename, write_template
from vrp_portal.tabular.reading.cells import Unreadable

LISTED = 100
"""How many problems a page lists; the marked copy of the file has them all."""
ROWS_ON_PAGE = 50
LATEST = 10


class Imports(Gate, FormView):
    """Send a spreadsheet; and what was imported lately."""

    action = Action.IMPORT_FILES
    template_name = "exchange/imports.html"
    form_class = UploadForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form: UploadForm) -> HttpResponseBase:
        sent, chosen = form.cleaned_data["file"], form.cleaned_data
        try:
            upload, file = actions.receive(
                sent, sent.name, kind=chosen["kind"], year=chosen["year"], by=self.request.user
            )
        except Unreadable as unreadable:
            form.add_error("file", str(unreadable))
            return self.form_invalid(form)
        if file is None:
            return redirect("import-sheet", pk=upload.pk)
        return show_what_it_does(self.request, upload, file)

    def form_invalid(self, form: UploadForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        imported = ImportedFile.objects.select_related("imported_by")
        if not user.in_team:
            imported = imported.filter(imported_by=user)
        return super().get_context_data(
            importers=importers_for(user),
            waiting=Upload.objects.of(user).defer("content", "previewed").order_by("-made_at"),
            imported=imported[:LATEST],
            **kwargs,
        )


class UploadPage(Gate):
    """A page about a file that its reader sent; nobody else's is found."""

    action = Action.IMPORT_FILES
    request: HttpRequest
    kwargs: dict[str, Any]

    def load(self) -> None:
        if not may(self.request.user, self.importer.action):
            raise PermissionDenied(f"Your role may not {self.importer.action}.")

    @cached_property
    def upload(self) -> Upload:
        return get_object_or_404(Upload.objects.of(self.request.user), pk=self.kwargs["pk"])

    @cached_property
    def importer(self) -> type[Importer]:
        return actions.importer_of(self.upload)

    @cached_property
    def file(self) -> ReadFile:
        return actions.rows_of(self.upload)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(upload=self.upload, importer=self.importer, **kwargs)  # type: ignore[misc]  # mixed into a view


class ChooseSheet(UploadPage, FormView):
    """Say which of several sheets is meant."""

    template_name = "exchange/sheet.html"
    form_class = SheetForm

    def get_form_kwargs(self) -> dict[str, Any]:
        workbook = actions.workbook_of(self.upload)
        names = [sheet.name for sheet in workbook.sheets if sheet.rows and not sheet.is_hidden]
        return super().get_form_kwargs() | {"names": names, "initial": {"sheet": self.upload.sheet}}

    def form_valid(self, form: SheetForm) -> HttpResponseBase:
        try:
            file = actions.choose_sheet(self.upload, form.cleaned_data["sheet"])
        except Unreadable as unreadable:
            form.add_error("sheet", str(unreadable))
            return self.form_invalid(form)
        return show_what_it_does(self.request, self.upload, file)

    def form_invalid(self, form: SheetForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ChooseColumns(UploadPage, FormView):
    """Say what each column is; it is remembered for files with the same headings."""

    template_name = "exchange/columns.html"
    form_class = ColumnsForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().get(request, *args, **kwargs)
        except WhichSheet:
            return redirect("import-sheet", pk=self.upload.pk)

    def get_form_kwargs(self) -> dict[str, Any]:
        about = {"layout": self.file.layout, "importer": self.importer, "year": self.upload.year}
        return super().get_form_kwargs() | about

    def form_valid(self, form: ColumnsForm) -> HttpResponseBase:
        actions.choose_columns(
            self.upload,
            self.file,
            choices=form.choices,
            year=form.cleaned_data["year"],
            by=self.request.user,
        )
        return show_what_it_does(self.request, self.upload, actions.rows_of(self.upload))

    def form_invalid(self, form: ColumnsForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Preview(UploadPage, FormView):
    """What a file would do, row by row and in figures; and the button that does it."""

    template_name = "exchange/preview.html"
    form_class = ConfirmForm

    def load(self) -> None:
        super().load()
        if self.upload.outcome is None:
            raise Http404("This file has not been checked yet.")

    @cached_property
    def outcome(self) -> Outcome:
        return self.upload.outcome

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"has_warnings": bool(self.outcome.warnings)}

    def form_valid(self, form: ConfirmForm) -> HttpResponseBase:
        reason = form.cleaned_data.get("reason", "")
        if not self.outcome.may_be_imported:
            return redirect("import-preview", pk=self.upload.pk)
        work = actions.import_work(self.upload, reason=reason)
        if is_long(len(self.outcome.rows)):
            return redirect(beside(self.request, Job.Work.IMPORT, work, upload=self.upload))
        try:
            messages.success(self.request, work(nobody_is_told))
        except Stopped as stopped:
            messages.warning(self.request, str(stopped))
            if Upload.objects.filter(pk=self.upload.pk).exists():
                return redirect("import-preview", pk=self.upload.pk)
        return redirect("imports")

    def form_invalid(self, form: ConfirmForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        outcome = self.outcome
        shown = self.request.GET.get("show", "")
        rows = [row for row in outcome.rows if shown in {"", row.verdict}]
        page = Paginator(rows, ROWS_ON_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            outcome=outcome,
            counts=[(verdict, outcome.counts[verdict]) for verdict in Verdict],
            shown=shown,
            page=page,
            problems=outcome.problems[:LISTED],
            more_problems=max(len(outcome.problems) - LISTED, 0),
            warnings=outcome.warnings[:LISTED],
            more_warnings=max(len(outcome.warnings) - LISTED, 0),
            notices=outcome.notices[:LISTED],
            more_notices=max(len(outcome.notices) - LISTED, 0),
            **kwargs,
        )


class MarkedCopy(UploadPage, View):
    """A copy of the file with each cell marked that is to be put right."""

    def get(self, *args: Any, **kwargs: Any) -> FileResponse:
        outcome = self.upload.outcome
        if outcome is None:
            raise Http404("This file has not been checked yet.")
        stream = io.BytesIO()
        write_marked(actions.workbook_of(self.upload), outcome.problems, stream)
        return file_to_keep(stream, f"{PurePath(self.upload.filename).stem}-to-put-right.xlsx")


class Discard(UploadPage, View):
    """Put a file away without importing it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.upload.delete()
        messages.success(request, f"{self.upload.filename} is put away. Nothing was imported.")
        return redirect("imports")


class Template(Gate, View):
    """The template to fill in for one kind of import."""

    action = Action.IMPORT_FILES

    def load(self) -> None:
        if self.kwargs["kind"] not in IMPORTERS:
            raise Http404(f"There is no import of {self.kwargs['kind']}.")
        if not may(self.request.user, self.importer.action):
            raise PermissionDenied(f"Your role may not {self.importer.action}.")

    @property
    def importer(self) -> type[Importer]:
        return IMPORTERS[self.kwargs["kind"]]

    def get(self, request: HttpRequest, kind: str) -> FileResponse:
        importer, stream = self.importer, io.BytesIO()
        write_template(
            stream,
            kind=kind,
            label=importer.label,
            version=importer.version,
            columns=importer.columns(),
            lists=importer.lists(request.user),
        )
        return file_to_keep(stream, template_filename(kind, importer.version))


def show_what_it_does(request: HttpRequest, upload: Upload, file: ReadFile) -> HttpResponseBase:
    """Check the file and go to the preview; a long file is checked beside the request."""
    work = actions.preview_work(upload, file)
    if is_long(len(file.layout.sheet.rows)):
        return redirect(beside(request, Job.Work.PREVIEW, work, upload=upload))
    work(nobody_is_told)
    return redirect("import-preview", pk=upload.pk)
