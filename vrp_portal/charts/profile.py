"""What was meant to be by the end of each quarter, beside what was."""

from __future__ import annotations

from collections.abc import Sequence

from vrp_portal.charts.chart import Chart, ChartTable
from vrp_portal.charts.lying import Bars, lying
from vrp_portal.figures.values import Unit, Value, shown
from vrp_portal.periods import Quarter


def against_profile(
    quarters: Sequence[Quarter],
    *,
    profile: Sequence[Value],
    actual: Sequence[Value],
    id: str,  # noqa: A002  # what HTML calls it
    title: str,
    summary: str,
    names: tuple[str, str] = ("Profile", "Spent"),
    unit: Unit = Unit.POUNDS,
    unit_title: str = "Pounds, from the start of the year",
) -> Chart:
    """Two values by the end of each quarter, from the year's start: hollow bars as meant, full as it was.

    The values are figures', added up over the quarters already; None is not known yet, and is a gap. Raises
    ValueError where there isn't a value of each for every quarter.
    """
    rows = tuple(zip(quarters, profile, actual, strict=True))
    parts = [f"By the end of Q{quarter.number}" for quarter in quarters]
    meant, was = ([_words(value, unit) for value in values] for values in (profile, actual))
    figure = lying(
        parts,
        [Bars(names[0], profile, meant, hollow=True), Bars(names[1], actual, was)],
        unit_title=unit_title,
        tickprefix="£" if unit == Unit.POUNDS else "",
        room=108,
    )
    table = ChartTable(
        header=("By the end of", *names),
        rows=tuple((str(quarter), _words(one, unit), _words(other, unit)) for quarter, one, other in rows),
        totals=(),
    )
    return Chart(id, title, summary, figure, table)


def _words(value: Value, unit: Unit) -> str:
    return "Not yet" if value is None else shown(value, unit)
