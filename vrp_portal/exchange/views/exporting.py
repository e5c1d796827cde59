"""Taking tables of data out, whole."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import BinaryIO

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.generic import FormView

from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action
from vrp_portal.exchange import jobs
from vrp_portal.exchange.exporting import ending_of_all, write_all, write_table
from vrp_portal.exchange.forms import ALL, ExportForm
from vrp_portal.exchange.models import Job
from vrp_portal.exchange.progress import Progress
from vrp_portal.tabular.data import DATA_TABLES, DataScope
from vrp_portal.tabular.exports import export_filename, file_to_keep
from vrp_portal.tabular.writers.xlsx_file import TooManyRows


class Exports(Gate, FormView):
    """Choose a table, a year and a day, and get it as a file that can be imported again."""

    action = Action.EXPORT_DATA
    template_name = "exchange/exports.html"
    form_class = ExportForm

    def form_valid(self, form: ExportForm) -> HttpResponseBase:
        chosen = form.cleaned_data
        scope = DataScope(chosen["year"], chosen["as_at"])
        fmt = chosen["format"]
        if chosen["table"] == ALL:
            return self._all(scope, fmt)
        table = DATA_TABLES[chosen["table"]]
        filename = export_filename(table.name, year=scope.year, as_at=scope.as_at, fmt=fmt)
        stream = TemporaryFile()  # noqa: SIM115 - the response closes it
        try:
            write_table(table, scope, fmt, stream)
        except TooManyRows as error:
            form.add_error("format", str(error))
            return self.form_invalid(form)
        return file_to_keep(stream, filename)

    def _all(self, scope: DataScope, fmt: str) -> HttpResponseBase:
        """Everything takes a while, so it is made beside the request."""
        filename = export_filename("all tables", year=scope.year, as_at=scope.as_at, fmt=ending_of_all(fmt))
        job = Job.objects.create(work=Job.Work.EXPORT, by=self.request.user, filename=filename)

        def write(stream: BinaryIO, progress: Progress) -> int:
            return write_all(scope, fmt, stream, progress=progress)

        jobs.start(job, jobs.export_to(job, write))
        return redirect("job", pk=job.pk)

    def form_invalid(self, form: ExportForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
