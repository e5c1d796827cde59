from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    name = "vrp_portal.partnership"
    verbose_name = "Partnership"
