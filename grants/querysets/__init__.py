"""Which awards and contributions: of a year, and as at a day."""

from grants.querysets.awards import AwardQuerySet, HighImpactTermsQuerySet
from grants.querysets.match import (
    MatchContributionQuerySet,
    Step,
    confirmed_by,
    evidenced_by,
    pledged_only_by,
)

__all__ = [
    "AwardQuerySet",
    "HighImpactTermsQuerySet",
    "MatchContributionQuerySet",
    "Step",
    "confirmed_by",
    "evidenced_by",
    "pledged_only_by",
]
