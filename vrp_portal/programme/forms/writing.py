"""What the programme's forms share: words that may be published, addresses, and long lists to tick."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings

from vrp_portal.programme.rules import small_counts_in
from vrp_portal.records.forms import WarningForm


class ManyCheckboxes(forms.CheckboxSelectMultiple):
    """A long list to tick, in a frame of its own that scrolls."""

    template_name = "programme/many_checkboxes.html"


class PublicWordsForm(WarningForm, forms.ModelForm):
    """A form whose words readers outside the team see: it warns of counts of people too small to be told."""

    def find_warnings(self) -> Iterator[str]:
        yield from super().find_warnings()
        for name in self.free_text:
            text = self.cleaned_data.get(name) or ""
            for found in small_counts_in(text, threshold=settings.DISCLOSURE_THRESHOLD):
                yield (
                    f"{self.fields[name].label} says “{found}”, and everybody reads that. So small a number "
                    "of people could point to a child: leave it out, or enter it as a count, which is hidden."
                )

    def _get_validation_exclusions(self) -> set[str]:
        """Have constraints on standing records checked here: what is typed is never withdrawn."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # it has no types
        return excluded - {"withdrawn_on", "withdrawn_reason"}


def address_field(label: str, help_text: str) -> forms.URLField:
    return forms.URLField(
        label=label,
        required=False,
        assume_scheme="https",
        help_text=help_text,
        error_messages={"invalid": "Enter a whole address, like https://example.org/report"},
    )


def long_text(rows: int = 6) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def say_when_empty(form: forms.ModelForm[Any], name: str, empty_label: str) -> None:
    """What the empty choice of a record means."""
    form.fields[name].empty_label = empty_label  # type: ignore[attr-defined]  # a choice of records
