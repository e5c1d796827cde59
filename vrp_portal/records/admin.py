"""What administering does alike for every record: a ledger stays as written, nothing of money is deleted.

What the database refuses is said on the form, as typed. Bulk actions are off: each change is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pgtrigger
from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AdminDateWidget, AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from pghistory.core import event_models
from pghistory.models import Events

from vrp_portal.periods import Quarter
from vrp_portal.periods.fields import FinancialYearField, QuarterField
from vrp_portal.records.history import in_words
from vrp_portal.records.models import REASON_LENGTH
from vrp_portal.records.refusals import refusal_in_words

WITHDRAWAL = ("withdrawn_on", "withdrawn_reason")
COMES_LAST = ("source", "illustrative", *WITHDRAWAL)


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
        """Have constraints of standing records checked, though the day is not on the form."""
        return super()._get_validation_exclusions() - set(WITHDRAWAL)  # type: ignore[misc]  # untyped in Django


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
    """A record. `list_select_related` names what its words are made of, for every page."""

    form = RecordForm
    actions = None
    list_per_page = 50
    list_select_related: Sequence[str] = ()
    formfield_overrides = {
        FinancialYearField: {"widget": AdminTextInputWidget},
        QuarterField: {"widget": forms.Select},
        models.URLField: {"assume_scheme": "https"},
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        records = super().get_queryset(request)
        return records.select_related(*self.list_select_related) if self.list_select_related else records

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """In the model's own order; where a record comes from, and its withdrawal, come last."""
        own = [field.name for field in self.opts.get_fields() if field.name not in COMES_LAST]
        place = {name: number for number, name in enumerate([*own, *COMES_LAST])}
        return sorted(super().get_fields(request, obj), key=lambda name: place.get(name, len(place)))

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
            request.refusal = refusal_in_words(error)  # type: ignore[attr-defined]  # untyped in Django
            return super().changeform_view(request, *args, **kwargs)


class KeptAdmin(RecordAdmin):
    """A record that carries money or reach, or decides a figure: it is never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SupersededAdmin(KeptAdmin):
    """A record that is never edited: a later one takes its place."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ViewedAdmin(SupersededAdmin):
    """A record that is only seen here: on the portal's own page two people can't undo each other's work."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class WithdrawableAdmin(KeptAdmin):
    """A record that is withdrawn, with a reason, on the portal's own page; here that is shown."""


class WithdrawnHereAdmin(WithdrawableAdmin):
    """A record without such a page: an administrator withdraws it here, once."""

    form = WithdrawableForm
    exclude = WITHDRAWAL

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fields = [name for name in super().get_fields(request, obj) if name not in WITHDRAWAL]
        return fields if obj is None else [*fields, *WITHDRAWAL]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fields = super().get_readonly_fields(request, obj)
        if obj is not None and obj.is_withdrawn:
            return fields
        return [name for name in fields if name not in WITHDRAWAL]


class StandingFilter(admin.SimpleListFilter):
    """Whether a record still counts."""

    title = "withdrawal"
    parameter_name = "withdrawn"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "Standing"), ("yes", "Withdrawn")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() in {"yes", "no"}:
            return queryset.filter(withdrawn_on__isnull=self.value() == "no")
        return queryset


class DoneFilter(admin.SimpleListFilter):
    """What was done to a record."""

    title = "what was done"
    parameter_name = "done"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("insert", "Entered"), ("update", "Changed"), ("delete", "Removed")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(pgh_label=self.value()) if self.value() else queryset


class KindFilter(admin.SimpleListFilter):
    """The kind of record that was changed."""

    title = "kind of record"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = [
            (events._meta.label_lower, str(events.pgh_tracked_model._meta.verbose_name).capitalize())
            for events in event_models()
        ]
        return sorted(kinds, key=lambda kind: kind[1])

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        offered = {label for label, _ in self.lookup_choices}
        return queryset.across(self.value()) if self.value() in offered else queryset


class TrailPage(ChangeList):
    """A page of the audit trail, its events told in words all at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        for event, change in zip(self.result_list, in_words(self.result_list), strict=True):
            event.change = change


@admin.register(Events)
class AuditTrailAdmin(ViewedAdmin):
    """Who changed what and when, of every record: read from what the database's triggers wrote."""

    list_display = ["when", "who", "did", "kind", "number", "changes", "reason"]
    list_display_links = None
    list_filter = [DoneFilter, KindFilter]
    ordering = ["-pgh_created_at"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Events.objects.order_by(*self.ordering)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return TrailPage

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Who changed what", **(extra_context or {})})

    @admin.display(ordering="pgh_created_at")
    def when(self, event: Any) -> datetime:
        return event.pgh_created_at

    @admin.display(description="number of the record")
    def number(self, event: Any) -> str:
        return event.pgh_obj_id

    @admin.display
    def who(self, event: Any) -> str:
        return event.change.by

    @admin.display
    def did(self, event: Any) -> str:
        return event.change.verb

    @admin.display(description="kind of record")
    def kind(self, event: Any) -> str:
        return event.change.what.capitalize()

    @admin.display
    def changes(self, event: Any) -> SafeString:
        changed = event.change.verb == "Changed"
        return format_html_join(
            "",
            "<div>{}: {}{}</div>",
            (
                (field.label, f"{field.before or '(empty)'} to " if changed else "", field.after or "(empty)")
                for field in event.change.fields
            ),
        )

    @admin.display
    def reason(self, event: Any) -> str:
        return event.change.reason
