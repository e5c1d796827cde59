"""The partnership's organisations and districts as whole tables, to be exported."""

from vrp_portal.partnership.models import District, Organisation
from vrp_portal.tabular.data import register_data
from vrp_portal.tabular.model_tables import model_table

register_data(
    model_table("districts", "Districts", ("name", "ons_code"), lambda _scope: District.objects.all()),
    model_table(
        "organisations",
        "Organisations",
        (
            *("name", "kind", "district__name", "specified_authority", "company_number", "charity_number"),
            *("source", "illustrative"),
        ),
        lambda _scope: Organisation.objects.all(),
    ),
)
