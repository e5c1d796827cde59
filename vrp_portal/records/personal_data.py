"""What looks like somebody's personal data in free text. Only counts are kept here, never a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

NOT_FOR_PERSONAL_DATA = (
    "Do not write anything about a person who could be recognised: "
    "no names, dates of birth, addresses or numbers."
)

_NHS_NUMBER = re.compile(r"(?<!\d)(\d{3})[ -]?(\d{3})[ -]?(\d{4})(?!\d)")
_DATE_OF_BIRTH = re.compile(
    r"\b(born|d\.?o\.?b\.?|date of birth|birthday)\b\W{0,5}(on\W)?\W{0,3}"
    r"(\d{1,2}(st|nd|rd|th)?[ ./-](\d{1,2}|[a-z]{3,9})[ ./-]\d{2,4}|\d{4}-\d{1,2}-\d{1,2})",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\d£,.])(\+44\s?\(?0?\)?|0)(\d[\s()-]?){9,10}(?!\d)")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", re.IGNORECASE)


def looks_personal(text: str) -> Iterator[str]:
    """The kinds of personal data that a text seems to hold, in words; what was found is not repeated.

    >>> list(looks_personal("Call 0113 496 0000 or write to a@example.org"))
    ['a phone number', 'an e-mail address']
    >>> list(looks_personal("45 young people in 2023/24, £12,500 for 12 weeks"))
    []
    """
    if any(_is_nhs_number("".join(found.groups())) for found in _NHS_NUMBER.finditer(text)):
        yield "an NHS number"
    if _DATE_OF_BIRTH.search(text):
        yield "a date of birth"
    if _PHONE.search(text):
        yield "a phone number"
    if _POSTCODE.search(text):
        yield "a postcode"
    if _EMAIL.search(text):
        yield "an e-mail address"


def _is_nhs_number(digits: str) -> bool:
    """Whether ten digits pass the NHS number's check (modulus 11)."""
    weighted = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    check = 11 - weighted % 11
    return check != 10 and check % 11 == int(digits[9])
