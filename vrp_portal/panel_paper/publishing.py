"""A published paper: made again from the history, and beside what the records give today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from vrp_portal.figures.reading import Reading
from vrp_portal.figures.registry import FIGURES
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import change_in_words
from vrp_portal.panel_paper.composing import Composed, Stated, compose
from vrp_portal.panel_paper.frozen import Contents, read_contents, sha256, write_contents
from vrp_portal.panel_paper.models import FrozenPaper
from vrp_portal.panel_paper.sections import words_of_sections
from vrp_portal.panel_paper.telling import Teller, ToldFigure, as_number, told_parts
from vrp_portal.panel_paper.words import FigureToken
from vrp_portal.records.as_known import as_known_on

NO_LONGER = "No longer kept"

Key = tuple[str, Scope, bool, str, str]


@dataclass(frozen=True, slots=True)
class Restated:
    """A figure of which the records give something else today than was published."""

    paragraphs: str
    words: str
    published: str
    now: str
    difference: str


@dataclass(frozen=True, slots=True)
class MadeAfresh:
    """A published paper composed again from what had been recorded when it was published."""

    agrees: bool
    figures: tuple[Restated, ...] = ()
    """Where it does not agree: the figures that differ."""

    @property
    def told(self) -> str:
        """What was found, in a sentence without its end."""
        if self.agrees:
            return "agrees with its hash"
        if not self.figures:
            return "has every figure as it was published, but not every word"
        return "differs from what was published"


def contents_of(frozen: FrozenPaper) -> Contents:
    return read_contents(frozen.content)


def make_afresh(frozen: FrozenPaper) -> MadeAfresh:
    """Compose a published paper again, from the history, and hold it against its hash."""
    published = contents_of(frozen)
    with as_known_on(frozen.published_at):
        again = Contents.of(compose(published.request, words_of_sections()))
    if sha256(write_contents(again)) == frozen.sha256:
        return MadeAfresh(agrees=True)
    by_key = {_key(stated.figure): stated.figure for stated in again.stated}
    return MadeAfresh(agrees=False, figures=tuple(_differing(published.stated, by_key)))


def restated_since(frozen: FrozenPaper) -> list[Restated]:
    """The figures of a published paper of which the records give something else today, in its order.

    The records are asked as the public may see them, in one batch for each scope and way of dividing.
    """
    published = contents_of(frozen).stated
    return list(_differing(published, _as_they_are(stated.figure for stated in published)))


def _key(figure: ToldFigure) -> Key:
    return figure.key, figure.scope, figure.accounted_for, figure.by, figure.part


def _differing(published: Iterable[Stated], now: dict[Key, ToldFigure]) -> Iterable[Restated]:
    where: dict[Key, list[str]] = defaultdict(list)
    figures: dict[Key, ToldFigure] = {}
    for stated in published:
        key = _key(stated.figure)
        figures[key] = stated.figure
        where[key].append(stated.paragraph)
    for key, figure in figures.items():
        current = now.get(key)
        if current is None or current.shown != figure.shown:
            yield _restated(figure, current, ", ".join(dict.fromkeys(where[key])))


def _restated(figure: ToldFigure, current: ToldFigure | None, paragraphs: str) -> Restated:
    before, after = as_number(figure), None if current is None else as_number(current)
    return Restated(
        paragraphs,
        figure.words,
        figure.shown,
        NO_LONGER if current is None else current.shown,
        change_in_words(before, after, figure.unit) if _are_known(before, after) else "",
    )


def _are_known(*numbers: Decimal | None) -> bool:
    return None not in numbers


def _as_they_are(figures: Iterable[ToldFigure]) -> dict[Key, ToldFigure]:
    """Each of these figures as the records give it today."""
    single: dict[Scope, list[FigureToken]] = defaultdict(list)
    divided: dict[tuple[Scope, str], dict[str, None]] = defaultdict(dict)
    for figure in figures:
        if figure.key not in FIGURES:
            continue
        if figure.by:
            divided[figure.scope, figure.by][figure.key] = None
        else:
            single[figure.scope].append(FigureToken(figure.key, accounted_for=figure.accounted_for))
    now: list[ToldFigure] = []
    for scope, tokens in single.items():
        teller = Teller(scope, tokens)
        now += (teller[token] for token in tokens)
    for (scope, by), keys in divided.items():
        reading = Reading(scope, in_full=False)
        division = reading.by_quarter(keys) if by == "quarter" else reading.by_district(keys)
        now += told_parts(division, scope, by=by)
    return {_key(figure): figure for figure in now}


def composed_now(paper: Composed) -> str:
    """The canonical text of a paper as it is composed, to be frozen."""
    return write_contents(Contents.of(paper))
