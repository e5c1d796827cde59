"""The law of the Serious Violence Duty in pure Python: how money is split, and how a return goes its way."""

from svd.rules.returns import (
    Event,
    NotAllowed,
    Reported,
    Side,
    State,
    due_on,
    is_time_to_remind,
    next_state,
    what_to_look_at,
)
from svd.rules.splits import Split, split_equally, split_in_proportion

__all__ = [
    "Event",
    "NotAllowed",
    "Reported",
    "Side",
    "Split",
    "State",
    "due_on",
    "is_time_to_remind",
    "next_state",
    "split_equally",
    "split_in_proportion",
    "what_to_look_at",
]
