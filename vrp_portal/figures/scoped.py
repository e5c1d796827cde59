"""The choice of year, day and district that pages share, and the mixin by which a page gets its scope.

The scope is in the address, so that a link shows the same page to everyone who may see it.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property

from vrp_portal.accounts.roles import Role
from vrp_portal.figures.opening import opening_scope, scope_of_year
from vrp_portal.figures.scope import Scope
from vrp_portal.partnership.models import District
from vrp_portal.periods import FinancialYear
from vrp_portal.periods.fields import FinancialYearFormField
from vrp_portal.records.fields import DATE_HINT, DayField

FIRST_YEAR_OF_PARTNERSHIP = 2019


class YearSelect(forms.Select):
    """The partnership's financial years, and whatever else was asked for so that it stays as typed."""

    def optgroups(self, name: str, value: list[Any], attrs: Any = None) -> Any:
        this_year = FinancialYear.containing(timezone.localdate()).start_year
        years = [
            FinancialYear(start).label for start in range(this_year + 1, FIRST_YEAR_OF_PARTNERSHIP - 1, -1)
        ]
        asked = [text for text in value if text and text not in years]
        self.choices = [(label, label) for label in [*asked, *years]]
        return super().optgroups(name, value, attrs)


class ScopeForm(forms.Form):
    """Which year, as at which day and for which district; empty means where the portal opens."""

    year = FinancialYearFormField(label="Financial year", required=False, widget=YearSelect)
    as_at = DayField(label="As at", required=False, help_text=DATE_HINT)
    district = forms.ModelChoiceField(
        District.objects.all(),
        to_field_name="name",
        required=False,
        empty_label="All of West Yorkshire",
        error_messages={
            "invalid_choice": "“%(value)s” is not a district of West Yorkshire. Choose one from the list."
        },
    )

    def __init__(
        self,
        *args: Any,
        district: District | None,
        asks_district: bool = True,
        asks_day: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.own_district = district
        if district is not None or not asks_district:
            del self.fields["district"]
        if not asks_day:
            del self.fields["as_at"]

    def clean_year(self) -> FinancialYear | None:
        year: FinancialYear | None = self.cleaned_data["year"]
        if year is not None and year.start_year < FIRST_YEAR_OF_PARTNERSHIP:
            first = FinancialYear(FIRST_YEAR_OF_PARTNERSHIP)
            raise ValidationError(f"The partnership began in {first}: choose that year or a later one.")
        return year

    def clean_as_at(self) -> date | None:
        as_at: date | None = self.cleaned_data["as_at"]
        first = FinancialYear(FIRST_YEAR_OF_PARTNERSHIP).starts
        if as_at is not None and as_at < first:
            raise ValidationError(
                f"The partnership began on {first.day} {first:%B %Y}: choose that day or a later one."
            )
        return as_at

    def scope(self) -> Scope:
        """The scope that was asked for. Call it on a valid form."""
        today = timezone.localdate()
        year: FinancialYear | None = self.cleaned_data["year"]
        as_at: date | None = self.cleaned_data.get("as_at")
        if year is None and as_at is not None:
            year = FinancialYear.containing(as_at)
        if year is None:
            scope = opening_scope(today)
        else:
            base = scope_of_year(year, today=today)
            scope = Scope(base.year, as_at or base.as_at)
        return scope.in_district(self.own_district or self.cleaned_data.get("district"))


class Scoped:
    """A view with a `scope` from its address; a coordinator's is always their own district.

    A scope that can't be read gives the page with a message, for the scope at which the portal opens, as a
    bad request (400); `scope_is_valid` is for views that must not answer at all then, such as exports.
    """

    request: HttpRequest
    asks_district: ClassVar[bool] = True
    """Whether the page can be narrowed to a district; money that is not kept by district can't."""
    asks_day: ClassVar[bool] = True
    """Whether the page tells what had happened by a day; some tell where things stand now."""

    @cached_property
    def scope_form(self) -> ScopeForm:
        data = self.request.GET.copy()
        scope = self.opening
        if not any(data.get(name) for name in ("year", "as_at")):
            data["year"], data["as_at"] = scope.year.label, f"{scope.as_at:%d/%m/%Y}"
        return ScopeForm(
            data, district=self.own_district, asks_district=self.asks_district, asks_day=self.asks_day
        )

    @cached_property
    def opening(self) -> Scope:
        """The scope of the page where its address names none."""
        return opening_scope(timezone.localdate()).in_district(self.own_district)

    @property
    def own_district(self) -> District | None:
        user = self.request.user
        return user.district if user.role == Role.CSP_COORDINATOR else None  # type: ignore[union-attr]  # behind the gate

    @property
    def scope_is_valid(self) -> bool:
        return self.scope_form.is_valid()

    @cached_property
    def scope(self) -> Scope:
        return self.scope_form.scope() if self.scope_form.is_valid() else self.opening

    @property
    def scope_query(self) -> str:
        """The scope as the query of an address."""
        return scope_query(self.scope, own_district=self.own_district)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(  # type: ignore[misc, no-any-return]  # mixed into a view
            scope=self.scope, scope_form=self.scope_form, scope_query=self.scope_query, **kwargs
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if not self.scope_is_valid:
            kwargs.setdefault("status", 400)
        return super().render_to_response(context, **kwargs)  # type: ignore[misc, no-any-return]  # mixed into a view


def scope_query(scope: Scope, *, own_district: District | None = None) -> str:
    """A scope as the query of an address; a coordinator's own district goes without saying."""
    parts = {"year": scope.year.label, "as_at": scope.as_at.isoformat()}
    if scope.district is not None and own_district is None:
        parts["district"] = scope.district.name
    return urlencode(parts)
