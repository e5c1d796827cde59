"""The grant's law in pure Python: the 30% rule, the match requirement, budgets and variances, in pounds."""

from grants.rules.budget import spread
from grants.rules.high_impact import HighImpactPosition, required_high_impact, shown_share
from grants.rules.match import (
    MatchPosition,
    days_left,
    lies_within,
    required_match,
    worth_of_hours,
)
from grants.rules.outturn import Threshold, Variance

__all__ = [
    "HighImpactPosition",
    "MatchPosition",
    "Threshold",
    "Variance",
    "days_left",
    "lies_within",
    "required_high_impact",
    "required_match",
    "shown_share",
    "spread",
    "worth_of_hours",
]
