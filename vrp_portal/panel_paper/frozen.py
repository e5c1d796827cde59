"""What is frozen of a paper: everything that it says, as text of which a hash proves that it is unchanged.

The text is JSON in one canonical form: keys in order, no gaps, no moment in it. The same records and words
give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from vrp_portal.documents.model import Bullets, Heading, PageBreak, Paragraph, Run, Runs, Table
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import Unit
from vrp_portal.panel_paper.composing import Composed, Placed, Request, Stated
from vrp_portal.panel_paper.parts import ChartPlace
from vrp_portal.panel_paper.telling import ToldFigure
from vrp_portal.periods import FinancialYear

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a paper says: of it every kind of file can be made."""

    request: Request
    blocks: tuple[Placed, ...]
    stated: tuple[Stated, ...]
    illustrative: bool

    @classmethod
    def of(cls, paper: Composed) -> Contents:
        """The contents of a paper as it is composed: each figure of a paragraph once."""
        stated = tuple(dict.fromkeys(paper.stated))
        return cls(paper.request, tuple(paper.blocks), stated, paper.illustrative)


def sha256(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def write_contents(contents: Contents) -> str:
    """Contents in their canonical form."""
    frozen = {
        "format": FORMAT,
        "paper": _request(contents.request),
        "illustrative": contents.illustrative,
        "figures": [_figure(one) for one in contents.stated],
        "blocks": [_block(block) for block in contents.blocks],
    }
    return json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_contents(content: str) -> Contents:
    """Contents from their canonical form."""
    frozen = json.loads(content)
    return Contents(
        _read_request(frozen["paper"]),
        tuple(_read_block(block) for block in frozen["blocks"]),
        tuple(_read_figure(figure) for figure in frozen["figures"]),
        frozen["illustrative"],
    )


def _request(request: Request) -> dict[str, str]:
    return {
        "title": request.title,
        "item": request.item,
        "meeting_on": request.meeting_on.isoformat(),
        "year": request.scope.year.label,
        "as_at": request.scope.as_at.isoformat(),
        "report_to": request.report_to,
        "report_of": request.report_of,
        "author": request.author,
    }


def _read_request(kept: dict[str, str]) -> Request:
    return Request(
        scope=_scope(kept),
        meeting_on=date.fromisoformat(kept["meeting_on"]),
        title=kept["title"],
        item=kept["item"],
        report_to=kept["report_to"],
        report_of=kept["report_of"],
        author=kept["author"],
    )


def _scope(kept: dict[str, str]) -> Scope:
    return Scope(FinancialYear.parse(kept["year"]), date.fromisoformat(kept["as_at"]))


def _figure(stated: Stated) -> dict[str, Any]:
    figure = stated.figure
    return {
        "paragraph": stated.paragraph,
        "key": figure.key,
        "accounted_for": figure.accounted_for,
        "year": figure.scope.year.label,
        "as_at": figure.scope.as_at.isoformat(),
        "by": figure.by,
        "part": figure.part,
        "label": figure.label,
        "definition": figure.definition,
        "unit": figure.unit.value,
        "value": figure.value,
        "shown": figure.shown,
    }


def _read_figure(kept: dict[str, Any]) -> Stated:
    figure = ToldFigure(
        key=kept["key"],
        scope=_scope(kept),
        label=kept["label"],
        definition=kept["definition"],
        unit=Unit(kept["unit"]),
        value=kept["value"],
        shown=kept["shown"],
        accounted_for=kept["accounted_for"],
        by=kept["by"],
        part=kept["part"],
    )
    return Stated(kept["paragraph"], figure)


def _block(block: Placed) -> dict[str, Any]:
    match block:
        case Heading():
            return {"is": "heading", "level": block.level, "text": block.text, "anchor": block.anchor}
        case Paragraph():
            return {"is": "paragraph", "number": block.number, "runs": _runs(block.runs)}
        case Bullets():
            return {"is": "bullets", "items": [_runs(item) for item in block.items]}
        case Table():
            return {
                "is": "table",
                "caption": block.caption,
                "header": block.header,
                "rows": block.rows,
                "totals": block.totals,
                "numeric": sorted(block.numeric),
            }
        case ChartPlace():
            return {
                "is": "chart",
                "chart": block.chart,
                "title": block.title,
                "alternative": block.alternative,
            }
        case PageBreak():
            return {"is": "page break"}


def _read_block(kept: dict[str, Any]) -> Placed:
    match kept["is"]:
        case "heading":
            return Heading(kept["level"], kept["text"], kept["anchor"])
        case "paragraph":
            return Paragraph(_read_runs(kept["runs"]), kept["number"])
        case "bullets":
            return Bullets(tuple(_read_runs(item) for item in kept["items"]))
        case "table":
            return Table(
                kept["caption"],
                tuple(kept["header"]),
                tuple(tuple(row) for row in kept["rows"]),
                tuple(kept["totals"]),
                frozenset(kept["numeric"]),
            )
        case "chart":
            return ChartPlace(kept["chart"], kept["title"], kept["alternative"])
        case _:
            return PageBreak()


def _runs(runs: Iterable[Run]) -> list[dict[str, Any]]:
    return [{"text": run.text, "link": run.link, "strong": run.strong} for run in runs]


def _read_runs(kept: list[dict[str, Any]]) -> Runs:
    return tuple(Run(run["text"], run["link"], run["strong"]) for run in kept)
