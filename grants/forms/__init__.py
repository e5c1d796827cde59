"""What people type about awards and match funding."""

from grants.forms.awards import AwardForm
from grants.forms.match import MatchForm, MatchStepsForm, ValuationForm
from grants.forms.requirement import RequirementChangeForm, RequirementForm, SupposeRequirementForm

__all__ = [
    "AwardForm",
    "MatchForm",
    "MatchStepsForm",
    "RequirementChangeForm",
    "RequirementForm",
    "SupposeRequirementForm",
    "ValuationForm",
]
