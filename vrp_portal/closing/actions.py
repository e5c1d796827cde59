"""Closing a year: its figures are kept as they stand, and nobody saves into it from then on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from vrp_portal.accounts.models import User
from vrp_portal.closing.standing import Values, fingerprint, values_of
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import FinancialYear
from vrp_portal.year_end.models import ClosedYear, FrozenFigure
from vrp_portal.year_end.rules import may_be_closed


class CannotBeClosed(ValueError):
    """A year can't be closed now; the message says why."""


@transaction.atomic
def close_year(
    year: FinancialYear, *, by: User, on: date, note: str = "", seen: str | None = None
) -> ClosedYear:
    """Close a year, once whoever is saving into it has done so, and keep every figure as it then stands.

    `seen` is the fingerprint of the figures that whoever closes it was shown. Raises CannotBeClosed where the
    year isn't over or the figures have moved since, and IntegrityError where it is closed already.
    """
    if not may_be_closed(year, today=on):
        raise CannotBeClosed(f"{year} ends on {year.ends:%d/%m/%Y}: it can be closed after that day.")
    closed = ClosedYear.objects.create(year=year, closed_on=on, closed_by=by, note=note)
    values = values_of(Scope(year, on))
    if seen is not None and seen != fingerprint(values):
        raise CannotBeClosed(
            "Somebody saved into the year since you opened this page, and figures have moved. "
            "Look at them again below, then close the year."
        )
    _keep(closed, values)
    return closed


def _keep(closed: ClosedYear, values: Values) -> None:
    FrozenFigure.objects.bulk_create(
        FrozenFigure(closing=closed, key=key, value=None if value is None else Decimal(value))
        for key, value in values.items()
    )
