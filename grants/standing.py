"""How a year's match funding stands: what is missing, until when, from which partner and of which kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grants.models import MatchContribution
from grants.rules import days_left
from vrp_portal.figures.registry import Dimension, FigureResult, Slice, compute, divide
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import change_in_words
from vrp_portal.partnership.models import Organisation

STEPS = ("match_evidenced", "match_confirmed", "match_pledged", "match_contributed")
"""The figures of the tables: evidenced ones are among the confirmed; the last is confirmed and pledged."""
COMPARED = (
    "match_baseline",
    "match_percentage",
    "match_required",
    "match_confirmed",
    "match_pledged",
    "match_to_confirm",
    "match_to_find",
)
"""The figures that a supposed requirement is shown by, beside those of today's."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the requirement is met (None: nobody entered one), in a word and in a sentence."""

    is_met: bool | None
    word: str
    sentence: str


def standing_of(results: Mapping[str, FigureResult], scope: Scope) -> Standing:
    """What is missing in pounds as at the day, and how many days are left to confirm it."""
    to_confirm, left = results["match_to_confirm"], _time_left(scope)
    if to_confirm.value is None:
        return Standing(None, "Not known", f"What the grant asks for in {scope.year} is not entered. {left}")
    if to_confirm.value:
        return Standing(False, "Not met", f"{to_confirm.shown} is missing: it is still to confirm. {left}")
    return Standing(True, "Met", f"Nothing is missing. {left}")


def _time_left(scope: Scope) -> str:
    days, last = days_left(scope.year, as_at=scope.as_at), f"31 March {scope.year.ends.year}"
    if days is None:
        return f"The year has ended, on {last}."
    if days == 0:
        return f"The year ends today, on {last}."
    return f"{days} {'day is' if days == 1 else 'days are'} left until {last}."


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure as recorded and as supposed, and by how much it would be more or less."""

    label: str
    recorded: str
    supposed: str
    change: str


def compared(scope: Scope, supposed: Scope) -> list[Compared]:
    """The figures of COMPARED as recorded, beside what would follow from a supposition."""
    before, after = compute(COMPARED, scope), compute(COMPARED, supposed)
    return [
        Compared(
            before[key].label,
            before[key].shown,
            after[key].shown,
            change_in_words(before[key].value, after[key].value, before[key].figure.unit),
        )
        for key in COMPARED
    ]


HEADINGS = ("Evidenced", "Confirmed, evidenced included", "Pledged only", "Confirmed and pledged")
"""What the columns of STEPS are called."""


@dataclass(frozen=True, slots=True)
class Part:
    """A partner, a kind of contribution, or all of them, with the figures of STEPS."""

    label: str
    results: tuple[FigureResult, ...]
    illustrative: bool = False

    @property
    def cells(self) -> list[tuple[str, str]]:
        """Each figure as the page shows it, after its heading."""
        return [(heading, result.shown) for heading, result in zip(HEADINGS, self.results, strict=True)]


@dataclass(frozen=True, slots=True)
class Divided:
    """The figures of STEPS by partner or by kind, and in total; the total is the figure of the page."""

    title: str
    heading: str
    parts: tuple[Part, ...]
    total: Part
    headings: tuple[str, ...] = HEADINGS


def by_partner_and_kind(scope: Scope) -> tuple[Divided, Divided]:
    """The year's match by partner and by kind as at a day, in a fixed number of queries."""
    standing = MatchContribution.objects.for_year(scope.year).as_at(scope.as_at)
    partners = list(Organisation.objects.filter(pk__in=standing.order_by().values("organisation")))
    invented = {partner.name for partner in partners if partner.illustrative}
    slices = [Slice(partner.name, Dimension.PARTNER, partner.pk) for partner in partners]
    slices += [Slice(label, Dimension.KIND, kind) for kind, label in MatchContribution.Kind.choices]
    division = divide(STEPS, scope, slices)

    def of(dimension: Dimension) -> tuple[Part, ...]:
        return tuple(
            Part(part.label, results, dimension == Dimension.PARTNER and part.label in invented)
            for part, results in division.rows
            if part.dimension == dimension
        )

    total = Part("Total", division.total)
    return (
        Divided("By partner", "Partner", of(Dimension.PARTNER), total),
        Divided("By kind", "Kind", of(Dimension.KIND), total),
    )
