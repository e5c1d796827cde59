from django.apps import AppConfig


class ClosingConfig(AppConfig):
    name = "vrp_portal.closing"
    verbose_name = "Closing of years"
