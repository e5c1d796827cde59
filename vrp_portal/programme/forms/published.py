"""What people type about publications and evaluations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from interventions.models import Intervention
from vrp_portal.figures.entries import PastDays
from vrp_portal.partnership.models import WHOLE_AREA
from vrp_portal.programme.forms.writing import PublicWordsForm, address_field, long_text, say_when_empty
from vrp_portal.programme.models import Evaluation, Known, Publication
from vrp_portal.programme.rules import first_day, has_begun
from vrp_portal.records.forms import VersionedForm, field_for


class PublicationForm(PublicWordsForm):
    """Something that was published, or is being prepared."""

    free_text = ("title", "about", "source")

    link = address_field("Where it is to be had", "The address at which it is published.")

    class Meta:
        model = Publication
        formfield_callback = field_for
        fields = [
            *("workstream", "kind", "title", "state", "published_on", "day_known", "audience", "district"),
            *("about", "link", "source"),
        ]
        widgets = {
            "about": long_text(4),
            "state": forms.RadioSelect,
            "day_known": forms.RadioSelect,
            "audience": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_when_empty(self, "district", WHOLE_AREA)

    def clean(self) -> dict[str, Any] | None:
        day, known = self.cleaned_data.get("published_on"), self.cleaned_data.get("day_known", Known.DAY)
        if day is not None:
            day = self.cleaned_data["published_on"] = first_day(day, known)
            published = self.cleaned_data.get("state") == Publication.State.PUBLISHED
            if published and not has_begun(day, today=timezone.localdate()):
                self.add_error("published_on", f"{day:%d/%m/%Y} is in the future. Give a day that has come.")
        return super().clean()


class PublicationEditForm(VersionedForm, PublicationForm):
    """Change a publication, unless somebody else did so meanwhile."""

    class Meta(PublicationForm.Meta):
        pass


class EvaluationForm(PublicWordsForm, PastDays):
    """An evaluation: what is evaluated, for whom and by whom, where it stands, and what it found."""

    past_days = ("reported_on",)
    free_text = ("title", "findings", "source")

    link = address_field("Report", "The address at which the report is published.")

    class Meta:
        model = Evaluation
        formfield_callback = field_for
        fields = [
            *("workstream", "title", "intervention", "commissioned_by", "evaluator", "state", "starts_on"),
            *("due_on", "reported_on", "findings", "link", "source"),
        ]
        widgets = {"findings": long_text(), "state": forms.RadioSelect}
        help_texts = {"intervention": "Where it is about one intervention of the register."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["intervention"].queryset = Intervention.objects.standing()  # type: ignore[attr-defined]  # a choice of records
        say_when_empty(self, "intervention", "None, or several")
        say_when_empty(self, "commissioned_by", "Not stated")
        say_when_empty(self, "evaluator", "Not stated yet")

    def clean(self) -> dict[str, Any] | None:
        state, reported_on = self.cleaned_data.get("state"), self.cleaned_data.get("reported_on")
        if state == Evaluation.State.REPORTED and reported_on is None and "reported_on" not in self.errors:
            self.add_error("reported_on", "Enter the day on which it reported.")
        elif state and state != Evaluation.State.REPORTED:
            if reported_on is not None:
                self.add_error("state", "It has a day on which it reported: choose “Reported”.")
            if self.cleaned_data.get("findings"):
                self.add_error("findings", "Findings are told once it has reported: choose “Reported”.")
        self._check_order()
        return super().clean()

    def _check_order(self) -> None:
        starts = self.cleaned_data.get("starts_on")
        for name in ("due_on", "reported_on"):
            day = self.cleaned_data.get(name)
            if starts is not None and day is not None and day < starts:
                self.add_error(name, f"That is before it starts, on {starts:%d/%m/%Y}.")


class EvaluationEditForm(VersionedForm, EvaluationForm):
    """Change an evaluation, unless somebody else did so meanwhile."""

    class Meta(EvaluationForm.Meta):
        pass
