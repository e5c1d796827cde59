"""How the 30% rule moved over the year, as a picture and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

import plotly.graph_objects as go

from vrp_portal.charts.chart import Chart, ChartTable
from vrp_portal.charts.house import drawing
from vrp_portal.charts.lying import drawn
from vrp_portal.figures.definitions.high_impact import Moment
from vrp_portal.money import format_pounds


def over_the_year(moments: Sequence[Moment], *, summary: str) -> Chart | None:
    """Required, committed and spent over the year, a step on each day of change; the table month by month."""
    if not moments:
        return None
    days = [moment.day.isoformat() for moment in moments]
    figure = go.Figure(
        [
            _steps("Required", days, [moment.committed.required for moment in moments], dash="dash"),
            _steps("Committed", days, [moment.committed.deployed for moment in moments]),
            _steps("Spent to date", days, [moment.spent.deployed for moment in moments]),
        ]
    )
    figure.update_layout(
        yaxis={"rangemode": "tozero", "tickprefix": "£", "title": {"text": "Pounds"}},
        xaxis={"type": "date", "tickformat": "%b<br>%Y", "nticks": 7},
        hovermode="x unified",
    )
    return Chart(
        id="rule-over-the-year",
        title="The 30% rule over the year",
        summary=summary,
        figure=drawing(figure),
        table=ChartTable(
            header=("As at", "Required", "Committed", "Spent to date"),
            rows=tuple(_row(moment) for moment in month_by_month(moments)),
            totals=(),
        ),
    )


def month_by_month(moments: Sequence[Moment]) -> list[Moment]:
    """How it stood at the end of each month in which it changed: the last moment of each."""
    return [list(of_month)[-1] for _, of_month in groupby(moments, key=lambda it: _month(it.day))]


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _row(moment: Moment) -> tuple[str, ...]:
    return (
        f"{moment.day.day} {moment.day:%B %Y}",
        format_pounds(moment.committed.required),
        format_pounds(moment.committed.deployed),
        format_pounds(moment.spent.deployed),
    )


def _steps(name: str, days: Sequence[str], amounts: Sequence[Any], *, dash: str = "solid") -> go.Scatter:
    return go.Scatter(
        name=name,
        x=list(days),
        y=[drawn(amount) for amount in amounts],
        mode="lines",
        line={"shape": "hv", "width": 3, "dash": dash},
        text=[format_pounds(amount) for amount in amounts],
        hovertemplate="%{text}<extra>%{fullData.name}</extra>",
    )
