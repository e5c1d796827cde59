"""`manage.py reconcile`: every published figure beside the recorded one, as a table or as JSON."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from vrp_portal.figures.management.commands.figures import asked_scope, write_out
from vrp_portal.reports.comparison import Line, compared


class Command(BaseCommand):
    help = "Compare every figure of the papers that state one of a financial year with the records."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", help="financial year, like 2023/24 (default: the latest with reach)")
        parser.add_argument("--as-at", help="day, like 2023-12-31 (default: today, or the year's last day)")
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        scope = asked_scope(options | {"district": None})
        lines = compared(scope.year, as_at=scope.as_at)
        write_out(self, as_json(lines) if options["format"] == "json" else as_table(lines))


def as_json(lines: list[Line]) -> str:
    published = [line.as_json() for line in lines]
    return json.dumps({"published": published}, ensure_ascii=False, indent=2)


def as_table(lines: list[Line]) -> str:
    """A line for each figure, under the paper that states it."""
    if not lines:
        return "No paper that states a figure of this year is kept."
    rows = [
        (line.paragraph, line.words, line.published, line.recorded or "-", line.difference) for line in lines
    ]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    told, paper = [], None
    for line, row in zip(lines, rows, strict=True):
        if line.paper != paper:
            paper = line.paper
            told += [str(paper), ""]
        cells = "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        told.append(f"{cells}  {line.explanation}".rstrip())
    return "\n".join(told)
