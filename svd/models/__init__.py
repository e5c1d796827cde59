"""Serious Violence Duty money and work: allocations, shares, quarterly returns, milestones, duty holders."""

from svd.models.milestones import DataRequest, DutyHolder, DutyMilestone
from svd.models.money import Allocation, DutyRecipient, Reallocation, Share, ShareEntry
from svd.models.returns import Attachment, QuarterlyReturn, Reminder, ReturnComment, ReturnTerms

__all__ = [
    "Allocation",
    "Attachment",
    "DataRequest",
    "DutyHolder",
    "DutyMilestone",
    "DutyRecipient",
    "QuarterlyReturn",
    "Reallocation",
    "Reminder",
    "ReturnComment",
    "ReturnTerms",
    "Share",
    "ShareEntry",
]
