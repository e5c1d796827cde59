"""Who delivers an intervention: an organisation known by its name, or added with what its row says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vrp_portal.accounts.models import User
from vrp_portal.accounts.roles import Role
from vrp_portal.partnership.forms import OrganisationForm
from vrp_portal.partnership.models import Organisation
from vrp_portal.records.rows import RowForm
from vrp_portal.tabular.imports.importer import Change, Misfit, Names, normalised_name, problems_of
from vrp_portal.tabular.imports.rows import Row

NAME = "delivery_organisation"
KIND = "provider_kind"
NUMBERS = {"company_number": "Company number", "charity_number": "Charity number"}


class OrganisationRow(RowForm, OrganisationForm):
    """The form of an organisation."""


@dataclass(frozen=True, slots=True)
class Provider:
    """Who delivers an intervention, by its row. `changes` are what the row adds to a known organisation."""

    organisation: Organisation | None
    changes: tuple[Change, ...] = ()

    @property
    def is_new(self) -> bool:
        return self.organisation is not None and self.organisation.pk is None

    def save(self) -> None:
        """Save the organisation where the row adds it, or adds to it."""
        if self.organisation is not None and (self.is_new or self.changes):
            self.organisation.save()


class Providers:
    """Finds the organisations that rows name, and makes those that the portal doesn't hold yet."""

    def __init__(self, *, by: User, source_of: Callable[[Row], str]) -> None:
        self.source_of = source_of
        self.may_add = by.role != Role.CSP_COORDINATOR
        how = (
            " To add it, say what it is under “Kind of provider”."
            if self.may_add
            else " Ask the VRP team to add it."
        )
        self.names = Names(Organisation.objects.all(), what="an organisation of the portal", how_to_add=how)
        self.form = OrganisationRow()
        self.added: dict[str, Provider] = {}

    def of(self, row: Row) -> Provider:
        """Who delivers the intervention of a row. Raises Misfit."""
        name = row.text(NAME)
        if not name:
            given = next((number for number in NUMBERS if row.text(number)), None)
            if given is not None:
                raise Misfit(given, "Name the organisation that has this number under “Delivered by”.")
            return Provider(None)
        known = self.names.get(name)
        return self._new(row, name) if known is None else self._known(row, known)

    def _new(self, row: Row, name: str) -> Provider:
        if not self.may_add or not row.text(KIND):
            self.names.find(name, NAME)
        if (added := self.added.get(normalised_name(name))) is not None:
            return added
        organisation = Organisation(source=self.source_of(row), illustrative=row.text("illustrative") == "on")
        self._judge(row, organisation, name=name, kind=row.text(KIND))
        provider = self.added[normalised_name(name)] = Provider(organisation)
        return provider

    def _known(self, row: Row, organisation: Organisation) -> Provider:
        kind = row.text(KIND)
        if kind and kind != organisation.kind:
            raise Misfit(KIND, f"{organisation} is “{organisation.get_kind_display()}” in the portal.")
        added = []
        for number, label in NUMBERS.items():
            given, held = row.text(number), getattr(organisation, number)
            if given and held and given != held:
                raise Misfit(number, f"{organisation} has the number {held} in the portal.")
            if given and not held and self.may_add:
                added.append((number, Change(f"{label} of {organisation}", "", given)))
        if added:
            self._judge(row, organisation, name=organisation.name, kind=organisation.kind)
        return Provider(organisation, tuple(change for _, change in added))

    def _judge(self, row: Row, organisation: Organisation, *, name: str, kind: str) -> None:
        data = {"name": name, "kind": kind}
        for number in NUMBERS:
            data[number] = row.text(number) or getattr(organisation, number)
        if not self.form.judge(data, organisation):
            columns = {"name": NAME, "kind": KIND}
            raise next(problems_of(self.form, stands_for=columns))
