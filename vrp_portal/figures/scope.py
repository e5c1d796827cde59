"""For what a figure is asked: a financial year, a day, perhaps a district or some interventions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from vrp_portal.figures.supposing import Supposition
from vrp_portal.partnership.models import District
from vrp_portal.periods import FinancialYear

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Scope:
    """A figure's scope. As at a day means what had happened by then, from the dates that records carry.

    `interventions` narrows to the interventions of a queryset, such as those that a register's filter leaves.
    `supposing` are changes that nobody has made, for figures that tell what would follow from them.
    """

    year: FinancialYear
    as_at: date
    district: District | None = None
    interventions: QuerySet[Any] | None = field(default=None, compare=False)
    supposing: Supposition = field(default_factory=Supposition, compare=False)

    def in_district(self, district: District | None) -> Scope:
        """The same scope for a district, or for everywhere."""
        return replace(self, district=district)

    def among(self, interventions: QuerySet[Any]) -> Scope:
        """The same scope for these interventions only."""
        return replace(self, interventions=interventions)

    def on(self, day: date) -> Scope:
        """The same scope as at another day."""
        return replace(self, as_at=day)

    def suppose(self, supposing: Supposition) -> Scope:
        """The same scope, were these changes made."""
        return replace(self, supposing=supposing)

    @property
    def where(self) -> str:
        return self.district.name if self.district else "West Yorkshire"

    def as_json(self) -> dict[str, str | None]:
        return {
            "year": self.year.label,
            "as_at": self.as_at.isoformat(),
            "district": self.district.name if self.district else None,
        }

    def __str__(self) -> str:
        return f"{self.where}, {self.year}, as at {self.as_at.day} {self.as_at:%B %Y}"
