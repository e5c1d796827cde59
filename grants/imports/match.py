"""Match contributions from a spreadsheet.

A contribution has no number of its own. A row is about the one of the same organisation, year, kind and note
whose amount and day of pledging it repeats; what a ledger says is never overwritten, so another amount is
another contribution, and must say in its note what sets it apart. How it was valued and the period it covers
may be said later, once; a cell left empty takes back nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateformat import format as format_date

from grants import actions
from grants.data import MATCH, plain_hours
from grants.forms import MatchForm
from grants.models import MatchContribution
from grants.models.match import PERIOD, VALUATION
from vrp_portal.accounts.permissions import Action
from vrp_portal.money import format_pounds
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods import FinancialYear
from vrp_portal.records.fields import read_day
from vrp_portal.records.rows import RowForm
from vrp_portal.tabular.data import DATA_TABLES
from vrp_portal.tabular.imports.importer import (
    Importer,
    Judged,
    Misfit,
    Names,
    Verdict,
    amount_in,
    changes_between,
    problems_of,
    register_importer,
    said_anew,
    year_in,
    years_to_offer,
)
from vrp_portal.tabular.imports.rows import Row

LABELS = {column.name: column.label for column in MATCH}
DAYS = ("pledged_on", "confirmed_on", "evidenced_on")
STEPS = ("confirmed_on", "evidenced_on")
SAID_ONCE = (*VALUATION, *PERIOD)
Key = tuple[int, FinancialYear, str, str]


class MatchRow(RowForm, MatchForm):
    """The form of a contribution; what was recorded without basis and period may come without them."""

    asks_valuation = False


@register_importer
class MatchImporter(Importer):
    table = DATA_TABLES["match"]
    turn = 5
    version = "2026.2"
    action = Action.KEEP_MATCH

    @classmethod
    def lists(cls, _by: Any) -> dict[str, list[str]]:
        return {
            "organisation": [str(organisation) for organisation in Organisation.objects.all()],
            "year": [year.label for year in years_to_offer(timezone.localdate())],
        }

    def prepare(self, rows: Sequence[Row]) -> Sequence[Row]:
        rows = super().prepare(rows)
        self.organisations = Names(Organisation.objects.all(), what="an organisation of the portal")
        self.form = MatchRow()
        self.unclaimed: dict[Key, list[MatchContribution]] = defaultdict(list)
        """Contributions that no row has been about yet."""
        standing = MatchContribution.objects.standing().filter(year__in=self.years).order_by("pk")
        for record in standing.select_for_update():
            self.unclaimed[_key(record)].append(record)
        self._claim_those_repeated(rows)
        return rows

    def judge_row(self, row: Row, judged: Judged) -> None:
        organisation, year = self.organisations.find(row.text("organisation"), "organisation"), year_in(row)
        judged.what = f"{organisation}, {year}, {row.text('amount')}"
        record = self.claimed.get(row.number)
        if record is None:
            self._refuse_look_alike(row, (organisation.pk, year, row.text("kind"), row.text("note")))
            record = MatchContribution(illustrative=row.text("illustrative") == "on")
        known = record.pk is not None
        if known:
            self.hold_to_its_mark(row, record)
        before, said = _words_of(record), _said(record)
        if not self.form.judge(self._data(row, record, organisation), record):
            judged.refuse(*problems_of(self.form))
            return
        if refusal := _said_differently(record, said):
            judged.refuse(refusal)
            return
        judged.what = f"{record}, {format_pounds(record.amount)}"
        if not known:
            record.source = record.source or self.source_of(row)
            judged.verdict, judged.save = Verdict.NEW, record.save
            anew = {"amount": format_pounds(record.amount), "note": record.note}
            judged.changes = said_anew(anew | _words_of(record), LABELS)
            judged.warnings = self.form.warnings
            return
        judged.changes = changes_between(before, _words_of(record), LABELS)
        if judged.changes:
            judged.verdict, judged.warnings = Verdict.CHANGED, self.form.warnings
            judged.save = partial(_save_changes, record)

    def _claim_those_repeated(self, rows: Sequence[Row]) -> None:
        """Give each row the contribution that it repeats, each contribution to one row."""
        self.claimed: dict[int, MatchContribution] = {}
        for row in rows:
            # What can't be read repeats nothing, and is refused when its row is judged.
            with suppress(Misfit, ValidationError):
                organisation = self.organisations.find(row.text("organisation"), "organisation")
                if organisation is None:
                    continue
                key = (organisation.pk, year_in(row), row.text("kind"), row.text("note"))
                pledged = read_day(row.text("pledged_on")) if row.text("pledged_on") else None
                self._claim(row, self.unclaimed[key], amount=amount_in(row), pledged=pledged)

    def _claim(
        self, row: Row, alike: list[MatchContribution], *, amount: Decimal, pledged: date | None
    ) -> None:
        for record in alike:
            if record.amount == amount and pledged in {None, record.pledged_on}:
                alike.remove(record)
                self.claimed[row.number] = record
                return

    def _refuse_look_alike(self, row: Row, key: Key) -> None:
        """Refuse a new contribution that could be one of the portal's with another amount or day."""
        if alike := self.unclaimed[key]:
            held = alike[0]
            raise Misfit(
                "amount",
                f"{held} is in the portal with {format_pounds(held.amount)}, pledged on "
                f"{format_date(held.pledged_on, 'j F Y')}. If this is another contribution, say in its note "
                "what sets it apart. If that one changes, withdraw it in the portal first, with the reason.",
            )
        self.only_once((*key, row.text("amount"), row.text("pledged_on")), row)

    def _data(self, row: Row, record: MatchContribution, organisation: Organisation) -> dict[str, Any]:
        data: dict[str, Any] = {
            "organisation": organisation.pk,
            "year": row.text("year"),
            "kind": row.text("kind"),
            "amount": row.text("amount"),
            "note": row.text("note"),
            "source": row.text("source") or record.source,
        }
        for name in DAYS:
            held = getattr(record, name) or ""
            data[name] = row.text(name) if name in row.cells else held
        data["pledged_on"] = data["pledged_on"] or record.pledged_on
        for name in SAID_ONCE:
            held = getattr(record, name)
            data[name] = row.text(name) or ("" if held is None else held)
        return data


def _save_changes(record: MatchContribution) -> None:
    actions.date_steps(record, confirmed_on=record.confirmed_on, evidenced_on=record.evidenced_on)
    actions.state_valuation(record, said=_said(record))
    record.save(update_fields=["source"])


def _said(record: MatchContribution) -> dict[str, Any]:
    """How the contribution was valued and the period it covers."""
    return {name: getattr(record, name) for name in SAID_ONCE}


def _said_differently(record: MatchContribution, said: dict[str, Any]) -> Misfit | None:
    """Why what was said once can't be said differently by a row; None where it isn't."""
    for names in (VALUATION, PERIOD):
        if not said[names[0]]:
            continue
        for name in names:
            if getattr(record, name) != said[name]:
                return Misfit(
                    name,
                    f"{record} is in the portal with another “{LABELS[name]}”, and what a ledger says is "
                    "never overwritten. Leave the cell empty, or withdraw that one in the portal first, with "
                    "the reason.",
                )
    return None


def _key(record: MatchContribution) -> Key:
    return record.organisation_id, record.year, record.kind, record.note


def _words_of(record: MatchContribution) -> dict[str, str]:
    """What may change, in words."""
    days = {name: getattr(record, name) for name in (*STEPS, *PERIOD)}
    words = {name: format_date(day, "j F Y") if day else "" for name, day in days.items()}
    return words | {
        "basis": str(record.get_basis_display()),
        "hours": plain_hours(record.hours),
        "hourly_rate": "" if record.hourly_rate is None else format_pounds(record.hourly_rate),
        "invoice_reference": record.invoice_reference,
        "how_valued": record.how_valued,
        "source": record.source,
    }
