"""What a check is, and what it finds."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from interventions.models import Intervention
from interventions.querysets import InterventionQuerySet
from vrp_portal.figures.scope import Scope


@dataclass(frozen=True, slots=True)
class Finding:
    """One record in which something is amiss: what it is, what is amiss, and the page to put it right on."""

    record: str
    amiss: str
    url: str
    illustrative: bool = False


class Check(ABC):
    """Something that the data of a year may lack. `find` asks the database a fixed number of times."""

    key: ClassVar[str]
    title: ClassVar[str]
    why: ClassVar[str]
    remedy: ClassVar[str]

    @abstractmethod
    def find(self, scope: Scope) -> Iterator[Finding]:
        """Every record in which it is amiss, as at the scope's day."""


def of_intervention(intervention: Intervention, amiss: str) -> Finding:
    """A finding about an intervention, which its own page puts right."""
    return Finding(str(intervention), amiss, intervention.get_absolute_url(), intervention.illustrative)


def interventions_of(scope: Scope) -> InterventionQuerySet:
    """The interventions of the scope's year and district, as at its day."""
    interventions = Intervention.objects.in_year(scope.year, as_at=scope.as_at)
    return interventions if scope.district is None else interventions.in_district(scope.district)
