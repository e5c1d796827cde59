"""Which awards and contributions: of a year, and as at a day."""

from grants.querysets.awards import AwardQuerySet, HighImpactTermsQuerySet
from grants.querysets.budget import QUARTERS, BudgetLineQuerySet, SpendEntryQuerySet
from grants.querysets.match import (
    MatchContributionQuerySet,
    Step,
    confirmed_by,
    evidenced_by,
    pledged_only_by,
)

__all__ = [
    "QUARTERS",
    "AwardQuerySet",
    "BudgetLineQuerySet",
    "HighImpactTermsQuerySet",
    "MatchContributionQuerySet",
    "SpendEntryQuerySet",
    "Step",
    "confirmed_by",
    "evidenced_by",
    "pledged_only_by",
]
