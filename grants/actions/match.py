"""Changes of match funding that move it from one state to another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files import File
from django.db import transaction

from grants.models import MatchContribution, MatchEvidence
from grants.models.match import PERIOD, VALUATION
from vrp_portal.accounts.models import User
from vrp_portal.records.actions import WithdrawnAlready


class SaidAlready(ValueError):
    """Somebody else has said it meanwhile; what a ledger says stays."""


@transaction.atomic
def date_steps(
    contribution: MatchContribution, *, confirmed_on: date | None, evidenced_on: date | None
) -> MatchContribution:
    """Say when a contribution was confirmed and evidenced; without a day it has not come so far.

    Raises WithdrawnAlready where it was withdrawn meanwhile.
    """
    current = _standing(contribution)
    current.confirmed_on, current.evidenced_on = confirmed_on, evidenced_on
    current.save(update_fields=["confirmed_on", "evidenced_on"])
    return current


@transaction.atomic
def state_valuation(contribution: MatchContribution, *, said: Mapping[str, Any]) -> MatchContribution:
    """Say how a contribution that was recorded without it is valued, and which period it covers.

    `said` are fields of VALUATION and PERIOD by name. Raises WithdrawnAlready where the contribution was
    withdrawn meanwhile, and SaidAlready where somebody else has said it differently.
    """
    current = _standing(contribution)
    for names in (VALUATION, PERIOD):
        if getattr(current, names[0]) and any(getattr(current, name) != said[name] for name in names):
            raise SaidAlready(f"How {contribution} is valued has been said already: open its page.")
    for name in (*VALUATION, *PERIOD):
        setattr(current, name, said[name])
    current.save(update_fields=[*VALUATION, *PERIOD])
    return current


@transaction.atomic
def attach_evidence(
    contribution: MatchContribution, file: File[bytes], *, name: str, content_type: str, by: User
) -> MatchEvidence:
    """Attach a file that shows what a contribution was worth.

    Raises WithdrawnAlready where the contribution was withdrawn meanwhile.
    """
    evidence = MatchEvidence(
        contribution=_standing(contribution),
        name=name,
        content_type=content_type,
        size=file.size or 0,
        added_by=by,
    )
    evidence.file.save(name, file, save=False)
    evidence.save()
    return evidence


def _standing(contribution: MatchContribution) -> MatchContribution:
    """The contribution as it is now, locked. Raises WithdrawnAlready."""
    current = MatchContribution.objects.select_for_update().get(pk=contribution.pk)
    if current.is_withdrawn:
        raise WithdrawnAlready(f"{contribution} is withdrawn already.")
    return current
