"""Spend from a spreadsheet: a row for each funding line and quarter.

The amount of a row is all that was spent of the line in the quarter. Where it differs from the portal's, the
difference is a new entry, as a correction is in the browser.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils import timezone

from interventions.forms import SpendForm
from interventions.imports.named import NamesInterventions
from interventions.models import FundingLine, FundingSpend
from vrp_portal.accounts.permissions import Action
from vrp_portal.money import format_pounds
from vrp_portal.partnership.models import District
from vrp_portal.periods import Quarter
from vrp_portal.records.rows import RowForm
from vrp_portal.tabular.data import DATA_TABLES
from vrp_portal.tabular.imports.importer import (
    Change,
    Judged,
    Misfit,
    Verdict,
    amount_in,
    problems_of,
    register_importer,
)
from vrp_portal.tabular.imports.rows import Row


class SpendRow(RowForm, SpendForm):
    """The form of a quarter's spend, with the money of the file's lines held in memory."""

    def money_of_line(self) -> tuple[Decimal, Decimal]:
        line = self.instance.line
        return line.allocated or Decimal(0), line.spent


@register_importer
class SpendImporter(NamesInterventions):
    table = DATA_TABLES["spend"]
    turn = 3
    version = "2026.1"
    action = Action.FUND_INTERVENTION

    def prepare(self, rows: Sequence[Row]) -> Sequence[Row]:
        super().prepare(rows)
        standing = FundingLine.objects.standing().filter(intervention__in=self.interventions.values())
        list(standing.order_by("pk").select_for_update().values("pk"))
        self.lines: dict[object, FundingLine] = {}
        self.spent: dict[tuple[int, Quarter], Decimal] = {}
        for line in standing.with_money(as_at=timezone.localdate()).prefetch_related("spend"):
            self.lines[line.intervention_id, line.funding_source, line.year, line.district_id] = line
            entries = [entry for entry in line.spend.all() if not entry.is_withdrawn]
            line.spent = sum((entry.amount for entry in entries), Decimal(0))
            for entry in entries:
                key = line.pk, entry.quarter
                self.spent[key] = self.spent.get(key, Decimal(0)) + entry.amount
        self.form = SpendRow()
        return rows

    def judge_row(self, row: Row, judged: Judged) -> None:
        quarter = Quarter.from_code(int(row.text("quarter")))
        line = self._line_of(row, quarter)
        judged.what = f"{line}, Q{quarter.number}"
        self.only_once((line.pk, quarter), row)
        total = amount_in(row, allow_negative=True)
        before = self.spent.get((line.pk, quarter))
        if total == before:
            return
        spend = FundingSpend(
            line=line, source=self.source_of(row), illustrative=row.text("illustrative") == "on"
        )
        data = {
            "quarter": str(quarter.code),
            "amount": str(total - (before or 0)),
            "reason": row.text("reason"),
        }
        if not self.form.judge(data, spend):
            judged.refuse(*problems_of(self.form))
            return
        judged.verdict = Verdict.NEW if before is None else Verdict.CHANGED
        judged.warnings = self.form.warnings
        old = "" if before is None else format_pounds(before)
        judged.changes = (Change(f"Spent in {quarter}", old, format_pounds(total)),)
        judged.record = spend
        line.spent += spend.amount

    def save(self, batch: Sequence[Judged]) -> None:
        FundingSpend.objects.bulk_create(
            judged.record for judged in batch if judged.verdict in {Verdict.NEW, Verdict.CHANGED}
        )

    def _line_of(self, row: Row, quarter: Quarter) -> FundingLine:
        """The funding line of which a row says what was spent. Raises Misfit."""
        intervention = self.intervention_of(row)
        district: District | None = self.district_of(row, intervention)
        source = row.text("funding_source")
        line = self.lines.get((intervention.pk, source, quarter.year, district and district.pk))
        if line is None:
            named = FundingLine(
                intervention=intervention, funding_source=source, year=quarter.year, district=district
            )
            raise Misfit(
                "funding_source",
                f"There is no funding line {named}. Check source, quarter and district, or add it first.",
            )
        line.intervention, line.district = intervention, district
        return line
