"""What people write of a paper: what stands at its head, the words of a section, why it is published."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from vrp_portal.panel_paper.models import PanelPaper, Section
from vrp_portal.panel_paper.telling import read_section
from vrp_portal.panel_paper.words import WordsError
from vrp_portal.records.forms import VersionedForm, WarningForm, field_for
from vrp_portal.records.models import REASON_LENGTH
from vrp_portal.records.personal_data import NOT_FOR_PERSONAL_DATA
from vrp_portal.reports.models import Paper


class VersionedOnceSaved(VersionedForm):
    """A form over a record that need not be there yet: the first to be saved takes the place of no other."""

    def clean(self) -> dict[str, Any] | None:
        return super().clean() if self.instance.pk else forms.ModelForm.clean(self)


class PaperForm(VersionedOnceSaved):
    """What stands at the head of a paper, and which figures it states."""

    class Meta:
        model = PanelPaper
        formfield_callback = field_for
        fields = ["title", "item", "meeting_on", "year", "as_at", "report_to", "report_of", "author"]
        widgets = {
            "item": forms.TextInput(attrs={"class": "govuk-input--width-5"}),
            "year": forms.TextInput(attrs={"class": "govuk-input--width-10"}),
        }
        labels = {"meeting_on": "Meeting", "as_at": "As at", "year": "Financial year"}

    def clean_title(self) -> str:
        return str(self.cleaned_data["title"]).strip()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        title, meeting_on = self.cleaned_data.get("title"), self.cleaned_data.get("meeting_on")
        if title and meeting_on and Paper.objects.filter(title=title, meeting_on=meeting_on).exists():
            self.add_error(
                "title",
                "A paper of this title for this meeting is among the published figures already. "
                "Choose another title.",
            )
        return cleaned


class SectionForm(WarningForm, VersionedOnceSaved):
    """The words of a section, with the figures in them."""

    free_text = ("text",)

    class Meta:
        model = Section
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 18})}
        labels = {"text": "Words"}
        help_texts = {
            "text": (
                "A blank line begins a new paragraph, and a line that begins with “- ” is a point of a list. "
                "A figure stands in braces, for example {core_grant_award}; the list below has them all."
            )
        }

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        try:
            read_section(text)
        except WordsError as error:
            raise ValidationError([str(problem) for problem in error.problems]) from error
        return text


class PublishForm(forms.Form):
    """That a paper is published as it was seen; with a reason where sentences are left unread."""

    checked = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why they stay as they are",
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NOT_FOR_PERSONAL_DATA,
    )

    def __init__(self, *args: Any, has_marks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_marks:
            self.fields["reason"].is_needed = True
        else:
            del self.fields["reason"]
