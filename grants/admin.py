"""The core grant and match funding, for the administrator."""

from django.contrib import admin

from grants.models import (
    Award,
    BudgetEntry,
    BudgetLine,
    Condition,
    HighImpactTerms,
    MatchContribution,
    MatchEvidence,
    MatchRequirement,
    OutturnTerms,
    SpendEntry,
    VarianceReason,
    Virement,
)
from vrp_portal.records.admin import (
    KeptAdmin,
    RecordAdmin,
    StandingFilter,
    ViewedAdmin,
    WithdrawableAdmin,
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
class BudgetLineAdmin(WithdrawableAdmin):
    list_display = ["year", "purpose", "amount", "agreed_on", "withdrawn_on"]
    list_filter = [StandingFilter, "purpose", "illustrative"]
    search_fields = ["purpose", "source"]


@admin.register(SpendEntry)
class SpendEntryAdmin(WithdrawableAdmin):
    list_display = ["line", "quarter", "kind", "amount", "withdrawn_on"]
    list_filter = [StandingFilter, "kind", "illustrative"]
    list_select_related = ["line"]
    search_fields = ["line__purpose", "reason", "source"]
    autocomplete_fields = ["line"]


@admin.register(BudgetEntry)
class BudgetEntryAdmin(ViewedAdmin):
    list_display = ["line", "agreed_on", "amount", "reason"]
    list_filter = ["illustrative"]
    list_select_related = ["line", "virement__from_line", "virement__to_line"]
    search_fields = ["line__purpose", "reason"]


@admin.register(Virement)
class VirementAdmin(ViewedAdmin):
    list_display = ["from_line", "to_line", "decided_on", "amount", "decided_by"]
    list_filter = ["illustrative"]
    list_select_related = ["from_line", "to_line"]
    search_fields = ["reason", "decided_by"]


@admin.register(OutturnTerms)
class OutturnTermsAdmin(ViewedAdmin):
    list_display = ["year", "percentage", "pounds", "source"]
    search_fields = ["source"]


@admin.register(VarianceReason)
class VarianceReasonAdmin(ViewedAdmin):
    list_display = ["row", "basis", "quarter", "amount", "reason"]
    list_filter = ["row", "basis", "illustrative"]
    search_fields = ["reason"]


@admin.register(Condition)
class ConditionAdmin(RecordAdmin):
    list_display = ["year", "kind", "asks_for", "due_on", "met_on"]
    list_filter = ["kind", "illustrative"]
    search_fields = ["asks_for", "source"]
