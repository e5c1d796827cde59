from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    name = "vrp_portal.open_data"
    verbose_name = "Open data"
