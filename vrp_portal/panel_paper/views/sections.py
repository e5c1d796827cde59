"""A section's words: written in a draft, and read again where a number in them changed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View

from vrp_portal.figures.registry import FIGURES
from vrp_portal.panel_paper.actions import read_again, save_section
from vrp_portal.panel_paper.forms import SectionForm
from vrp_portal.panel_paper.marks import NumberChanged
from vrp_portal.panel_paper.models import Section
from vrp_portal.panel_paper.outline import BY_KEY, Slot
from vrp_portal.panel_paper.views.papers import OfDraft
from vrp_portal.panel_paper.words import FACTS
from vrp_portal.records.history import history_of
from vrp_portal.records.views import SavingView


class OfSection(OfDraft):
    """A page about a section of the outline, in a draft."""

    @property
    def slot(self) -> Slot:
        return BY_KEY[self.kwargs["section"]]  # type: ignore[attr-defined]  # mixed into a view

    def load(self) -> None:
        super().load()
        if self.kwargs["section"] not in BY_KEY:  # type: ignore[attr-defined]  # mixed into a view
            raise Http404("The outline has no such section.")

    @property
    def to_read(self) -> list[NumberChanged]:
        return [one for one in self.changed if one.section == self.slot.key]


class EditSection(OfSection, SavingView):
    """Write a section. What its figures are in this draft counts as read by whoever saves it."""

    form_class = SectionForm
    template_name = "panel_paper/section.html"

    @cached_property
    def section(self) -> Section:
        return Section.objects.filter(key=self.slot.key).first() or Section(key=self.slot.key)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.section}

    def save(self, form: SectionForm) -> str:
        save_section(form.save(commit=False), paper=self.paper)
        return f"The section “{self.slot.title}” is saved."

    def get_success_url(self) -> str:
        return self.paper.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = Section.objects.filter(key=self.slot.key).first()
        changes = history_of(kept) if kept else []
        return super().get_context_data(
            paper=self.paper,
            slot=self.slot,
            to_read=self.to_read,
            figures=FIGURES.values(),
            facts=FACTS,
            changes=[change for change in changes if change.verb == "Changed" or change.what == "section"],
            back_url=self.get_success_url(),
            **kwargs,
        )


class ReadAgain(OfSection, View):
    """Note that the sentences around a figure were read with its number as it is now."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
        asked = request.POST.get("words", ""), request.POST.get("now", "")
        found = [one for one in self.to_read if (one.words, one.now) == asked]
        if found:
            read_again(found[0].marks[0])
            messages.success(request, f"Noted that you have read it with {found[0].now}.")
        else:
            messages.error(request, "The number changed again meanwhile. Read the sentence as it is now.")
        return HttpResponseRedirect(reverse("paper-section", args=[self.paper.pk, self.slot.key]))
