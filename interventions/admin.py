"""The register and the Toolkit's ratings, for the administrator.

Interventions, their districts, statuses and reach are kept on the portal's own pages, which warn, date what
changes, and mind each other's changes; assessments there too, where an override needs a second person. Here
they are only seen.
"""

from django.contrib import admin

from interventions.models import (
    Approach,
    ApproachRating,
    ApproachReplacement,
    Assessment,
    FundingEntry,
    FundingLine,
    FundingSpend,
    Impact,
    ImpactAlias,
    Intervention,
    InterventionDistrict,
    ReachRecord,
    StatusChange,
)
from vrp_portal.records.admin import (
    KeptAdmin,
    RecordAdmin,
    StandingFilter,
    SupersededAdmin,
    ViewedAdmin,
    WithdrawableAdmin,
    WithdrawnHereAdmin,
)


@admin.register(Impact)
class ImpactAdmin(KeptAdmin):
    list_display = ["word", "rank", "counting", "meaning"]
    search_fields = ["word"]


@admin.register(ImpactAlias)
class ImpactAliasAdmin(RecordAdmin):
    list_display = ["word", "impact"]
    list_select_related = ["impact"]
    search_fields = ["word", "impact__word"]


@admin.register(Approach)
class ApproachAdmin(RecordAdmin):
    list_display = ["name", "source", "illustrative"]
    list_filter = ["illustrative"]
    search_fields = ["name"]


@admin.register(ApproachReplacement)
class ApproachReplacementAdmin(RecordAdmin):
    list_display = ["old", "new", "replaced_on"]
    list_select_related = ["old", "new"]
    search_fields = ["old__name", "new__name"]
    autocomplete_fields = ["old", "new"]


@admin.register(ApproachRating)
class ApproachRatingAdmin(SupersededAdmin):
    list_display = ["approach", "impact", "evidence_confidence", "cost", "in_force_from", "illustrative"]
    list_filter = ["impact", "evidence_confidence", "illustrative"]
    list_select_related = ["approach", "impact"]
    search_fields = ["approach__name", "note", "source"]
    autocomplete_fields = ["approach"]


@admin.register(Assessment)
class AssessmentAdmin(ViewedAdmin):
    list_display = ["intervention", "year", "rating", "assessed_on", "assessed_by", "approval"]
    list_filter = ["approval", "illustrative"]
    list_select_related = ["intervention", "rating__approach", "rating__impact", "assessed_by"]
    search_fields = ["intervention__reference", "intervention__name", "rating__approach__name"]


@admin.register(Intervention)
class InterventionAdmin(ViewedAdmin):
    list_display = ["reference", "name", "status", "delivery_organisation", "approach", "withdrawn_on"]
    list_filter = [StandingFilter, "status", "prevention_level", "districts", "illustrative"]
    list_select_related = ["delivery_organisation", "approach"]
    search_fields = ["reference", "name", "delivery_organisation__name"]


@admin.register(InterventionDistrict)
class InterventionDistrictAdmin(ViewedAdmin):
    list_display = ["intervention", "district"]
    list_filter = ["district"]
    list_select_related = ["intervention", "district"]
    search_fields = ["intervention__reference", "intervention__name"]


@admin.register(StatusChange)
class StatusChangeAdmin(ViewedAdmin):
    list_display = ["intervention", "status", "since"]
    list_filter = ["status"]
    list_select_related = ["intervention"]
    search_fields = ["intervention__reference", "intervention__name"]


@admin.register(FundingLine)
class FundingLineAdmin(WithdrawableAdmin):
    list_display = ["intervention", "funding_source", "year", "district", "agreed_on", "withdrawn_on"]
    list_filter = [StandingFilter, "funding_source", "district", "illustrative"]
    list_select_related = ["intervention", "district"]
    search_fields = ["intervention__reference", "intervention__name", "source"]
    autocomplete_fields = ["intervention"]


@admin.register(FundingEntry)
class FundingEntryAdmin(KeptAdmin):
    list_display = ["line", "agreed_on", "amount", "reason"]
    list_filter = ["line__funding_source", "illustrative"]
    list_select_related = ["line__intervention", "line__district"]
    search_fields = ["line__intervention__reference", "line__intervention__name", "reason"]
    autocomplete_fields = ["line"]


@admin.register(FundingSpend)
class FundingSpendAdmin(WithdrawnHereAdmin):
    list_display = ["line", "quarter", "amount", "withdrawn_on"]
    list_filter = [StandingFilter, "line__funding_source", "illustrative"]
    list_select_related = ["line__intervention", "line__district"]
    search_fields = ["line__intervention__reference", "line__intervention__name", "reason"]
    autocomplete_fields = ["line"]


@admin.register(ReachRecord)
class ReachRecordAdmin(ViewedAdmin):
    list_display = [
        "intervention",
        "quarter",
        "district",
        "people_24_and_under",
        "people_25_and_over",
        "professionals_trained",
        "withdrawn_on",
    ]
    list_filter = [StandingFilter, "district", "qualifier", "illustrative"]
    list_select_related = ["intervention", "district"]
    search_fields = ["intervention__reference", "intervention__name", "source"]
