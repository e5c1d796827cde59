"""What people type about the people whom an intervention reached: counts only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from interventions.forms.places import offer_places
from interventions.models import (
    ReachRecord,
)
from interventions.models.reach import CONTACTS, PEOPLE
from vrp_portal.accounts.models import User
from vrp_portal.accounts.roles import Role
from vrp_portal.partnership.models import District
from vrp_portal.periods import FinancialYear, Quarter
from vrp_portal.records.fields import DayField
from vrp_portal.records.forms import VersionedForm, WarningForm, WithdrawForm, field_for

FIRST_QUARTER = Quarter(FinancialYear(2019), 1)


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


def _quarters_begun() -> list[Quarter]:
    """Every quarter of the partnership that has begun, the latest first."""
    quarter, begun = Quarter.containing(timezone.localdate()), []
    while quarter >= FIRST_QUARTER:
        begun.append(quarter)
        quarter = quarter.previous()
    return begun
