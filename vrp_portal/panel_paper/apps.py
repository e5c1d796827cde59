from django.apps import AppConfig


class PanelPaperConfig(AppConfig):
    name = "vrp_portal.panel_paper"
    verbose_name = "Panel papers"
