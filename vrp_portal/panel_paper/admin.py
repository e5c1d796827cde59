"""Panel papers and their sections, to be seen by the administrator; the portal's pages write them."""

from django.contrib import admin

from vrp_portal.panel_paper.models import FrozenPaper, PanelPaper, Section
from vrp_portal.records.admin import ViewedAdmin


@admin.register(PanelPaper)
class PanelPaperAdmin(ViewedAdmin):
    list_display = ["title", "meeting_on", "year", "as_at", "made_by"]
    list_select_related = ["made_by"]
    search_fields = ["title"]


@admin.register(Section)
class SectionAdmin(ViewedAdmin):
    list_display = ["key", "text"]
    search_fields = ["text"]


@admin.register(FrozenPaper)
class FrozenPaperAdmin(ViewedAdmin):
    list_display = ["panel_paper", "published_at", "published_by", "sha256"]
    list_select_related = ["panel_paper", "published_by"]
    search_fields = ["panel_paper__title"]
