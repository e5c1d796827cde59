"""Closed years and adjustments, to be seen by the administrator; they are made on the portal's own pages."""

from django.contrib import admin

from vrp_portal.records.admin import ViewedAdmin
from vrp_portal.year_end.models import Adjustment, ClosedYear, FrozenFigure


@admin.register(ClosedYear)
class ClosedYearAdmin(ViewedAdmin):
    list_display = ["year", "closed_on", "closed_by", "note"]
    list_select_related = ["closed_by"]


@admin.register(FrozenFigure)
class FrozenFigureAdmin(ViewedAdmin):
    list_display = ["closing", "key", "value"]
    list_filter = ["closing"]
    list_select_related = ["closing"]
    search_fields = ["key"]


@admin.register(Adjustment)
class AdjustmentAdmin(ViewedAdmin):
    list_display = ["year", "reason", "decided_by", "recorded_by", "recorded_at", "lasts_until", "ended_at"]
    list_select_related = ["recorded_by"]
    search_fields = ["reason", "decided_by"]
