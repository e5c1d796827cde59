"""How far a job is, for whoever asked for it; and the file that it made."""

from __future__ import annotations

import io
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action
from vrp_portal.exchange import jobs
from vrp_portal.exchange.models import Job, Upload
from vrp_portal.tabular.exports import file_to_keep

INTERRUPTED = (
    "This was interrupted. Nothing was saved by halves: check what is there, and send the file again. "
    "Rows that are in the portal already change nothing."
)


def is_long(rows: int) -> bool:
    """Whether so many rows take longer than a page should."""
    return rows > settings.BACKGROUND_ROWS


def beside(request: HttpRequest, work_kind: str, work: jobs.Work, *, upload: Upload) -> str:
    """Start work beside the request, and return the address of the page that says how far it is."""
    job = Job.objects.create(work=work_kind, upload=upload, by=request.user)
    jobs.start(job, work)
    return reverse("job", args=[job.pk])


class JobPage(Gate, TemplateView):
    """How far a job is. Once it is done, it leads on to what came of it."""

    action = Action.IMPORT_FILES
    template_name = "exchange/job.html"

    def load(self) -> None:
        _ = self.job

    @cached_property
    def job(self) -> Job:
        mine = Job.objects.of(self.request.user).defer("result").select_related(None)
        return get_object_or_404(mine, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"state": self.state, "done": self.job.done, "total": self.job.total})
        if self.state == Job.State.RUNNING:
            return super().get(request, *args, **kwargs)
        return self._lead_on(request)

    @property
    def state(self) -> str:
        return Job.State.FAILED if self.job.is_interrupted else self.job.state

    def _lead_on(self, request: HttpRequest) -> HttpResponseBase:
        job, is_done = self.job, self.state == Job.State.DONE
        if job.work == Job.Work.EXPORT:
            return self.render_to_response(self.get_context_data(is_done=is_done, interrupted=INTERRUPTED))
        if not is_done:
            messages.warning(request, INTERRUPTED if job.is_interrupted else job.message)
        elif job.work == Job.Work.IMPORT:
            messages.success(request, job.message)
        if job.upload_id is not None:
            return redirect("import-preview", pk=job.upload_id)
        return redirect("imports")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(job=self.job, **kwargs)


class JobFile(Gate, View):
    """The file that an export made."""

    action = Action.EXPORT_DATA

    def load(self) -> None:
        self.job = get_object_or_404(Job.objects.of(self.request.user), pk=self.kwargs["pk"])
        if self.job.result is None:
            raise Http404("There is no file yet.")

    def get(self, _request: HttpRequest, **_kwargs: Any) -> FileResponse:
        return file_to_keep(io.BytesIO(bytes(self.job.result)), self.job.filename)
