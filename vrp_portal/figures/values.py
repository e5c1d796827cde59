"""A figure's value, and how it is written: for people, and in plain decimal for machines."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from vrp_portal.money import format_pounds, to_pennies

Value = Decimal | int | None

NOT_KNOWN = "Not known"


class Unit(StrEnum):
    POUNDS = "pounds"
    PEOPLE = "people"
    PERCENT = "percent"
    INTERVENTIONS = "interventions"
    NUMBER = "number"


def plain(value: Value, unit: Unit) -> str | None:
    """In plain decimal: two decimals for pounds and percent, none for counts.

    >>> plain(Decimal("1316424"), Unit.POUNDS), plain(53, Unit.INTERVENTIONS), plain(None, Unit.POUNDS)
    ('1316424.00', '53', None)
    """
    if value is None:
        return None
    if unit in {Unit.POUNDS, Unit.PERCENT}:
        return f"{to_pennies(Decimal(value)):.2f}"
    return str(value)


def shown(value: Value, unit: Unit) -> str:
    """As it stands on a page.

    >>> shown(Decimal("1316424"), Unit.POUNDS), shown(10630, Unit.PEOPLE), shown(Decimal("30"), Unit.PERCENT)
    ('£1,316,424.00', '10,630', '30.00%')
    """
    if value is None:
        return NOT_KNOWN
    if unit == Unit.POUNDS:
        return format_pounds(Decimal(value))
    if unit == Unit.PERCENT:
        return f"{to_pennies(Decimal(value)):.2f}%"
    return f"{value:,}"


def change_in_words(before: Value, after: Value, unit: Unit) -> str:
    """By how much a value is more or less than another; nothing where either isn't known.

    >>> change_in_words(Decimal("505500"), Decimal("674000"), Unit.POUNDS)
    '£168,500.00 more'
    >>> change_in_words(Decimal(20), Decimal("17.50"), Unit.PERCENT), change_in_words(3, 3, Unit.PEOPLE)
    ('2.50 percentage points less', 'No change')
    """
    if before is None or after is None:
        return ""
    if before == after:
        return "No change"
    difference = Decimal(after) - Decimal(before)
    amount = shown(abs(difference) if unit in {Unit.POUNDS, Unit.PERCENT} else abs(int(difference)), unit)
    if unit == Unit.PERCENT:
        amount = f"{abs(difference)} percentage points"
    return f"{amount} {'more' if difference > 0 else 'less'}"
