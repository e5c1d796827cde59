"""`manage.py import_file`: import a spreadsheet as the browser does, or say what it would do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from vrp_portal.accounts.models import User
from vrp_portal.accounts.permissions import may
from vrp_portal.accounts.roles import Role
from vrp_portal.exchange.actions import in_words, note_import, remembered_layouts
from vrp_portal.exchange.options import year_asked
from vrp_portal.exchange.progress import ProgressLine
from vrp_portal.exchange.reading import (
    Asked,
    ReadFile,
    WhichSheet,
    open_workbook,
    read_file,
    read_within_limits,
)
from vrp_portal.exchange.running import Outcome, import_rows, preview
from vrp_portal.tabular.imports.importer import IMPORTERS, Importer
from vrp_portal.tabular.imports.marked import write_marked
from vrp_portal.tabular.reading.cells import Unreadable


class Command(BaseCommand):
    help = "Import a spreadsheet: all of it, or nothing where anything in it is refused."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=sorted(IMPORTERS), help="what is in the file")
        parser.add_argument("file", type=Path, help="XLSX, XLS, ODS or CSV")
        parser.add_argument("--dry-run", action="store_true", help="say what it would do, and change nothing")
        parser.add_argument(
            "--errors", type=Path, help="where to write a copy with the problems marked (.xlsx)"
        )
        parser.add_argument("--sheet", default="", help="which sheet, where several could be meant")
        parser.add_argument("--year", default="", help="financial year of quarters that don't say theirs")
        parser.add_argument("--reason", default="", help="why the file is right in spite of its warnings")
        parser.add_argument("--by", default="", help="username of whose rights and name it is imported under")

    def handle(self, *args: Any, **options: Any) -> None:
        importer = IMPORTERS[options["kind"]]
        by = _person(options["by"], importer)
        try:
            with options["file"].open("rb") as stream:
                content = read_within_limits(stream)
            file = self._read(content, importer, options)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}", returncode=2) from error
        except (Unreadable, WhichSheet) as error:
            raise CommandError(f"{options['file'].name}: {error}", returncode=2) from error
        outcome = self._run(file, importer(by=by, filename=options["file"].name), content, options)
        self._tell(outcome)
        if options["errors"] and outcome.problems:
            _write_marked(file, outcome, options["errors"])
        self.stdout.write(_say_how_it_ended(outcome, options))

    def _read(self, content: bytes, importer: type[Importer], options: dict[str, Any]) -> ReadFile:
        year = year_asked(options["year"])
        workbook = open_workbook(content, options["file"].name)
        return read_file(
            workbook,
            importer,
            Asked(options["sheet"], {}, year),
            remembered=remembered_layouts(importer.kind),
        )

    def _run(self, file: ReadFile, importer: Importer, content: bytes, options: dict[str, Any]) -> Outcome:
        with ProgressLine(self.stderr, "rows") as progress:
            if options["dry_run"]:
                return preview(file, importer, progress=progress)
            return import_rows(
                file,
                importer,
                digest=None,
                reason=options["reason"],
                progress=progress,
                finish=lambda outcome: _note(outcome, importer, content, options),
            )

    def _tell(self, outcome: Outcome) -> None:
        for name, remarks in (
            ("Problem", outcome.problems),
            ("Warning", outcome.warnings),
            ("Note", outcome.notices),
        ):
            for remark in remarks:
                self.stdout.write(f"{name}: {remark}")
        for effect in outcome.effects:
            self.stdout.write(f"{effect.year} {effect.label}: {effect.before} to {effect.after}")


def _note(outcome: Outcome, importer: Importer, content: bytes, options: dict[str, Any]) -> None:
    note_import(
        outcome,
        kind=importer.kind,
        filename=importer.filename,
        content=content,
        by=importer.by if importer.by.pk else None,
        reason=options["reason"],
    )


def _write_marked(file: ReadFile, outcome: Outcome, path: Path) -> None:
    try:
        with path.open("wb") as stream:
            write_marked(file.workbook, outcome.problems, stream)
    except OSError as error:
        raise CommandError(f"--errors: {path}: {error.strerror}", returncode=2) from error


def _person(username: str, importer: type[Importer]) -> User:
    """Whose rights the import has. Without a name it is the administrator's, and the history says how."""
    if not username:
        return User(username="", role=Role.ADMINISTRATOR)
    person = User.objects.filter(username=username).first()
    if person is None:
        raise CommandError(f"--by: there is nobody called “{username}”.", returncode=2)
    if not may(person, importer.action):
        raise CommandError(f"--by: the role of {username} may not {importer.action}.", returncode=2)
    return person


def _say_how_it_ended(outcome: Outcome, options: dict[str, Any]) -> str:
    """What was done, in a sentence. Raises CommandError where nothing was."""
    name, problems, warnings = options["file"].name, len(outcome.problems), len(outcome.warnings)
    if problems:
        marked = f" They are marked in {options['errors']}." if options["errors"] else ""
        raise CommandError(
            f"{name}: nothing is imported, because of {problems:,} problem{'s' if problems > 1 else ''}."
            f"{marked}",
            returncode=2,
        )
    if options["dry_run"]:
        return f"{name} would be imported: {in_words(outcome)}. Nothing was changed."
    if warnings and not options["reason"]:
        raise CommandError(
            f"{name}: nothing is imported, because its {warnings:,} "
            f"warning{'s need' if warnings > 1 else ' needs'}"
            " a reason: give it with --reason.",
            returncode=2,
        )
    return f"{name} is imported: {in_words(outcome)}."
