"""`manage.py figures`: every figure for a scope, for people as a table or for machines as JSON."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from vrp_portal.figures.registry import FIGURES, FigureResult, compute
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.scoped import ScopeForm
from vrp_portal.figures.values import plain


class Command(BaseCommand):
    help = "Print every figure for a financial year, as at a day, for West Yorkshire or one district."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", help="financial year, like 2023/24 (default: the latest with reach)")
        parser.add_argument("--as-at", help="day, like 2023-12-31 (default: today, or the year's last day)")
        parser.add_argument("--district", help="one of the five districts (default: all of West Yorkshire)")
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        scope = asked_scope(options)
        results = compute(FIGURES, scope)
        write_out(self, as_json(results, scope) if options["format"] == "json" else as_table(results, scope))


def write_out(command: BaseCommand, text: str) -> None:
    """Write what a command tells, for as long as anybody reads it."""
    try:
        command.stdout.write(text)
        command.stdout.flush()
    except BrokenPipeError:
        # Whoever read this has seen enough; Python would complain once more when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def asked_scope(options: dict[str, Any]) -> Scope:
    """The scope by the rules of the pages' own form. Raises CommandError that names the option."""
    form = ScopeForm({name: options[name] for name in ("year", "as_at", "district")}, district=None)
    for name, messages in form.errors.items():
        raise CommandError(f"--{name.replace('_', '-')}: {messages[0]}", returncode=2)
    return form.scope()


def as_table(results: dict[str, FigureResult], scope: Scope) -> str:
    """A line for each figure: key, value as pages show it, label."""
    key_width = max(len(key) for key in results)
    value_width = max(len(result.shown) for result in results.values())
    lines = [
        f"{key:<{key_width}}  {result.shown:>{value_width}}  {result.label}"
        for key, result in results.items()
    ]
    return "\n".join([str(scope), "", *lines])


def as_json(results: dict[str, FigureResult], scope: Scope) -> str:
    figures = {
        key: {
            "label": result.label,
            "unit": result.figure.unit.value,
            "value": result.plain,
            "definition": result.figure.definition,
            "records": records_of(result, results, scope),
        }
        for key, result in results.items()
    }
    return json.dumps({"scope": scope.as_json(), "figures": figures}, ensure_ascii=False, indent=2)


def records_of(
    result: FigureResult, results: dict[str, FigureResult], scope: Scope
) -> list[dict[str, str | None]]:
    """What a figure is made of: its records, or the figures that it is worked out from."""
    figure = result.figure
    if figure.records is None:
        return [{"record": f"figure {key}", "value": results[key].plain} for key in figure.parts]
    if not result.is_held:
        return []
    return [
        {"record": words, "value": plain(value, figure.unit)}
        for words, value in figure.records(scope).lines()
    ]
