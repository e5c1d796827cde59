"""A claim that was sent, as a workbook: typed cells, and totals that are formulas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from vrp_portal.claims.contents import Contents
from vrp_portal.claims.document import about
from vrp_portal.claims.models import Claim
from vrp_portal.tabular.text import cell_text

POUNDS = "[$£-809]#,##0.00"
HEADINGS = (
    "Purpose",
    "Spent in the quarter",
    "Adjustments of earlier quarters",
    "Claimed",
    "Spent in the year to date",
    "Budget of the year",
)
ADJUSTMENTS = ("Purpose", "Quarter", "Claim that is corrected", "Adjustment")


@dataclass(frozen=True, slots=True)
class Looks:
    bold: Format
    words: Format
    pounds: Format
    total: Format


def write_workbook(claim: Claim, contents: Contents, stream: BinaryIO) -> None:
    """Write a claim that was sent: its lines, its adjustments, and what it rests on."""
    with Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        made = datetime.combine(claim.sent_on, time()) if claim.sent_on else None
        workbook.set_properties({"title": f"Claim {claim.reference}", "created": made})
        looks = Looks(
            bold=workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            words=workbook.add_format({"text_wrap": True, "valign": "top"}),
            pounds=workbook.add_format({"num_format": POUNDS, "valign": "top"}),
            total=workbook.add_format({"num_format": POUNDS, "valign": "top", "bold": True}),
        )
        _write_lines(workbook.add_worksheet("Claim"), contents, looks)
        _write_adjustments(workbook.add_worksheet("Adjustments"), contents, looks)
        sheet = workbook.add_worksheet("About")
        sheet.set_column(0, 0, 42)
        sheet.set_column(1, 1, 60)
        for number, (what, value) in enumerate([("Claim", claim.reference), *about(claim, contents)]):
            sheet.write_string(number, 0, what, looks.bold)
            sheet.write_string(number, 1, cell_text(value), looks.words)


def _write_lines(sheet: Worksheet, contents: Contents, looks: Looks) -> None:
    _head(sheet, HEADINGS, looks)
    last = len(contents.rows) + 1
    adjusting = f"Adjustments!$A$2:$A${max(len(contents.adjustments), 1) + 1}"
    amounts = f"Adjustments!$D$2:$D${max(len(contents.adjustments), 1) + 1}"
    for number, row in enumerate(contents.rows, start=1):
        at = number + 1
        sheet.write_string(number, 0, cell_text(row.label), looks.words)
        sheet.write_number(number, 1, row.spent, looks.pounds)
        adjusted = f"=ROUND(SUMIFS({amounts},{adjusting},A{at}),2)"
        sheet.write_formula(number, 2, adjusted, looks.pounds, row.adjusted)
        sheet.write_formula(number, 3, f"=ROUND(B{at}+C{at},2)", looks.pounds, row.claimed)
        sheet.write_number(number, 4, row.to_date, looks.pounds)
        if row.budget is not None:
            sheet.write_number(number, 5, row.budget, looks.pounds)
    total = contents.total
    sums = (total.spent, total.adjusted, total.claimed, total.to_date, total.budget)
    _total(sheet, last, zip("BCDEF", sums, strict=True), looks)


def _write_adjustments(sheet: Worksheet, contents: Contents, looks: Looks) -> None:
    _head(sheet, ADJUSTMENTS, looks)
    for number, one in enumerate(contents.adjustments, start=1):
        words = (one.label, str(one.line.quarter), one.corrects.reference)
        for place, cell in enumerate(words):
            sheet.write_string(number, place, cell_text(cell), looks.words)
        sheet.write_number(number, 3, one.line.amount, looks.pounds)
    if contents.adjustments:
        _total(sheet, len(contents.adjustments) + 1, [("D", contents.total.adjusted)], looks)


def _head(sheet: Worksheet, headings: Sequence[str], looks: Looks) -> None:
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, len(headings) - 1, 20)
    sheet.freeze_panes(1, 0)
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, looks.bold)


def _total(sheet: Worksheet, number: int, sums: Iterable[tuple[str, Decimal | None]], looks: Looks) -> None:
    """The last row: a sum under each of these columns, with the portal's own value."""
    sheet.write_string(number, 0, "Total", looks.bold)
    for column, value in sums:
        if value is not None:
            formula = f"=ROUND(SUM({column}2:{column}{number}),2)"
            sheet.write_formula(f"{column}{number + 1}", formula, looks.total, value)
