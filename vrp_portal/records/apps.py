from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "vrp_portal.records"
    verbose_name = "What all records share"
