"""Changes of match funding that move it from one state to another."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from grants.models import MatchContribution
from vrp_portal.records.actions import WithdrawnAlready


@transaction.atomic
def date_steps(
    contribution: MatchContribution, *, confirmed_on: date | None, evidenced_on: date | None
) -> MatchContribution:
    """Say when a contribution was confirmed and evidenced; without a day it has not come so far.

    Raises WithdrawnAlready where it was withdrawn meanwhile.
    """
    current = MatchContribution.objects.select_for_update().get(pk=contribution.pk)
    if current.is_withdrawn:
        raise WithdrawnAlready(f"{contribution} is withdrawn already.")
    current.confirmed_on, current.evidenced_on = confirmed_on, evidenced_on
    current.save(update_fields=["confirmed_on", "evidenced_on"])
    return current
