"""Which adjustment is in force, for as long as a block of code takes.

The database is told in each statement that changes something, and forgets with the end of its transaction: so
a connection that is kept or pooled never lends one person's adjustment to another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any

import pghistory
from django.db import Error, connection, transaction

from vrp_portal.accounts.models import User
from vrp_portal.periods import FinancialYear
from vrp_portal.year_end.actions import end_adjustment, open_adjustment
from vrp_portal.year_end.models import Adjustment
from vrp_portal.year_end.triggers import SETTING

CHANGES_SOMETHING = "SELECT set_config('pghistory.context_id'"
"""How a statement begins to which the history has added its context: one that changes something."""

_in_force: ContextVar[Adjustment | None] = ContextVar("adjustment", default=None)


def in_force() -> Adjustment | None:
    """The adjustment under which this code saves, to be handed to work that runs beside it."""
    return _in_force.get()


@contextmanager
def under(adjustment: Adjustment | None) -> Iterator[None]:
    """Save under an adjustment: its year lets changes in, and the history of each names it."""
    if adjustment is None:
        yield
        return
    words = f"{adjustment.year}: {adjustment.reason}"
    with ExitStack() as stack:
        # The history's context comes first: a statement is told of the adjustment where it was told of that.
        stack.enter_context(pghistory.context(adjustment=adjustment.pk, adjusting=words))
        before = _in_force.get()
        if before is None:
            stack.enter_context(connection.execute_wrapper(_name_what_is_in_force))
        token = _in_force.set(adjustment)
        try:
            yield
        finally:
            _in_force.reset(token)
            _forget_within_a_transaction(before)


@contextmanager
def adjusting(year: FinancialYear, *, by: User, reason: str, decided_by: str) -> Iterator[Adjustment]:
    """Record an adjustment of a closed year and save under it, whole or not at all.

    Raises IntegrityError where the year is open.
    """
    with transaction.atomic():
        adjustment = open_adjustment(year, by=by, reason=reason, decided_by=decided_by)
        with under(adjustment):
            yield adjustment
        end_adjustment(adjustment)


def _name_what_is_in_force(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    adjustment = _in_force.get()
    if adjustment is not None and sql.startswith(CHANGES_SOMETHING):
        sql = f"SELECT set_config('{SETTING}', '{adjustment.pk:d}', true); {sql}"
    return execute(sql, params, many, context)


def _forget_within_a_transaction(before: Adjustment | None) -> None:
    """Tell a transaction that goes on what was in force before; one that failed is rolled back to it."""
    if not connection.in_atomic_block:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config(%s, %s, true)", [SETTING, "" if before is None else str(before.pk)]
            )
    except Error:
        return
