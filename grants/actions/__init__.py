"""Changes of several rows or of state, each whole or not at all."""

from grants.actions.budget import (
    ProfileMismatch,
    adjust_line,
    check_profile,
    move_between_lines,
    profile_line,
)
from grants.actions.match import SaidAlready, attach_evidence, date_steps, state_valuation

__all__ = [
    "ProfileMismatch",
    "SaidAlready",
    "adjust_line",
    "attach_evidence",
    "check_profile",
    "date_steps",
    "move_between_lines",
    "profile_line",
    "state_valuation",
]
