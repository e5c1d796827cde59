"""The core grant and match funding, for the administrator."""

from django.contrib import admin

from grants.models import (
    Award,
    BudgetLine,
    Condition,
    HighImpactTerms,
    MatchContribution,
    MatchEvidence,
    MatchRequirement,
    SpendEntry,
)
from vrp_portal.records.admin import (
    KeptAdmin,
    RecordAdmin,
    StandingFilter,
    ViewedAdmin,
    WithdrawableAdmin,
    WithdrawnHereAdmin,
)


@admin.register(Award)
class AwardAdmin(WithdrawableAdmin):
    list_display = ["year", "scheme", "funder", "amount", "status", "agreed_on", "withdrawn_on"]
    list_filter = [StandingFilter, "scheme", "status", "illustrative"]
    list_select_related = ["funder"]
    search_fields = ["funder__name", "source"]
    autocomplete_fields = ["funder"]


@admin.register(HighImpactTerms)
class HighImpactTermsAdmin(KeptAdmin):
    list_display = ["year", "percentage", "minimum_confidence", "basis", "reference", "source"]
    search_fields = ["source"]


@admin.register(MatchRequirement)
class MatchRequirementAdmin(ViewedAdmin):
    list_display = ["year", "percentage", "baseline_year", "baseline_amount", "required"]
    search_fields = ["source"]


@admin.register(MatchContribution)
class MatchContributionAdmin(WithdrawableAdmin):
    list_display = ["year", "organisation", "kind", "amount", "pledged_on", "confirmed_on", "withdrawn_on"]
    list_filter = [StandingFilter, "kind", "illustrative"]
    list_select_related = ["organisation"]
    search_fields = ["organisation__name", "note", "source"]
    autocomplete_fields = ["organisation"]


@admin.register(MatchEvidence)
class MatchEvidenceAdmin(ViewedAdmin):
    list_display = ["name", "contribution", "added_by", "withdrawn_on"]
    list_filter = [StandingFilter, "content_type"]
    list_select_related = ["contribution__organisation", "added_by"]
    search_fields = ["name", "contribution__organisation__name"]


@admin.register(BudgetLine)
class BudgetLineAdmin(WithdrawnHereAdmin):
    list_display = ["year", "purpose", "amount", "agreed_on", "withdrawn_on"]
    list_filter = [StandingFilter, "purpose", "illustrative"]
    search_fields = ["purpose", "source"]


@admin.register(SpendEntry)
class SpendEntryAdmin(WithdrawnHereAdmin):
    list_display = ["line", "quarter", "kind", "amount", "withdrawn_on"]
    list_filter = [StandingFilter, "kind", "illustrative"]
    list_select_related = ["line"]
    search_fields = ["line__purpose", "reason", "source"]
    autocomplete_fields = ["line"]


@admin.register(Condition)
class ConditionAdmin(RecordAdmin):
    list_display = ["year", "kind", "asks_for", "due_on", "met_on"]
    list_filter = ["kind", "illustrative"]
    search_fields = ["asks_for", "source"]
