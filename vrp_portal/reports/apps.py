from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "vrp_portal.reports"
    verbose_name = "Reports"
