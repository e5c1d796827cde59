"""What was imported, and what is remembered of files' columns, for the administrator."""

from django.contrib import admin

from vrp_portal.exchange.models import ImportedFile, RememberedLayout
from vrp_portal.records.admin import RecordAdmin, ViewedAdmin


@admin.register(ImportedFile)
class ImportedFileAdmin(ViewedAdmin):
    list_display = ["filename", "kind", "imported_by", "imported_at", "new", "changed", "unchanged"]
    list_filter = ["kind"]
    list_select_related = ["imported_by"]
    search_fields = ["filename", "sha256"]


@admin.register(RememberedLayout)
class RememberedLayoutAdmin(RecordAdmin):
    """Deleted here, it is forgotten, and the columns are guessed again."""

    list_display = ["kind", "choices", "chosen_by", "chosen_at"]
    list_filter = ["kind"]
    list_select_related = ["chosen_by"]
