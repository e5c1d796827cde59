"""Putting the illustrative register into the portal's records; needs the paper's facts there first."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.management.base import CommandError

from grants.models import MatchContribution
from interventions.models import (
    Approach,
    ApproachRating,
    Assessment,
    FundingEntry,
    FundingLine,
    FundingSpend,
    Impact,
    Intervention,
    InterventionDistrict,
    ReachRecord,
    StatusChange,
)
from vrp_portal.partnership.models import District, Organisation
from vrp_portal.periods import Quarter
from vrp_portal.reports.illustrative_2023_24 import CUSTODY_DIVERSION, YEAR, Planned
from vrp_portal.reports.illustrative_2023_24.budget import put_budget
from vrp_portal.reports.illustrative_2023_24.duty import DUTY
from vrp_portal.reports.illustrative_2023_24.high_impact import HIGH_IMPACT
from vrp_portal.reports.illustrative_2023_24.match import MATCH
from vrp_portal.reports.illustrative_2023_24.other_core import AMOUNT_NOT_STATED, OTHER
from vrp_portal.reports.loading import Load, one_load, standing
from vrp_portal.reports.paper_2024_04_12 import paragraph
from vrp_portal.reports.paper_2024_04_12.load import paper
from vrp_portal.reports.paper_2024_04_12.partners import ONS_CODES, PARTNERSHIP
from vrp_portal.reports.paper_2024_04_12.toolkit import IMPACT_OF_APPROACH, IN_FORCE_FROM, MODERATE

CORE, SVD = FundingLine.FundingSource.CORE, FundingLine.FundingSource.SVD

CUSTODY_DIVERSION_EVIDENCE = 4
CUSTODY_DIVERSION_REASON = (
    "The paper counts its custody diversion programme among the 20 that qualify, and the Toolkit's evidence "
    "for pre-court diversion hasn't been read: moderate impact with evidence 4 is assumed."
)


def illustrative(paragraphs: str) -> str:
    """The source of an invented record: the paragraphs whose totals it helps to make up."""
    return f"Illustrative; {paragraph(paragraphs)}"


REACH_SOURCE = illustrative("5.4.6")


@dataclass(frozen=True)
class Entry:
    """A planned intervention as it stands in the register."""

    reference: str
    planned: Planned
    funding_source: str
    source: str


@dataclass(frozen=True)
class Surroundings:
    """The records, loaded with the paper, on which the register rests."""

    commissioner: Organisation
    districts: dict[str | None, District]
    ratings: dict[str | None, ApproachRating]
    providers: dict[int | None, Organisation]


def register() -> Iterator[Entry]:
    """Every planned intervention in order of reference, VRP-2023-001 to VRP-2023-063."""
    parts = (
        (HIGH_IMPACT, CORE, "5.4.3"),
        (OTHER, CORE, "5.4.4"),
        (AMOUNT_NOT_STATED, CORE, "5.4.2"),
        (DUTY, SVD, "5.4.5"),
    )
    number = 0
    for part, funding_source, paragraphs in parts:
        for planned in part:
            number += 1
            reference = f"VRP-{YEAR.start_year}-{number:03d}"
            yield Entry(reference, planned, funding_source, illustrative(paragraphs))


def load_illustrative() -> Load:
    """Load the register in one transaction; a second time changes nothing.

    Raises CommandError where the paper's facts aren't loaded.
    """
    entries = list(register())
    with one_load() as load:
        around = _surroundings(load, entries)
        interventions = _put_interventions(load, entries, around)
        lines = _put_lines(load, entries, interventions, around)
        _put_money(load, entries, lines)
        _put_assessments(load, entries, interventions, around)
        _put_reach(load, entries, interventions, around)
        _put_match(load)
        put_budget(load, source=illustrative("1.2"))
    return load


def _surroundings(load: Load, entries: list[Entry]) -> Surroundings:
    if not standing([paper()], key=["title", "meeting_on"]):
        raise CommandError("The paper's facts are not loaded yet: run load_paper first.", returncode=2)
    districts = standing(
        [District(name=name, ons_code=code) for name, code in ONS_CODES.items()], key=["ons_code"]
    )
    commissioners = standing([Organisation(name=PARTNERSHIP)], key=["name"])
    approaches = standing([Approach(name=name) for name in IMPACT_OF_APPROACH], key=["name"])
    ratings = standing(
        [ApproachRating(approach=approach, in_force_from=IN_FORCE_FROM) for approach in approaches],
        key=["approach", "in_force_from"],
    )
    if not (len(districts) == len(ONS_CODES) and commissioners and len(ratings) == len(IMPACT_OF_APPROACH)):
        raise CommandError(
            "A district, an approach or the partnership itself was removed from the portal: "
            "the illustrative records rest on what load_paper loads.",
            returncode=2,
        )
    return Surroundings(
        commissioner=commissioners[0],
        districts={district.name: district for district in districts},
        ratings={rating.approach.name: rating for rating in (*ratings, *_put_custody_diversion(load))},
        providers=_put_providers(load, entries),
    )


def _put_custody_diversion(load: Load) -> list[ApproachRating]:
    """The approach of the custody diversion programme with a rating under which it qualifies."""
    source = illustrative("5.4.3")
    approaches = load.put([Approach(name=CUSTODY_DIVERSION, illustrative=True, source=source)], key=["name"])
    return load.put(
        [
            ApproachRating(
                approach=approach,
                impact=impact,
                evidence_confidence=CUSTODY_DIVERSION_EVIDENCE,
                in_force_from=IN_FORCE_FROM,
                note=CUSTODY_DIVERSION_REASON,
                illustrative=True,
                source=source,
            )
            for approach in approaches
            for impact in standing([Impact(word=MODERATE)], key=["word"])
        ],
        key=["approach", "in_force_from"],
    )


def _put_providers(load: Load, entries: list[Entry]) -> dict[int | None, Organisation]:
    numbers = sorted({entry.planned.provider for entry in entries if entry.planned.provider is not None})
    rows = [
        Organisation(
            name=f"Illustrative provider {number:02d}",
            kind=Organisation.Kind.VOLUNTARY,
            illustrative=True,
            source="Illustrative: an invented provider",
        )
        for number in numbers
    ]
    names = {row.name: number for number, row in zip(numbers, rows, strict=True)}
    return {names[provider.name]: provider for provider in load.put(rows, key=["name"])}


def _put_interventions(load: Load, entries: list[Entry], around: Surroundings) -> dict[str, Intervention]:
    rows = [
        Intervention(
            reference=entry.reference,
            name=entry.planned.name,
            delivery_organisation=around.providers.get(entry.planned.provider),
            commissioner=around.commissioner,
            whole_area=entry.planned.place is None,
            approach=_approach(entry, around),
            prevention_level=entry.planned.level,
            setting=entry.planned.setting,
            status=entry.planned.status,
            starts_on=entry.planned.starts_on,
            ends_on=entry.planned.ends_on,
            illustrative=True,
            source=entry.source,
        )
        for entry in entries
    ]
    interventions = {row.reference: row for row in load.put(rows, key=["reference"])}
    load.put(
        [
            InterventionDistrict(
                intervention=interventions.get(entry.reference),
                district=around.districts[entry.planned.place],
            )
            for entry in entries
            if entry.planned.place is not None
        ],
        key=["intervention", "district"],
    )
    load.put(
        [
            StatusChange(intervention=interventions.get(entry.reference), status=status, since=since)
            for entry in entries
            for status, since in entry.planned.statuses
        ],
        key=["intervention", "status", "since"],
    )
    return interventions


def _approach(entry: Entry, around: Surroundings) -> Approach | None:
    rating = around.ratings.get(entry.planned.approach)
    return rating.approach if rating is not None else None


def _put_lines(
    load: Load, entries: list[Entry], interventions: dict[str, Intervention], around: Surroundings
) -> dict[str, FundingLine]:
    rows = [
        FundingLine(
            intervention=interventions.get(entry.reference),
            funding_source=entry.funding_source,
            year=YEAR,
            district=around.districts.get(entry.planned.place),
            agreed_on=entry.planned.agreed_on,
            illustrative=True,
            source=entry.source,
        )
        for entry in entries
    ]
    lines = load.put(rows, key=["intervention", "funding_source", "year", "district"])
    return {line.intervention.reference: line for line in lines}


def _put_money(load: Load, entries: list[Entry], lines: dict[str, FundingLine]) -> None:
    load.put(
        [
            FundingEntry(
                line=lines.get(entry.reference),
                agreed_on=agreed.on,
                amount=agreed.amount,
                reason=agreed.reason,
                illustrative=True,
                source=entry.source,
            )
            for entry in entries
            for agreed in entry.planned.agreed
        ],
        key=["line", "agreed_on", "amount"],
    )
    load.put(
        [
            FundingSpend(
                line=lines.get(entry.reference),
                quarter=Quarter(YEAR, number),
                amount=amount,
                illustrative=True,
                source=entry.source,
            )
            for entry in entries
            for number, amount in enumerate(entry.planned.spent, start=1)
            if amount
        ],
        key=["line", "quarter", "amount"],
    )


def _put_assessments(
    load: Load, entries: list[Entry], interventions: dict[str, Intervention], around: Surroundings
) -> None:
    load.put(
        [
            Assessment(
                intervention=interventions.get(entry.reference),
                year=YEAR,
                rating=around.ratings.get(entry.planned.approach),
                reference_on=entry.planned.agreed_on,
                assessed_on=entry.planned.assessed_on,
                illustrative=True,
                source=entry.source,
            )
            for entry in entries
            if entry.planned.assessed_on is not None
        ],
        key=["intervention", "year", "rating", "assessed_on"],
    )


def _put_reach(
    load: Load, entries: list[Entry], interventions: dict[str, Intervention], around: Surroundings
) -> None:
    load.put(
        [
            ReachRecord(
                intervention=interventions.get(entry.reference),
                quarter=Quarter(YEAR, reach.quarter),
                district=around.districts.get(entry.planned.place),
                people_24_and_under=reach.young,
                people_25_and_over=reach.older,
                professionals_trained=reach.professionals,
                referrals=reach.referrals,
                contacts=reach.contacts,
                attendances=reach.attendances,
                basis=entry.planned.basis,
                illustrative=True,
                source=REACH_SOURCE,
            )
            for entry in entries
            for reach in entry.planned.reach
        ],
        key=["intervention", "quarter", "district"],
    )


def _put_match(load: Load) -> None:
    kinds = {match.partner: match.partner_kind for match in MATCH}
    partners = load.put(
        [
            Organisation(name=name, kind=kind, illustrative=True, source="Illustrative: an invented partner")
            for name, kind in kinds.items()
        ],
        key=["name"],
    )
    by_name = {partner.name: partner for partner in partners}
    load.put(
        [
            MatchContribution(
                organisation=by_name.get(match.partner),
                year=YEAR,
                kind=match.kind,
                amount=match.amount,
                basis=match.basis,
                hours=match.hours,
                hourly_rate=match.hourly_rate,
                how_valued=match.how_valued,
                period_from=YEAR.starts if match.basis else None,
                period_to=YEAR.ends if match.basis else None,
                note=match.note,
                pledged_on=match.pledged_on,
                confirmed_on=match.confirmed_on,
                evidenced_on=match.evidenced_on,
                illustrative=True,
                source=illustrative("1.3"),
            )
            for match in MATCH
        ],
        key=["organisation", "year", "kind", "pledged_on"],
    )
