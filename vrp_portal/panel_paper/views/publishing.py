"""Publishing a paper, discarding a draft, and making a published paper afresh."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from vrp_portal.accounts.permissions import Action
from vrp_portal.panel_paper.actions import NotPublished, publish
from vrp_portal.panel_paper.forms import PublishForm
from vrp_portal.panel_paper.frozen import sha256
from vrp_portal.panel_paper.publishing import composed_now, make_afresh
from vrp_portal.panel_paper.views.papers import OfDraft, OfPaper
from vrp_portal.records.views import SavingView


class Publish(OfDraft, SavingView):
    """Say what publishing does, list what is still to be read again, and freeze the paper."""

    form_class = PublishForm
    template_name = "panel_paper/publish.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"has_marks": bool(self.changed)}

    def get_initial(self) -> dict[str, Any]:
        return {"checked": sha256(composed_now(self.composed))}

    def form_valid(self, form: PublishForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except NotPublished as why:
            form.add_error("reason" if self.changed and not form.cleaned_data["reason"] else None, str(why))
            return self.form_invalid(form)

    def save(self, form: PublishForm) -> str:
        publish(
            self.paper,
            by=self.request.user,
            checked=form.cleaned_data["checked"],
            reason=form.cleaned_data.get("reason", ""),
        )
        return f"{self.paper} is published. Its figures are frozen."

    def form_invalid(self, form: PublishForm) -> HttpResponse:
        """Have what is checked next be the paper as this page shows it."""
        form.data = form.data.copy()
        form.data["checked"] = self.get_initial()["checked"]  # type: ignore[index]  # a copy can change
        return super().form_invalid(form)

    def get_success_url(self) -> str:
        return self.paper.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            paper=self.paper,
            changed=self.changed,
            figures=len({stated.figure for stated in self.composed.stated}),
            back_url=self.get_success_url(),
            shows_illustrative=self.composed.illustrative,
            **kwargs,
        )


class DiscardDraft(OfDraft, TemplateView):
    """Take a draft away that won't be published. The sections stay: the next paper begins with them."""

    template_name = "panel_paper/discard.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(paper=self.paper, back_url=self.paper.get_absolute_url(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
        with transaction.atomic():
            self.paper.delete()
        messages.success(request, "The draft is discarded. Its sections are kept.")
        return HttpResponseRedirect(reverse("papers"))


class MakeAfresh(OfPaper, View):
    """Compose a published paper again from the history, and say whether it agrees with its hash."""

    action = Action.WRITE_PAPERS
    http_method_names = ["post"]

    def load(self) -> None:
        if not self.paper.is_published:
            raise Http404("A draft has nothing to agree with.")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
        made = make_afresh(self.paper.frozen)
        differ = "; ".join(f"{one.words}: {one.now} for {one.published}" for one in made.figures)
        told = f"Made afresh from the history, the paper {made.told}{': ' if differ else ''}{differ}."
        (messages.success if made.agrees else messages.error)(request, told)
        return HttpResponseRedirect(self.paper.get_absolute_url())
