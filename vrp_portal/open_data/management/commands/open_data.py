"""`manage.py open_data`: the files of the page “Open data”."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from vrp_portal.figures.management.commands.figures import asked_scope
from vrp_portal.open_data.files import KINDS, LABELS, NothingToPublish, Publication
from vrp_portal.open_data.left_out import warnings


class Command(BaseCommand):
    help = "Write a file of open data: grants as 360Giving, or a table of the Transparency Code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", help="financial year, like 2023/24 (default: the latest with reach)")
        parser.add_argument("--as-at", help="day, like 2023-12-31 (default: today, or the year's last day)")
        parser.add_argument("--kind", choices=list(KINDS), required=True, help="what the file holds")
        parser.add_argument("--format", choices=list(LABELS), help="default: by the file's ending, else csv")
        parser.add_argument("--output", type=Path, help="the file (default: standard output)")
        parser.add_argument(
            "--illustrative", action="store_true", help="with illustrative records, marked, to look at"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        scope = asked_scope(options | {"district": None})
        path: Path | None = options["output"]
        kind, fmt = options["kind"], options["format"] or _format_of(path)
        if fmt not in KINDS[kind].write:
            raise CommandError(
                f"--format: {kind} is written as {' or '.join(KINDS[kind].write)}, not as {fmt}.",
                returncode=2,
            )
        publication = Publication(scope, made_at=timezone.now(), with_illustrative=options["illustrative"])
        for warning in warnings(publication):
            self.stderr.write(warning)
        stream = io.BytesIO()
        try:
            rows = publication.write(kind, fmt, stream)
        except NothingToPublish as error:
            raise CommandError(str(error), returncode=2) from error
        if path is None:
            _to_standard_output(stream.getvalue())
        else:
            _to_file(path, stream.getvalue())
            self.stdout.write(f"{path}: {rows:,} rows.")


def _format_of(path: Path | None) -> str:
    return "csv" if path is None else path.suffix.lower().lstrip(".") or "csv"


def _to_file(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CommandError(f"--output: {path}: {error.strerror}", returncode=2) from error


def _to_standard_output(content: bytes) -> None:
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Whoever read this has seen enough; Python would complain once more when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
