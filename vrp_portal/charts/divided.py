"""Charts of divided figures: by quarter, by district, by whatever else figures are divided by.

Pure functions of figure results. A hidden count has no value, so it is a gap in the picture and [c] in the
table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from vrp_portal.charts.chart import Chart, ChartTable
from vrp_portal.charts.house import LABELLED, drawing
from vrp_portal.charts.lying import Bars, drawn, lying
from vrp_portal.figures.registry import Division, Figure, FigureResult, Slice
from vrp_portal.periods import Quarter

Heading = Callable[[Figure], str]

MOST_REACHED, FEWEST = "Most people aged 24 or under were reached in", "fewest in"


def bars_by_quarter(
    division: Division,
    *,
    id: str,  # noqa: A002  # what HTML calls it
    title: str,
    summary: str,
    heading: Heading,
    axis_title: str,
    tickprefix: str = "",
) -> Chart:
    """Bars that stand, a group for each quarter: `division` is by quarter, and each figure is a series.

    `heading` writes the column headings of the table, which may be links. This is for counts: amounts with
    pence don't fit above bars side by side, so lay them (`bars_across`).
    """
    figure = go.Figure(
        [
            go.Bar(
                name=of.label,
                x=[_short(part.value) for part, _ in division.rows],
                y=[drawn(results[place].value) for _, results in division.rows],
                text=[results[place].shown for _, results in division.rows],
                **LABELLED,
            )
            for place, of in enumerate(division.figures)
        ]
    )
    figure.update_layout(
        barmode="group",
        yaxis={"rangemode": "tozero", "title": {"text": axis_title}, "tickprefix": tickprefix},
    )
    return Chart(id, title, summary, drawing(figure), _table(division, first="Quarter", heading=heading))


def bars_across(
    division: Division,
    *,
    id: str,  # noqa: A002  # what HTML calls it
    title: str,
    summary: str,
    unit_title: str,
    heading: Heading,
    first: str = "District",
    tickprefix: str = "",
    room: int = 64,
) -> Chart:
    """Bars that lie, so that the names of their parts can be read; the first part is at the top.

    `first` heads the table's column of parts. `room` is how many pixels the longest bar leaves for its label.
    """
    figure = lying(
        [part.label for part, _ in division.rows],
        [
            Bars(
                of.label,
                [results[place].value for _, results in division.rows],
                [results[place].shown for _, results in division.rows],
            )
            for place, of in enumerate(division.figures)
        ],
        unit_title=unit_title,
        tickprefix=tickprefix,
        room=room,
    )
    return Chart(id, title, summary, figure, _table(division, first=first, heading=heading))


def reach_by_quarter(division: Division, *, heading: Heading) -> Chart:
    """People by age in each quarter: `division` is by quarter, of people aged 24 or under first."""
    return bars_by_quarter(
        division,
        id="reach-by-quarter",
        title="People reached by quarter and age",
        summary=_over_quarters(division),
        heading=heading,
        axis_title="People",
    )


def funding_by_district(division: Division, *, heading: Heading) -> Chart:
    """Money allocated in each district: `division` is by district, of one figure in pounds."""
    return bars_across(
        division,
        id="funding-by-district",
        title="Money allocated by district",
        summary=_among_districts(division, most="Most money is allocated to", least="least to"),
        unit_title="Pounds",
        heading=heading,
        tickprefix="£",
        room=96,
    )


def reach_by_district(division: Division, *, heading: Heading) -> Chart:
    """People by age in each district: `division` is by district, of people aged 24 or under first."""
    return bars_across(
        division,
        id="reach-by-district",
        title="People reached by district and age",
        summary=_among_districts(division, most=MOST_REACHED, least=FEWEST),
        unit_title="People",
        heading=heading,
        room=48,
    )


def of_figures(division: Division, keys: Iterable[str]) -> Division:
    """The columns of a division that belong to these figures."""
    wanted = set(keys)
    places = [place for place, figure in enumerate(division.figures) if figure.key in wanted]
    return Division(
        figures=tuple(division.figures[place] for place in places),
        rows=tuple((part, tuple(results[place] for place in places)) for part, results in division.rows),
        total=tuple(division.total[place] for place in places),
    )


def _over_quarters(division: Division) -> str:
    """How reach of the first figure went from quarter to quarter."""
    known = _known(division)
    if not known:
        return "There is no count to show for a quarter that had ended by then."
    (first_part, first), (_, last) = known[0], known[-1]
    if len(division.rows) == 1:
        return f"{first.shown} people aged 24 or under were reached in {first_part.label}."
    some_hidden = len(known) < len(division.rows)
    rises = [after.value > before.value for (_, before), (_, after) in pairwise(known)]  # type: ignore[operator]  # known counts only
    falls = [after.value < before.value for (_, before), (_, after) in pairwise(known)]  # type: ignore[operator]  # known counts only
    if not some_hidden and (all(rises) or all(falls)):
        went = "rose" if rises[0] else "fell"
        return f"Reach {went} each quarter, from {first.shown} to {last.shown} people aged 24 or under."
    return _extremes(known, most=MOST_REACHED, least=FEWEST, some_hidden=some_hidden)


def _among_districts(division: Division, *, most: str, least: str) -> str:
    """Which district has most of the first figure, and which least."""
    districts = [(part, results) for part, results in division.rows if part.value is not None]
    known = [(part, results[0]) for part, results in districts if results[0].value is not None]
    if not any(result.value for _, result in known):
        return "There is nothing to show by district."
    return _extremes(known, most=most, least=least, some_hidden=len(known) < len(districts))


def _extremes(
    known: Sequence[tuple[Slice, FigureResult]], *, most: str, least: str, some_hidden: bool = False
) -> str:
    """The largest and the smallest in a sentence, which says so where some counts are hidden."""
    (top, highest), (bottom, lowest) = max(known, key=_value), min(known, key=_value)
    if len(known) == 1:
        sentence = f"{top.label} has {highest.shown}."
    elif highest.value == lowest.value:
        sentence = f"Each has {highest.shown}."
    else:
        sentence = f"{most} {top.label} ({highest.shown}), {least} {bottom.label} ({lowest.shown})."
    return f"{sentence} This leaves aside counts that are hidden." if some_hidden else sentence


def _known(division: Division) -> list[tuple[Slice, FigureResult]]:
    """The parts whose value of the first figure is known and not hidden."""
    return [(part, results[0]) for part, results in division.rows if results[0].value is not None]


def _value(row: tuple[Slice, FigureResult]) -> Any:
    return row[1].value


def _table(division: Division, *, first: str, heading: Heading) -> ChartTable:
    return ChartTable(
        header=(first, *(heading(figure) for figure in division.figures)),
        rows=tuple((part.label, *_shown(results)) for part, results in division.rows),
        totals=("Total", *_shown(division.total)),
    )


def _shown(results: Sequence[FigureResult]) -> tuple[str, ...]:
    return tuple(result.shown for result in results)


def _short(quarter: Quarter) -> str:
    """A quarter on two short lines, which fit under a bar on a phone: Q1 above Apr–Jun."""
    return f"Q{quarter.number}<br>{quarter.starts:%b}–{quarter.ends:%b}"
