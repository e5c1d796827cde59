"""The grant's law in pure Python: the 30% rule and the match requirement, in pounds."""

from grants.rules.high_impact import HighImpactPosition, required_high_impact, shown_share
from grants.rules.match import MatchPosition

__all__ = [
    "HighImpactPosition",
    "MatchPosition",
    "required_high_impact",
    "shown_share",
]
