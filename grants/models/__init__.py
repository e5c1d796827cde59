"""The Home Office core grant: awards, what they ask for, match funding, and the budget spent from them."""

from grants.models.awards import Award, Condition, HighImpactTerms
from grants.models.budget import BudgetLine, SpendEntry
from grants.models.match import MatchContribution, MatchEvidence, MatchRequirement

__all__ = [
    "Award",
    "BudgetLine",
    "Condition",
    "HighImpactTerms",
    "MatchContribution",
    "MatchEvidence",
    "MatchRequirement",
    "SpendEntry",
]
