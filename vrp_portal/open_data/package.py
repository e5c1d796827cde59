"""Grants as a 360Giving package: its fields by name for JSON, by title for a spreadsheet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any, BinaryIO

from django.utils import timezone

from vrp_portal.figures.scope import Scope
from vrp_portal.open_data.grants import Grant
from vrp_portal.open_data.rules import LOCAL_AUTHORITY_SCOPE, Party, Publisher, geo_code_type, moment
from vrp_portal.tabular.sheet import Cell, ColumnSpec, Kind, Sheet

VERSION = "1.4"
CURRENCY = "GBP"
Value = str | Decimal | date | datetime


@dataclass(frozen=True, slots=True)
class About:
    """What a package says about itself."""

    scope: Scope
    publisher: Publisher
    made_at: datetime
    illustrative: bool = False

    @property
    def fields(self) -> dict[tuple[str, ...], Value]:
        """Each field by its path: what it is called in JSON and, with colons, in a spreadsheet."""
        year, as_at = self.scope.year, self.scope.as_at
        marked = "Illustrative, not real grants: " if self.illustrative else ""
        return {
            ("version",): VERSION,
            ("title",): f"{marked}{self.publisher.name}, grants {year}",
            ("description",): (
                f"{marked}Grants to organisations for the financial year {year}, as at {as_at:%d/%m/%Y}. "
                "Grants with a regrant type are given on by their recipient and appear again as its own "
                "grants: leave them out when adding up."
            ),
            ("issued",): timezone.localtime(self.made_at).date(),
            ("modified",): self.made_at,
            ("identifier",): f"{self.publisher.stem}-grants-{year.slug}",
            ("publisher", "identifier"): self.publisher.party.identifier,
            ("publisher", "name"): self.publisher.name,
            ("license",): self.publisher.licence,
        }


Path = tuple[str | int, ...]

TITLES = {
    "id": "Identifier",
    "title": "Title",
    "description": "Description",
    "currency": "Currency",
    "amountAwarded": "Amount Awarded",
    "awardDate": "Award Date",
    "plannedDates": "Planned Dates",
    "startDate": "Start Date",
    "endDate": "End Date",
    "recipientOrganization": "Recipient Org",
    "fundingOrganization": "Funding Org",
    "name": "Name",
    "charityNumber": "Charity Number",
    "companyNumber": "Company Number",
    "grantProgramme": "Grant Programme",
    "code": "Code",
    "beneficiaryLocation": "Beneficiary Location",
    "countryCode": "Country Code",
    "geoCode": "Geographic Code",
    "geoCodeType": "Geographic Code Type",
    "locationScope": "Location Scope",
    "regrantType": "For Regrant Type",
    "dateModified": "Last Modified",
}
"""The standard's title of each field, which is its heading in a spreadsheet."""
META_TITLES = {"license": "License"}


def fields_of(grant: Grant) -> dict[Path, Value]:
    """Each field of a grant by its path. A field that is empty is left out, as the standard asks."""
    fields: dict[Path, Value] = {
        ("id",): grant.identifier,
        ("title",): grant.title,
        ("description",): grant.description,
        ("currency",): CURRENCY,
        ("amountAwarded",): grant.amount,
        ("awardDate",): grant.awarded_on,
        ("plannedDates", 0, "startDate"): grant.starts_on,
        ("plannedDates", 0, "endDate"): grant.ends_on,
        **_fields_of_party("recipientOrganization", grant.recipient),
        **_fields_of_party("fundingOrganization", grant.funder),
        ("grantProgramme", 0, "code"): grant.programme[0],
        ("grantProgramme", 0, "title"): grant.programme[1],
        ("locationScope",): LOCAL_AUTHORITY_SCOPE if grant.districts else "",
        ("regrantType",): grant.regrant_type,
        ("dateModified",): grant.modified,
    }
    for place, district in enumerate(grant.districts):
        fields |= {
            ("beneficiaryLocation", place, "name"): district.name,
            ("beneficiaryLocation", place, "countryCode"): "GB",
            ("beneficiaryLocation", place, "geoCode"): district.ons_code,
            ("beneficiaryLocation", place, "geoCodeType"): geo_code_type(district.ons_code),
        }
    return {path: value for path, value in fields.items() if value != ""}


def _fields_of_party(role: str, party: Party) -> dict[Path, Value]:
    return {
        (role, 0, "id"): party.identifier,
        (role, 0, "name"): party.name,
        (role, 0, "charityNumber"): party.charity_number,
        (role, 0, "companyNumber"): party.company_number,
    }


def write_package(grants: Sequence[Grant], about: About, stream: BinaryIO) -> None:
    """Write the package as JSON. An amount is a number with its pennies, by way of no float."""
    package = _nested(about.fields)
    package["grants"] = [_nested(fields_of(grant)) for grant in grants]
    stream.writelines(piece.encode() for piece in _json(package))
    stream.write(b"\n")


def grants_sheet(grants: Sequence[Grant], *, moments: bool) -> Sheet:
    """The grants by the standard's titles, a row each. With `moments`, days are text as in JSON.

    A true date in a workbook is read as the same moment by the standard's tools; CSV has no dates.
    """
    rows = [fields_of(grant) for grant in grants]
    paths = sorted(dict.fromkeys(path for row in rows for path in row), key=_place)
    columns = tuple(
        ColumnSpec("/".join(map(str, path)), heading(path), _kind(rows, path, moments=moments))
        for path in paths
    )
    return Sheet(
        "grants",
        columns,
        tuple(tuple(_cell(row.get(path), moments=moments) for path in paths) for row in rows),
    )


def meta_sheet(about: About) -> Sheet:
    """What the package says about itself, a field a row. The standard's sheet has no headings, so that the
    first field stands where they would."""
    first, *others = (
        (":".join(_meta_title(part) for part in path), str(_cell(value, moments=True)))
        for path, value in about.fields.items()
    )
    columns = (ColumnSpec("field", first[0]), ColumnSpec("value", first[1]))
    return Sheet("Meta", columns, tuple(others))


def heading(path: Path) -> str:
    """A field's heading: the titles of its path, arrays numbered.

    >>> heading(("recipientOrganization", 0, "id"))
    'Recipient Org:0:Identifier'
    """
    return ":".join(str(part) if isinstance(part, int) else TITLES[part] for part in path)


def _meta_title(part: str) -> str:
    return META_TITLES.get(part, part.capitalize())


_ORDER = list(TITLES)
_LOCATIONS_LAST = len(_ORDER)


def _place(path: Path) -> tuple[int, ...]:
    """Where a column stands: the order of `TITLES`, locations after all others since they are many."""
    first = _LOCATIONS_LAST if path[0] == "beneficiaryLocation" else _ORDER.index(str(path[0]))
    return (first, *(part if isinstance(part, int) else _ORDER.index(part) for part in path[1:]))


def _kind(rows: Sequence[Mapping[Path, Value]], path: Path, *, moments: bool) -> Kind:
    match next(row[path] for row in rows if path in row):
        case Decimal():
            return Kind.POUNDS
        case datetime():
            return Kind.TEXT
        case date():
            return Kind.TEXT if moments else Kind.DATE
    return Kind.TEXT


def _cell(value: Value | None, *, moments: bool) -> Cell:
    match value:
        case datetime():
            return value.isoformat(timespec="seconds")
        case date():
            return moment(value) if moments else value
    return value


def _nested(fields: Mapping[Any, Value]) -> dict[str, Any]:
    """Fields by path as objects within objects; a number in a path is a place in a list."""
    whole: dict[str, Any] = {}
    for path, value in fields.items():
        inner: Any = whole
        for part, following in pairwise(path):
            empty: Any = [] if isinstance(following, int) else {}
            if isinstance(part, int):
                if len(inner) == part:
                    inner.append(empty)
                inner = inner[part]
            else:
                inner = inner.setdefault(part, empty)
        inner[path[-1]] = value
    return whole


def _json(value: Any, indent: str = "\n") -> Iterator[str]:
    deeper = f"{indent}  "
    match value:
        case dict():
            for number, (key, part) in enumerate(value.items()):
                yield f"{',' if number else '{'}{deeper}{json.dumps(key)}: "
                yield from _json(part, deeper)
            yield f"{indent}}}"
        case list():
            for number, part in enumerate(value):
                yield f"{',' if number else '['}{deeper}"
                yield from _json(part, deeper)
            yield f"{indent}]"
        case Decimal():
            yield f"{value:f}"
        case _:
            yield json.dumps(_cell(value, moments=True), ensure_ascii=False)
