"""`manage.py load_paper`: the facts and figures of the Panel's paper of 12 April 2024."""

from typing import Any

from django.core.management.base import BaseCommand

from vrp_portal.reports.paper_2024_04_12.load import load_paper


class Command(BaseCommand):
    help = (
        "Load what the Police and Crime Panel's paper of 12 April 2024 states. "
        "Run again, it adds only what was never there."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for line in load_paper().summary():
            self.stdout.write(line)
