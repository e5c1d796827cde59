"""Programme activity for the administrator: it is kept on the portal's own pages and only seen here."""

from django.contrib import admin

from vrp_portal.programme.models import (
    Activity,
    ActivityCount,
    ActivityDistrict,
    ActivityPartner,
    Evaluation,
    GovernanceGroup,
    GovernanceLine,
    Publication,
    Workstream,
)
from vrp_portal.records.admin import StandingFilter, ViewedAdmin


@admin.register(Workstream)
class WorkstreamAdmin(ViewedAdmin):
    list_display = ["name", "key", "order", "lead_organisation"]
    list_select_related = ["lead_organisation"]
    search_fields = ["name", "key"]


@admin.register(Activity)
class ActivityAdmin(ViewedAdmin):
    list_display = ["title", "workstream", "kind", "state", "starts_on", "withdrawn_on"]
    list_filter = [StandingFilter, "workstream", "kind", "state", "districts", "illustrative"]
    list_select_related = ["workstream"]
    search_fields = ["title", "source"]


@admin.register(ActivityDistrict)
class ActivityDistrictAdmin(ViewedAdmin):
    list_display = ["activity", "district"]
    list_filter = ["district"]
    list_select_related = ["activity", "district"]
    search_fields = ["activity__title"]


@admin.register(ActivityPartner)
class ActivityPartnerAdmin(ViewedAdmin):
    list_display = ["activity", "organisation"]
    list_select_related = ["activity", "organisation"]
    search_fields = ["activity__title", "organisation__name"]


@admin.register(ActivityCount)
class ActivityCountAdmin(ViewedAdmin):
    list_display = ["activity", "number", "sure", "what", "are_people", "withdrawn_on"]
    list_filter = [StandingFilter, "are_people", "illustrative"]
    list_select_related = ["activity"]
    search_fields = ["activity__title", "what"]


@admin.register(Publication)
class PublicationAdmin(ViewedAdmin):
    list_display = ["title", "workstream", "kind", "state", "published_on", "district", "withdrawn_on"]
    list_filter = [StandingFilter, "workstream", "kind", "state", "district", "illustrative"]
    list_select_related = ["workstream", "district"]
    search_fields = ["title", "source"]


@admin.register(Evaluation)
class EvaluationAdmin(ViewedAdmin):
    list_display = ["title", "state", "commissioned_by", "evaluator", "due_on", "withdrawn_on"]
    list_filter = [StandingFilter, "state", "illustrative"]
    list_select_related = ["commissioned_by", "evaluator"]
    search_fields = ["title", "source"]


@admin.register(GovernanceGroup)
class GovernanceGroupAdmin(ViewedAdmin):
    list_display = ["name", "chair_organisation", "chair_post", "meets", "withdrawn_on"]
    list_filter = [StandingFilter, "illustrative"]
    list_select_related = ["chair_organisation"]
    search_fields = ["name", "chair_post"]


@admin.register(GovernanceLine)
class GovernanceLineAdmin(ViewedAdmin):
    list_display = ["group", "reports_to", "source", "illustrative"]
    list_filter = ["illustrative"]
    list_select_related = ["group", "reports_to"]
    search_fields = ["group__name", "reports_to__name", "source"]
