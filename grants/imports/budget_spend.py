"""A quarter's spend of the budget from a spreadsheet: a row for each budget line, quarter and kind.

An actual amount is all that was spent of the line in the quarter: where it differs from the portal's, the
difference is a new entry, as a correction is in the browser. A forecast takes the place of the one before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from grants.forms import SpendEntryForm
from grants.models import BudgetLine, SpendEntry
from grants.models.budget import INTERVENTIONS_SPEND_ELSEWHERE
from vrp_portal.accounts.permissions import Action
from vrp_portal.money import format_pounds
from vrp_portal.periods import Quarter
from vrp_portal.records.fields import read_day
from vrp_portal.records.rows import RowForm
from vrp_portal.tabular.data import DATA_TABLES
from vrp_portal.tabular.imports.importer import (
    Change,
    Importer,
    Judged,
    Misfit,
    Verdict,
    amount_in,
    problems_of,
    register_importer,
    years_to_offer,
)
from vrp_portal.tabular.imports.rows import Row

Kind = SpendEntry.Kind
Place = tuple[int, Quarter, str]
"""A budget line's key, a quarter, and whether it is actual or forecast."""


class BudgetSpendRow(RowForm, SpendEntryForm):
    """The form of a quarter's spend, with the money of the file's lines held in memory."""

    def money_of_line(self) -> tuple[Decimal, Decimal]:
        line: Any = self.instance.line
        return line.budget_then, line.spent_then


@register_importer
class BudgetSpendImporter(Importer):
    table = DATA_TABLES["budget-spend"]
    turn = 6
    version = "2026.1"
    action = Action.KEEP_BUDGET

    @classmethod
    def lists(cls, _by: Any) -> dict[str, list[str]]:
        return {"year": [year.label for year in years_to_offer(timezone.localdate())]}

    def prepare(self, rows: Sequence[Row]) -> Sequence[Row]:
        rows = super().prepare(rows)
        standing = BudgetLine.objects.standing().filter(year__in=self.years)
        list(standing.order_by("pk").select_for_update().values("pk"))
        self.lines: dict[object, Any] = {}
        self.held: dict[Place, SpendEntry] = {}
        self.amounts: dict[Place, Decimal] = {}
        """What each place holds in the portal: the sum of what was actual, the latest forecast."""
        for line in standing.with_budget(as_at=timezone.localdate()).prefetch_related("spend"):
            self.lines[line.year, line.purpose] = line
            line.spent_then = Decimal(0)
            entries = [entry for entry in line.spend.all() if not entry.is_withdrawn]
            for entry in sorted(entries, key=lambda entry: (entry.stated_on, entry.pk)):
                self._hold(line, entry)
        self.form = BudgetSpendRow()
        return rows

    def _hold(self, line: Any, entry: SpendEntry) -> None:
        place = line.pk, entry.quarter, entry.kind
        self.held[place] = entry
        if entry.kind == Kind.FORECAST:
            self.amounts[place] = entry.amount
        else:
            self.amounts[place] = self.amounts.get(place, Decimal(0)) + entry.amount
            line.spent_then += entry.amount

    def judge_row(self, row: Row, judged: Judged) -> None:
        quarter = Quarter.from_code(int(row.text("quarter")))
        line, kind = self._line_of(row, quarter), row.text("kind") or Kind.ACTUAL
        place = line.pk, quarter, str(kind)
        judged.what = f"{line}, Q{quarter.number}, {Kind(kind).label.lower()}"
        self.only_once(place, row)
        stated = amount_in(row, allow_negative=True)
        before = self.amounts.get(place)
        if stated == before:
            return
        entry = SpendEntry(line=line, illustrative=row.text("illustrative") == "on")
        data = {
            "quarter": str(quarter.code),
            "kind": kind,
            "amount": str(stated - (before or 0) if kind == Kind.ACTUAL else stated),
            "stated_on": self._day_of(row, place),
            "reason": row.text("reason"),
            "source": row.text("source") or self.source_of(row),
        }
        if not self.form.judge(data, entry):
            judged.refuse(*problems_of(self.form))
            return
        judged.verdict = Verdict.NEW if before is None else Verdict.CHANGED
        judged.warnings = self.form.warnings
        old = "" if before is None else format_pounds(before)
        judged.changes = (Change(f"{Kind(kind).label} of {quarter}", old, format_pounds(stated)),)
        judged.record = entry
        if kind == Kind.ACTUAL:
            line.spent_then += entry.amount

    def save(self, batch: Sequence[Judged]) -> None:
        SpendEntry.objects.bulk_create(
            judged.record for judged in batch if judged.verdict in {Verdict.NEW, Verdict.CHANGED}
        )

    def _line_of(self, row: Row, quarter: Quarter) -> Any:
        """The budget line of which a row says what was spent. Raises Misfit."""
        purpose = row.text("purpose")
        if purpose == BudgetLine.Purpose.INTERVENTIONS:
            raise Misfit("purpose", INTERVENTIONS_SPEND_ELSEWHERE)
        line = self.lines.get((quarter.year, purpose))
        if line is None:
            named = BudgetLine(year=quarter.year, purpose=purpose)
            raise Misfit("purpose", f"There is no budget line {named}. Check the quarter, or enter it first.")
        return line

    def _day_of(self, row: Row, place: Place) -> date:
        """The day on which an amount was stated, today where the row does not say. Raises Misfit."""
        try:
            day = read_day(row.text("stated_on")) if row.text("stated_on") else timezone.localdate()
        except ValidationError as error:
            raise Misfit("stated_on", " ".join(error.messages)) from error
        held = self.held.get(place)
        if held is not None and held.kind == Kind.FORECAST and day < held.stated_on:
            raise Misfit(
                "stated_on",
                f"A later forecast, stated on {held.stated_on:%d/%m/%Y}, is in the portal: "
                f"{format_pounds(held.amount)}. Give that day or a later one.",
            )
        return day
