from django.apps import AppConfig


class TabularConfig(AppConfig):
    name = "vrp_portal.tabular"
    verbose_name = "Tables and spreadsheets"
