"""Reach from a spreadsheet: a row for each intervention, quarter and place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from interventions.data import REACH
from interventions.forms import ReachForm
from interventions.imports.named import NamesInterventions
from interventions.models import Intervention, ReachRecord
from interventions.models.reach import CONTACTS, PEOPLE
from vrp_portal.accounts.permissions import Action
from vrp_portal.partnership.models import District
from vrp_portal.periods import FinancialYear, Quarter
from vrp_portal.records.rows import RowForm
from vrp_portal.tabular.data import DATA_TABLES
from vrp_portal.tabular.imports.importer import Change, Judged, Verdict, problems_of, register_importer
from vrp_portal.tabular.imports.rows import Row

COUNTS = (*PEOPLE, *CONTACTS)
FIELDS = (*COUNTS, "basis", "qualifier", "source", "reason_for_fall")
NEVER_EMPTIED = ("basis", "qualifier", "source")
"""What an empty cell leaves as it is."""
LABELS = {column.name: column.label for column in REACH}


class ReachRow(RowForm, ReachForm):
    """The form of a quarter's reach, with the records of the file's interventions held in memory."""

    def __init__(self, *, by_year: dict[Any, list[ReachRecord]], **options: Any) -> None:
        super().__init__(**options)
        self.by_year = by_year

    def others_of_year(self, year: FinancialYear) -> list[ReachRecord]:
        district = self.cleaned_data["district"]
        others = self.by_year[self.instance.intervention_id, district and district.pk, year]
        return [other for other in others if other is not self.instance]


@register_importer
class ReachImporter(NamesInterventions):
    table = DATA_TABLES["reach"]
    turn = 4
    version = "2026.1"
    action = Action.ENTER_REACH

    def prepare(self, rows: Sequence[Row]) -> Sequence[Row]:
        super().prepare(rows)
        self.records: dict[tuple[int, Quarter, int | None], ReachRecord] = {}
        by_year: dict[Any, list[ReachRecord]] = defaultdict(list)
        self.by_year = by_year
        standing = ReachRecord.objects.standing().filter(intervention__in=self.interventions.values())
        for record in standing.order_by("pk").select_for_update():
            self._remember(record)
        self.form = ReachRow(by_year=by_year, user=self.by)
        # A cumulative count is held against the quarter before, which may stand further down in the file.
        return sorted(rows, key=lambda row: row.text("quarter"))

    def judge_row(self, row: Row, judged: Judged) -> None:
        intervention = self.intervention_of(row)
        quarter = Quarter.from_code(int(row.text("quarter")))
        district = self.district_of(row, intervention)
        judged.what = f"{intervention.reference}, {quarter}, {district or intervention.where}"
        self.only_once((intervention.pk, quarter, district), row)
        record = self.records.get((intervention.pk, quarter, district and district.pk))
        if record is None:
            self._judge_new(row, judged, intervention, quarter, district)
        else:
            record.intervention, record.district = intervention, district
            self._judge_known(row, judged, record)

    def _judge_new(
        self,
        row: Row,
        judged: Judged,
        intervention: Intervention,
        quarter: Quarter,
        district: District | None,
    ) -> None:
        record = ReachRecord(intervention=intervention, illustrative=row.text("illustrative") == "on")
        blank = {"basis": ReachRecord.Basis.NEW, "qualifier": ReachRecord.Qualifier.EXACT}
        given = {name: row.text(name) for name in FIELDS if row.text(name)}
        where = {"quarter": str(quarter.code), "district": district and str(district.pk)}
        if not self.form.judge(blank | given | where, record):
            judged.refuse(*problems_of(self.form))
            return
        judged.warnings = self.form.warnings
        judged.verdict = Verdict.NEW
        judged.changes = tuple(
            Change(LABELS[name], "", f"{count:,}") for name in COUNTS if (count := getattr(record, name))
        )
        record.source = record.source or self.source_of(row)
        judged.record = record
        self._remember(record)

    def _judge_known(self, row: Row, judged: Judged, record: ReachRecord) -> None:
        before = {name: getattr(record, name) for name in FIELDS}
        self.hold_to_its_mark(row, record)
        given = {
            name: row.text(name)
            for name in FIELDS
            if name in row.cells and (row.text(name) or name not in NEVER_EMPTIED)
        }
        where = {"quarter": str(record.quarter.code), "district": record.district_id}
        if not self.form.judge(before | given | where, record):
            judged.refuse(*problems_of(self.form))
            return
        after = {name: getattr(record, name) for name in FIELDS}
        if after == before:
            return
        judged.verdict = Verdict.CHANGED
        judged.warnings = self.form.warnings
        judged.changes = tuple(
            Change(LABELS[name], _words(name, before[name]), _words(name, after[name]))
            for name in FIELDS
            if before[name] != after[name]
        )
        judged.record = record

    def save(self, batch: Sequence[Judged]) -> None:
        ReachRecord.objects.bulk_create(judged.record for judged in batch if judged.verdict is Verdict.NEW)
        for judged in batch:
            if judged.verdict is Verdict.CHANGED:
                judged.record.save(update_fields=FIELDS)

    def _remember(self, record: ReachRecord) -> None:
        self.records[record.intervention_id, record.quarter, record.district_id] = record
        self.by_year[record.intervention_id, record.district_id, record.quarter.year].append(record)


def _words(name: str, value: Any) -> str:
    if name in COUNTS:
        return f"{value:,}"
    choices = {"basis": ReachRecord.Basis, "qualifier": ReachRecord.Qualifier}
    return str(choices[name](value).label) if name in choices else str(value)
