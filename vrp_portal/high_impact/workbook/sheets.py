"""The worksheets beside the rule and its lines: districts, the year, overrides, and notes."""

from __future__ import annotations

from collections.abc import Sequence

from interventions.models import Assessment
from vrp_portal.figures.definitions.high_impact import Moment
from vrp_portal.figures.registry import Division
from vrp_portal.figures.scope import Scope
from vrp_portal.high_impact.workbook.cells import Page
from vrp_portal.high_impact.workbook.lines import ALLOCATED, FORECAST, SPENT, sum_of


def write_districts(page: Page, division: Division, *, lines: int) -> None:
    """What counts in each district, worked out from the lines. `division`: committed, spent, forecast."""
    page.widths(30, 22, 22, 22)
    page.headings(0, "District", "Committed that counts", "Spent that counts", "Forecast that counts")
    for number, (part, results) in enumerate(division.rows, start=1):
        page.row(number, part.label)
        for place, (column, result) in enumerate(zip((ALLOCATED, SPENT, FORECAST), results, strict=True), 1):
            of_district = sum_of(column, "Yes", lines=lines, in_district=f"$A{number + 1}")
            page.formula(number, place, f"={of_district}", page.looks.pounds, result.value)
    total = len(division.rows) + 1
    page.headings(total, "Total")
    for place, (column, result) in enumerate(zip("BCD", division.total, strict=True), 1):
        page.formula(
            total, place, f"=ROUND(SUM({column}2:{column}{total}),2)", page.looks.pounds, result.value
        )


def write_year(page: Page, moments: Sequence[Moment]) -> None:
    """How the rule stood on each day on which it changed."""
    page.widths(20, 20, 22, 20, 24)
    page.headings(0, "As at", "Award", "Committed that counts", "Spent that counts", "Headroom on committed")
    pounds = page.looks.pounds
    for number, moment in enumerate(moments, start=1):
        committed = moment.committed
        page.row(
            number,
            moment.day,
            committed.award,
            committed.deployed,
            moment.spent.deployed,
            looks=[page.looks.day, pounds, pounds, pounds],
        )
        row = number + 1
        headroom = f"=ROUND(C{row}-ROUNDUP(ROUND(B{row}*100*'The rule'!$B$4/100,4),0)/100,2)"
        page.formula(number, 4, headroom, pounds, committed.headroom)


def write_overrides(page: Page, overrides: Sequence[Assessment]) -> None:
    """The overrides relied on, with their reasons. Who made them is for the portal alone to say."""
    page.widths(50, 70, 20, 20, 80)
    page.headings(0, "Intervention", "Relies on", "Reference date", "Approved on", "Reason")
    for number, override in enumerate(overrides, start=1):
        page.row(
            number,
            str(override.intervention),
            override.rating.in_words,
            override.reference_on,
            override.decided_on,
            override.note,
        )


def write_about(page: Page, scope: Scope, *, illustrative: bool) -> None:
    """What a reader must know about the workbook."""
    notes = [
        f"The 30% rule for {scope}.",
        "High impact counts at any evidence confidence; moderate impact counts from the evidence that the "
        "terms name. What is not assessed does not count.",
        "Cells in yellow are inputs. Everything else is worked out from them: change an input, and the "
        "answer follows.",
        "Committed is what was allocated by the day. Spent is of quarters that had ended by the day.",
    ]
    if illustrative:
        notes.append(
            "Some lines are illustrative: invented to show how the portal works, not records of something "
            "real. They have “Yes” in the last column of “Lines”."
        )
    page.widths(100)
    for number, note in enumerate(notes):
        page.row(number, note)
