"""What the workbook tells, and the order of its worksheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from xlsxwriter import Workbook

from grants.models import HighImpactTerms
from interventions.models import Assessment
from vrp_portal.figures.definitions.high_impact import Moment
from vrp_portal.figures.registry import Division, FigureResult
from vrp_portal.figures.scope import Scope
from vrp_portal.high_impact.standing import JudgedLine
from vrp_portal.high_impact.workbook import sheets
from vrp_portal.high_impact.workbook.cells import Looks, Page
from vrp_portal.high_impact.workbook.lines import write_lines
from vrp_portal.high_impact.workbook.rule import write_rule


@dataclass(frozen=True, slots=True)
class Audit:
    """All that the workbook tells of a scope."""

    scope: Scope
    terms: HighImpactTerms | None
    results: Mapping[str, FigureResult]
    lines: Sequence[JudgedLine]
    by_district: Division
    moments: Sequence[Moment]
    overrides: Sequence[Assessment]


def write_audit(audit: Audit, stream: BinaryIO) -> None:
    """Write the workbook: the rule, its lines, the districts, the year, the overrides, and notes about it."""
    with Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"title": f"30% rule, {audit.scope}"})
        looks = Looks(workbook)

        def page(name: str) -> Page:
            return Page(workbook.add_worksheet(name), looks)

        write_rule(
            page("The rule"),
            scope=audit.scope,
            terms=audit.terms,
            results=audit.results,
            lines=len(audit.lines),
        )
        write_lines(page("Lines"), audit.lines)
        sheets.write_districts(page("By district"), audit.by_district, lines=len(audit.lines))
        sheets.write_year(page("Over the year"), audit.moments)
        sheets.write_overrides(page("Overrides"), audit.overrides)
        sheets.write_about(
            page("About"), audit.scope, illustrative=any(judged.illustrative for judged in audit.lines)
        )
