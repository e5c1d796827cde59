"""Serious Violence Duty money and work: allocations, shares, quarterly returns, milestones, duty holders."""

from svd.models.milestones import DutyHolder, DutyMilestone
from svd.models.money import Allocation, DutyRecipient, Reallocation, Share, ShareEntry
from svd.models.returns import QuarterlyReturn

__all__ = [
    "Allocation",
    "DutyHolder",
    "DutyMilestone",
    "DutyRecipient",
    "QuarterlyReturn",
    "Reallocation",
    "Share",
    "ShareEntry",
]
