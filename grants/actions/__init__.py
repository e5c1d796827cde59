"""Changes of several rows or of state, each whole or not at all."""

from grants.actions.match import SaidAlready, attach_evidence, date_steps, state_valuation

__all__ = ["SaidAlready", "attach_evidence", "date_steps", "state_valuation"]
