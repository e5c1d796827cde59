"""Identifiers, days and texts as the 360Giving standard has them: plain functions of plain values.

The standard is at https://standard.threesixtygiving.org, version 1.4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

NOT_REGISTERED = "PREFIX-NOT-SET"
"""What stands for the publisher's prefix as long as none is set. Files with it are not for publishing."""
COMMON_REGRANT = "FRG010"
"""Of the code list of regrant types: given to one organisation, which gives it on to others as grants."""
LOCAL_AUTHORITY_SCOPE = "GLS050"
"""Of the code list of location scopes: districts, and metropolitan counties such as West Yorkshire."""
LONGEST_TITLE = 139
"""The standard asks for titles of less than 140 characters."""

_GEO_CODE_TYPES = {"E06": "UA", "E07": "NMD", "E08": "MD", "E09": "LONB"}


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation that gives or gets a grant."""

    identifier: str
    name: str
    charity_number: str = ""
    company_number: str = ""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes: the prefix that 360Giving gave it, its own identifier, and the licence's address."""

    prefix: str
    own_identifier: str
    name: str
    licence: str

    @property
    def stem(self) -> str:
        """What leads the identifiers that the publisher makes itself."""
        return self.prefix or NOT_REGISTERED

    @property
    def party(self) -> Party:
        """The publisher as the funder of its grants."""
        return Party(self.own_identifier or f"{self.stem}-PUBLISHER", self.name)

    def grant_id(self, *parts: str) -> str:
        """A grant's identifier from the parts of its reference in the portal.

        >>> Publisher("360G-example", "", "Example", "").grant_id("VRP-2023-014", "core", "2023")
        '360G-example-VRP-2023-014-core-2023'
        """
        return "-".join((self.stem, *parts))

    def organisation_id(self, *, charity_number: str, company_number: str, key: int) -> str:
        """An organisation's identifier: by its charity number, else its company number, else its own key.

        Numbers are text and keep their leading zeros.

        >>> publisher = Publisher("360G-example", "", "Example", "")
        >>> publisher.organisation_id(charity_number="0123456", company_number="00123456", key=7)
        'GB-CHC-0123456'
        >>> publisher.organisation_id(charity_number="", company_number="00123456", key=7)
        'GB-COH-00123456'
        >>> publisher.organisation_id(charity_number="", company_number="", key=7)
        '360G-example-ORG-7'
        """
        if charity_number:
            return f"GB-CHC-{charity_number}"
        if company_number:
            return f"GB-COH-{company_number}"
        return f"{self.stem}-ORG-{key}"


def moment(day: date) -> str:
    """A day as the standard's full date-time: its first moment.

    The schema takes a plain day only from who checks formats, a date-time from everybody. Tools that read a
    true date from a spreadsheet make the same of it.

    >>> moment(date(2023, 5, 1))
    '2023-05-01T00:00:00+00:00'
    """
    return f"{day.isoformat()}T00:00:00+00:00"


def title_of(words: str) -> str:
    """Words short enough for a title.

    >>> title_of("Mentoring"), len(title_of("m" * 200))
    ('Mentoring', 139)
    """
    if len(words) <= LONGEST_TITLE:
        return words
    return f"{words[: LONGEST_TITLE - 1].rstrip()}…"


def geo_code_type(ons_code: str) -> str:
    """What kind of district a code of the Office for National Statistics names, by the standard's code list.

    >>> geo_code_type("E08000035")
    'MD'
    """
    return _GEO_CODE_TYPES[ons_code[:3]]


def period_within(
    *, starts: date, ends: date, starts_on: date | None, ends_on: date | None
) -> tuple[date, date]:
    """The days that a grant of a financial year is for: the year, or what of it the work takes.

    Work outside the year says nothing about the grant, which then is for all of the year.

    >>> period_within(starts=date(2023, 4, 1), ends=date(2024, 3, 31), starts_on=date(2022, 9, 1),
    ...     ends_on=date(2023, 12, 31))
    (datetime.date(2023, 4, 1), datetime.date(2023, 12, 31))
    """
    first = max(starts, starts_on or starts)
    last = min(ends, ends_on or ends)
    return (first, last) if first <= last else (starts, ends)
