"""The register of interventions, the money and the reach of each, and how well each is evidenced."""

from interventions.models.evidence import (
    Approach,
    ApproachRating,
    ApproachReplacement,
    Assessment,
    Impact,
    ImpactAlias,
)
from interventions.models.funding import FundingEntry, FundingLine, FundingSpend
from interventions.models.reach import ReachRecord
from interventions.models.register import Intervention, InterventionDistrict, StatusChange

__all__ = [
    "Approach",
    "ApproachRating",
    "ApproachReplacement",
    "Assessment",
    "FundingEntry",
    "FundingLine",
    "FundingSpend",
    "Impact",
    "ImpactAlias",
    "Intervention",
    "InterventionDistrict",
    "ReachRecord",
    "StatusChange",
]
