"""An import from its rows to what it would change: judged by forms, saved, and kept or taken back.

A preview saves everything in a transaction and rolls it back, so that what it shows, down to the figures, is
what the import does. The import itself runs the same way and is kept only if it comes to what was previewed.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field

import pghistory
from django.db import IntegrityError, transaction
from django.utils import timezone

from vrp_portal.exchange.progress import Progress, nobody_is_told
from vrp_portal.exchange.reading import ReadFile
from vrp_portal.figures.opening import scope_of_year
from vrp_portal.figures.registry import FIGURES, compute
from vrp_portal.periods import FinancialYear
from vrp_portal.records.actions import WithdrawnAlready
from vrp_portal.records.refusals import refusal_in_words
from vrp_portal.tabular.data import batches
from vrp_portal.tabular.imports.importer import Importer, Judged, Misfit, Verdict
from vrp_portal.tabular.imports.problems import Place, Remark, in_order
from vrp_portal.tabular.imports.rows import Row, RowReader
from vrp_portal.tabular.reading.values import shown

BATCH = 500


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What becomes of a row, in words: each change is a label, what it is and what it would be."""

    number: int
    what: str
    verdict: str
    changes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """A figure that the import moves, before and after."""

    year: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a file does, or would do."""

    rows: tuple[RowOutcome, ...] = ()
    problems: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    notices: tuple[Remark, ...] = ()
    effects: tuple[Effect, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are new, changed, unchanged and refused."""
        counted = Counter(row.verdict for row in self.rows)
        return {verdict.value: counted[verdict.value] for verdict in Verdict}

    @property
    def is_refused(self) -> bool:
        return bool(self.problems)

    @property
    def changes_anything(self) -> bool:
        return bool(self.counts[Verdict.NEW] or self.counts[Verdict.CHANGED])

    @property
    def may_be_imported(self) -> bool:
        return self.changes_anything and not self.is_refused

    @property
    def digest(self) -> str:
        """What a reader was shown, so that it can be told from what is so now."""
        told = (
            [asdict(row) for row in self.rows],
            [str(remark) for remark in (*self.problems, *self.warnings)],
        )
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@dataclass(slots=True)
class Run:
    """One pass over a file's rows."""

    importer: Importer
    reader: RowReader
    judged: list[Judged] = field(default_factory=list)
    in_turn: Sequence[Row] = ()

    def read_and_prepare(self) -> tuple[list[Remark], list[Remark]]:
        """Read the rows and look up what they are about. Returns problems and notices about the whole."""
        read = self.reader.rows()
        self.in_turn = self.importer.prepare(read.rows)
        if not read.rows:
            place = Place(self.reader.layout.sheet.name)
            read.problems.append(Remark(place, "There is no row under the headings, so nothing to import."))
        return read.problems, read.notices

    def judge_and_save(self, progress: Progress) -> None:
        """Judge and save every row, in batches."""
        for batch in batches(self.in_turn, BATCH):
            judged = [self.importer.judge(row) for row in batch]
            self._save(judged)
            self.judged += judged
            progress(len(self.judged), len(self.in_turn))
        self.judged.sort(key=lambda each: each.row.number)

    def _save(self, judged: Sequence[Judged]) -> None:
        """Save a batch at once; where the database refuses it, row by row, to say which row it is."""
        accepted = [each for each in judged if each.verdict in {Verdict.NEW, Verdict.CHANGED}]
        try:
            with transaction.atomic():
                self.importer.save(accepted)
        except (IntegrityError, WithdrawnAlready):
            for each in accepted:
                self._save_alone(each)

    def _save_alone(self, judged: Judged) -> None:
        if judged.record is not None and judged.verdict is Verdict.NEW:
            judged.record.pk, judged.record._state.adding = None, True
        try:
            with transaction.atomic():
                self.importer.save([judged])
        except IntegrityError as error:
            judged.refuse(Misfit("", refusal_in_words(error)))
        except WithdrawnAlready as withdrawn:
            judged.refuse(Misfit("", str(withdrawn)))


class Changed(Exception):
    """Records changed since the preview: the outcome is another now, so nothing was saved."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("What the file would do has changed since the preview.")
        self.outcome = outcome


def preview(file: ReadFile, importer: Importer, *, progress: Progress = nobody_is_told) -> Outcome:
    """What importing the file would do. Nothing is kept."""
    with transaction.atomic():
        outcome = _outcome(file, importer, progress)
        transaction.set_rollback(True)
    return outcome


def import_rows(
    file: ReadFile,
    importer: Importer,
    *,
    digest: str | None,
    reason: str,
    progress: Progress = nobody_is_told,
    finish: Callable[[Outcome], None] = lambda _outcome: None,
) -> Outcome:
    """Import the file whole, or not at all: where anything is refused, nothing is kept.

    `digest` is that of the preview which somebody confirmed; raises Changed where the outcome is another now.
    `reason` answers the warnings. `finish` runs in the same transaction.
    """
    who = {"user": importer.by.pk} if importer.by.pk else {}
    with (
        transaction.atomic(),
        pghistory.context(import_file=file.workbook.filename, reason=reason, **who),
    ):
        outcome = _outcome(file, importer, progress)
        if digest is not None and outcome.digest != digest:
            transaction.set_rollback(True)
            raise Changed(outcome)
        if outcome.is_refused or (outcome.warnings and not reason):
            transaction.set_rollback(True)
            return outcome
        finish(outcome)
    return outcome


def _outcome(file: ReadFile, importer: Importer, progress: Progress) -> Outcome:
    if file.problems:
        return Outcome(problems=in_order(file.problems), notices=in_order(file.notices))
    run = Run(importer, file.reader)
    problems, notices = run.read_and_prepare()
    before = _figures(importer)
    run.judge_and_save(progress)
    told = _Teller(file.reader, importer)
    return Outcome(
        rows=tuple(told.row(judged) for judged in run.judged),
        problems=in_order([*problems, *told.remarks(run.judged, "problems")]),
        warnings=in_order(told.warnings(run.judged)),
        notices=in_order([*file.notices, *notices, *told.remarks(run.judged, "notices")]),
        effects=tuple(_effects(before, _figures(importer))),
    )


class _Teller:
    """Tells what became of rows, each in its place in the file."""

    def __init__(self, reader: RowReader, importer: Importer) -> None:
        self.reader = reader
        self.labels = {column.name: column.label for column in importer.columns()}

    def row(self, judged: Judged) -> RowOutcome:
        changes = tuple((change.label, change.old, change.new) for change in judged.changes)
        return RowOutcome(judged.row.number, judged.what, judged.verdict.value, changes)

    def remarks(self, judged: Iterable[Judged], kind: str) -> Iterator[Remark]:
        absent: dict[Misfit, list[int]] = {}
        for each in judged:
            for misfit in getattr(each, kind):
                if misfit.column in self.labels and misfit.column not in self.reader.layout.columns:
                    absent.setdefault(misfit, []).append(each.row.number)
                else:
                    yield self._remark(each.row.number, misfit)
        for misfit, rows in absent.items():
            yield self._about_absent_column(misfit, rows)

    def warnings(self, judged: Iterable[Judged]) -> Iterator[Remark]:
        for each in judged:
            for warning in each.warnings:
                yield Remark(self.reader.place(each.row.number, ""), f"{each.what}: {warning}")

    def _remark(self, number: int, misfit: Misfit) -> Remark:
        value = shown(self.reader.raw(number, misfit.column))
        return Remark(self.reader.place(number, misfit.column, value), misfit.message)

    def _about_absent_column(self, misfit: Misfit, rows: list[int]) -> Remark:
        """What rows need from a column that the file doesn't have, once for all of them."""
        more = f" So it is with {len(rows) - 1:,} more rows." if len(rows) > 1 else ""
        label = self.labels[misfit.column]
        return Remark(
            Place(self.reader.layout.sheet.name, rows[0]),
            f"{misfit.message} There is no column “{label}” in the file.{more}",
        )


def _figures(importer: Importer) -> dict[FinancialYear, dict[str, str]]:
    """Every figure of the years that the file is about, as the reader may see it."""
    today = timezone.localdate()
    district = importer.by.district
    return {
        year: {
            key: result.shown
            for key, result in compute(
                FIGURES, scope_of_year(year, today=today).in_district(district)
            ).items()
            if result.is_held
        }
        for year in sorted(importer.years)
    }


def _effects(
    before: dict[FinancialYear, dict[str, str]], after: dict[FinancialYear, dict[str, str]]
) -> Iterator[Effect]:
    for year, figures in after.items():
        for key, value in figures.items():
            if value != before[year][key]:
                yield Effect(year.label, FIGURES[key].label, before[year][key], value)
