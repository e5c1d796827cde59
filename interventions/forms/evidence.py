"""What people type about how well an intervention is evidenced, and about the Toolkit's ratings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from interventions.evidence import ChangedRating, current_toolkit, is_override, reference_day
from interventions.models import Approach, ApproachRating, ApproachReplacement, Assessment, Impact
from vrp_portal.figures.entries import EntryForm, PastDays
from vrp_portal.records.fields import DayField
from vrp_portal.records.forms import WarningForm, field_for
from vrp_portal.records.models import REASON_LENGTH
from vrp_portal.records.personal_data import NOT_FOR_PERSONAL_DATA


def _out_of(most: int) -> list[tuple[int | str, str]]:
    return [("", "Not stated yet"), *((number, f"{number} of {most}") for number in range(1, most + 1))]


class RatingChoiceField(forms.ModelChoiceField):
    """Ratings by approach, the latest first, each with the day from which it is in force."""

    def label_from_instance(self, rating: ApproachRating) -> str:
        return rating.in_words


class AssessmentForm(PastDays):
    """Which rating of its approach an intervention relies on in a year."""

    past_days = ("assessed_on",)

    class Meta:
        model = Assessment
        formfield_callback = field_for
        fields = ["year", "rating", "assessed_on", "note"]
        field_classes = {"rating": RatingChoiceField}
        widgets = {
            "year": forms.TextInput(attrs={"class": "govuk-input--width-5"}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "year": "For example, 2023/24",
            "rating": "What the Youth Endowment Fund's Toolkit says of the approach.",
            "note": f"Why this rating fits what is delivered. {NOT_FOR_PERSONAL_DATA}",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ratings = ApproachRating.objects.select_related("approach", "impact")
        approach = self.instance.intervention.approach_id
        if approach:
            ratings = ratings.filter(approach__in=current_toolkit().related(approach))
        self.fields["rating"].queryset = ratings
        self.initial["assessed_on"] = timezone.localdate()

    def clean(self) -> dict[str, Any] | None:
        made = self.cleaned_data
        rating, day, year = made.get("rating"), made.get("assessed_on"), made.get("year")
        if rating and day and day < rating.in_force_from:
            self.add_error(
                "assessed_on",
                f"This rating is in force from {rating.in_force_from:%d/%m/%Y}: choose a later day.",
            )
        elif rating and year and not made.get("note"):
            intervention = self.instance.intervention
            if is_override(intervention, year=year, rating=rating):
                on = reference_day(intervention, year)
                self.add_error(
                    "note",
                    f"This isn't the rating that was in force on {on:%d/%m/%Y}, the reference date for "
                    f"{year}. To override that, say why; it counts once a second person has approved it.",
                )
        return super().clean()


class ChangedRatingsForm(WarningForm):
    """What each assessment whose rating changed is to rely on from now on; what is left out waits."""

    free_text = ("note",)

    note = forms.CharField(
        label="Why",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The same for all that you decide now.",
        error_messages={"required": "Say why."},
    )

    def __init__(self, *args: Any, changed: list[ChangedRating], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.changed = changed
        self.decisions: list[tuple[Assessment, ApproachRating]] = []
        for change in changed:
            name = f"rely_on_{change.assessment.pk}"
            self.fields[name] = forms.ChoiceField(
                label=f"{change.assessment.intervention.reference} relies on",
                choices=[("", "Decide later"), *_what_to_rely_on(change)],
                required=False,
            )
        self.order_fields([*(name for name in self.fields if name.startswith("rely_on_"))])

    @property
    def decisions_to_make(self) -> Iterator[tuple[ChangedRating, forms.BoundField]]:
        """Each assessment with the choice of what it is to rely on."""
        for change in self.changed:
            yield change, self[f"rely_on_{change.assessment.pk}"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for change in self.changed:
            chosen = self.cleaned_data.get(f"rely_on_{change.assessment.pk}")
            ratings = {str(it.pk): it for it in (change.assessment.rating, *change.superseded_by)}
            if chosen:
                self.decisions.append((change.assessment, ratings[chosen]))
        if not self.decisions and not self.errors:
            self.add_error(None, "Choose for at least one intervention what it is to rely on.")
        return cleaned


def _what_to_rely_on(change: ChangedRating) -> Iterator[tuple[str, str]]:
    yield str(change.assessment.rating_id), f"As before: {change.assessment.rating.in_words}"
    for rating in change.superseded_by:
        yield str(rating.pk), f"The new rating: {rating.in_words}"


class DecisionForm(WarningForm):
    """What a second person decides on an override."""

    APPROVE, DECLINE = "approve", "decline"
    free_text = ("decision_note",)

    decision = forms.ChoiceField(
        choices=[(APPROVE, "Approve: it counts from today"), (DECLINE, "Decline: it never counts")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether to approve or to decline it."},
    )
    decision_note = forms.CharField(
        label="Your reason",
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed where you decline it.",
    )

    def clean(self) -> dict[str, Any] | None:
        declines = self.cleaned_data.get("decision") == self.DECLINE
        if declines and not self.cleaned_data.get("decision_note"):
            self.add_error("decision_note", "Say why you decline it.")
        return super().clean()


class ApproachForm(EntryForm):
    """A strand of the Toolkit that isn't in the portal yet."""

    past_days = ()

    class Meta:
        model = Approach
        formfield_callback = field_for
        fields = ["name", "source"]
        help_texts = {"source": "The page or publication that this comes from."}


class RatingForm(EntryForm):
    """What the Toolkit says of an approach from a day on; it supersedes what it said before."""

    past_days = ("read_on",)
    free_text = ("note",)

    evidence_confidence = forms.TypedChoiceField(
        choices=_out_of(5), coerce=int, empty_value=None, required=False
    )
    cost = forms.TypedChoiceField(choices=_out_of(3), coerce=int, empty_value=None, required=False)
    source_address = forms.URLField(
        label="Address of the Toolkit's page",
        assume_scheme="https",
        help_text="For example, https://youthendowmentfund.org.uk/toolkit/mentoring/",
        error_messages={
            "required": "Enter the address of the Toolkit's page that says so.",
            "invalid": "Enter a whole address, like https://youthendowmentfund.org.uk/toolkit/mentoring/",
        },
    )

    class Meta:
        model = ApproachRating
        formfield_callback = field_for
        fields = [
            *("impact", "evidence_confidence", "cost", "in_force_from", "source_address", "read_on", "note"),
        ]
        labels = {"read_on": "Read on"}
        help_texts = {
            "in_force_from": (
                "The day on which the Toolkit began to say so. The rating before it stays as it was."
            ),
            "read_on": "The day on which you read it there.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["read_on"].required = True
        self.fields["impact"].queryset = Impact.objects.prefetch_related("aliases")
        self.fields["impact"].label_from_instance = lambda impact: impact.in_words
        self.initial["read_on"] = timezone.localdate()

    def clean_in_force_from(self) -> date:
        day: date = self.cleaned_data["in_force_from"]
        latest = self.instance.approach.ratings.order_by("-in_force_from").first()
        if latest is not None and day == latest.in_force_from:
            raise ValidationError(
                f"This approach has a rating in force from {day:%d/%m/%Y} already. A rating is superseded by "
                "a later one, never edited: give the day from which the new one is in force."
            )
        return day


class ReplacementForm(EntryForm):
    """What replaces an approach from a day on: another one, or the several that it is split into."""

    past_days = ("replaced_on",)

    names = forms.CharField(
        label="Replaced by",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=(
            "The name of each approach that replaces it, one on a line. One that is not there yet is entered."
        ),
        error_messages={"required": "Enter the name of what replaces it."},
    )
    replaced_on = DayField(
        label="Replaced on",
        help_text="The day from which the Toolkit has it so. For example, 1/9/2025",
        error_messages={"required": "Enter the day from which it is replaced."},
    )

    class Meta:
        model = ApproachReplacement
        formfield_callback = field_for
        fields = ["replaced_on", "source"]
        help_texts = {"source": "The page or publication that this comes from."}

    field_order = ("names", "replaced_on", "source")

    def clean_names(self) -> list[str]:
        names = list(
            dict.fromkeys(line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip())
        )
        longest = Approach._meta.get_field("name").max_length
        for name in names:
            if name.casefold() == self.instance.old.name.casefold():
                raise ValidationError("An approach can't replace itself: take its own name out.")
            if len(name) > longest:
                raise ValidationError(f"“{name}” is too long: a name has at most {longest} characters.")
        return names
