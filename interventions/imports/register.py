"""Interventions from a spreadsheet: a row for each, known again by its reference."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as format_date

from interventions import actions
from interventions.data import INTERVENTIONS
from interventions.forms import InterventionForm
from interventions.imports.named import WORDS_FOR_WHOLE_AREA, district_names, reference_of
from interventions.imports.providers import Provider, Providers
from interventions.models import Approach, Intervention
from interventions.models.register import TO_BE_CONFIRMED
from vrp_portal.accounts.models import User
from vrp_portal.accounts.permissions import Action
from vrp_portal.partnership.models import WHOLE_AREA, District, Organisation
from vrp_portal.periods import FinancialYear
from vrp_portal.records.rows import RowForm
from vrp_portal.tabular.data import DATA_TABLES
from vrp_portal.tabular.imports.importer import (
    Importer,
    Judged,
    Misfit,
    Names,
    Verdict,
    changes_between,
    normalised_name,
    problems_of,
    register_importer,
    said_anew,
)
from vrp_portal.tabular.imports.rows import Row

TYPED = ("name", "prevention_level", "setting", "status", "starts_on", "ends_on", "description")
NEVER_EMPTIED = ("name", "prevention_level", "setting", "status")
LABELS = {column.name: column.label for column in INTERVENTIONS}
STANDS_FOR = {"whole_area": "districts"}
_BETWEEN_DISTRICTS = re.compile(r"[,;/\n&]|\band\b")


class InterventionRow(RowForm, InterventionForm):
    """The form of an intervention."""


@register_importer
class InterventionImporter(Importer):
    table = DATA_TABLES["interventions"]
    turn = 1
    version = "2026.1"
    action = Action.EDIT_INTERVENTION

    @classmethod
    def lists(cls, by: User) -> dict[str, list[str]]:
        organisations = [str(organisation) for organisation in Organisation.objects.all()]
        whole_area = [] if by.district else [WHOLE_AREA]
        return {
            "delivery_organisation": [TO_BE_CONFIRMED, *organisations],
            "commissioner": organisations,
            "districts": [*district_names(by), *whole_area],
            "approach": [str(approach) for approach in Approach.objects.all()],
        }

    def prepare(self, rows: Sequence[Row]) -> Sequence[Row]:
        references = {reference_of(row) for row in rows}
        visible = Intervention.objects.visible_to(self.by).filter(reference__in=references)
        list(Intervention.objects.filter(pk__in=visible).order_by("pk").select_for_update().values("pk"))
        related = visible.select_related("delivery_organisation", "commissioner", "approach")
        self.known = {
            intervention.reference: intervention
            for intervention in related.prefetch_related("districts", "status_changes")
        }
        editable = Intervention.objects.editable_by(self.by).filter(reference__in=references)
        self.editable = set(editable.values_list("reference", flat=True))
        self.providers = Providers(by=self.by, source_of=self.source_of)
        self.approaches = Names(Approach.objects.all(), what="an approach of the YEF Toolkit")
        self.districts = Names(District.objects.all(), what="a district of West Yorkshire")
        self.form = InterventionRow(user=self.by)
        self.years = set(_years_of(references))
        return rows

    def judge_row(self, row: Row, judged: Judged) -> None:
        reference = reference_of(row)
        judged.what = f"{reference} {row.text('name')[:80]}".strip()
        self.only_once(reference, row)
        known = self.known.get(reference)
        if known is not None and reference not in self.editable:
            why = "is withdrawn" if known.is_withdrawn else "also works outside your district"
            raise Misfit("reference", f"{known} {why}, so an import can't change it.")
        if known is not None:
            self.hold_to_its_mark(row, known)
        intervention = known or Intervention(illustrative=row.text("illustrative") == "on")
        before = _words_of(intervention, intervention.districts.all()) if known else {}
        provider = self.providers.of(row)
        if not self.form.judge(self._data(row, intervention, reference, provider), intervention):
            judged.refuse(*problems_of(self.form, stands_for=STANDS_FOR))
            return
        if provider.is_new:
            intervention.delivery_organisation = provider.organisation
        districts = self.form.chosen_districts
        if known is None:
            judged.verdict = Verdict.NEW
            judged.changes = said_anew(_words_of(intervention, districts), LABELS)
        else:
            judged.changes = changes_between(before, _words_of(intervention, districts), LABELS)
            judged.changes += provider.changes
            self._note_day_of_status(row, judged, intervention)
            if not judged.changes:
                return
            judged.verdict = Verdict.CHANGED
        judged.warnings = self.form.warnings
        since = self.form.cleaned_data["status_since"] or timezone.localdate()
        judged.save = partial(_save, intervention, provider, districts=districts, status_since=since)

    def _data(
        self, row: Row, intervention: Intervention, reference: str, provider: Provider
    ) -> dict[str, Any]:
        """What a browser would send: what the portal holds, and over it what the row says."""
        data = _typed(intervention) | {"reference": reference, "status_since": row.text("status_since")}
        data |= {
            name: row.text(name)
            for name in TYPED
            # What a row leaves empty stays what it is, or what the browser's form starts with.
            if name in row.cells and (row.text(name) or (intervention.pk and name not in NEVER_EMPTIED))
        }
        if "delivery_organisation" in row.cells:
            data["delivery_organisation"] = provider.organisation and provider.organisation.pk
        commissioner = self.providers.names.find(row.text("commissioner"), "commissioner")
        if commissioner is not None:
            data["commissioner"] = commissioner.pk
        if "approach" in row.cells:
            approach = self.approaches.find(row.text("approach"), "approach")
            data["approach"] = approach and approach.pk
        if row.text("districts"):
            data |= self._places(row)
        return data

    def _places(self, row: Row) -> dict[str, Any]:
        """The districts that a row names, or the whole area. Raises Misfit."""
        words = row.text("districts")
        if normalised_name(words) in WORDS_FOR_WHOLE_AREA:
            places: dict[str, Any] = {"whole_area": "on", "districts": []}
        else:
            named = [part.strip() for part in _BETWEEN_DISTRICTS.split(words) if part.strip()]
            districts = [self.districts.find(part, "districts") for part in named]
            places = {"whole_area": "", "districts": [district.pk for district in districts]}
        own = self.by.district
        if own is not None and places["districts"] != [own.pk]:
            raise Misfit(
                "districts", f"You log interventions of {own}: write {own}, or leave the cell empty."
            )
        return places

    def _note_day_of_status(self, row: Row, judged: Judged, intervention: Intervention) -> None:
        """Say where a row dates a status anew that it doesn't change: the day stays."""
        since, written = _since(intervention), self.form.cleaned_data["status_since"]
        if LABELS["status"] in {change.label for change in judged.changes} or not written or not since:
            return
        if written != since:
            held = format_date(since, "j F Y")
            judged.notices.append(
                Misfit("status_since", f"The status has not changed, so it stays dated {held}.")
            )


def _years_of(references: Iterable[str]) -> Iterator[FinancialYear]:
    """The years for which interventions were logged, by their references, and this one."""
    yield FinancialYear.containing(timezone.localdate())
    for reference in references:
        if named := re.match(r"VRP-(20[0-9]{2})-", reference):
            yield FinancialYear(int(named[1]))


def _save(
    intervention: Intervention, provider: Provider, *, districts: Sequence[District], status_since: Any
) -> None:
    provider.save()
    if provider.organisation is not None:
        intervention.delivery_organisation = provider.organisation
    actions.save_intervention(intervention, districts=districts, status_since=status_since)


def _typed(intervention: Intervention) -> dict[str, Any]:
    """A record as its form would get it typed; the least that a new one says."""
    typed: dict[str, Any] = {name: getattr(intervention, name) for name in TYPED}
    for name in ("delivery_organisation", "commissioner", "approach"):
        typed[name] = getattr(intervention, f"{name}_id")
    typed["whole_area"] = "on" if intervention.whole_area else ""
    typed["districts"] = [district.pk for district in intervention.districts.all()] if intervention.pk else []
    return typed


def _words_of(intervention: Intervention, districts: Sequence[District]) -> dict[str, str]:
    """What a change is told by: each column in words."""
    where = WHOLE_AREA if intervention.whole_area else ", ".join(sorted(map(str, districts)))
    words = {name: str(getattr(intervention, name)) for name in ("name", "description", "commissioner")}
    words["delivery_organisation"] = str(intervention.delivery_organisation or TO_BE_CONFIRMED)
    words["approach"] = str(intervention.approach or "Not decided yet")
    words["districts"] = where
    for name in ("prevention_level", "setting", "status"):
        words[name] = getattr(intervention, f"get_{name}_display")()
    for name in ("starts_on", "ends_on"):
        day = getattr(intervention, name)
        words[name] = format_date(day, "j F Y") if day else ""
    return words


def _since(intervention: Intervention) -> Any:
    """The day of the intervention's latest status."""
    changes = [change.since for change in intervention.status_changes.all()]
    return max(changes, default=None)
