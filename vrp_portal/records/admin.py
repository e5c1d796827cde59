"""What the administration does alike for every record: a ledger stays as written, nothing of money is deleted.

What the database refuses is said on the form, as it was typed. Bulk actions are off: each change is looked at.
"""

from __future__ import annotations

import json
from typing import Any

import pgtrigger
from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget, AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from pghistory.admin import EventsAdmin
from pghistory.models import Events

from vrp_portal.periods import Quarter
from vrp_portal.periods.fields import FinancialYearField, QuarterField
from vrp_portal.records.history import COMMAND_LINE
from vrp_portal.records.models import REASON_LENGTH, Withdrawable
from vrp_portal.records.refusals import refusal_in_words

WITHDRAWAL = ("withdrawn_on", "withdrawn_reason")


def ledger_fields(model: type[models.Model]) -> list[str]:
    """The fields that the database never lets be overwritten, as the model's own trigger names them."""
    return [
        name
        for trigger in getattr(model._meta, "triggers", [])
        if isinstance(trigger, pgtrigger.ReadOnly)
        for name in trigger.fields or []
    ]


class RecordForm(forms.ModelForm):
    """A form that checks the constraints of standing records, and tells what the database refused."""

    refusal = ""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.refusal:
            raise ValidationError(self.refusal)
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Constraints that hold until a record is withdrawn are checked, though the day is not on the form."""
        return super()._get_validation_exclusions() - set(WITHDRAWAL)  # type: ignore[misc]


class WithdrawableForm(RecordForm):
    """A form that withdraws as well, for records that have no page of their own where that is done."""

    withdrawn_on = forms.DateField(
        required=False, widget=AdminDateWidget, help_text="The day from which it no longer counts."
    )
    withdrawn_reason = forms.CharField(
        required=False,
        max_length=REASON_LENGTH,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text="Needed with the day. A withdrawal can't be undone: enter the record anew.",
    )

    def clean_withdrawn_on(self) -> Any:
        day = self.cleaned_data["withdrawn_on"]
        if day is not None and day > timezone.localdate():
            raise ValidationError("The day of withdrawing can't be in the future.")
        return day

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name in WITHDRAWAL:
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])
        return cleaned


class QuarterFilter(admin.SimpleListFilter):
    """The quarters that there are records of, the latest first."""

    title = "quarter"
    parameter_name = "quarter"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        quarters = model_admin.model._base_manager.order_by("-quarter").values_list("quarter", flat=True)
        return [(str(quarter.code), str(quarter)) for quarter in quarters.distinct()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        offered = {code for code, _ in self.lookup_choices}
        if self.value() in offered:
            return queryset.filter(quarter=Quarter.from_code(int(self.value())))
        return queryset


class RecordAdmin(admin.ModelAdmin):
    """A record in the administration. `list_select_related` names what its words are made of, on every page."""

    form = RecordForm
    actions = None
    list_per_page = 50
    list_select_related: tuple[str, ...] = ()
    formfield_overrides = {
        FinancialYearField: {"widget": AdminTextInputWidget},
        QuarterField: {"widget": forms.Select},
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        records = super().get_queryset(request)
        return records.select_related(*self.list_select_related) if self.list_select_related else records

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """What was given, and once created the ledger's fields and those that only the database writes."""
        named = list(super().get_readonly_fields(request, obj))
        if obj is None:
            return named
        written = [field.name for field in self.opts.concrete_fields if not field.editable]
        return list(dict.fromkeys([*named, *ledger_fields(self.model), *written]))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", "")
        return form

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form again, as typed, where the database refuses what the form let pass."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError as error:
            request.refusal = refusal_in_words(error)  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)


class KeptAdmin(RecordAdmin):
    """A record that carries money or reach, or decides a figure: it is never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class WithdrawableAdmin(KeptAdmin):
    """A record that is withdrawn, with a reason, on the portal's own page; here that is shown."""

    @admin.display(boolean=True, description="Standing", ordering="withdrawn_on")
    def standing(self, record: Withdrawable) -> bool:
        return not record.is_withdrawn


class WithdrawnHereAdmin(WithdrawableAdmin):
    """A record without such a page: an administrator withdraws it here, once."""

    form = WithdrawableForm
    exclude = WITHDRAWAL

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fields = super().get_readonly_fields(request, obj)
        if obj is not None and obj.is_withdrawn:
            return fields
        return [name for name in fields if name not in WITHDRAWAL]


class AuditTrailAdmin(EventsAdmin):
    """Who changed what and when, of every record: read from what the database's triggers wrote."""

    list_per_page = 50
    show_full_result_count = False
    list_display_links = ["pgh_created_at"]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return ["pgh_created_at", "who", "pgh_label", "pgh_obj_model", "pgh_obj_id", "changes"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """The names of everyone, once a page: the trail holds their numbers."""
        from django.contrib.auth import get_user_model

        people = get_user_model()._base_manager.all()
        request.names = {str(person.pk): str(person) for person in people}  # type: ignore[attr-defined]
        return super().get_queryset(request)
