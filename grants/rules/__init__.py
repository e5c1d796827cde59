"""The grant's law in pure Python: the 30% rule and the match requirement, in pounds."""

from grants.rules.high_impact import HighImpactPosition, required_high_impact, shown_share
from grants.rules.match import (
    MatchPosition,
    days_left,
    lies_within,
    required_match,
    worth_of_hours,
)

__all__ = [
    "HighImpactPosition",
    "MatchPosition",
    "days_left",
    "lies_within",
    "required_high_impact",
    "required_match",
    "shown_share",
    "worth_of_hours",
]
