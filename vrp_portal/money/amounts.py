"""Amounts of money in pounds, as Decimal: reading what people type, rounding, showing."""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

PENNY = Decimal("0.01")
MOST = Decimal("9999999999.99")
"""The most that a numeric(12,2) column holds."""

_WRITTEN = re.compile(
    r"(?P<sign>-?)\s*£?\s*(?P<minus>-?)"
    r"(?P<number>[0-9]{1,3}(?P<gap>[,\s])[0-9]{3}((?P=gap)[0-9]{3})*(\.[0-9]*)?|[0-9]+(\.[0-9]*)?|\.[0-9]+)"
)
_GAPS = re.compile(r"[,\s]")
_IN_BRACKETS = re.compile(r"\((?P<amount>[^()]*)\)")
_SHORT = re.compile(
    r"[(~<>\s£-]*[0-9][0-9.,]*\s*(k|m|mn|mil|mill|bn|b|thousand|hundred|grand|million|billion)\b.*",
    re.IGNORECASE,
)
_MINUS_AFTER = re.compile(r"£?\s*[0-9][0-9.,\s]*-")
_LEDGER = re.compile(r"£?\s*[0-9][0-9.,\s]*(cr|dr)\.?", re.IGNORECASE)


class AmountError(ValueError):
    """What was typed is not an amount of money; the message says why and how to write it."""


def parse_amount(text: str, *, allow_negative: bool = False) -> Decimal:
    """Read an amount in pounds as a person types it, exactly: nothing is rounded or guessed.

    An amount in brackets is less than nothing, as accounts have it. Raises AmountError for anything that
    isn't pounds and at most two decimals.

    >>> parse_amount("£1,316,424")
    Decimal('1316424.00')
    >>> parse_amount(" 1 316 424.5 ")
    Decimal('1316424.50')
    >>> parse_amount("(500.00)", allow_negative=True)
    Decimal('-500.00')
    >>> parse_amount("1e9")
    Traceback (most recent call last):
    vrp_portal.money.amounts.AmountError: “1e9” is not an amount of money. Write pounds in figures, \
for example 1,234.50.
    """
    written = text.strip().replace("−", "-")
    shown = text.strip()[:40]
    in_brackets = _IN_BRACKETS.fullmatch(written)
    found = _WRITTEN.fullmatch(f"-{in_brackets['amount'].strip()}" if in_brackets else written)
    if found is None or (found["sign"] and found["minus"]):
        raise AmountError(_why_no_amount(written, shown))
    amount = Decimal(found["sign"] + found["minus"] + _GAPS.sub("", found["number"]))
    if amount < 0 and not allow_negative:
        raise AmountError(f"“{shown}” is less than nothing. Write an amount of £0 or more.")
    if abs(amount) > MOST:
        raise AmountError(f"“{shown}” is too large. The most that can be held is {format_pounds(MOST)}.")
    if amount != amount.quantize(PENNY, rounding=ROUND_HALF_UP):
        raise AmountError(f"“{shown}” has fractions of a penny. Write no more than two decimals.")
    return amount.quantize(PENNY)


def why_short(text: str) -> str:
    """Why a number that is written short is refused, and what to write; nothing for any other text.

    >>> why_short("£3m")
    '“£3m” is short for a number. Write it in full, for example 1,200 for 1.2k.'
    >>> why_short("3,000,000")
    ''
    """
    if not _SHORT.fullmatch(text):
        return ""
    return f"“{text.strip()[:40]}” is short for a number. Write it in full, for example 1,200 for 1.2k."


def to_pennies(amount: Decimal) -> Decimal:
    """Round to the nearest penny, half a penny up (away from nothing), as PostgreSQL does.

    >>> to_pennies(Decimal("0.005")), to_pennies(Decimal("-0.005"))
    (Decimal('0.01'), Decimal('-0.01'))
    """
    return amount.quantize(PENNY, rounding=ROUND_HALF_UP)


def least_pennies(amount: Decimal) -> Decimal:
    """The smallest whole number of pennies that is not below `amount`.

    >>> least_pennies(Decimal("100.001"))
    Decimal('100.01')
    """
    return amount.quantize(PENNY, rounding=ROUND_CEILING)


def format_pounds(amount: Decimal) -> str:
    """Show an amount as it stands in a paper: pounds, thousands, two decimals.

    >>> format_pounds(Decimal("1316424"))
    '£1,316,424.00'
    >>> format_pounds(Decimal("-0.5"))
    '−£0.50'
    """
    rounded = to_pennies(amount)
    sign = "−" if rounded < 0 else ""
    return f"{sign}£{abs(rounded):,.2f}"


def _why_no_amount(written: str, shown: str) -> str:
    if _MINUS_AFTER.fullmatch(written):
        return f"“{shown}” has its minus after the number. Write the minus in front, for example -500."
    if _LEDGER.fullmatch(written):
        return (
            f"“{shown}” has CR or DR after the number. Write the number alone, with a minus in front where "
            "it is less than nothing."
        )
    return (
        why_short(written)
        or f"“{shown}” is not an amount of money. Write pounds in figures, for example 1,234.50."
    )
