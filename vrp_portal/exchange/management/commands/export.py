"""`manage.py export`: a table of data, or all of them, as a file that can be imported again."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from vrp_portal.exchange.exporting import WRITERS, ending_of_all, write_all, write_table
from vrp_portal.exchange.options import day_asked, year_asked
from vrp_portal.exchange.progress import ProgressLine
from vrp_portal.tabular.data import DATA_TABLES, DataScope
from vrp_portal.tabular.writers.xlsx_file import TooManyRows

ALL = "all"


class Command(BaseCommand):
    help = "Export a table of data, or all of them, as CSV, XLSX, ODS or JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("table", choices=[ALL, *sorted(DATA_TABLES)], help="which table")
        parser.add_argument("--year", default="", help="financial year, like 2023/24 (default: every year)")
        parser.add_argument("--as-at", default="", help="day, like 2023-12-31 (default: all that stands)")
        parser.add_argument("--format", choices=list(WRITERS), help="default: by the file's ending, or csv")
        parser.add_argument("--output", type=Path, help="the file (default: standard output)")

    def handle(self, *args: Any, **options: Any) -> None:
        scope = DataScope(year_asked(options["year"]), day_asked(options["as_at"]))
        path: Path | None = options["output"]
        fmt = options["format"] or _format_of(path)
        with ProgressLine(self.stderr, "rows") as progress:

            def write(stream: BinaryIO) -> int:
                try:
                    if options["table"] == ALL:
                        return write_all(scope, fmt, stream, progress=progress)
                    return write_table(DATA_TABLES[options["table"]], scope, fmt, stream, progress=progress)
                except TooManyRows as error:
                    raise CommandError(f"--format: {error}", returncode=2) from error

            if path is None:
                self._to_standard_output(write)
            else:
                rows = _to_file(path, write)
                self.stdout.write(f"{path}: {rows:,} rows.")

    def _to_standard_output(self, write: Callable[[BinaryIO], int]) -> None:
        # Archives are written with jumps back and forth, which a pipe can't do.
        with tempfile.TemporaryFile() as stream:
            write(stream)
            stream.seek(0)
            try:
                while piece := stream.read(1 << 16):
                    sys.stdout.buffer.write(piece)
                sys.stdout.buffer.flush()
            except BrokenPipeError:
                # Whoever read this has seen enough; Python would complain once more when it closes the pipe.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _to_file(path: Path, write: Callable[[BinaryIO], int]) -> int:
    """Write beside the file and put it in its place at the end, so that a kill leaves no half of one."""
    place = path.resolve()
    if place.exists() and not place.is_file():
        # What is put in its place would take the place of a device too, such as /dev/null.
        raise CommandError(f"--output: {path}: there is something that is not a file", returncode=2)
    try:
        with tempfile.NamedTemporaryFile(dir=place.parent, prefix=f".{place.name}-", delete=False) as stream:
            unfinished = Path(stream.name)
            try:
                rows = write(stream)
            except BaseException:
                unfinished.unlink()
                raise
        unfinished.chmod(0o600)
        unfinished.replace(place)
    except OSError as error:
        raise CommandError(f"--output: {path}: {error.strerror}", returncode=2) from error
    return rows


def _format_of(path: Path | None) -> str:
    ending = "" if path is None else path.suffix.lower().lstrip(".")
    if ending in {"", ending_of_all("csv")}:
        return "csv"
    if ending not in WRITERS:
        raise CommandError(
            f"--output: a file ending in .{ending} can't be written. Say which --format: "
            f"{', '.join(WRITERS)}.",
            returncode=2,
        )
    return ending
