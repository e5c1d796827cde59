from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ExchangeConfig(AppConfig):
    name = "vrp_portal.exchange"
    verbose_name = "Spreadsheets in, tables out"

    def ready(self) -> None:
        """Have each app register its tables of data, and what it imports."""
        autodiscover_modules("data", "imports")
