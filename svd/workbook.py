"""A return as a workbook to fill in offline: Annex A and Annex B, a sheet each, a line for each field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from xlsxwriter import Workbook as Writer

from svd.models import QuarterlyReturn
from svd.models.returns import ANNEX_A, ANNEX_B, POUNDS, REACHED
from vrp_portal.tabular.data import DataColumn, Means
from vrp_portal.tabular.reading.cells import RawCell, Workbook
from vrp_portal.tabular.reading.values import written
from vrp_portal.tabular.text import cell_text

SHEETS = {"Annex A": ANNEX_A, "Annex B": ANNEX_B}
HEADINGS = ("What", "Value", "How to fill it in")
FIRST_ROW = 4
"""The row of the first field, as a spreadsheet counts: title, return and headings stand above."""


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell that can't be read, and how to put it right."""

    cell: str
    what: str
    words: str

    @property
    def place(self) -> tuple[str, int]:
        """By which problems are told from the top of the first sheet to the end of the last."""
        sheet, _, cell = self.cell.partition("!")
        return sheet, int(cell[1:] or 0)


@dataclass(frozen=True, slots=True)
class Filled:
    """What a workbook says: each field as it would be typed, and the cell it stands in."""

    typed: dict[str, str]
    cells: dict[str, str]
    problems: list[CellProblem]


def label_of(name: str) -> str:
    """What a field is called."""
    words = str(QuarterlyReturn._meta.get_field(name).verbose_name)
    return words[:1].upper() + words[1:]


def title_of(record: QuarterlyReturn) -> str:
    """By which a workbook is known to belong to a return: its partnership and quarter."""
    return f"{record.csp}, {record.quarter}"


def write_return(record: QuarterlyReturn, stream: BinaryIO) -> None:
    """Write the workbook of a return with what it says so far."""
    with Writer(stream, {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        title, heading = (
            workbook.add_format({"bold": True, "font_size": 14}),
            workbook.add_format({"bold": True}),
        )
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        words = workbook.add_format(
            {"text_wrap": True, "valign": "top", "bg_color": "#FFF4D6", "num_format": "@"}
        )
        pounds = workbook.add_format(
            {"num_format": "[$£-809]#,##0.00", "valign": "top", "bg_color": "#FFF4D6"}
        )
        people = workbook.add_format({"num_format": "#,##0", "valign": "top", "bg_color": "#FFF4D6"})
        for name, fields in SHEETS.items():
            sheet = workbook.add_worksheet(name)
            sheet.set_column(0, 0, 44)
            sheet.set_column(1, 1, 60)
            sheet.set_column(2, 2, 60)
            sheet.write_string(0, 0, name, title)
            sheet.write_string(1, 0, cell_text(title_of(record)))
            for place, words_of in enumerate(HEADINGS):
                sheet.write_string(2, place, words_of, heading)
            for number, field in enumerate(fields, start=FIRST_ROW - 1):
                value = getattr(record, field)
                sheet.write_string(number, 0, label_of(field), wrapped)
                if field in POUNDS:
                    sheet.write_number(number, 1, value, pounds)
                elif field in REACHED:
                    sheet.write_number(number, 1, value, people)
                else:
                    sheet.write_string(number, 1, cell_text(value), words)
                sheet.write_string(number, 2, _how(field), wrapped)


def _how(field: str) -> str:
    if field in POUNDS:
        return "Pounds, for example 1,250.00"
    if field in REACHED:
        return "A whole number; 0 where nobody was reached"
    return "In words. Nothing about a person who could be recognised."


def read_return(workbook: Workbook, record: QuarterlyReturn) -> Filled:
    """What a workbook says of a return. A workbook of another return, or without a sheet, is a problem."""
    filled = Filled({}, {}, [])
    sheets = {sheet.name.strip().casefold(): sheet.rows for sheet in workbook.sheets}
    for name, fields in SHEETS.items():
        rows = sheets.get(name.casefold())
        if rows is None:
            filled.problems.append(
                CellProblem(
                    name, "The sheet", f"There is no sheet “{name}”. Fill in the workbook of this return."
                )
            )
            continue
        of = _cell(rows, 1, 0)
        if str(of or "").strip() != title_of(record):
            filled.problems.append(
                CellProblem(
                    f"{name}!A2",
                    "The return",
                    f"This is the workbook of “{of or 'nothing'}”, and the return is “{title_of(record)}”.",
                )
            )
            continue
        _read_fields(name, rows, fields, filled)
    return filled


def _read_fields(
    name: str, rows: Sequence[Sequence[RawCell]], fields: tuple[str, ...], filled: Filled
) -> None:
    places = {str(_cell(rows, number, 0) or "").strip().casefold(): number for number in range(len(rows))}
    for field in fields:
        number = places.get(label_of(field).casefold())
        if number is None:
            filled.problems.append(
                CellProblem(
                    name, label_of(field), "This line is missing. Start from the workbook of this return."
                )
            )
            continue
        cell = f"{name}!B{number + 1}"
        filled.cells[field] = cell
        for problem in _read(field, _cell(rows, number, 1), filled.typed):
            filled.problems.append(CellProblem(cell, label_of(field), problem))


def _read(field: str, value: RawCell, typed: dict[str, str]) -> Iterator[str]:
    means = Means.POUNDS if field in POUNDS else Means.PEOPLE if field in REACHED else Means.WORDS
    read = written(value, DataColumn(field, label_of(field), means))
    if read.problem:
        yield read.problem
        return
    typed[field] = read.text


def _cell(rows: Sequence[Sequence[RawCell]], row: int, column: int) -> RawCell:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None
