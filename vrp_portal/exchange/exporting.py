"""Tables of data as files: streamed, so that a long table takes no more memory than a short one."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO

from django.utils.dateformat import format as format_date

from vrp_portal.exchange.progress import Progress, nobody_is_told
from vrp_portal.tabular.data import DATA_TABLES, DataScope, DataTable
from vrp_portal.tabular.sheet import Cell, Stream
from vrp_portal.tabular.writers.csv_file import write_csv
from vrp_portal.tabular.writers.json_file import write_json, write_json_book
from vrp_portal.tabular.writers.ods_file import write_ods, write_ods_book
from vrp_portal.tabular.writers.xlsx_file import write_xlsx, write_xlsx_book

WRITERS: dict[str, Callable[[Stream, BinaryIO], None]] = {
    "csv": write_csv,
    "xlsx": write_xlsx,
    "ods": write_ods,
    "json": write_json,
}


class Counted:
    """Counts rows as they are read, and tells."""

    def __init__(self, progress: Progress) -> None:
        self.rows, self.progress = 0, progress

    def __call__(self, rows: Iterable[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
        for row in rows:
            yield row
            self.rows += 1
            if self.rows % 500 == 0:
                self.progress(self.rows, 0)


def write_table(
    table: DataTable, scope: DataScope, fmt: str, stream: BinaryIO, *, progress: Progress = nobody_is_told
) -> int:
    """Write a table of data, and return how many rows it has."""
    counted = Counted(progress)
    WRITERS[fmt](_stream(table, scope, counted), stream)
    return counted.rows


def write_all(scope: DataScope, fmt: str, stream: BinaryIO, *, progress: Progress = nobody_is_told) -> int:
    """Write every table of data into one file: a sheet for each; for CSV, an archive of files."""
    counted = Counted(progress)
    tables = list(DATA_TABLES.values())
    sheets = [_stream(table, scope, counted) for table in tables]
    names = [table.name for table in tables]
    match fmt:
        case "xlsx":
            write_xlsx_book(sheets, stream)
        case "ods":
            write_ods_book(sheets, stream)
        case "json":
            write_json_book(sheets, stream, names=names)
        case "csv":
            _write_archive(sheets, names, stream)
    return counted.rows


def ending_of_all(fmt: str) -> str:
    """The ending of the file with every table."""
    return "zip" if fmt == "csv" else fmt


def _stream(table: DataTable, scope: DataScope, counted: Counted) -> Stream:
    columns = tuple(column.spec for column in table.columns)
    return Stream(table.label, columns, counted(table.rows(scope)), notes=tuple(_notes(scope)))


def _notes(scope: DataScope) -> Iterator[str]:
    yield f"Financial year: {scope.year.label if scope.year else 'every year'}"
    yield f"As at: {format_date(scope.as_at, 'j F Y') if scope.as_at else 'all that stands'}"


def _write_archive(sheets: Sequence[Stream], names: Sequence[str], stream: BinaryIO) -> None:
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet, name in zip(sheets, names, strict=True):
            with archive.open(f"{name}.csv", "w") as part:
                write_csv(sheet, part)
