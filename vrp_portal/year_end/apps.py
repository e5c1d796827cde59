from django.apps import AppConfig


class YearEndConfig(AppConfig):
    name = "vrp_portal.year_end"
    verbose_name = "Year end"
