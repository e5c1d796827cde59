"""Claims, to be seen by the administrator; they are kept on the portal's own pages."""

from django.contrib import admin

from vrp_portal.claims.models import Claim, ClaimEntry, ClaimLine
from vrp_portal.records.admin import StandingFilter, ViewedAdmin


@admin.register(Claim)
class ClaimAdmin(ViewedAdmin):
    list_display = ["quarter", "scheme", "funder", "state", "total", "sent_on", "withdrawn_on"]
    list_filter = [StandingFilter, "scheme", "state", "illustrative"]
    list_select_related = ["funder"]
    search_fields = ["funder__name", "source"]


@admin.register(ClaimLine)
class ClaimLineAdmin(ViewedAdmin):
    list_display = ["claim", "purpose", "quarter", "amount", "corrects"]
    list_filter = ["purpose", "claim__scheme"]
    list_select_related = ["claim", "corrects"]
    search_fields = ["claim__funder__name"]


@admin.register(ClaimEntry)
class ClaimEntryAdmin(ViewedAdmin):
    list_display = ["claim", "kind", "amount", "booked_on", "reference", "withdrawn_on"]
    list_filter = [StandingFilter, "kind", "claim__scheme", "illustrative"]
    list_select_related = ["claim"]
    search_fields = ["reference", "reason"]
