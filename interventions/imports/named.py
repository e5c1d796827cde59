"""Rows that name an intervention by its reference, and perhaps a place where it works."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from interventions.models import Intervention
from vrp_portal.accounts.models import User
from vrp_portal.accounts.roles import Role
from vrp_portal.partnership.models import WHOLE_AREA, District
from vrp_portal.tabular.imports.importer import Importer, Misfit, Names, normalised_name, years_to_offer
from vrp_portal.tabular.imports.rows import Row

WORDS_FOR_WHOLE_AREA = frozenset(
    normalised_name(words)
    for words in (WHOLE_AREA, "West Yorkshire", "All of West Yorkshire", "Whole area", "All districts")
)
WORDS_FOR_ITS_DISTRICTS = frozenset({"all of its districts", "its districts"})


class NamesInterventions(Importer):
    """Imports records that belong to interventions. A coordinator's are those of their district."""

    @classmethod
    def lists(cls, by: User) -> dict[str, list[str]]:
        interventions = Intervention.objects.visible_to(by).standing().order_by("reference")
        years = years_to_offer(timezone.localdate())
        return {
            "reference": list(interventions.values_list("reference", flat=True)),
            "district": district_names(by),
            "year": [year.label for year in years],
            "quarter": [str(quarter) for year in years for quarter in year.quarters],
        }

    def prepare(self, rows: Sequence[Row]) -> Sequence[Row]:
        rows = super().prepare(rows)
        references = {reference_of(row) for row in rows}
        visible = Intervention.objects.visible_to(self.by).filter(reference__in=references)
        # Interventions are locked, so that they still stand when their rows are saved.
        list(Intervention.objects.filter(pk__in=visible).order_by("pk").select_for_update().values("pk"))
        self.interventions = {
            intervention.reference: intervention for intervention in visible.prefetch_related("districts")
        }
        self.districts = Names(District.objects.all(), what="a district of West Yorkshire")
        return rows

    def intervention_of(self, row: Row) -> Intervention:
        """The intervention that a row names. Raises Misfit."""
        reference = reference_of(row)
        intervention = self.interventions.get(reference)
        if intervention is None:
            where = " in your district" if self.by.role == Role.CSP_COORDINATOR else ""
            raise Misfit(
                "reference",
                f"There is no intervention {reference[:40]}{where}. Check the reference, or log the "
                "intervention first.",
            )
        if intervention.is_withdrawn:
            raise Misfit("reference", f"{intervention} is withdrawn, so nothing is added to it.")
        return intervention

    def district_of(self, row: Row, intervention: Intervention) -> District | None:
        """The district that a row names, None for wherever the intervention works. Raises Misfit."""
        words = row.text("district")
        written = normalised_name(words)
        if not written or written in WORDS_FOR_ITS_DISTRICTS:
            return None
        if written in WORDS_FOR_WHOLE_AREA:
            if not intervention.whole_area:
                raise Misfit(
                    "district",
                    f"{intervention.reference} works in {intervention.where}. Name one of its districts, or "
                    "leave the cell empty for all of them.",
                )
            return None
        district: District = self.districts.find(words, "district")
        if not intervention.whole_area and district not in intervention.districts.all():
            raise Misfit(
                "district",
                f"{intervention.reference} does not work in {district}, but in {intervention.where}.",
            )
        return district


def district_names(by: User) -> list[str]:
    """The districts that a person may write; a coordinator's is their own."""
    return [str(by.district)] if by.district else [str(district) for district in District.objects.all()]


def reference_of(row: Row) -> str:
    """A row's reference as the portal writes it."""
    return "".join(row.text("reference").split()).upper()
