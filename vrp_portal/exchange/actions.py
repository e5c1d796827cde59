"""What happens to a file that was sent: it is kept, laid out, previewed, imported, put away."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import BinaryIO

from django.db import transaction

from vrp_portal.accounts.models import User
from vrp_portal.exchange.jobs import Stopped, Work
from vrp_portal.exchange.models import ImportedFile, Job, RememberedLayout, Upload
from vrp_portal.exchange.progress import Progress
from vrp_portal.exchange.reading import (
    Asked,
    ReadFile,
    WhichSheet,
    open_workbook,
    read_file,
    read_within_limits,
)
from vrp_portal.exchange.running import Changed, Outcome, import_rows, preview
from vrp_portal.periods import FinancialYear
from vrp_portal.tabular.imports.importer import IMPORTERS, Importer
from vrp_portal.tabular.reading.cells import Workbook

CHANGED_MEANWHILE = (
    "Somebody changed records since you were shown what this file does, so nothing was imported. "
    "Below is what it would do now."
)


def receive(
    sent: BinaryIO, filename: str, *, kind: str, year: FinancialYear | None, by: User
) -> tuple[Upload, ReadFile | None]:
    """Read a file and keep it until it is imported. What was left lying for too long goes.

    Without rows where it must be asked which sheet is meant. Raises Unreadable, and then keeps nothing.
    """
    content = read_within_limits(sent)
    workbook = open_workbook(content, filename)
    forget_what_expired()
    with transaction.atomic():
        upload = Upload.objects.create(kind=kind, filename=filename[-255:], content=content, year=year, by=by)
        try:
            return upload, rows_of(upload, workbook)
        except WhichSheet:
            return upload, None


def forget_what_expired() -> tuple[int, int]:
    """Delete files that nobody imported within a day, and jobs as old. Returns how many of each."""
    _, files = Upload.objects.expired().delete()
    _, jobs = Job.objects.expired().delete()
    return files.get(Upload._meta.label, 0), jobs.get(Job._meta.label, 0)


def choose_sheet(upload: Upload, sheet: str) -> ReadFile:
    """Read the sheet that was chosen. Raises Unreadable, and then the choice is as it was."""
    with transaction.atomic():
        upload.sheet, upload.choices = sheet, {}
        upload.save(update_fields=["sheet", "choices"])
        return rows_of(upload)


def importer_of(upload: Upload) -> type[Importer]:
    return IMPORTERS[upload.kind]


def workbook_of(upload: Upload) -> Workbook:
    """The file, read anew. Raises Unreadable."""
    return open_workbook(bytes(upload.content), upload.filename)


def rows_of(upload: Upload, workbook: Workbook | None = None) -> ReadFile:
    """The rows of an upload, laid out as was chosen. Raises Unreadable and WhichSheet."""
    importer = importer_of(upload)
    return read_file(
        workbook or workbook_of(upload),
        importer,
        Asked(upload.sheet, upload.choices, upload.year),
        remembered=remembered_layouts(importer.kind),
    )


def remembered_layouts(kind: str) -> dict[str, Mapping[str, str]]:
    """What was chosen for the columns of files of a kind, by the fingerprint of their headings."""
    return dict(RememberedLayout.objects.filter(kind=kind).values_list("fingerprint", "choices"))


@transaction.atomic
def choose_columns(
    upload: Upload, file: ReadFile, *, choices: Mapping[str, str], year: FinancialYear | None, by: User
) -> None:
    """Put down what each column of a file is, for this file and for later ones with the same headings."""
    upload.choices, upload.year = dict(choices), year
    upload.save(update_fields=["choices", "year"])
    RememberedLayout.objects.update_or_create(
        kind=upload.kind,
        fingerprint=file.layout.fingerprint,
        defaults={"choices": dict(choices), "chosen_by": by},
    )


def preview_work(upload: Upload, file: ReadFile) -> Work:
    """The work of finding out what a file would do, and keeping that for its reader."""

    def work(progress: Progress) -> str:
        importer = importer_of(upload)(by=upload.by, filename=upload.filename)
        _keep(upload, preview(file, importer, progress=progress))
        return f"{upload.filename} is checked."

    return work


def import_work(upload: Upload, *, reason: str) -> Work:
    """The work of importing a file as it was previewed, and putting it away.

    It raises Stopped where the file would do something else by now, and keeps what that is for its reader;
    and where the file is gone, because it was imported or put away meanwhile.
    """

    def work(progress: Progress) -> str:
        shown = upload.outcome
        importer = importer_of(upload)(by=upload.by, filename=upload.filename)
        try:
            outcome = import_rows(
                rows_of(upload),
                importer,
                digest=shown.digest if shown else None,
                reason=reason,
                progress=progress,
                finish=lambda done: _put_away(upload, done, reason=reason),
            )
        except Changed as changed:
            _keep(upload, changed.outcome)
            raise Stopped(CHANGED_MEANWHILE) from changed
        return f"{upload.filename} is imported: {in_words(outcome)}."

    return work


def _keep(upload: Upload, outcome: Outcome) -> None:
    """Keep what a file would do. Raises Stopped where the file is gone."""
    upload.outcome = outcome
    if not Upload.objects.filter(pk=upload.pk).update(previewed=upload.previewed):
        raise _gone(upload)


def _gone(upload: Upload) -> Stopped:
    return Stopped(f"{upload.filename} was imported or put away meanwhile.")


def in_words(outcome: Outcome) -> str:
    """How many rows did what: those that change nothing too, so that the numbers add up to the file's."""
    counts = outcome.counts
    return ", ".join(f"{counts[name]:,} {name}" for name in ("new", "changed", "unchanged"))


def _put_away(upload: Upload, outcome: Outcome, *, reason: str) -> None:
    note_import(
        outcome,
        kind=upload.kind,
        filename=upload.filename,
        content=bytes(upload.content),
        by=upload.by,
        reason=reason,
    )
    if not Upload.objects.filter(pk=upload.pk).delete()[0]:
        raise _gone(upload)


def note_import(
    outcome: Outcome, *, kind: str, filename: str, content: bytes, by: User | None, reason: str
) -> ImportedFile:
    """Put down that a file was imported, so that its records can be traced to it."""
    counts = outcome.counts
    return ImportedFile.objects.create(
        kind=kind,
        filename=filename[-255:],
        sha256=hashlib.sha256(content).hexdigest(),
        imported_by=by,
        new=counts["new"],
        changed=counts["changed"],
        unchanged=counts["unchanged"],
        reason=reason,
    )
