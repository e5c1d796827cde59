"""Published figures beside what the records give for the same scope, and the sums that papers leave open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from vrp_portal.figures.registry import FIGURES, FigureResult, compute
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import Unit, Value, plain, shown
from vrp_portal.periods import FinancialYear
from vrp_portal.reports.models import Paper, PublishedFigure
from vrp_portal.reports.rules import Comparison, Precision, unstated_parts

UNITS = {
    PublishedFigure.Unit.POUNDS: Unit.POUNDS,
    PublishedFigure.Unit.PEOPLE: Unit.PEOPLE,
    PublishedFigure.Unit.PERCENT: Unit.PERCENT,
    PublishedFigure.Unit.NUMBER: Unit.INTERVENTIONS,
}
UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True)
class Line:
    """One published figure, or a sum of published parts, compared. `pk` is None for such a sum."""

    pk: int | None
    paper: Paper
    paragraph: str
    words: str
    unit: Unit
    comparison: Comparison
    figure_key: str
    scope: Scope | None
    written: str = ""
    """The explanation that was written, or that the records give."""

    @property
    def published(self) -> str:
        """As it was stated: about 500 people."""
        before = self.comparison.precision.before_the_number
        told = f"{before}{shown(_value(self.comparison.published, self.unit), self.unit)}"
        return told[:1].upper() + told[1:]

    @property
    def recorded(self) -> str:
        return shown(_value(self.comparison.recorded, self.unit), self.unit) if self.is_recorded else ""

    @property
    def is_recorded(self) -> bool:
        return self.comparison.recorded is not None

    @property
    def agrees(self) -> bool | None:
        return self.comparison.agrees

    @property
    def difference(self) -> str:
        """The difference in words."""
        difference = self.comparison.difference
        if difference is None:
            return "Not recorded in the portal"
        if self.agrees:
            return self.comparison.precision.agreement
        amount = shown(_value(abs(difference), self.unit), self.unit)
        return f"{amount} {'more' if difference > 0 else 'less'} than published"

    @property
    def explanation(self) -> str:
        """What was written; where nothing was, 'unexplained' if records and paper differ."""
        return self.written or (UNEXPLAINED if self.agrees is False else "")

    @property
    def may_be_explained(self) -> bool:
        """Whether there is a difference to explain, or an explanation to change, of a published figure."""
        return self.pk is not None and (self.agrees is False or bool(self.written))

    def as_json(self) -> dict[str, str | None]:
        """Numbers in plain decimal, as `manage.py figures` gives them."""
        comparison = self.comparison
        return {
            "paper": str(self.paper),
            "paragraph": self.paragraph,
            "words": self.words,
            "published": plain(_value(comparison.published, self.unit), self.unit),
            "recorded": plain(_value(comparison.recorded, self.unit), self.unit),
            "difference": plain(_value(comparison.difference, self.unit), self.unit),
            "explanation": self.explanation,
        }


def compared(year: FinancialYear | None, *, as_at: date) -> list[Line]:
    """Every figure of the papers that state one of the year, or of every paper; in the order of the papers.

    Each is compared in its own year and as at its own day; one that has no day, as at `as_at`. The records
    are asked once for each year and day that the papers state.
    """
    papers = Paper.objects.all() if year is None else Paper.objects.filter(figures__year=year).distinct()
    published = list(
        PublishedFigure.objects.filter(paper__in=papers)
        .select_related("paper", "district")
        .order_by("-paper__meeting_on", "paper", "pk")
    )
    results = _results(published, as_at=as_at)
    lines = [_line(figure, results, as_at=as_at) for figure in published]
    return list(_with_sums(lines, results))


def _scope(figure: PublishedFigure, *, as_at: date) -> Scope | None:
    """The scope in which the records are asked; None where the portal has no such figure."""
    if figure.figure_key not in FIGURES or figure.year is None:
        return None
    return Scope(figure.year, figure.as_at or as_at, figure.district)


def _results(published: Iterable[PublishedFigure], *, as_at: date) -> dict[Scope, dict[str, FigureResult]]:
    """The recorded figures of each scope, and the parts of those that are divided, in one batch a scope."""
    keys: dict[Scope, set[str]] = defaultdict(set)
    for figure in published:
        scope = _scope(figure, as_at=as_at)
        if scope is not None:
            keys[scope] |= {figure.figure_key, *FIGURES[figure.figure_key].made_of}
    return {scope: compute(sorted(wanted), scope) for scope, wanted in keys.items()}


def _line(figure: PublishedFigure, results: dict[Scope, dict[str, FigureResult]], *, as_at: date) -> Line:
    scope = _scope(figure, as_at=as_at)
    recorded = None if scope is None else results[scope][figure.figure_key].value
    return Line(
        pk=figure.pk,
        paper=figure.paper,
        paragraph=figure.paragraph,
        words=figure.words,
        unit=UNITS[PublishedFigure.Unit(figure.unit)],
        comparison=Comparison(
            figure.value, Precision(figure.precision), None if recorded is None else Decimal(recorded)
        ),
        figure_key=figure.figure_key,
        scope=scope,
        written=figure.explanation,
    )


def _with_sums(lines: list[Line], results: dict[Scope, dict[str, FigureResult]]) -> Iterator[Line]:
    """The lines, and after the last of a whole's published parts their sum, where that isn't the whole."""
    exact: dict[tuple[Paper, Scope], dict[str, Line]] = defaultdict(dict)
    for line in lines:
        if line.scope is not None and line.comparison.precision == Precision.EXACT:
            exact[line.paper, line.scope].setdefault(line.figure_key, line)
    sums: dict[int | None, list[Line]] = defaultdict(list)
    for (_, scope), stated in exact.items():
        for whole in stated.values():
            made_of = FIGURES[whole.figure_key].made_of
            parts = [part for part in stated.values() if part.figure_key in made_of]
            if len(parts) > 1 and sum(_published(parts)) != whole.comparison.published:
                sums[parts[-1].pk].append(_sum_of(parts, whole, results[scope]))
    for line in lines:
        yield line
        yield from sums[line.pk]


def _sum_of(parts: list[Line], whole: Line, results: dict[str, FigureResult]) -> Line:
    """The published parts added up, beside the recorded whole."""
    numbers = " + ".join(shown(_value(number, whole.unit), whole.unit) for number in _published(parts))
    stated_whole = shown(_value(whole.comparison.published, whole.unit), whole.unit)
    total = sum(_published(parts), Decimal(0))
    return replace(
        whole,
        pk=None,
        paragraph=", ".join(dict.fromkeys(part.paragraph for part in parts)),
        words=f"{FIGURES[whole.figure_key].label}: {numbers}, where {whole.paragraph} says {stated_whole}",
        comparison=Comparison(total, Precision.EXACT, whole.comparison.recorded),
        written=_what_is_not_stated(parts, whole, total, results),
    )


def _what_is_not_stated(
    parts: list[Line], whole: Line, total: Decimal, results: dict[str, FigureResult]
) -> str:
    """What the paper leaves out, as recorded, where that is exactly what its parts lack; else nothing."""
    stated = {part.figure_key for part in parts}
    left_out = [results[key] for key in FIGURES[whole.figure_key].made_of if key not in stated]
    recorded = whole.comparison.recorded
    unstated = sum((Decimal(result.value or 0) for result in left_out), Decimal(0))
    if recorded is None or not unstated_parts(recorded, total, unstated):
        return ""
    told = " and ".join(f"{result.shown} ({result.label.lower()})" for result in left_out if result.value)
    return f"The paper does not state the rest, which the records have: {told}."


def _published(lines: Iterable[Line]) -> list[Decimal]:
    return [line.comparison.published for line in lines]


def _value(number: Decimal | None, unit: Unit) -> Value:
    """A number as its unit writes it: counts whole."""
    if number is None or unit in {Unit.POUNDS, Unit.PERCENT}:
        return number
    return int(number) if number == int(number) else number
