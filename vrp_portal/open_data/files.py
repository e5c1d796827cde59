"""The files that are published: the same for the page and for the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from vrp_portal.figures.scope import Scope
from vrp_portal.open_data.grants import Grant, grants, publisher
from vrp_portal.open_data.package import About, grants_sheet, meta_sheet, write_package
from vrp_portal.open_data.rules import Publisher
from vrp_portal.open_data.transparency import Spend, is_voluntary, spend, spend_sheet, voluntary_grants_sheet
from vrp_portal.tabular.exports import FORMATS, export_filename
from vrp_portal.tabular.sheet import Sheet
from vrp_portal.tabular.writers.csv_file import write_csv
from vrp_portal.tabular.writers.xlsx_file import write_xlsx, write_xlsx_book

CONTENT_TYPES = {"json": "application/json", **{name: fmt.content_type for name, fmt in FORMATS.items()}}
LABELS = {"json": "JSON", "xlsx": "Excel", "csv": "CSV"}


class NothingToPublish(ValueError):
    """A package of grants needs one at least."""


class Publication:
    """What is published of a year as at a day, read from the records once."""

    def __init__(self, scope: Scope, *, made_at: datetime, with_illustrative: bool = False) -> None:
        self.by: Publisher = publisher()
        self.about = About(scope, self.by, made_at, illustrative=with_illustrative)
        self.grants: list[Grant] = grants(scope, by=self.by, with_illustrative=with_illustrative)
        self.spend: list[Spend]
        self.spend_left_out: list[Spend]
        self.spend, self.spend_left_out = spend(scope, by=self.by, with_illustrative=with_illustrative)

    def filename(self, kind: str, fmt: str) -> str:
        """What a file holds, of which year and day, and whether it is only to look at."""
        scope = self.about.scope
        what = f"illustrative-{kind}" if self.about.illustrative else kind
        return export_filename(what, year=scope.year, as_at=scope.as_at, fmt=fmt)

    def write(self, kind: str, fmt: str, stream: BinaryIO) -> int:
        """Write a file, and return how many rows it has. Raises NothingToPublish."""
        KINDS[kind].write[fmt](self, stream)
        return self.rows(kind)

    def rows(self, kind: str) -> int:
        """How many rows a file has."""
        return KINDS[kind].rows(self)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: what it is called and holds, how many rows it has, and how each format is written."""

    label: str
    holds: str
    rows: Callable[[Publication], int]
    write: Mapping[str, Callable[[Publication, BinaryIO], None]]


def _json_of_grants(publication: Publication, stream: BinaryIO) -> None:
    write_package(_some(publication), publication.about, stream)


def _workbook_of_grants(publication: Publication, stream: BinaryIO) -> None:
    sheets = [grants_sheet(_some(publication), moments=False), meta_sheet(publication.about)]
    write_xlsx_book(sheets, stream)


def _csv_of_grants(publication: Publication, stream: BinaryIO) -> None:
    write_csv(grants_sheet(_some(publication), moments=True), stream)


def _some(publication: Publication) -> list[Grant]:
    if not publication.grants:
        scope = publication.about.scope
        raise NothingToPublish(
            f"There is no grant to publish for {scope.year} as at {scope.as_at:%d/%m/%Y}: every funding line "
            "is left out, and the page “Open data” says why."
        )
    return publication.grants


def _voluntary(publication: Publication) -> Sheet:
    return voluntary_grants_sheet(publication.grants, marked=publication.about.illustrative)


def _spend(publication: Publication) -> Sheet:
    return spend_sheet(publication.spend, marked=publication.about.illustrative)


KINDS: Mapping[str, Kind] = {
    "360giving": Kind(
        "Grants to organisations",
        "The 360Giving Data Standard, version 1.4",
        lambda publication: len(publication.grants),
        {"json": _json_of_grants, "xlsx": _workbook_of_grants, "csv": _csv_of_grants},
    ),
    "vcse-grants": Kind(
        "Grants to voluntary, community and social enterprise organisations",
        "The Local Government Transparency Code’s yearly table",
        lambda publication: sum(map(is_voluntary, publication.grants)),
        {
            "csv": lambda publication, stream: write_csv(_voluntary(publication), stream),
            "xlsx": lambda publication, stream: write_xlsx(_voluntary(publication), stream),
        },
    ),
    "spend": Kind(
        "Spend",
        "The Local Government Transparency Code’s table of spend, by quarter",
        lambda publication: len(publication.spend),
        {
            "csv": lambda publication, stream: write_csv(_spend(publication), stream),
            "xlsx": lambda publication, stream: write_xlsx(_spend(publication), stream),
        },
    ),
}
