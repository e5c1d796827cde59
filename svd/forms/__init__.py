"""What people type about Serious Violence Duty money and work."""

from svd.forms.milestones import DataRequestForm, DutyHolderForm, MilestoneForm
from svd.forms.money import AllocationForm
from svd.forms.returns import (
    AttachmentForm,
    ExtensionForm,
    ReturnFileForm,
    ReturnForm,
    SubmitForm,
    WordsForm,
)
from svd.forms.shares import AdjustmentForm, ReallocationForm, RecipientsForm, SplitForm

__all__ = [
    "AdjustmentForm",
    "AllocationForm",
    "AttachmentForm",
    "DataRequestForm",
    "DutyHolderForm",
    "ExtensionForm",
    "MilestoneForm",
    "ReallocationForm",
    "RecipientsForm",
    "ReturnFileForm",
    "ReturnForm",
    "SplitForm",
    "SubmitForm",
    "WordsForm",
]
