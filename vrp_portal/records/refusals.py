"""What the database refused, in the words that the constraint was given."""

from __future__ import annotations

from django.apps import apps
from django.db import DatabaseError

from vrp_portal.periods import FinancialYear

UNNAMED = "The database refused this change, so nothing was saved. Check what you entered and save again."


CLOSED_YEARS = "year_end_closedyear"
"""The table that the database names where it refuses a change because its year is closed."""


def refusal_in_words(error: DatabaseError) -> str:
    """The message of the constraint that a change broke, or what a trigger said.

    Forms check constraints before they save; this tells of what another person's change made true meanwhile.
    """
    diagnostics = getattr(error.__cause__, "diag", None)
    name = getattr(diagnostics, "constraint_name", None)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return str(constraint.get_violation_error_message())
        for field in model._meta.concrete_fields:
            # The name that PostgreSQL gives to the uniqueness of a single column.
            if field.unique and name == f"{model._meta.db_table}_{field.column}_key":
                return model().unique_error_message(model, (field.name,)).messages[0]
    raised_by_trigger = getattr(diagnostics, "sqlstate", None) == "23514" and name is None
    return str(diagnostics.message_primary) if raised_by_trigger else UNNAMED


def closed_year_of(error: DatabaseError) -> FinancialYear | None:
    """The closed year because of which a change was refused, if that is why."""
    diagnostics = getattr(error.__cause__, "diag", None)
    if getattr(diagnostics, "table_name", None) != CLOSED_YEARS or diagnostics.sqlstate != "23514":
        return None
    return FinancialYear(int(diagnostics.message_detail))
