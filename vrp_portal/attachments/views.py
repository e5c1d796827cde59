"""Attaching a file, and giving one out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.views.generic import FormView

from vrp_portal.attachments.forms import AttachmentForm
from vrp_portal.attachments.models import AttachedFile

KEPT_NOT_SHOWN: Mapping[str, str] = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


def given_out(attached: AttachedFile) -> FileResponse:
    """The file as an answer, to be kept: no browser shows it within a page or guesses at what it is."""
    return FileResponse(
        attached.file.open("rb"),  # type: ignore[attr-defined]  # each model names its own folder
        as_attachment=True,
        filename=attached.name,
        content_type=attached.content_type,
        headers=KEPT_NOT_SHOWN,
    )


class AttachFile(FormView):
    """Attach a file to a record; what refuses it is said beside what was chosen (422)."""

    form_class = AttachmentForm
    template_name = "attachments/attach.html"
    back_label: ClassVar[str]
    refusals: ClassVar[tuple[type[Exception], ...]]
    """What `attach` raises where the record takes no file; the message says why."""

    def attach(self, file: Any, *, name: str, content_type: str) -> AttachedFile:
        """Attach it, through an action."""
        raise NotImplementedError

    def get_about(self) -> Any:
        """The record, which has a page of its own to go back to."""
        raise NotImplementedError

    def form_valid(self, form: AttachmentForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        try:
            attached = self.attach(file, name=file.name, content_type=form.content_type)
        except self.refusals as why:
            form.add_error(None, str(why))
            return self.form_invalid(form)
        messages.success(self.request, f"{attached.name} is attached.")
        return HttpResponseRedirect(self.get_about().get_absolute_url())

    def form_invalid(self, form: AttachmentForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            about=self.get_about(),
            back_url=self.get_about().get_absolute_url(),
            back_label=self.back_label,
            **kwargs,
        )
