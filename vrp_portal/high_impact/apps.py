from django.apps import AppConfig


class HighImpactConfig(AppConfig):
    name = "vrp_portal.high_impact"
    verbose_name = "30% rule"
