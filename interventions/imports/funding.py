"""Funding lines from a spreadsheet: a row for each intervention, source, year and place, with its money.

The amount of a row is all that is allocated to the line. Where it differs from the portal's, the difference
is a new entry of the line's ledger, with the row's day and reason: nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils import timezone

from interventions import actions
from interventions.data import FUNDING_LINES
from interventions.forms import FundingEntryForm, FundingLineForm, FundingWarnings
from interventions.imports.named import NamesInterventions
from interventions.models import FundingEntry, FundingLine
from vrp_portal.accounts.permissions import Action
from vrp_portal.money import format_pounds
from vrp_portal.periods import FinancialYear
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
    year_in,
)
from vrp_portal.tabular.imports.rows import Row

ALLOCATED = next(column.label for column in FUNDING_LINES if column.name == "amount")
NOT_STATED = "Amount not stated"


class LeftOfSources(FundingWarnings):
    """What is left of each source, asked once, less what the rows before this one take."""

    def __init__(
        self, *data: Any, left: dict[tuple[str, FinancialYear], Decimal | None], **options: Any
    ) -> None:
        super().__init__(*data, **options)
        self.left = left

    def left_of(self, source: str, year: FinancialYear) -> Decimal | None:
        if (source, year) not in self.left:
            self.left[source, year] = super().left_of(source, year)
        return self.left[source, year]


class FundingLineRow(RowForm, LeftOfSources, FundingLineForm):
    """The form of a new funding line."""


class FundingEntryRow(RowForm, LeftOfSources, FundingEntryForm):
    """The form of a further amount."""


@register_importer
class FundingLineImporter(NamesInterventions):
    table = DATA_TABLES["funding-lines"]
    turn = 2
    version = "2026.1"
    action = Action.FUND_INTERVENTION

    def prepare(self, rows: Sequence[Row]) -> Sequence[Row]:
        super().prepare(rows)
        today = timezone.localdate()
        standing = FundingLine.objects.standing().filter(intervention__in=self.interventions.values())
        list(standing.order_by("pk").select_for_update().values("pk"))
        self.lines = {
            (line.intervention_id, line.funding_source, line.year, line.district_id): line
            for line in standing.with_money(as_at=today).prefetch_related("entries")
        }
        self.left: dict[tuple[str, FinancialYear], Decimal | None] = {}
        self.line_form = FundingLineRow(left=self.left)
        self.entry_form = FundingEntryRow(left=self.left)
        return rows

    def judge_row(self, row: Row, judged: Judged) -> None:
        intervention = self.intervention_of(row)
        source, year = row.text("funding_source"), year_in(row)
        district = self.district_of(row, intervention)
        named = FundingLine(intervention=intervention, funding_source=source, year=year, district=district)
        judged.what = str(named)
        self.only_once((intervention.pk, source, year, district), row)
        line = self.lines.get((intervention.pk, source, year, district and district.pk))
        if line is None:
            self._judge_new(row, judged, named)
        else:
            line.intervention, line.district = intervention, district
            self._judge_known(row, judged, line)

    def _judge_new(self, row: Row, judged: Judged, line: FundingLine) -> None:
        line.illustrative = row.text("illustrative") == "on"
        line.source = self.source_of(row)
        form = self.line_form
        data = {
            "funding_source": line.funding_source,
            "year": str(line.year),
            "district": line.district_id,
            "agreed_on": row.text("agreed_on"),
            "paid_as": row.text("paid_as"),
            "amount": row.text("amount"),
            "reason": row.text("reason"),
        }
        if not form.judge(data, line):
            judged.refuse(*problems_of(form))
            return
        amount, reason = form.cleaned_data["amount"], form.cleaned_data["reason"]
        judged.verdict, judged.warnings = Verdict.NEW, form.warnings
        judged.changes = (Change(ALLOCATED, "", _told(amount)),)
        judged.save = partial(actions.open_funding_line, line, amount=amount, reason=reason)
        self._take(line, amount or Decimal(0))

    def _judge_known(self, row: Row, judged: Judged, line: FundingLine) -> None:
        self.hold_to_its_mark(row, line)
        self._hold_to_how_it_is_paid(row, line)
        if "amount" not in row.cells:
            return
        amount = self._amount_of(row, line)
        if amount is None or amount == line.allocated:
            return
        self._refuse_reason_of_before(row, line)
        entry = FundingEntry(line=line)
        data = {
            "amount": str(amount - (line.allocated or 0)),
            "agreed_on": row.text("agreed_on"),
            "reason": row.text("reason"),
        }
        if not self.entry_form.judge(data, entry):
            judged.refuse(*problems_of(self.entry_form))
            return
        judged.verdict, judged.warnings = Verdict.CHANGED, self.entry_form.warnings
        judged.changes = (Change(ALLOCATED, _told(line.allocated), _told(amount)),)
        judged.save = partial(
            actions.agree_amount,
            line,
            amount=entry.amount,
            agreed_on=entry.agreed_on,
            reason=entry.reason,
            source=self.source_of(row),
        )
        self._take(line, entry.amount)

    def _hold_to_how_it_is_paid(self, row: Row, line: FundingLine) -> None:
        """Refuse to turn a grant into a contract among amounts, or a contract into a grant."""
        if row.text("paid_as") not in {"", line.paid_as}:
            raise Misfit(
                "paid_as",
                f"This line is paid as a {line.get_paid_as_display().lower()} in the portal. "
                "Change that on the intervention's page.",
            )

    def _amount_of(self, row: Row, line: FundingLine) -> Decimal | None:
        """All that a row says is allocated, in pounds; None where neither it nor the portal says."""
        text = row.text("amount")
        if not text and line.allocated is not None:
            raise Misfit(
                "amount",
                f"{format_pounds(line.allocated)} is allocated in the portal. Write what is allocated now: "
                "0, with the day and the reason, where it was taken back.",
            )
        return amount_in(row) if text else None

    def _refuse_reason_of_before(self, row: Row, line: FundingLine) -> None:
        """Have a change of the amount say its own reason: an export carries that of the amount before."""
        latest = max(line.entries.all(), key=lambda entry: (entry.agreed_on, entry.pk), default=None)
        if latest is not None and row.text("reason") == latest.reason:
            raise Misfit(
                "reason",
                f"This is the reason for the {_told(line.allocated)} of before. Say why the amount changes, "
                "and give the day on which that was agreed.",
            )

    def _take(self, line: FundingLine, amount: Decimal) -> None:
        """Have the rows after this one find less left of the source."""
        left = self.left.get((line.funding_source, line.year))
        if left is not None:
            self.left[line.funding_source, line.year] = left - amount


def _told(amount: Decimal | None) -> str:
    return NOT_STATED if amount is None else format_pounds(amount)
