"""The Serious Violence Duty, for the administrator."""

from django.contrib import admin

from svd.models import Allocation, DutyHolder, DutyMilestone, QuarterlyReturn, Share
from vrp_portal.records.admin import (
    RecordAdmin,
    StandingFilter,
    ViewedAdmin,
    WithdrawableAdmin,
    WithdrawnHereAdmin,
)


@admin.register(Allocation)
class AllocationAdmin(WithdrawableAdmin):
    list_display = ["year", "period_start", "period_end", "labour", "non_labour", "total", "withdrawn_on"]
    list_filter = [StandingFilter, "illustrative"]
    search_fields = ["source"]


@admin.register(Share)
class ShareAdmin(WithdrawnHereAdmin):
    list_display = ["allocation", "recipient", "labour", "non_labour", "withdrawn_on"]
    list_filter = [StandingFilter, "illustrative"]
    list_select_related = ["allocation", "recipient"]
    search_fields = ["recipient__name", "source"]
    autocomplete_fields = ["recipient"]


@admin.register(QuarterlyReturn)
class QuarterlyReturnAdmin(ViewedAdmin):
    list_display = ["csp", "quarter", "state", "labour_spent", "non_labour_spent", "withdrawn_on"]
    list_filter = [StandingFilter, "state", "csp__district", "illustrative"]
    list_select_related = ["csp"]
    search_fields = ["csp__name"]


@admin.register(DutyMilestone)
class DutyMilestoneAdmin(RecordAdmin):
    list_display = ["title", "kind", "district", "due_on", "done_on"]
    list_filter = ["kind", "district", "illustrative"]
    list_select_related = ["district"]
    search_fields = ["title", "source"]


@admin.register(DutyHolder)
class DutyHolderAdmin(RecordAdmin):
    list_display = ["organisation", "post"]
    list_select_related = ["organisation"]
    search_fields = ["organisation__name", "post"]
    autocomplete_fields = ["organisation"]
