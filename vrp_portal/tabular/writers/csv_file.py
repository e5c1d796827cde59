"""CSV: the rows alone, for a ledger. UTF-8 with a byte order mark, without which Excel misreads £."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import BinaryIO

from vrp_portal.tabular.sheet import Cell, ColumnSpec, Kind, Sheet, Stream, SumOf
from vrp_portal.tabular.text import cell_text, harmless


def write_csv(sheet: Sheet | Stream, stream: BinaryIO) -> None:
    """Write `sheet` with its headings in the first line and its totals, if any, in the last.

    Pounds are plain decimals (1316424.00), percentages end in %, dates are 2023-12-31. Numbers stay
    numbers, a negative one too; only text is kept from running as a formula.
    """
    lines = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(lines)
    writer.writerow(harmless(cell_text(column.label)) for column in sheet.columns)
    for row in sheet.all_rows:
        writer.writerow(_field(cell, column=column) for cell, column in zip(row, sheet.columns, strict=True))
    lines.detach()


def _field(cell: Cell, *, column: ColumnSpec) -> str:
    match cell:
        case None:
            return ""
        case str():
            return harmless(cell_text(cell))
        case date():
            return cell.isoformat()
        case Decimal() if column.kind is Kind.PERCENT:
            return f"{cell:f}%"
        case Decimal():
            return f"{cell:f}"
        case SumOf():
            return f"{cell.amount:f}"
    return str(cell)
