"""Tables and charts of figures in a paper: grant and match, the duty's money, the 30% rule, reach."""

from __future__ import annotations

from vrp_portal.charts.divided import funding_by_district, of_figures, reach_by_district, reach_by_quarter
from vrp_portal.panel_paper.parts import Drawn, Sources, chart_with_table, figures_table
from vrp_portal.panel_paper.telling import heading, told_parts
from vrp_portal.panel_paper.words import FigureToken
from vrp_portal.periods import FinancialYear

NEXT, LAST = "next year", "last year"
REACH = ("people_24_and_under", "people_25_and_over", "professionals_trained")
AGES = REACH[:2]

GRANT = (
    ("Core grant", "core_grant_award"),
    ("Match asked for, as a share of the baseline", "match_percentage"),
    ("Match asked for", "match_required"),
    ("Match confirmed", "match_confirmed"),
)
DUTY = ("svd_labour", "svd_non_labour", "svd_total")
RULE = (
    ("Required", "high_impact_required"),
    ("Committed to interventions that count", "high_impact_committed"),
    ("Headroom on what is committed", "high_impact_headroom"),
    ("Spent so far on interventions that count", "high_impact_spent"),
    ("Headroom on what is spent", "high_impact_spent_headroom"),
    ("Committed to other core-funded interventions", "other_core_committed"),
)
INTERVENTIONS = (
    ("Core-funded interventions", "core_interventions"),
    ("of which count for the 30% rule", "high_impact_interventions"),
    ("of which do not", "other_core_interventions"),
    ("of which have no amount stated", "core_interventions_amount_not_stated"),
    ("SVD-funded interventions", "svd_interventions"),
)
TOKENS = tuple(
    FigureToken(key, year)
    for keys, years in (
        ([key for _, key in GRANT], ("", NEXT)),
        (DUTY, (LAST, "", NEXT)),
        ([key for _, key in (*RULE, *INTERVENTIONS)], ("",)),
    )
    for key in keys
    for year in years
)
"""Every single figure that a table of the paper states, so that they are read with those in its words."""


def grant_and_match(sources: Sources) -> Drawn:
    """The grant and the match of the paper's year and the next."""
    year = sources.scope.year
    rows = [(name, [FigureToken(key), FigureToken(key, NEXT)]) for name, key in GRANT]
    header = ("What", str(year), str(year.next()))
    return Drawn([figures_table("Core grant and match funding", header, rows, sources.teller)])


def duty_money(sources: Sources) -> Drawn:
    """What was allocated to the duty in the year before the paper's, in it, and in the next."""
    header = ("Financial year", "Labour", "Non-labour", "Total")
    rows = [
        (
            _in_words(FigureToken(DUTY[0], year).year_in(sources.scope.year)),
            [FigureToken(key, year) for key in DUTY],
        )
        for year in (LAST, "", NEXT)
    ]
    return Drawn([figures_table("Serious Violence Duty money allocated", header, rows, sources.teller)])


def delivery(sources: Sources) -> Drawn:
    """The 30% rule, the interventions by what pays for them, who was reached, and where the money goes."""
    header = ("What", str(sources.scope.year))
    drawn = Drawn(
        [
            figures_table(
                "The 30% rule", header, [(name, [FigureToken(key)]) for name, key in RULE], sources.teller
            ),
            figures_table(
                "Interventions funded",
                header,
                [(name, [FigureToken(key)]) for name, key in INTERVENTIONS],
                sources.teller,
            ),
        ]
    )
    _draw_reach(drawn, sources)
    _draw_districts(drawn, sources)
    return drawn


def _draw_reach(drawn: Drawn, sources: Sources) -> None:
    division = sources.reading.by_quarter(REACH)
    chart = reach_by_quarter(of_figures(division, AGES), heading=heading)
    whole = reach_by_quarter(division, heading=heading)
    drawn.charts.append(chart)
    drawn.blocks += chart_with_table(
        type(chart)(chart.id, chart.title, chart.summary, chart.figure, whole.table),
        told_parts(division, sources.scope, by="quarter"),
    )


def _draw_districts(drawn: Drawn, sources: Sources) -> None:
    division = sources.reading.by_district(("allocated", *AGES))
    money, people = of_figures(division, ("allocated",)), of_figures(division, AGES)
    for chart, shown in (
        (funding_by_district(money, heading=heading), money),
        (reach_by_district(people, heading=heading), people),
    ):
        drawn.charts.append(chart)
        drawn.blocks += chart_with_table(chart, told_parts(shown, sources.scope, by="district"))


def _in_words(year: FinancialYear) -> str:
    """The year; of the first there was the duty for its last quarter only (docs/rules.md 4)."""
    return f"{year} (January to March 2023)" if year == FIRST_YEAR_OF_DUTY else str(year)


FIRST_YEAR_OF_DUTY = FinancialYear(2022)
