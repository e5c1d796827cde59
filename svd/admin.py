"""The Serious Violence Duty, for the administrator. Shares are kept on the portal's own pages."""

from django.contrib import admin

from svd.models import (
    Allocation,
    Attachment,
    DataRequest,
    DutyHolder,
    DutyMilestone,
    DutyRecipient,
    QuarterlyReturn,
    Reallocation,
    Reminder,
    ReturnComment,
    ReturnTerms,
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


@admin.register(ReturnTerms)
class ReturnTermsAdmin(RecordAdmin):
    list_display = ["csp", "second_person"]
    list_select_related = ["csp"]
    search_fields = ["csp__name"]


@admin.register(ReturnComment)
class ReturnCommentAdmin(ViewedAdmin):
    list_display = ["quarterly_return", "about", "by", "recorded_at"]
    list_filter = ["about"]
    list_select_related = ["quarterly_return__csp", "by"]
    search_fields = ["quarterly_return__csp__name", "words"]


@admin.register(Attachment)
class AttachmentAdmin(ViewedAdmin):
    list_display = ["name", "quarterly_return", "added_by", "withdrawn_on"]
    list_filter = [StandingFilter, "content_type"]
    list_select_related = ["quarterly_return__csp", "added_by"]
    search_fields = ["name", "quarterly_return__csp__name"]


@admin.register(Reminder)
class ReminderAdmin(ViewedAdmin):
    list_display = ["csp", "quarter", "sent_to", "sent_on"]
    list_filter = ["csp__district"]
    list_select_related = ["csp", "sent_to"]
    search_fields = ["csp__name", "sent_to__username"]


@admin.register(DataRequest)
class DataRequestAdmin(ViewedAdmin):
    list_display = ["area", "organisation", "due_on", "state", "received_on"]
    list_filter = ["state", "illustrative"]
    list_select_related = ["organisation"]
    search_fields = ["area", "organisation__name"]


@admin.register(DutyMilestone)
class DutyMilestoneAdmin(ViewedAdmin):
    list_display = ["title", "kind", "district", "owner", "due_on", "state", "done_on"]
    list_filter = ["kind", "state", "district", "illustrative"]
    list_select_related = ["district"]
    search_fields = ["title", "source"]


@admin.register(DutyHolder)
class DutyHolderAdmin(RecordAdmin):
    list_display = ["organisation", "post"]
    list_select_related = ["organisation"]
    search_fields = ["organisation__name", "post"]
    autocomplete_fields = ["organisation"]
