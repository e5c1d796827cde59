"""Saved tables and layouts, to be seen by the administrator; they are changed on the portal's own pages."""

from django.contrib import admin

from vrp_portal.allocation_tables.models import LedgerLayout, SavedTable
from vrp_portal.records.admin import ViewedAdmin


@admin.register(SavedTable)
class SavedTableAdmin(ViewedAdmin):
    list_display = ["name", "choice", "year", "as_at", "made_by", "made_on"]
    list_select_related = ["made_by"]
    search_fields = ["name", "note"]


@admin.register(LedgerLayout)
class LedgerLayoutAdmin(ViewedAdmin):
    list_display = ["name", "day", "sign", "decimal", "delimiter", "encoding"]
    search_fields = ["name"]
