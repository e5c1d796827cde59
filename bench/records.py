"""The records that are measured: as many interventions as asked for, each funded, assessed and with reach."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from grants.models import Award, HighImpactTerms
from interventions.models import (
    Approach,
    ApproachRating,
    Assessment,
    FundingEntry,
    FundingLine,
    FundingSpend,
    Impact,
    Intervention,
    ReachRecord,
)
from interventions.rules import Counting
from vrp_portal.partnership.models import District, Organisation
from vrp_portal.periods import FinancialYear

YEAR = FinancialYear(2023)
AS_AT = date(2023, 12, 31)
BATCH = 2000


def make(interventions: int) -> None:
    """Put a year's records into an empty database: two in three core-funded, one in three of high impact."""
    board = Organisation.objects.create(name="Funder", kind=Organisation.Kind.GOVERNMENT)
    leeds = District.objects.create(name="Leeds", ons_code="E08000035")
    Award.objects.create(funder=board, year=YEAR, amount=Decimal("4388080.00"), agreed_on=YEAR.starts)
    HighImpactTerms.objects.create(year=YEAR, percentage=Decimal(30))
    ratings = [_rating(counting, rank) for rank, counting in enumerate(Counting, start=1)]
    logged = Intervention.objects.bulk_create(
        (
            Intervention(
                reference=f"VRP-2023-{number:05d}",
                name=f"Intervention {number}",
                commissioner=board,
                prevention_level=Intervention.PreventionLevel.SECONDARY,
            )
            for number in range(1, interventions + 1)
        ),
        batch_size=BATCH,
    )
    lines = FundingLine.objects.bulk_create(
        (
            FundingLine(
                intervention=intervention,
                funding_source="svd" if number % 3 == 0 else "core",
                year=YEAR,
                district=leeds if number % 2 else None,
                agreed_on=YEAR.starts,
            )
            for number, intervention in enumerate(logged)
        ),
        batch_size=BATCH,
    )
    FundingEntry.objects.bulk_create(
        (
            FundingEntry(line=line, agreed_on=YEAR.starts, amount=Decimal(number % 500), reason="Agreed")
            for number, line in enumerate(lines)
        ),
        batch_size=BATCH,
    )
    ended = YEAR.quarters[:3]
    FundingSpend.objects.bulk_create(
        (FundingSpend(line=line, quarter=quarter, amount=Decimal(50)) for line in lines for quarter in ended),
        batch_size=BATCH,
    )
    Assessment.objects.bulk_create(
        (
            Assessment(
                intervention=intervention, year=YEAR, rating=ratings[number % 3], assessed_on=YEAR.starts
            )
            for number, intervention in enumerate(logged)
        ),
        batch_size=BATCH,
    )
    ReachRecord.objects.bulk_create(
        (
            ReachRecord(
                intervention=intervention, quarter=quarter, people_24_and_under=7, people_25_and_over=2
            )
            for intervention in logged
            for quarter in ended
        ),
        batch_size=BATCH,
    )


def _rating(counting: Counting, rank: int) -> ApproachRating:
    impact = Impact.objects.create(word=f"Impact {rank}", rank=rank, counting=counting)
    approach = Approach.objects.create(name=f"Approach {rank}")
    return ApproachRating.objects.create(
        approach=approach, impact=impact, evidence_confidence=4, in_force_from=date(2020, 1, 1)
    )
