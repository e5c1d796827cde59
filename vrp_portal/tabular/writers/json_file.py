"""JSON: for programs. Pounds are text, so that no program makes a float of them; people are numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import BinaryIO

from vrp_portal.tabular.sheet import Cell, Sheet, Stream, SumOf
from vrp_portal.tabular.text import cell_text


def write_json(sheet: Sheet | Stream, stream: BinaryIO) -> None:
    """Write the rows as a list of objects, by the columns' machine names."""
    stream.writelines(_rows(sheet))


def write_json_book(sheets: Sequence[Sheet | Stream], stream: BinaryIO, *, names: Sequence[str]) -> None:
    """Write several sheets as one object: {"tables": {name: [rows]}}."""
    stream.write(b'{"tables": {')
    for number, (name, sheet) in enumerate(zip(names, sheets, strict=True)):
        stream.write(f"{', ' if number else ''}{json.dumps(name)}: ".encode())
        stream.writelines(_rows(sheet))
    stream.write(b"}}\n")


def _rows(sheet: Sheet | Stream) -> Iterator[bytes]:
    names = [column.name for column in sheet.columns]
    yield b"["
    for number, row in enumerate(sheet.rows):
        said = {name: _value(cell) for name, cell in zip(names, row, strict=True)}
        yield f"{',' if number else ''}\n{json.dumps(said, ensure_ascii=False)}".encode()
    yield b"\n]\n"


def _value(cell: Cell) -> str | int | None:
    match cell:
        case Decimal():
            return f"{cell:f}"
        case SumOf():
            return f"{cell.amount:f}"
        case date():
            return cell.isoformat()
        case str():
            return cell_text(cell)
    return cell
