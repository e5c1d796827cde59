"""`manage.py load_illustrative`: an invented register that adds up to what the Panel's paper states."""

from typing import Any

from django.core.management.base import BaseCommand

from vrp_portal.reports.illustrative_2023_24.load import load_illustrative


class Command(BaseCommand):
    help = (
        "Load 63 illustrative interventions, marked as such, that add up to what the Panel's paper of "
        "12 April 2024 states for April to December 2023. Needs load_paper first. "
        "Run again, it adds only what was never there."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for line in load_illustrative().summary():
            self.stdout.write(line)
