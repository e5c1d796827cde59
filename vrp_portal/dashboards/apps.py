from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "vrp_portal.dashboards"
    verbose_name = "Dashboards"
