"""The Home Office core grant: awards, what they ask for, match funding, and the budget spent from them."""

from grants.models.awards import Award, Condition, HighImpactTerms
from grants.models.budget import BudgetEntry, BudgetLine, SpendEntry, Virement
from grants.models.match import MatchContribution, MatchEvidence, MatchRequirement
from grants.models.outturn import OutturnTerms, VarianceReason

__all__ = [
    "Award",
    "BudgetEntry",
    "BudgetLine",
    "Condition",
    "HighImpactTerms",
    "MatchContribution",
    "MatchEvidence",
    "MatchRequirement",
    "OutturnTerms",
    "SpendEntry",
    "VarianceReason",
    "Virement",
]
