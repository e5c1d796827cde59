"""Figures as a paper tells them: read for the public, each with its scope and its definition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from vrp_portal.figures.illustrative import any_illustrative
from vrp_portal.figures.reading import Reading
from vrp_portal.figures.registry import FIGURES, Division, Figure, FigureResult
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import NOT_KNOWN, Unit, plain, shown
from vrp_portal.panel_paper.words import FactToken, FigureToken, Line, Passage, read_words

NO_AMOUNT = "_amount_not_stated"
"""How the key of a figure ends that counts what has no amount."""

PENCE = ".00"


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """A figure's value in a scope, as the public may know it: `value` is None where it is hidden or unknown.

    `by` and `part` name a part of a divided figure: by quarter, Q1.
    """

    key: str
    scope: Scope
    label: str
    definition: str
    unit: Unit
    value: str | None
    shown: str
    accounted_for: bool = False
    by: str = ""
    part: str = ""

    @property
    def short(self) -> str:
        """Without pence, or a fraction of a percentage, where those are nought."""
        return self.shown.replace(PENCE, "") if self.shown.rstrip("%").endswith(PENCE) else self.shown

    @property
    def words(self) -> str:
        """What it is, in a few words: Core grant award, 2023/24."""
        return ", ".join(part for part in (self.label, self.part, self.scope.year.label) if part)

    def as_told(self, token: FigureToken) -> str:
        """As it stands in a sentence."""
        told = self.short if token.short else self.shown
        return told.lower() if told == NOT_KNOWN else told


def read_section(text: str) -> tuple[Passage, ...]:
    """A section's passages. Raises WordsError for a figure that isn't in the registry, and the like."""
    return read_words(text, known=FIGURES.keys(), made_of=accountable())


def accountable() -> frozenset[str]:
    """The figures of which can be told how many have an amount stated."""
    return frozenset(
        key for key, figure in FIGURES.items() if any(part.endswith(NO_AMOUNT) for part in figure.made_of)
    )


class Teller:
    """The figures of a paper, read in one batch for each year that it tells of."""

    def __init__(
        self, scope: Scope, tokens: Iterable[FigureToken], facts: Mapping[str, str] | None = None
    ) -> None:
        self.scope, self.facts = scope, facts or {}
        keys: dict[Scope, set[str]] = defaultdict(set)
        for token in tokens:
            keys[self._scope_of(token)] |= {token.key, *self._parts(token)}
        self._results = {
            of: Reading(of, in_full=False).compute(sorted(wanted)) for of, wanted in sorted_by_year(keys)
        }

    def __getitem__(self, token: FigureToken) -> ToldFigure:
        scope = self._scope_of(token)
        results = self._results[scope]
        if token.accounted_for:
            return _accounted_for(scope, results, token.key)
        return told(results[token.key], scope)

    def tell(self, line: Line) -> str:
        """A line with its figures and facts told."""
        return "".join(self._tell(piece) for piece in line)

    def _tell(self, piece: str | FigureToken | FactToken) -> str:
        match piece:
            case FigureToken():
                return self[piece].as_told(piece)
            case FactToken():
                return self.facts[piece.words]
            case _:
                return piece

    def rests_on_illustrative(self) -> bool:
        return any(any_illustrative(results.values(), scope) for scope, results in self._results.items())

    def _scope_of(self, token: FigureToken) -> Scope:
        return replace(self.scope, year=token.year_in(self.scope.year))

    @staticmethod
    def _parts(token: FigureToken) -> tuple[str, ...]:
        return FIGURES[token.key].made_of if token.accounted_for else ()


def sorted_by_year(keys: dict[Scope, set[str]]) -> Iterator[tuple[Scope, set[str]]]:
    """Scopes in the order of their years, so that a paper is always read in one order."""
    yield from sorted(keys.items(), key=lambda item: (item[0].year, item[0].as_at))


def told(result: FigureResult, scope: Scope, *, by: str = "", part: str = "") -> ToldFigure:
    figure = result.figure
    return ToldFigure(
        figure.key,
        scope,
        figure.label,
        figure.definition,
        figure.unit,
        result.plain,
        result.shown,
        by=by,
        part=part,
    )


def told_parts(division: Division, scope: Scope, *, by: str) -> Iterator[ToldFigure]:
    """Every figure of a division, and the total of each."""
    for part, results in division.rows:
        yield from (told(result, scope, by=by, part=part.label) for result in results)
    yield from (told(result, scope) for result in division.total)


def _accounted_for(scope: Scope, results: dict[str, FigureResult], key: str) -> ToldFigure:
    """How much of a figure has an amount stated: all of it, less those of its parts that have none."""
    figure, whole = FIGURES[key], results[key].value
    missing = [results[part].value for part in figure.made_of if part.endswith(NO_AMOUNT)]
    value = None if whole is None or None in missing else whole - sum(int(part or 0) for part in missing)
    return ToldFigure(
        key,
        scope,
        f"{figure.label} accounted for in money",
        f"{figure.definition} Of these, those with an amount stated.",
        figure.unit,
        plain(value, figure.unit),
        shown(value, figure.unit),
        accounted_for=True,
    )


def heading(figure: Figure) -> str:
    """The column heading of a figure in a paper's table, which has no links."""
    return figure.label


def as_number(figure: ToldFigure) -> Decimal | None:
    """The value as a number, for comparison."""
    return None if figure.value is None else Decimal(figure.value)
