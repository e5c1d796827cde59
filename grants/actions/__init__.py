"""Changes of several rows or of state, each whole or not at all."""

from grants.actions.match import date_steps

__all__ = ["date_steps"]
