"""What people type about Serious Violence Duty money and work."""

from svd.forms.money import AllocationForm
from svd.forms.shares import AdjustmentForm, ReallocationForm, RecipientsForm, SplitForm

__all__ = ["AdjustmentForm", "AllocationForm", "ReallocationForm", "RecipientsForm", "SplitForm"]
