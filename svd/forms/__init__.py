"""What people type about Serious Violence Duty money and work."""

from svd.forms.milestones import (
    DataRequestEditForm,
    DataRequestForm,
    DutyHolderForm,
    MilestoneEditForm,
    MilestoneForm,
)
from svd.forms.money import AllocationForm
from svd.forms.returns import (
    ExtensionForm,
    ReturnEditForm,
    ReturnFileForm,
    ReturnForm,
    SubmitForm,
    WordsForm,
)
from svd.forms.shares import AdjustmentForm, ReallocationForm, RecipientsForm, SplitForm

__all__ = [
    "AdjustmentForm",
    "AllocationForm",
    "DataRequestEditForm",
    "DataRequestForm",
    "DutyHolderForm",
    "ExtensionForm",
    "MilestoneEditForm",
    "MilestoneForm",
    "ReallocationForm",
    "RecipientsForm",
    "ReturnEditForm",
    "ReturnFileForm",
    "ReturnForm",
    "SplitForm",
    "SubmitForm",
    "WordsForm",
]
