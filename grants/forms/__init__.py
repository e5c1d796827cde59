"""What people type about awards, match funding and the budget."""

from grants.forms.awards import AwardForm
from grants.forms.budget import BudgetLineForm, EnterSpendForm, SpendEntryForm
from grants.forms.match import MatchForm, MatchStepsForm, ValuationForm
from grants.forms.requirement import RequirementChangeForm, RequirementForm, SupposeRequirementForm

__all__ = [
    "AwardForm",
    "BudgetLineForm",
    "EnterSpendForm",
    "MatchForm",
    "MatchStepsForm",
    "RequirementChangeForm",
    "RequirementForm",
    "SpendEntryForm",
    "SupposeRequirementForm",
    "ValuationForm",
]
