"""Papers and the figures they state, for the administrator; none is ever deleted here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from vrp_portal.reports.models import Paper, PublishedFigure


class PublishedFigureInline(admin.TabularInline):
    model = PublishedFigure
    extra = 0

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Paper)
class PaperAdmin(admin.ModelAdmin):
    list_display = ["title", "meeting_on", "item"]
    inlines = [PublishedFigureInline]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
