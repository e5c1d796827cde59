"""Changes that are the same for records of every domain."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db import transaction

from vrp_portal.records.models import Withdrawable


class WithdrawnAlready(ValueError):
    """Somebody else withdrew the record meanwhile; the message says which."""


Record = TypeVar("Record", bound=Withdrawable)


@transaction.atomic
def withdraw(record: Record, *, on: date, reason: str) -> Record:
    """Withdraw a record from a day on, with a reason; figures as at earlier days still count it.

    Raises WithdrawnAlready where it is withdrawn already, so that a first reason is never lost.
    """
    current = type(record)._base_manager.select_for_update().get(pk=record.pk)
    if current.is_withdrawn:
        raise WithdrawnAlready(f"{record} is withdrawn already.")
    current.withdrawn_on, current.withdrawn_reason = on, reason
    current.save(update_fields=["withdrawn_on", "withdrawn_reason"])
    return current
