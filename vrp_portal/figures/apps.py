"""The registry of figures; what each figure is stands in `definitions`, loaded when Django is ready."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "vrp_portal.figures"
    verbose_name = "Figures"

    def ready(self) -> None:
        """Load every module of `definitions`: the registry below the domains learns of the figures above."""
        definitions = import_module(f"{self.name}.definitions")
        for module in iter_modules(definitions.__path__):
            import_module(f"{definitions.__name__}.{module.name}")
