from django.apps import AppConfig


class AllocationTablesConfig(AppConfig):
    name = "vrp_portal.allocation_tables"
    verbose_name = "Allocation tables"
