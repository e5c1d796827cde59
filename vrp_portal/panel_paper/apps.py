from django.apps import AppConfig


class PanelPaperConfig(AppConfig):
    name = "vrp_portal.panel_paper"
    verbose_name = "Panel papers"

    def ready(self) -> None:
        """Have the first words loaded with the paper's facts."""
        from vrp_portal.panel_paper.first_words import load  # noqa: F401
