"""The Serious Violence Duty, for the administrator. Shares are kept on the portal's own pages."""

from django.contrib import admin

from svd.models import (
    Allocation,
    DutyHolder,
    DutyMilestone,
    DutyRecipient,
    QuarterlyReturn,
    Reallocation,
    Share,
    ShareEntry,
)
from vrp_portal.records.admin import (
    RecordAdmin,
    StandingFilter,
    ViewedAdmin,
    WithdrawableAdmin,
)


@admin.register(Allocation)
class AllocationAdmin(WithdrawableAdmin):
    list_display = ["year", "period_start", "period_end", "labour", "non_labour", "total", "withdrawn_on"]
    list_filter = [StandingFilter, "illustrative"]
    search_fields = ["source"]


@admin.register(DutyRecipient)
class DutyRecipientAdmin(ViewedAdmin):
    list_display = ["year", "organisation", "added_on", "withdrawn_on"]
    list_filter = [StandingFilter, "organisation__kind"]
    list_select_related = ["organisation"]
    search_fields = ["organisation__name"]


@admin.register(Share)
class ShareAdmin(ViewedAdmin):
    list_display = ["allocation", "recipient", "agreed_on", "labour", "non_labour", "withdrawn_on"]
    list_filter = [StandingFilter, "illustrative"]
    list_select_related = ["allocation", "recipient"]
    search_fields = ["recipient__name", "source"]


@admin.register(ShareEntry)
class ShareEntryAdmin(ViewedAdmin):
    list_display = ["share", "agreed_on", "labour", "non_labour", "reason"]
    list_filter = ["illustrative"]
    list_select_related = ["share__allocation", "share__recipient"]
    search_fields = ["share__recipient__name", "reason"]


@admin.register(Reallocation)
class ReallocationAdmin(ViewedAdmin):
    list_display = ["from_share", "to_share", "decided_on", "labour", "non_labour", "decided_by"]
    list_filter = ["illustrative"]
    list_select_related = [
        *("from_share__allocation", "from_share__recipient", "to_share__allocation", "to_share__recipient"),
    ]
    search_fields = ["from_share__recipient__name", "to_share__recipient__name", "reason"]


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
