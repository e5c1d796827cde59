from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "vrp_portal.claims"
    verbose_name = "Claims"
