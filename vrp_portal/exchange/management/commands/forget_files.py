"""`manage.py forget_files`: delete what was sent and not imported within a day. Run it every hour."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from vrp_portal.exchange.actions import forget_what_expired


class Command(BaseCommand):
    help = "Delete files that nobody imported within a day, and jobs as old."

    def handle(self, *args: Any, **options: Any) -> None:
        files, jobs = forget_what_expired()
        self.stdout.write(f"Forgotten: {_many(files, 'file')} and {_many(jobs, 'job')}.")


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
