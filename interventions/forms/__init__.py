"""What people type about an intervention: shape and words. Rules stand in `rules` and constraints."""

from interventions.forms.evidence import (
    ApproachForm,
    AssessmentForm,
    ChangedRatingsForm,
    DecisionForm,
    RatingForm,
    ReplacementForm,
)
from interventions.forms.funding import (
    FundingEntryForm,
    FundingLineForm,
    FundingWarnings,
    HowPaidForm,
    SpendForm,
)
from interventions.forms.reach import ReachEditForm, ReachForm, WithdrawReachForm
from interventions.forms.register import InterventionEditForm, InterventionForm

__all__ = [
    "ApproachForm",
    "AssessmentForm",
    "ChangedRatingsForm",
    "DecisionForm",
    "FundingEntryForm",
    "FundingLineForm",
    "FundingWarnings",
    "HowPaidForm",
    "InterventionEditForm",
    "InterventionForm",
    "RatingForm",
    "ReachEditForm",
    "ReachForm",
    "ReplacementForm",
    "SpendForm",
    "WithdrawReachForm",
]
