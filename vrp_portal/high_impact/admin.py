"""Scenarios, to be seen by the administrator; they are made and removed on the portal's own pages."""

from django.contrib import admin

from vrp_portal.high_impact.models import Scenario
from vrp_portal.records.admin import ViewedAdmin


@admin.register(Scenario)
class ScenarioAdmin(ViewedAdmin):
    list_display = ["name", "year", "as_at", "made_by", "made_on"]
    list_select_related = ["made_by"]
    search_fields = ["name", "note"]
