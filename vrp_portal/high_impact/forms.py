"""What people suppose about the 30% rule, and the name that they keep a scenario under."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from interventions.models import ApproachRating, FundingLine, Impact, Intervention
from vrp_portal.figures.scope import Scope
from vrp_portal.high_impact import changes
from vrp_portal.high_impact.models import Scenario
from vrp_portal.high_impact.standing import JudgedLine
from vrp_portal.money import format_pounds
from vrp_portal.money.fields import PoundsFormField
from vrp_portal.records.forms import WarningForm

EVIDENCE = [("", "Not stated"), *((str(number), f"{number} of 5") for number in range(1, 6))]


class SupposeForm(forms.Form):
    """One change to suppose. `tokens` gives it as addresses say it."""

    title: ClassVar[str]
    button: ClassVar[str] = "Suppose this"

    def __init__(self, *args: Any, scope: Scope, lines: list[JudgedLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope, self.lines = scope, lines
        self.settle()

    def settle(self) -> None:
        """Offer what the scope has."""

    def tokens(self) -> list[tuple[str, str]]:
        """The changes, each a parameter of an address with its value. Call it on a valid form."""
        raise NotImplementedError


class SupposeTerms(SupposeForm):
    """Another grant, another share that the rule asks for, other evidence that moderate impact needs."""

    title = "The grant or the terms"

    grant = PoundsFormField(label="Core grant", required=False, help_text="In pounds.")
    percentage = forms.DecimalField(
        label="Share that the rule asks for",
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"}),
        help_text="In percent, for example 35",
        error_messages={
            "invalid": "Enter a percentage, like 35.",
            "max_value": "A percentage is between 0 and 100.",
            "min_value": "A percentage is between 0 and 100.",
        },
    )
    confidence = forms.ChoiceField(
        label="Evidence that moderate impact needs",
        required=False,
        choices=[("", "As the year's terms say"), *EVIDENCE[1:]],
    )

    def clean(self) -> dict[str, Any] | None:
        if not self.errors and not any(self.cleaned_data.get(name) not in (None, "") for name in self.fields):
            self.add_error(None, "Enter what to suppose: a grant, a share, or the evidence.")
        return super().clean()

    def tokens(self) -> list[tuple[str, str]]:
        made = self.cleaned_data
        told = [
            (changes.GRANT, "" if made["grant"] is None else f"{made['grant']:.2f}"),
            (changes.PERCENTAGE, "" if made["percentage"] is None else f"{made['percentage'].normalize():f}"),
            (changes.CONFIDENCE, made["confidence"]),
        ]
        return [(parameter, token) for parameter, token in told if token]


class SupposeRating(SupposeForm):
    """What the Toolkit would say of an approach, in place of a rating that it gave."""

    title = "A rating"

    rating = forms.ModelChoiceField(
        ApproachRating.objects.none(),
        label="Rating",
        empty_label="Choose one",
        error_messages={"required": "Choose the rating that would be another."},
    )
    impact = forms.ModelChoiceField(
        Impact.objects.all(),
        label="Impact would be",
        empty_label="Choose one",
        error_messages={"required": "Choose the impact that it would have."},
    )
    evidence = forms.ChoiceField(label="Evidence would be", choices=EVIDENCE, required=False)

    def settle(self) -> None:
        relied_on = {judged.rating.pk for judged in self.lines if judged.rating is not None}
        ratings = ApproachRating.objects.filter(pk__in=relied_on).select_related("approach", "impact")
        self.fields["rating"].queryset = ratings
        self.fields["rating"].help_text = "Those that interventions of this year rely on."

    def tokens(self) -> list[tuple[str, str]]:
        made = self.cleaned_data
        return [(changes.RATING, f"{made['rating'].pk}:{made['impact'].pk}:{made['evidence']}")]


class SupposeAssessment(SupposeForm):
    """Which rating an intervention would rely on."""

    title = "An assessment"

    intervention = forms.ModelChoiceField(
        Intervention.objects.none(),
        to_field_name="reference",
        empty_label="Choose one",
        error_messages={"required": "Choose an intervention."},
    )
    relies_on = forms.ModelChoiceField(
        ApproachRating.objects.none(),
        label="Would rely on",
        required=False,
        empty_label="Nothing: it would not be assessed",
    )

    def settle(self) -> None:
        funded = {judged.line.intervention_id for judged in self.lines}
        self.fields["intervention"].queryset = Intervention.objects.filter(pk__in=funded)
        ratings = ApproachRating.objects.filter(in_force_from__lte=self.scope.as_at)
        self.fields["relies_on"].queryset = ratings.select_related("approach", "impact")

    def tokens(self) -> list[tuple[str, str]]:
        made = self.cleaned_data
        relies_on = changes.NOT_ASSESSED if made["relies_on"] is None else made["relies_on"].pk
        return [(changes.ASSESSMENT, f"{made['intervention'].reference}:{relies_on}")]


class SupposeAllocation(SupposeForm):
    """What a funding line would be allocated."""

    title = "An allocation"

    line = forms.ModelChoiceField(
        FundingLine.objects.none(),
        label="Funding line",
        empty_label="Choose one",
        error_messages={"required": "Choose a funding line."},
    )
    amount = PoundsFormField(
        label="Would be allocated",
        help_text="All of it, in pounds.",
        error_messages={"required": "Enter what it would be allocated."},
    )

    def settle(self) -> None:
        keys = [judged.pk for judged in self.lines]
        self.fields["line"].queryset = FundingLine.objects.filter(pk__in=keys).select_related(
            "intervention", "district"
        )
        now = {judged.pk: judged.allocated for judged in self.lines}
        self.fields["line"].label_from_instance = lambda line: (
            f"{line.intervention}, {line.where}, now {_stated(now[line.pk])}"
        )

    def tokens(self) -> list[tuple[str, str]]:
        made = self.cleaned_data
        return [(changes.LINE, f"{made['line'].pk}:{made['amount']:.2f}")]


def _stated(amount: Any) -> str:
    return "not stated" if amount is None else format_pounds(amount)


SUPPOSE: dict[str, type[SupposeForm]] = {
    "terms": SupposeTerms,
    "of_rating": SupposeRating,
    "of_assessment": SupposeAssessment,
    "of_allocation": SupposeAllocation,
}
"""The forms that add a change, each with the prefix of its fields."""


class ScenarioForm(WarningForm, forms.ModelForm):
    """The name under which a supposition is kept."""

    free_text = ("name", "note")

    class Meta:
        model = Scenario
        fields = ["name", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"name": "By which others will know it.", "note": "What it is to show."}
        error_messages = {"name": {"required": "Enter a name for the scenario."}}


class CompareForm(forms.Form):
    """Two scenarios to put side by side."""

    one = forms.ModelChoiceField(
        Scenario.objects.all(),
        label="Scenario",
        empty_label="Choose one",
        error_messages={"required": "Choose a scenario."},
    )
    other = forms.ModelChoiceField(
        Scenario.objects.all(),
        label="Compared with",
        empty_label="Choose one",
        error_messages={"required": "Choose the scenario to compare it with."},
    )

    def clean(self) -> dict[str, Any] | None:
        made = self.cleaned_data
        if made.get("one") and made.get("one") == made.get("other"):
            self.add_error("other", "Choose another scenario than the first.")
        return super().clean()
