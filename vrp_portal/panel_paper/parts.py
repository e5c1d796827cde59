"""What is drawn into a section beneath its words: tables and charts of figures, lists of records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from vrp_portal.charts.chart import Chart, ChartTable
from vrp_portal.documents.model import Bullets, Heading, PageBreak, Paragraph, Table
from vrp_portal.figures.reading import Reading
from vrp_portal.figures.scope import Scope
from vrp_portal.panel_paper.telling import Teller, ToldFigure
from vrp_portal.panel_paper.words import FigureToken
from vrp_portal.programme.contents import ToldWorkstream


@dataclass(frozen=True, slots=True)
class FiguresTable:
    """A table with the figures that it states, each of which is frozen with the paper."""

    table: Table
    stated: tuple[ToldFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartPlace:
    """Where a chart stands. The picture is drawn apart, because not every machine can."""

    chart: str
    title: str
    alternative: str


Block = Heading | Paragraph | Bullets | FiguresTable | ChartPlace | PageBreak


@dataclass(slots=True)
class Drawn:
    """Blocks of a section, the charts that they have a place for, and whether anything is invented."""

    blocks: list[Block] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Sources:
    """What the parts of a paper are drawn from."""

    scope: Scope
    meeting_on: date
    teller: Teller
    reading: Reading
    programme: Mapping[str, ToldWorkstream]
    """What was done and is planned, by the key of each workstream."""


Part = Callable[[Sources], Drawn]


def figures_table(
    caption: str,
    header: Sequence[str],
    rows: Iterable[tuple[str, Sequence[FigureToken]]],
    teller: Teller,
) -> FiguresTable:
    """A table of single figures, each row with its name."""
    told = [(name, [teller[token] for token in tokens]) for name, tokens in rows]
    return FiguresTable(
        Table(
            caption,
            tuple(header),
            tuple((name, *(figure.shown for figure in figures)) for name, figures in told),
            numeric=frozenset(range(1, len(header))),
        ),
        tuple(figure for _, figures in told for figure in figures),
    )


def chart_with_table(chart: Chart, stated: Iterable[ToldFigure]) -> list[Block]:
    """A chart's place, and beneath it the same as a table."""
    return [
        ChartPlace(chart.id, chart.title, chart.summary),
        FiguresTable(_as_table(chart.title, chart.table), tuple(stated)),
    ]


def _as_table(caption: str, table: ChartTable) -> Table:
    return Table(
        caption, table.header, table.rows, table.totals, numeric=frozenset(range(1, len(table.header)))
    )
