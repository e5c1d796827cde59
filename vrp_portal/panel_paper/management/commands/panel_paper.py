"""`manage.py panel_paper`: a paper as DOCX, PDF or HTML, or whether published papers can be made afresh."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from vrp_portal.documents.model import Document
from vrp_portal.figures.management.commands.figures import asked_scope
from vrp_portal.figures.scope import Scope
from vrp_portal.panel_paper.composing import Request, compose
from vrp_portal.panel_paper.frozen import Contents
from vrp_portal.panel_paper.models import AUTHOR, PANEL, REPORT_OF, TITLE, FrozenPaper
from vrp_portal.panel_paper.publishing import contents_of, make_afresh
from vrp_portal.panel_paper.sections import words_of_sections
from vrp_portal.panel_paper.words import WordsError
from vrp_portal.panel_paper.writing import TYPES, as_document, as_file, draw, kept_drawings
from vrp_portal.records.fields import read_day


class Command(BaseCommand):
    help = "Write a Panel paper, or check that published papers can be made again from the history."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", help="financial year, like 2023/24 (default: the latest with reach)")
        parser.add_argument("--as-at", help="day, like 2023-12-31 (default: today, or the year's last day)")
        parser.add_argument("--meeting", help="day of the meeting, like 2024-04-12")
        parser.add_argument("--title", default=TITLE, help=f"default: {TITLE}")
        parser.add_argument("--item", default="", help="item of the agenda, like 7")
        parser.add_argument("--paper", type=int, help="a published paper, by the number in its address")
        parser.add_argument("--check", action="store_true", help="make published papers afresh and compare")
        parser.add_argument("--format", choices=list(TYPES), help="default: by the file's ending")
        parser.add_argument("--output", type=Path, help="the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            return self._check(options["paper"])
        if options["output"] is None:
            raise CommandError("--output: name the file to write, like paper.docx.", returncode=2)
        path = Path(options["output"])
        kind = options["format"] or path.suffix.lower().lstrip(".")
        if kind not in TYPES:
            raise CommandError(
                f"--output: say which --format {path.name} is to have: {', '.join(TYPES)}.", returncode=2
            )
        document = _draft(options) if options["paper"] is None else _published(options["paper"])
        _write(path, as_file(document, kind))
        self.stdout.write(f"{path}: {document.title}, {document.subtitle}.")
        return None

    def _check(self, paper: int | None) -> None:
        """Say of each published paper whether it agrees with its hash. Fails where one does not."""
        differing = 0
        for frozen in [_frozen(paper)] if paper is not None else FrozenPaper.objects.order_by("published_at"):
            made = make_afresh(frozen)
            differing += not made.agrees
            self.stdout.write(
                f"{frozen.panel_paper_id}. {frozen.panel_paper}: {made.told} ({frozen.sha256[:12]})."
            )
            for one in made.figures:
                self.stdout.write(
                    f"   {one.paragraphs} {one.words}: published {one.published}, now {one.now}"
                )
        if differing:
            raise CommandError(f"{differing} could not be made again as published.", returncode=1)


def _draft(options: dict[str, Any]) -> Document:
    request = Request(
        scope=asked_scope(options | {"district": None}),
        meeting_on=_meeting(options["meeting"]),
        title=options["title"],
        item=options["item"],
        report_to=PANEL,
        report_of=REPORT_OF,
        author=AUTHOR,
    )
    if not request.title.strip():
        raise CommandError("--title: a paper needs a title.", returncode=2)
    _refuse_a_day_outside(request.scope, request.meeting_on)
    try:
        paper = compose(request, words_of_sections())
    except WordsError as error:
        raise CommandError(f"A section's words can't be read. {error}", returncode=2) from error
    return as_document(Contents.of(paper), draw(paper.charts, request), draft=True)


def _meeting(told: str | None) -> date:
    if not told:
        raise CommandError("--meeting: say the day of the meeting, like 2024-04-12.", returncode=2)
    try:
        return read_day(told)
    except ValidationError as error:
        raise CommandError(f"--meeting: {error.messages[0]}", returncode=2) from error


def _refuse_a_day_outside(scope: Scope, meeting_on: date) -> None:
    if scope.as_at < scope.year.starts:
        raise CommandError(f"--as-at: {scope.as_at} is before {scope.year} begins.", returncode=2)
    if meeting_on < scope.as_at:
        raise CommandError(
            f"--meeting: {meeting_on} is before {scope.as_at}, the last day that the figures tell of.",
            returncode=2,
        )


def _published(paper: int) -> Document:
    frozen = _frozen(paper)
    return as_document(contents_of(frozen), kept_drawings(frozen))


def _frozen(paper: int) -> FrozenPaper:
    try:
        return FrozenPaper.objects.select_related("panel_paper").get(panel_paper=paper)
    except FrozenPaper.DoesNotExist as error:
        raise CommandError(f"--paper: no published paper has the number {paper}.", returncode=2) from error


def _write(path: Path, content: bytes) -> None:
    """Write beside the file and put it in its place at the end, so that nobody finds half of one."""
    place = path.resolve()
    if place.exists() and not place.is_file():
        raise CommandError(f"--output: {path}: there is something that is not a file", returncode=2)
    try:
        with tempfile.NamedTemporaryFile(dir=place.parent, prefix=f".{place.name}-", delete=False) as stream:
            stream.write(content)
        Path(stream.name).chmod(0o600)
        Path(stream.name).replace(place)
    except OSError as error:
        raise CommandError(f"--output: {path}: {error.strerror}", returncode=2) from error
