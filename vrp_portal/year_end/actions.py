"""Opening and ending an adjustment of a closed year."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from vrp_portal.accounts.models import User
from vrp_portal.periods import FinancialYear
from vrp_portal.year_end.models import Adjustment


def open_adjustment(year: FinancialYear, *, by: User, reason: str, decided_by: str) -> Adjustment:
    """Record that a closed year is adjusted. Raises IntegrityError where the year is open."""
    now = timezone.now()
    return Adjustment.objects.create(
        year=year,
        reason=reason,
        decided_by=decided_by,
        recorded_by=by,
        recorded_at=now,
        lasts_until=now + timedelta(minutes=settings.ADJUSTMENT_MINUTES),
    )


@transaction.atomic
def end_adjustment(adjustment: Adjustment) -> Adjustment:
    """End an adjustment, so that nothing more is saved under it; one that has ended stays as it is."""
    current = Adjustment.objects.select_for_update().get(pk=adjustment.pk)
    if current.ended_at is None:
        current.ended_at = timezone.now()
        current.save(update_fields=["ended_at"])
    return current
