"""A file that somebody sent, as the rows of one kind of import: which sheet, which columns, which rows."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from django.conf import settings

from vrp_portal.periods import FinancialYear
from vrp_portal.tabular.data import DataColumn
from vrp_portal.tabular.imports.importer import Importer
from vrp_portal.tabular.imports.layout import Layout, find_layout, names_two
from vrp_portal.tabular.imports.problems import Place, Remark
from vrp_portal.tabular.imports.rows import RowReader
from vrp_portal.tabular.imports.template import version_of
from vrp_portal.tabular.reading import refusals
from vrp_portal.tabular.reading.cells import Limits, SheetCells, Unreadable, Workbook
from vrp_portal.tabular.reading.workbooks import read_workbook

Choices = Mapping[str, str]
"""For each heading, by its key, the name of the portal's column; empty where it is none."""


class WhichSheet(Exception):
    """Several sheets of a file could be meant."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"Several sheets could be meant: {', '.join(names)}.")
        self.names = list(names)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person chose where the file doesn't say it: the sheet, its columns, the year of quarters."""

    sheet: str = ""
    choices: Choices = field(default_factory=dict)
    year: FinancialYear | None = None


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file's rows of one kind, and how they are laid out."""

    workbook: Workbook
    layout: Layout
    reader: RowReader
    notices: tuple[Remark, ...] = ()
    problems: tuple[Remark, ...] = ()


def limits() -> Limits:
    """How large a file may be, by the settings."""
    return Limits(bytes=settings.IMPORT_MEGABYTES * 1_000_000, rows=settings.IMPORT_ROWS)


def read_within_limits(sent: BinaryIO) -> bytes:
    """The content of a file, of which no more is read than may be. Raises Unreadable."""
    size, most = sent.seek(0, os.SEEK_END), limits().bytes
    if size > most:
        raise refusals.too_large(size, most)
    sent.seek(0)
    return sent.read()


def open_workbook(content: bytes, filename: str) -> Workbook:
    """The file, within the limits that settings give. Raises Unreadable."""
    return read_workbook(io.BytesIO(content), filename, limits=limits())


def read_file(
    workbook: Workbook, importer: type[Importer], asked: Asked, *, remembered: Mapping[str, Choices]
) -> ReadFile:
    """The rows for an importer. `remembered` holds choices by the fingerprint of headings.

    Raises WhichSheet where several sheets have headings of this kind, and Unreadable where there is nothing
    to import.
    """
    _refuse_other_template(workbook, importer)
    columns = importer.columns()
    layout = _layout(workbook, columns, asked.sheet)
    choices = asked.choices or remembered.get(layout.fingerprint)
    if choices:
        layout = layout.chosen(choices)
    return ReadFile(
        workbook,
        layout,
        RowReader(layout, columns, year=asked.year),
        notices=tuple(_notices(workbook, layout)),
        problems=tuple(_problems(layout, columns)),
    )


def _layout(workbook: Workbook, columns: Sequence[DataColumn], wanted: str) -> Layout:
    visible = [sheet for sheet in workbook.sheets if not sheet.is_hidden and sheet.rows]
    if not visible:
        raise Unreadable("Every sheet that has something on it is hidden. Show the sheet to be imported.")
    found = [(sheet, find_layout(sheet, columns)) for sheet in visible if wanted in {"", sheet.name}]
    if not found:
        raise Unreadable(f"There is no sheet “{wanted}”. There is: {_named(visible)}.")
    fitting = [layout for _, layout in found if layout is not None and names_two(layout, columns)]
    if len(fitting) > 1:
        raise WhichSheet([layout.sheet.name for layout in fitting])
    layouts = fitting or [layout for _, layout in found if layout is not None]
    if not layouts:
        needed = ", ".join(column.label for column in columns if column.needed)
        raise Unreadable(
            f"No row of headings was found on {_named(sheet for sheet, _ in found)}. Put headings above the "
            f"columns; needed are: {needed}. The template has them all."
        )
    if len(layouts) > 1:
        raise WhichSheet([layout.sheet.name for layout in layouts])
    return layouts[0]


def _refuse_other_template(workbook: Workbook, importer: type[Importer]) -> None:
    """Refuse a template of another kind or an older version, by the name of the right one."""
    found = version_of(workbook)
    if found is None or found == (importer.kind, importer.version):
        return
    kind, version = found
    right = f"“{importer.label}, version {importer.version}”"
    if kind != importer.kind:
        raise Unreadable(f"This is the template for {kind}, version {version}, but here {right} is wanted.")
    raise Unreadable(
        f"This is version {version} of the template, which is no longer taken. Download {right}, and copy "
        "your rows into it."
    )


def _notices(workbook: Workbook, layout: Layout) -> list[Remark]:
    place = Place(layout.sheet.name)
    notices = []
    others = [sheet for sheet in workbook.sheets if sheet.name != layout.sheet.name and sheet.rows]
    if hidden := [sheet for sheet in others if sheet.is_hidden]:
        notices.append(Remark(place, f"Hidden, and so not read: {_named(hidden)}."))
    if unread := [sheet for sheet in others if not sheet.is_hidden]:
        notices.append(Remark(place, f"Only this sheet is imported. Not read: {_named(unread)}."))
    for heading in layout.ignored:
        words = f"“{heading.words}”" if heading.words else "without a heading"
        where = Place(layout.sheet.name, None, heading.column)
        notices.append(Remark(where, f"Column {heading.letters}, {words}, is not imported."))
    return notices


def _problems(layout: Layout, columns: Sequence[DataColumn]) -> list[Remark]:
    labels = {column.name: column.label for column in columns}
    place = Place(layout.sheet.name, layout.heading_row)
    problems = [
        Remark(place, f"Two columns could be “{labels[name]}”. Choose which under “Columns”.")
        for name in layout.doubtful
    ]
    problems += [
        Remark(
            place,
            f"There is no column “{column.label}”, without which rows can't be told apart. Add it, or say "
            "which column it is under “Columns”.",
        )
        for column in columns
        if column.needed and column.name not in layout.columns
    ]
    return problems


def _named(sheets: Sequence[SheetCells]) -> str:
    return ", ".join(f"“{sheet.name}”" for sheet in sheets)
