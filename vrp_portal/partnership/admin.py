"""Districts and organisations, for the administrator."""

from django.contrib import admin

from vrp_portal.partnership.models import District, Organisation
from vrp_portal.records.admin import KeptAdmin, RecordAdmin


@admin.register(District)
class DistrictAdmin(KeptAdmin):
    list_display = ["name", "ons_code"]
    search_fields = ["name", "ons_code"]


@admin.register(Organisation)
class OrganisationAdmin(RecordAdmin):
    list_display = ["name", "kind", "district", "specified_authority", "illustrative"]
    list_filter = ["kind", "district", "specified_authority", "illustrative"]
    list_select_related = ["district"]
    search_fields = ["name", "company_number", "charity_number"]
