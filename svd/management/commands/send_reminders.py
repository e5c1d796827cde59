"""`manage.py send_reminders`: remind coordinators by e-mail of returns that are due or overdue."""

from __future__ import annotations

from smtplib import SMTPException
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from svd.reminding import remind, to_remind


class Command(BaseCommand):
    help = "Remind coordinators by e-mail of quarterly returns that are due or overdue. Run it once a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say who would be reminded, and send nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        today, sent = timezone.localdate(), 0
        for one in to_remind(today):
            told = f"{one.person.username}: {one.slot.csp}, {one.slot.quarter}. {one.slot.when}"
            if options["dry_run"]:
                self.stdout.write(f"Would remind {told}")
                continue
            try:
                done = remind(one, today=today)
            except (SMTPException, OSError) as error:
                raise CommandError(
                    f"The mail could not be sent ({error}). {sent} were; run it again for the others.",
                    returncode=2,
                ) from error
            if done:
                sent += 1
                self.stdout.write(f"Reminded {told}")
        if not options["dry_run"]:
            self.stdout.write(f"{sent} reminder{'' if sent == 1 else 's'} sent.")
