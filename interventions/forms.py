"""What people type about an intervention: shape and words. Rules stand in `rules` and constraints."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from interventions.models import (
    ApproachRating,
    Assessment,
    FundingEntry,
    FundingLine,
    FundingSpend,
    Intervention,
    ReachRecord,
)
from interventions.models.reach import CONTACTS, PEOPLE
from vrp_portal.accounts.models import User
from vrp_portal.accounts.roles import Role
from vrp_portal.figures.entries import PastDays
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.money import format_pounds
from vrp_portal.partnership.models import WHOLE_AREA, District
from vrp_portal.periods import FinancialYear, Quarter
from vrp_portal.records.fields import DayField
from vrp_portal.records.forms import VersionedForm, WarningForm, WithdrawForm, field_for
from vrp_portal.records.personal_data import NOT_FOR_PERSONAL_DATA

FIRST_QUARTER = Quarter(FinancialYear(2019), 1)

LEFT_OF = {
    FundingLine.FundingSource.CORE: ("core_uncommitted", "core grant award"),
    FundingLine.FundingSource.SVD: ("svd_uncommitted", "Serious Violence Duty allocation"),
}
"""For each source that is limited, the figure that says what is left of it."""


class InterventionForm(WarningForm, forms.ModelForm):
    """Log an intervention. A coordinator logs for their own district."""

    free_text = ("description",)
    districts = forms.ModelMultipleChoiceField(
        District.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_pk_value": "“%(pk)s” is not a district of West Yorkshire."},
    )
    status_since = DayField(
        label="In this status since",
        required=False,
        help_text="Leave empty for today. For example, 31/12/2023",
    )

    class Meta:
        model = Intervention
        formfield_callback = field_for
        fields = [
            "reference",
            "name",
            "delivery_organisation",
            "commissioner",
            "whole_area",
            "districts",
            "approach",
            "prevention_level",
            "setting",
            "status",
            "status_since",
            "starts_on",
            "ends_on",
            "description",
        ]
        widgets = {
            "reference": forms.TextInput(attrs={"class": "govuk-input--width-10"}),
            "description": forms.Textarea(attrs={"rows": 5}),
        }
        labels = {
            "delivery_organisation": "Delivered by",
            "commissioner": "Commissioned by",
            "starts_on": "Starts on",
            "ends_on": "Ends on",
        }
        error_messages = {
            "name": {"max_length": "The name has %(show_value)s characters: shorten it to %(limit_value)s."},
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["delivery_organisation"].empty_label = "To be confirmed"
        self.fields["approach"].empty_label = "Not decided yet"
        if user.role == Role.CSP_COORDINATOR:
            del self.fields["districts"], self.fields["whole_area"]
            return
        self.fields["districts"].is_needed = True
        if self.instance.pk:
            self.initial["districts"] = list(self.instance.districts.all())

    def clean_status(self) -> str:
        status: str = self.cleaned_data["status"]
        if (
            status == Intervention.Status.PROPOSED
            and self.instance.pk
            and self.instance.funding_lines.standing()
        ):
            raise ValidationError(
                "An intervention with funding is no longer a proposal. Choose another status."
            )
        return status

    def clean(self) -> dict[str, Any] | None:
        if "districts" in self.fields:
            chosen, whole_area = self.cleaned_data.get("districts"), self.cleaned_data.get("whole_area")
            if chosen and whole_area:
                self.add_error("districts", "Choose districts, or the whole of West Yorkshire, not both.")
            if not chosen and not whole_area and "districts" not in self.errors:
                self.add_error("districts", "Choose the districts, or tick the whole of West Yorkshire.")
        return super().clean()

    @property
    def chosen_districts(self) -> list[District]:
        """Where it works, by the form: a coordinator's own district where that goes without asking."""
        if "districts" in self.fields:
            return list(self.cleaned_data["districts"])
        return [self.user.district] if self.user.district else []


class InterventionEditForm(VersionedForm, InterventionForm):
    """Change an intervention, unless somebody else did so meanwhile."""

    class Meta(InterventionForm.Meta):
        pass


class FundingWarnings(WarningForm):
    """Money above what is left of its award: a warning that needs a reason, not a block."""

    def money_warnings(self, *, source: str, year: FinancialYear, amount: Decimal | None) -> Iterator[str]:
        if amount is None or source not in LEFT_OF:
            return
        name = LEFT_OF[FundingLine.FundingSource(source)][1]
        left = self.left_of(source, year)
        if left is None:
            yield f"There is no {name} for {year} in the portal, so this money has nothing to come from yet."
        elif amount > left:
            yield (
                f"{format_pounds(amount)} is more than the {format_pounds(max(left, Decimal(0)))} "
                f"that is left of the {name} for {year}."
            )

    def left_of(self, source: str, year: FinancialYear) -> Decimal | None:
        """What is left of the source's money for the year, in pounds; None where there is no award."""
        key = LEFT_OF[FundingLine.FundingSource(source)][0]
        left = compute([key], Scope(year, timezone.localdate()))[key].value
        return None if left is None else Decimal(left)


class FundingLineForm(FundingWarnings, PastDays):
    """Give an intervention money from a source for a year, or say that a source pays without an amount."""

    past_days = ("agreed_on",)
    amount = FundingEntry._meta.get_field("amount").formfield(
        allow_negative=False,
        required=False,
        help_text="In pounds. Leave empty where the amount is not stated: it then counts as an intervention, "
        "not as money.",
    )
    reason = forms.CharField(
        label="Why this amount",
        required=False,
        max_length=FundingEntry._meta.get_field("reason").max_length,
        help_text=f"For example, the decision and its date. {NOT_FOR_PERSONAL_DATA}",
    )

    class Meta:
        model = FundingLine
        formfield_callback = field_for
        fields = ["funding_source", "year", "district", "agreed_on", "amount", "reason"]
        widgets = {"year": forms.TextInput(attrs={"class": "govuk-input--width-5"})}
        help_texts = {"year": "For example, 2023/24"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.everywhere = self.fields["district"].queryset
        self.initial["agreed_on"] = timezone.localdate()
        if self.instance.intervention_id:
            self.settle()

    def settle(self) -> None:
        """Offer the places where the intervention works."""
        offer_places(self.fields["district"], self.instance.intervention, everywhere=self.everywhere)

    def clean(self) -> dict[str, Any] | None:
        if self.cleaned_data.get("amount") is not None and not self.cleaned_data.get("reason"):
            self.add_error("reason", "Say why this amount was agreed.")
        return super().clean()

    def find_warnings(self) -> Iterator[str]:
        yield from super().find_warnings()
        yield from self.money_warnings(
            source=self.cleaned_data["funding_source"],
            year=self.cleaned_data["year"],
            amount=self.cleaned_data["amount"],
        )


class FundingEntryForm(FundingWarnings, PastDays):
    """Agree a further amount for a funding line, or take money back."""

    past_days = ("agreed_on",)

    class Meta:
        model = FundingEntry
        formfield_callback = field_for
        fields = ["amount", "agreed_on", "reason"]
        labels = {"reason": "Why the amount changes"}
        help_texts = {
            "amount": "In pounds, added to what is allocated already. Negative to take money back.",
            "reason": NOT_FOR_PERSONAL_DATA,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["agreed_on"] = timezone.localdate()

    def find_warnings(self) -> Iterator[str]:
        yield from super().find_warnings()
        line = self.instance.line
        yield from self.money_warnings(
            source=line.funding_source, year=line.year, amount=self.cleaned_data["amount"]
        )


class SpendForm(WarningForm, forms.ModelForm):
    """What was spent of a funding line in a quarter."""

    class Meta:
        model = FundingSpend
        formfield_callback = field_for
        fields = ["quarter", "amount", "reason"]
        help_texts = {
            "amount": "In pounds. Negative to correct an earlier entry.",
            "reason": f"Needed for a correction. {NOT_FOR_PERSONAL_DATA}",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.line_id:
            self.settle()

    def settle(self) -> None:
        """Offer the quarters of the line's year."""
        self.fields["quarter"].offer(list(self.instance.line.year.quarters))

    def clean(self) -> dict[str, Any] | None:
        amount = self.cleaned_data.get("amount")
        if amount is not None and amount < 0 and not self.cleaned_data.get("reason"):
            self.add_error("reason", "A negative amount is a correction: give its reason.")
        return super().clean()

    def find_warnings(self) -> Iterator[str]:
        yield from super().find_warnings()
        allocated, spent = self.money_of_line()
        spent += self.cleaned_data["amount"]
        if spent > allocated:
            yield f"With this, {format_pounds(spent)} is spent of the {format_pounds(allocated)} allocated."

    def money_of_line(self) -> tuple[Decimal, Decimal]:
        """What is allocated to the line and what has been spent of it, in pounds."""
        line = FundingLine.objects.with_money(as_at=self.instance.line.year.ends).get(
            pk=self.instance.line_id
        )
        return line.allocated or Decimal(0), line.spent


class AssessmentForm(PastDays):
    """Which rating of its approach an intervention relies on in a year."""

    past_days = ("assessed_on",)

    class Meta:
        model = Assessment
        formfield_callback = field_for
        fields = ["year", "rating", "assessed_on", "note"]
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
        if self.instance.intervention.approach_id:
            ratings = ratings.filter(approach=self.instance.intervention.approach_id)
        self.fields["rating"].queryset = ratings
        self.initial["assessed_on"] = timezone.localdate()

    def clean(self) -> dict[str, Any] | None:
        rating, day = self.cleaned_data.get("rating"), self.cleaned_data.get("assessed_on")
        if rating and day and day < rating.in_force_from:
            self.add_error(
                "assessed_on",
                f"This rating is in force from {rating.in_force_from:%d/%m/%Y}: choose a later day.",
            )
        return super().clean()


class ReachForm(WarningForm, forms.ModelForm):
    """The people that an intervention reached in a quarter: counts only."""

    free_text = ("source",)

    class Meta:
        model = ReachRecord
        formfield_callback = field_for
        fields = [
            "quarter",
            "district",
            *PEOPLE,
            *CONTACTS,
            "basis",
            "qualifier",
            "source",
            "reason_for_fall",
        ]
        widgets = {"basis": forms.RadioSelect, "qualifier": forms.RadioSelect}
        labels = {"basis": "What the counts of people are", "qualifier": "How sure they are"}
        help_texts = {
            "source": "The return or the monitoring form that this comes from.",
            "reason_for_fall": "Needed where a count since the year began is lower than the quarter before.",
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["quarter"].offer(_quarters_begun())
        places = self.fields["district"]
        self.everywhere = places.queryset
        if user.role == Role.CSP_COORDINATOR:
            places.queryset = District.objects.filter(pk=user.district_id)
            places.empty_label, places.required, places.initial = None, True, user.district
        elif self.instance.intervention_id:
            self.settle()

    def settle(self) -> None:
        """Offer the places where the intervention works; a coordinator has their own district."""
        if self.user.role != Role.CSP_COORDINATOR:
            offer_places(self.fields["district"], self.instance.intervention, everywhere=self.everywhere)

    def clean(self) -> dict[str, Any] | None:
        if not self.errors:
            self._check_against_the_year()
        return super().clean()

    def _check_against_the_year(self) -> None:
        """Hold the year together: one basis, and no cumulative count that falls without a reason."""
        quarter, basis = self.cleaned_data["quarter"], self.cleaned_data["basis"]
        others = self.others_of_year(quarter.year)
        other_basis = next((other for other in others if other.basis != basis), None)
        if other_basis is not None:
            self.add_error(
                "basis",
                f"{other_basis.quarter} was entered as “{other_basis.get_basis_display().lower()}”. "
                "Keep to one basis within a year, or people would be counted twice.",
            )
        earlier = (other for other in others if other.quarter < quarter)
        before = max(earlier, key=lambda other: other.quarter, default=None)
        if basis == ReachRecord.Basis.CUMULATIVE and before and not self.cleaned_data["reason_for_fall"]:
            fallen = [name for name in PEOPLE if self.cleaned_data[name] < getattr(before, name)]
            if fallen:
                told = ", ".join(f"{self.fields[name].label.lower()}" for name in fallen)
                self.add_error(
                    "reason_for_fall",
                    f"Lower than in {before.quarter}: {told}. Give the reason, or correct it.",
                )

    def others_of_year(self, year: FinancialYear) -> list[ReachRecord]:
        """The other records of the intervention, place and year."""
        return list(
            ReachRecord.objects.standing()
            .for_year(year)
            .filter(intervention=self.instance.intervention, district=self.cleaned_data["district"])
            .exclude(pk=self.instance.pk)
        )


class ReachEditForm(VersionedForm, ReachForm):
    """Correct a quarter's reach, unless somebody else did so meanwhile."""

    class Meta(ReachForm.Meta):
        pass


class WithdrawReachForm(WithdrawForm):
    """Why a count is withdrawn. The day says when that was decided: a wrong count was wrong all along."""

    withdrawn_on = DayField(label="Decided on", error_messages={"required": "Enter the day it was decided."})


def offer_places(
    places: forms.ModelChoiceField, intervention: Intervention, *, everywhere: QuerySet[District]
) -> None:
    """Offer an intervention's districts, and all of them together."""
    places.queryset = everywhere if intervention.whole_area else intervention.districts.all()
    places.empty_label = WHOLE_AREA if intervention.whole_area else "All of its districts"


def _quarters_begun() -> list[Quarter]:
    """Every quarter of the partnership that has begun, the latest first."""
    quarter, begun = Quarter.containing(timezone.localdate()), []
    while quarter >= FIRST_QUARTER:
        begun.append(quarter)
        quarter = quarter.previous()
    return begun
