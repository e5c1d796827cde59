"""What people type about an activity, and about what was counted there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from vrp_portal.partnership.models import District, Organisation
from vrp_portal.programme.forms.writing import ManyCheckboxes, PublicWordsForm, address_field, long_text
from vrp_portal.programme.models import Activity, ActivityCount
from vrp_portal.programme.rules import Known, first_day, has_begun, last_day, sounds_like_people
from vrp_portal.records.forms import VersionedForm, field_for

WHERE_HINT = "Leave all of them empty where it was for the whole of West Yorkshire."
REACHED_HINT = (
    "Counts only, and only if people were counted. They are told with this activity alone and never added to "
    "the reach of interventions."
)


class ActivityForm(PublicWordsForm):
    """Log an activity: what it was, when and where, with whom, and how many people came."""

    free_text = ("title", "place", "other_partners", "happened", "people_are", "source")

    districts = forms.ModelMultipleChoiceField(
        District.objects.all(), required=False, widget=forms.CheckboxSelectMultiple, help_text=WHERE_HINT
    )
    partners = forms.ModelMultipleChoiceField(
        Organisation.objects.all(), required=False, widget=ManyCheckboxes
    )
    evidence = address_field("Evidence", "The address of what shows it, for example a news page.")

    class Meta:
        model = Activity
        formfield_callback = field_for
        fields = [
            *("workstream", "kind", "title", "state", "starts_on", "ends_on", "day_known", "place"),
            *("districts", "partners", "other_partners", "happened", "people", "people_sure", "people_are"),
            *("evidence", "source"),
        ]
        widgets = {"happened": long_text(), "state": forms.RadioSelect, "day_known": forms.RadioSelect}
        labels = {
            "starts_on": "On, or from",
            "ends_on": "Until",
            "other_partners": "Other partners",
            "people_sure": "How sure they are",
            "people_are": "Who they are",
        }
        help_texts = {
            "ends_on": "Where it lasted more than one day.",
            "source": "The paper and paragraph, or the report, that this comes from.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].help_text = REACHED_HINT

    def clean(self) -> dict[str, Any] | None:
        self._settle_days()
        self._settle_people()
        return super().clean()

    def _settle_days(self) -> None:
        """Keep the whole month or year where no more is known, and see that what is done has begun."""
        starts: date | None = self.cleaned_data.get("starts_on")
        ends: date | None = self.cleaned_data.get("ends_on")
        known = self.cleaned_data.get("day_known", Known.DAY)
        if starts is None or "ends_on" in self.errors:
            return
        if ends is not None and ends < starts:
            self.add_error("ends_on", f"It would end before it begins, on {starts:%d/%m/%Y}.")
            return
        if known != Known.DAY:
            ends = last_day(ends or starts, known)
            starts = first_day(starts, known)
        self.cleaned_data |= {"starts_on": starts, "ends_on": ends}
        done = self.cleaned_data.get("state") == Activity.State.DONE
        if done and not has_begun(starts, today=timezone.localdate()):
            self.add_error("state", f"It is to begin on {starts:%d/%m/%Y}: choose “Planned” until then.")

    def _settle_people(self) -> None:
        """A number goes with who they are and how sure it is; without one, neither is kept."""
        if "people" in self.errors:
            return
        if self.cleaned_data.get("people") is None:
            if self.cleaned_data.get("people_sure") or self.cleaned_data.get("people_are"):
                self.add_error("people", "Enter how many people, or leave who they are and how sure empty.")
            return
        if not self.cleaned_data.get("people_sure"):
            self.add_error("people_sure", "Choose how sure the number of people is.")
        if not self.cleaned_data.get("people_are"):
            self.add_error("people_are", "Say who they are, for example young people.")


class ActivityEditForm(VersionedForm, ActivityForm):
    """Change an activity, unless somebody else did so meanwhile."""

    class Meta(ActivityForm.Meta):
        pass


class ActivityCountForm(PublicWordsForm):
    """Something else that was counted at an activity."""

    free_text = ("what", "source")

    class Meta:
        model = ActivityCount
        formfield_callback = field_for
        fields = ["number", "sure", "what", "are_people", "source"]
        widgets = {"sure": forms.RadioSelect}
        labels = {"sure": "How sure they are", "are_people": "These are people"}

    def find_warnings(self) -> Iterator[str]:
        yield from super().find_warnings()
        what = self.cleaned_data["what"]
        if sounds_like_people(what) and not self.cleaned_data["are_people"]:
            yield f"“{what}” seem to be people. Tick that they are, or a small number is shown to everybody."


class ActivityCountEditForm(VersionedForm, ActivityCountForm):
    """Correct a count, unless somebody else did so meanwhile."""

    class Meta(ActivityCountForm.Meta):
        pass
