"""What people type about awards and match funding."""

from grants.forms.awards import AwardForm
from grants.forms.match import MatchForm, MatchStepsForm

__all__ = [
    "AwardForm",
    "MatchForm",
    "MatchStepsForm",
]
