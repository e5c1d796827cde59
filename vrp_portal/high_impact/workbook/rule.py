"""The first worksheet: the terms as inputs, and everything else worked out from them and from the lines."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from grants.models import HighImpactTerms
from vrp_portal.figures.registry import FigureResult
from vrp_portal.figures.scope import Scope
from vrp_portal.high_impact.workbook.cells import Page
from vrp_portal.high_impact.workbook.lines import ALLOCATED, FORECAST, SPENT, sum_of

TO_CHANGE = "As recorded; change it to see what follows."
REQUIRED = '=IF(OR(B3="",B4=""),"",ROUNDUP(ROUND(B3*100*B4/100,4),0)/100)'
SHARE = (
    '=IF(OR(B7="",N(B3)=0),"",IF(AND(B8*100<B4*B3,ROUND(B8/B3,4)>=B4/100),ROUNDDOWN(B8/B3,4),ROUND(B8/B3,4)))'
)
MET = '=IF(B11="","Can\'t be judged",IF(B11>=0,"Met","Not met"))'


def write_rule(
    page: Page,
    *,
    scope: Scope,
    terms: HighImpactTerms | None,
    results: Mapping[str, FigureResult],
    lines: int,
) -> None:
    """The terms stand in B3 to B6, what is worked out from B7 on."""

    def value(key: str) -> Any:
        return results[key].value

    looks = page.looks
    page.widths(46, 24, 80)
    page.headings(0, "The 30% rule", str(scope), "")
    page.headings(1, "What", "Value", "How it is worked out")
    inputs = (
        ("Core grant award", value("core_grant_award"), looks.input_pounds),
        ("Share that the rule asks for, in percent", terms and terms.percentage, looks.input_number),
        ("Evidence that moderate impact needs, of 5", terms and terms.minimum_confidence, looks.input_number),
        ("Money that decides", terms and terms.basis, looks.input_words),
    )
    for number, (what, recorded, look) in enumerate(inputs, start=2):
        page.row(number, what, recorded, TO_CHANGE, looks=[None, look])
    for number, (what, key, formula, how) in enumerate(_worked_out(lines), start=6):
        page.row(number, what, None, how)
        page.formula(number, 1, formula, looks.pounds, value(key))
    share, deciding = value("high_impact_share"), value("high_impact_deciding_headroom")
    page.row(14, "Share of the grant", None, "Committed, of the award. Never rounded up into what is asked.")
    page.formula(14, 1, SHARE, looks.percent, None if share is None else share / 100)
    page.row(15, "Is the rule met?", None, "Where the headroom that decides is not less than nothing.")
    page.formula(15, 1, MET, looks.plain, _met(deciding))
    for number, (what, key, formula) in enumerate(_not_counting(lines), start=17):
        page.row(number, what, None, "")
        page.formula(number, 1, formula, looks.pounds, value(key))


def _worked_out(lines: int) -> tuple[tuple[str, str, str, str], ...]:
    """What is worked out, in B7 to B14: its name, the figure that it is, its formula, and how in words."""
    return (
        ("Required", "high_impact_required", REQUIRED, "The share of the award, up to a whole penny."),
        (
            "Committed",
            "high_impact_committed",
            f"={sum_of(ALLOCATED, 'Yes', lines=lines)}",
            "Allocated to lines that count.",
        ),
        (
            "Spent to date",
            "high_impact_spent",
            f"={sum_of(SPENT, 'Yes', lines=lines)}",
            "Spent on lines that count.",
        ),
        (
            "Forecast to year end",
            "high_impact_forecast",
            f"={sum_of(FORECAST, 'Yes', lines=lines)}",
            "Forecast on lines that count: all that is allocated, or what those that have ended spent.",
        ),
        (
            "Headroom that decides",
            "high_impact_deciding_headroom",
            '=IF(B6="spent",B13,B12)',
            "Of money committed or spent, by the terms.",
        ),
        (
            "Headroom on money committed",
            "high_impact_headroom",
            _less_required("B8"),
            "Negative is a shortfall.",
        ),
        (
            "Headroom on money spent",
            "high_impact_spent_headroom",
            _less_required("B9"),
            "Negative is still to be spent.",
        ),
        (
            "Headroom on the forecast",
            "high_impact_forecast_headroom",
            _less_required("B10"),
            "Negative is a shortfall at the end of the year.",
        ),
    )


def _not_counting(lines: int) -> tuple[tuple[str, str, str], ...]:
    """What doesn't count, and what isn't assessed: its name, the figure that it is, its formula."""
    return tuple(
        (what, key, f"={sum_of(column, verdict, lines=lines)}")
        for what, key, column, verdict in (
            ("Committed, assessed, does not count", "assessed_not_counting_committed", ALLOCATED, "No"),
            ("Committed, not assessed", "without_assessment_committed", ALLOCATED, "Not assessed"),
            ("Spent, assessed, does not count", "assessed_not_counting_spent", SPENT, "No"),
            ("Spent, not assessed", "without_assessment_spent", SPENT, "Not assessed"),
        )
    )


def _less_required(cell: str) -> str:
    return f'=IF(B7="","",ROUND({cell}-B7,2))'


def _met(headroom: Decimal | None) -> str:
    if headroom is None:
        return "Can't be judged"
    return "Met" if headroom >= 0 else "Not met"
