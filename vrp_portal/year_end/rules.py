"""When a financial year may be closed, and how far a figure has moved since."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from vrp_portal.periods.calendar import FinancialYear


def may_be_closed(year: FinancialYear, *, today: date) -> bool:
    """Whether a year is over: it is closed once its 31 March has passed, and not on that day.

    >>> may_be_closed(FinancialYear(2023), today=date(2024, 3, 31))
    False
    >>> may_be_closed(FinancialYear(2023), today=date(2024, 4, 1))
    True
    """
    return today > year.ends


def moved_since(frozen: Decimal | None, now: Decimal | None) -> Decimal | None:
    """By how much a figure has moved since its year was closed; nothing where it stands as it did.

    A value that was not known counts as nothing, so that one that is known since has moved by all of it.

    >>> moved_since(Decimal("100.00"), Decimal("99.99"))
    Decimal('-0.01')
    >>> moved_since(Decimal("100.00"), Decimal("100.00")), moved_since(None, None)
    (None, None)
    >>> moved_since(None, Decimal("5.00"))
    Decimal('5.00')
    """
    if frozen == now:
        return None
    return (now or Decimal(0)) - (frozen or Decimal(0))
