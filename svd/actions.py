"""Changes of Serious Violence Duty money that touch several rows."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from svd.models import Allocation
from vrp_portal.records.actions import withdraw


@transaction.atomic
def withdraw_allocation(allocation: Allocation, *, on: date, reason: str) -> Allocation:
    """Withdraw an allocation together with its shares, which are nothing without it.

    Raises WithdrawnAlready where it is withdrawn already.
    """
    withdrawn = withdraw(allocation, on=on, reason=reason)
    for share in allocation.shares.filter(withdrawn_on__isnull=True):
        withdraw(share, on=on, reason=reason)
    return withdrawn
