"""The list of papers, a paper's own page, its preview and its files."""

from __future__ import annotations

import io
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView, View

from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action, may
from vrp_portal.documents.model import Document
from vrp_portal.documents.pages import as_fragment
from vrp_portal.figures.opening import opening_scope
from vrp_portal.panel_paper.composing import Composed
from vrp_portal.panel_paper.forms import PaperForm
from vrp_portal.panel_paper.frozen import Contents
from vrp_portal.panel_paper.marks import NumberChanged, changed_numbers
from vrp_portal.panel_paper.models import PanelPaper
from vrp_portal.panel_paper.outline import numbered
from vrp_portal.panel_paper.publishing import contents_of, restated_since
from vrp_portal.panel_paper.sections import composed, request_of, words_of_sections
from vrp_portal.panel_paper.writing import TYPES, as_document, as_file, draw, filename, kept_drawings
from vrp_portal.records.history import history_of
from vrp_portal.records.views import SavingView
from vrp_portal.tabular.exports import file_to_keep


class Papers(Gate, ListView):
    """Every paper: what was published for everybody, drafts for those who write."""

    action = Action.VIEW_PAPERS
    template_name = "panel_paper/papers.html"
    context_object_name = "papers"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return PanelPaper.objects.visible_to(self.request.user).select_related(
            "frozen__published_by", "made_by"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_write=may(self.request.user, Action.WRITE_PAPERS), **kwargs)


class OfPaper(Gate):
    """A page about a paper; a draft is not found (404) by who doesn't write papers."""

    action = Action.VIEW_PAPERS

    @cached_property
    def paper(self) -> PanelPaper:
        papers = PanelPaper.objects.visible_to(self.request.user)  # type: ignore[attr-defined]  # mixed into a view
        return get_object_or_404(
            papers.select_related("frozen__published_by", "made_by"),
            pk=self.kwargs["pk"],  # type: ignore[attr-defined]  # mixed into a view
        )

    def load(self) -> None:
        _ = self.paper


class OfDraft(OfPaper):
    """A page on which a draft is written; a published paper has none (404)."""

    action = Action.WRITE_PAPERS

    def load(self) -> None:
        if self.paper.is_published:
            raise Http404("This paper is published, so it is no longer written.")

    @cached_property
    def composed(self) -> Composed:
        return composed(self.paper)

    @property
    def changed(self) -> list[NumberChanged]:
        """The figures that changed since the sentences around them were read."""
        return changed_numbers(self.composed.marks)


class PaperPage(OfPaper, TemplateView):
    """A draft with its sections and what is to be read again; a published paper with what was restated."""

    def get_template_names(self) -> list[str]:
        return [f"panel_paper/{'published' if self.paper.is_published else 'draft'}.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about = self.of_published() if self.paper.is_published else self.of_draft()
        return super().get_context_data(paper=self.paper, kinds=list(TYPES), **about, **kwargs)

    def of_draft(self) -> dict[str, Any]:
        paper, words = composed(self.paper), words_of_sections()
        changed = changed_numbers(paper.marks)
        return {
            "facts": request_of(self.paper),
            "sections": [
                (
                    slot,
                    number,
                    slot.key in words and bool(words[slot.key].text),
                    sum(one.section == slot.key for one in changed),
                )
                for slot, number in numbered()
            ],
            "changed": changed,
            "changes": history_of(self.paper),
            "shows_illustrative": paper.illustrative,
        }

    def of_published(self) -> dict[str, Any]:
        contents = contents_of(self.paper.frozen)
        document = as_document(contents, kept_drawings(self.paper.frozen))
        return {
            "frozen": self.paper.frozen,
            "restated": restated_since(self.paper.frozen),
            "today": timezone.localdate(),
            "document": as_fragment(document),
            "may_write": may(self.request.user, Action.WRITE_PAPERS),
        }


class Preview(OfDraft, TemplateView):
    """A draft as it would be published, with what is to be read again marked for its author."""

    template_name = "panel_paper/preview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paper = self.composed
        drawings = draw(paper.charts, paper.request, to_look_at=True)
        document = as_document(Contents.of(paper), drawings, draft=True, marks=paper.marks)
        return super().get_context_data(
            paper=self.paper,
            document=as_fragment(document),
            changed=self.changed,
            drawn=bool(drawings) or not paper.charts,
            **kwargs,
        )


class PaperFile(OfPaper, View):
    """A paper as DOCX, PDF or HTML: of a published one what was frozen."""

    def get(self, request: HttpRequest, pk: int, kind: str) -> FileResponse:
        if kind not in TYPES:
            raise Http404(f"A paper isn't written as {kind}.")
        content = as_file(self.document, kind)
        name = filename(request_of(self.paper), kind)
        return file_to_keep(io.BytesIO(content), name, content_type=TYPES[kind])

    @property
    def document(self) -> Document:
        if self.paper.is_published:
            return as_document(contents_of(self.paper.frozen), kept_drawings(self.paper.frozen))
        paper = composed(self.paper)
        return as_document(Contents.of(paper), draw(paper.charts, paper.request), draft=True)


class NewPaper(Gate, SavingView):
    """Begin a paper, as at where the portal opens unless another day is chosen."""

    action = Action.WRITE_PAPERS
    form_class = PaperForm
    template_name = "panel_paper/head.html"
    extra_context = {
        "heading": "New Panel paper",
        "button": "Begin the paper",
        "back_label": "Back to Panel papers",
    }

    def get_form_kwargs(self) -> dict[str, Any]:
        scope = opening_scope(timezone.localdate())
        paper = PanelPaper(year=scope.year, as_at=scope.as_at, made_by=self.request.user)
        return super().get_form_kwargs() | {"instance": paper}

    def save(self, form: PaperForm) -> str:
        self.paper = form.save()
        return f"{self.paper} is begun. Its sections are those of the last paper."

    def get_success_url(self) -> str:
        return self.paper.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back_url=reverse_lazy("papers"), **kwargs)


class EditPaper(OfDraft, SavingView):
    """Change what stands at a draft's head, or which day its figures are as at."""

    form_class = PaperForm
    template_name = "panel_paper/head.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": PanelPaper.objects.get(pk=self.paper.pk)}

    def save(self, form: PaperForm) -> str:
        form.save()
        return "The head of the paper is saved."

    def get_success_url(self) -> str:
        return self.paper.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading="Change the head of the paper",
            button="Save",
            about=self.paper,
            back_url=self.get_success_url(),
            back_label="Back to the paper",
            **kwargs,
        )
