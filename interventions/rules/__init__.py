"""The law of interventions in pure Python: what counts for the 30% rule, ratings over time, references."""

from interventions.rules.counting import Counting, Rating, Verdict, high_impact_verdict
from interventions.rules.references import next_reference
from interventions.rules.shortfall import Unassessed, fewest_to_meet
from interventions.rules.toolkit import Rated, Replaced, Toolkit

__all__ = [
    "Counting",
    "Rated",
    "Rating",
    "Replaced",
    "Toolkit",
    "Unassessed",
    "Verdict",
    "fewest_to_meet",
    "high_impact_verdict",
    "next_reference",
]
