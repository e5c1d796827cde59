"""Every core funding line with its rating, and the formula that says whether it counts."""

from __future__ import annotations

from collections.abc import Sequence

from interventions.rules import Counting
from vrp_portal.high_impact.standing import JudgedLine
from vrp_portal.high_impact.workbook.cells import Page

COUNTING = {
    Counting.ALWAYS: "always",
    Counting.WITH_HIGH_CONFIDENCE: "with high evidence",
    Counting.NEVER: "never",
}
HEADINGS = (
    "Reference",
    "Intervention",
    "District",
    "Approach",
    "Impact",
    "Impact counts",
    "Evidence, of 5",
    "Rating in force from",
    "Allocated",
    "Spent to date",
    "Forecast to year end",
    "Counts",
    "Why, as the portal says",
    "Illustrative",
)
DISTRICT, ALLOCATED, SPENT, FORECAST, COUNTS = "C", "I", "J", "K", "L"
"""The columns that the other worksheets refer to."""

FIRST_ROW = 2
"""The row of the first line, as a spreadsheet counts: under the headings."""


def cells_of(column: str, *, lines: int) -> str:
    """All cells of a column of the lines, as formulas of other worksheets refer to them."""
    return f"Lines!${column}${FIRST_ROW}:${column}${FIRST_ROW + max(lines, 1) - 1}"


def sum_of(column: str, verdict: str, *, lines: int, in_district: str = "") -> str:
    """The sum of a column over the lines of a verdict, to the penny; perhaps of one district alone."""
    district = f",{cells_of(DISTRICT, lines=lines)},{in_district}" if in_district else ""
    amounts, verdicts = cells_of(column, lines=lines), cells_of(COUNTS, lines=lines)
    return f'ROUND(SUMIFS({amounts},{verdicts},"{verdict}"{district}),2)'


def write_lines(page: Page, lines: Sequence[JudgedLine]) -> None:
    page.widths(15, 42, 22, 30, 20, 18, 12, 20, 16, 16, 18, 18, 66, 12)
    page.sheet.freeze_panes(1, 0)
    page.headings(0, *HEADINGS)
    for number, judged in enumerate(lines, start=FIRST_ROW - 1):
        _write_line(page, number, judged)
    page.sheet.autofilter(0, 0, max(len(lines), 1), len(HEADINGS) - 1)


def _write_line(page: Page, number: int, judged: JudgedLine) -> None:
    rating, looks = judged.rating, page.looks
    page.row(
        number,
        judged.intervention.reference,
        judged.intervention.name,
        judged.where,
        rating and rating.approach.name,
        rating and rating.impact.word,
        rating and COUNTING[Counting(rating.impact.counting)],
        rating and rating.evidence_confidence,
        rating and rating.in_force_from,
        judged.allocated,
        judged.spent,
        judged.forecast,
        None,
        judged.reason,
        "Yes" if judged.illustrative else "No",
        looks=[None] * 5 + [looks.input_words, looks.input_number, looks.day] + [looks.input_pounds] * 3,
    )
    page.formula(number, HEADINGS.index("Counts"), _counts(number + 1), looks.plain, verdict_of(judged))


def _counts(row: int) -> str:
    """What a line's impact and evidence make of it: the rule of docs/rules.md 1 as a formula."""
    qualifies = f'IF(AND(F{row}="with high evidence",ISNUMBER(G{row}),G{row}>=\'The rule\'!$B$5),"Yes","No")'
    return f'=IF(F{row}="","Not assessed",IF(F{row}="always","Yes",{qualifies}))'


def verdict_of(judged: JudgedLine) -> str:
    """The portal's verdict as the worksheet words it."""
    return {True: "Yes", False: "No", None: "Not assessed"}[judged.counts]
