from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "vrp_portal.programme"
    verbose_name = "Programme activity"
