"""A Panel paper composed: the outline filled with its sections' words, and with figures, tables and charts.

Composing reads and never writes. What it gives depends on records and words alone, not on the day, so that
the same records compose the same paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from vrp_portal.charts.chart import Chart
from vrp_portal.documents.model import Bullets, Heading, PageBreak, Paragraph, Run, Runs, Table
from vrp_portal.figures.reading import Reading
from vrp_portal.figures.scope import Scope
from vrp_portal.panel_paper import figures_drawn
from vrp_portal.panel_paper.activity_drawn import programme_of
from vrp_portal.panel_paper.drawn import DRAWN
from vrp_portal.panel_paper.outline import SLOTS, UPDATE_BEGINS, Slot, numbered
from vrp_portal.panel_paper.parts import Block, ChartPlace, FiguresTable, Sources
from vrp_portal.panel_paper.telling import Teller, ToldFigure, read_section
from vrp_portal.panel_paper.words import FACTS, FigureToken, Passage, sentences

ILLUSTRATIVE = (
    "Some of what this paper says rests on illustrative records, invented to show how the portal works. "
    "It is not a record of something real."
)
_ADDRESS = re.compile(r"(https?://[^\s<>\"]*[^\s<>\".,;:!?)])")

Placed = Heading | Paragraph | Bullets | Table | ChartPlace | PageBreak


@dataclass(frozen=True, slots=True)
class Request:
    """Which paper is asked for: of a year as at a day, for a meeting, and what stands at its head."""

    scope: Scope
    meeting_on: date
    title: str
    item: str
    report_to: str
    report_of: str
    author: str

    @property
    def facts(self) -> dict[str, str]:
        """What the paper knows of itself, by the words that stand for it in a text."""
        year = self.scope.year
        told = (year, year.next(), year.previous(), in_words(self.scope.as_at), in_words(self.meeting_on))
        return {words: str(fact) for words, fact in zip(FACTS, told, strict=True)}


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure that the paper states, and in which of its paragraphs or tables."""

    paragraph: str
    figure: ToldFigure


@dataclass(frozen=True, slots=True)
class Mark:
    """A sentence in which a figure is not what it was when the sentence was written. `before` is empty
    where nobody has read it yet."""

    section: str
    paragraph: str
    words: str
    sentence: str
    before: str
    now: str

    @property
    def told(self) -> str:
        if not self.before:
            return f"{self.now} has not been read here yet: read the sentence."
        return f"It was {self.before} when this was written, and is {self.now} now: read the sentence again."


@dataclass(slots=True)
class Composed:
    """A paper as it is composed. `marks` are for its author and never in the paper."""

    request: Request
    blocks: list[Placed] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    illustrative: bool = False
    tables: int = 0

    def marks_of(self, section: str) -> list[Mark]:
        return [mark for mark in self.marks if mark.section == section]


@dataclass(frozen=True, slots=True)
class Words:
    """A section's text, and what each figure in it was when it was last read."""

    text: str = ""
    seen: Mapping[str, str] = field(default_factory=dict)


def compose(request: Request, words: Mapping[str, Words]) -> Composed:
    """The paper that is asked for. Raises WordsError where a section's text can't be read."""
    passages = {slot.key: read_section(words.get(slot.key, Words()).text) for slot in SLOTS}
    in_words = [figure for section in passages.values() for passage in section for figure in passage.figures]
    teller = Teller(request.scope, (*in_words, *figures_drawn.TOKENS), request.facts)
    sources = Sources(
        request.scope,
        request.meeting_on,
        teller,
        Reading(request.scope, in_full=False),
        programme_of(request.scope.year.starts, request.meeting_on),
    )
    paper = Composed(request, illustrative=teller.rests_on_illustrative())
    above = ""
    for slot, number in numbered():
        paper.blocks += _headings(slot, number, above=above)
        above = slot.under
        _compose_section(paper, slot, number, passages[slot.key], words.get(slot.key, Words()), sources)
    return paper


def _headings(slot: Slot, number: str, *, above: str) -> Iterator[Placed]:
    """The heading of a section, after that of the chapter which it begins."""
    if slot.appendix or slot.key == UPDATE_BEGINS:
        yield PageBreak()
    if slot.under and slot.under != above:
        yield Heading(1, f"{number.partition('.')[0]}. {slot.under}")
    title = slot.heading if slot.appendix else f"{number}{'' if slot.under else '.'} {slot.title}"
    yield Heading(2 if slot.under else 1, title, slot.anchor)


def _compose_section(
    paper: Composed, slot: Slot, number: str, passages: Iterable[Passage], words: Words, sources: Sources
) -> None:
    counted = 0
    last = ""
    for passage in passages:
        if not passage.is_list or not last:
            counted += 1
            last = f"{number}.{counted}"
        paper.blocks.append(_passage(passage, sources.teller, "" if passage.is_list else last))
        paper.stated += (Stated(last, sources.teller[token]) for token in passage.figures)
        paper.marks += _marks(slot, last, passage, words, sources.teller)
    drawn = DRAWN[slot.key](sources) if slot.key in DRAWN else None
    if drawn is None:
        return
    paper.charts += drawn.charts
    paper.illustrative |= drawn.illustrative
    for block in drawn.blocks:
        if isinstance(block, Paragraph):
            counted += 1
            paper.blocks.append(replace(block, number=f"{number}.{counted}"))
        else:
            paper.blocks.append(_placed(paper, block))


def _placed(paper: Composed, block: Block) -> Placed:
    """A block as it stands in the paper: a table has its number, and its figures are noted."""
    if not isinstance(block, FiguresTable):
        return block
    paper.tables += 1
    name = f"Table {paper.tables}"
    paper.stated += (Stated(name, figure) for figure in block.stated)
    return replace(block.table, caption=f"{name}: {block.table.caption}")


def _passage(passage: Passage, teller: Teller, number: str) -> Placed:
    lines = tuple(_runs(teller.tell(line)) for line in passage.lines)
    return Bullets(lines) if passage.is_list else Paragraph(lines[0], number)


def in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _runs(text: str) -> Runs:
    """Words, with the addresses among them as links."""
    return tuple(
        Run(part, link=part if _ADDRESS.fullmatch(part) else "") for part in _ADDRESS.split(text) if part
    )


def _marks(slot: Slot, number: str, passage: Passage, words: Words, teller: Teller) -> Iterator[Mark]:
    for line in passage.lines:
        for sentence in sentences(line):
            for token in sentence:
                if not isinstance(token, FigureToken):
                    continue
                before, now = words.seen.get(token.words, ""), teller[token].as_told(token)
                if before != now:
                    yield Mark(slot.key, number, token.words, teller.tell(sentence), before, now)
