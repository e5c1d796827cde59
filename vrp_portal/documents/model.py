"""What a document is made of, whatever kind of file it is written to.

A document is a title with a few facts about it, then blocks in the order in which they are read. Words
are kept as any file can hold them: control characters, which XML has no way to write, are left out as a
block is made. A document that no writer could write well (a heading that skips a level, a table with a
ragged row, a picture without words for whoever cannot see it, a link to nowhere) is refused with a
ValueError that says which part it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from vrp_portal.documents.words import holdable

LEVELS = (1, 2, 3)
"""Levels of headings below the document's title."""

ANCHOR = re.compile(r"[a-z][a-z0-9-]{0,39}")
"""As long as the name of a bookmark may be in Word."""
LINK = re.compile(rf"#{ANCHOR.pattern}|(https?://|mailto:)[^\s<>\"]+")
PNG_STARTS = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a paragraph: `strong` ones stand out, and `link` leads to an address or to #anchor.

    The words of a link are on one line, without space around them, so that nothing but words leads there.
    """

    text: str
    link: str = ""
    strong: bool = False

    def __post_init__(self) -> None:
        _hold(self, "text")
        if self.link and not LINK.fullmatch(self.link):
            raise ValueError(
                f"“{self.text}” leads to {self.link!r}; a link is https://…, mailto:… or #anchor."
            )
        if self.link and not self.text.strip():
            raise ValueError(f"A link to {self.link} has no words.")
        if self.link:
            object.__setattr__(self, "text", " ".join(self.text.split()))


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section; the document's title stands above level 1."""

    level: int
    text: str
    anchor: str = ""

    def __post_init__(self) -> None:
        _hold(self, "text")
        if self.level not in LEVELS:
            raise ValueError(f"The heading “{self.text}” has level {self.level}; levels are 1 to 3.")
        if not self.text.strip():
            raise ValueError(f"A heading of level {self.level} has no words.")
        if self.anchor and not ANCHOR.fullmatch(self.anchor):
            raise ValueError(f"The anchor {self.anchor!r} is not up to 40 small letters, digits and hyphens.")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words, with the number that a paper of the council counts them by: "4.2"."""

    runs: Runs
    number: str = ""

    def __post_init__(self) -> None:
        _hold(self, "number")


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list whose order means nothing."""

    items: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of words as they are to be read, never worked out here; `numeric` columns stand to the right.

    The first column names its row. `numeric` counts columns from 0.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...] = ()
    numeric: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        _hold(self, "caption")
        for name in ("header", "totals"):
            object.__setattr__(self, name, tuple(map(holdable, getattr(self, name))))
        object.__setattr__(self, "rows", tuple(tuple(map(holdable, row)) for row in self.rows))
        if not self.caption.strip():
            raise ValueError(f"The table with the columns {', '.join(self.header)} has no caption.")
        if not self.header:
            raise ValueError(f"The table “{self.caption}” has no columns.")
        for row in (*self.rows, *([self.totals] if self.totals else [])):
            if len(row) != len(self.header):
                raise ValueError(
                    f"The table “{self.caption}” has {len(self.header)} columns, but {len(row)} cells "
                    f"in the row that starts with {row[:1]}."
                )
        if not self.numeric <= set(range(len(self.header))):
            raise ValueError(f"The table “{self.caption}” has numeric columns that it does not have.")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its title and, for whoever cannot see it, what it shows in words.

    `png` goes into DOCX. HTML and PDF take `svg`, where there is one, because it is sharp in every size.
    Under it stands the caption, or without one the title.
    """

    title: str
    alternative: str
    png: bytes = field(repr=False)
    svg: str = field(repr=False)
    caption: str = ""

    def __post_init__(self) -> None:
        _hold(self, "title", "alternative", "caption")
        if not self.alternative.strip():
            raise ValueError(f"The picture “{self.title}” has no words for whoever cannot see it.")
        if not self.png.startswith(PNG_STARTS):
            raise ValueError(f"The picture “{self.title}” is not a PNG.")

    @property
    def words_below(self) -> str:
        return self.caption or self.title


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page, where there are pages."""


Block = Heading | Paragraph | Bullets | Table | Picture | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """A document. `facts` are what stands under its title: what each is, and the fact.

    `notice` warns before all else, of a draft or of invented records. `publisher` and `written_on` go
    into what a file tells about itself, never the machine's name or the time of day, so that the same
    document is the same bytes on any day; `subject` is what its title leaves out. Paragraphs and items of
    lists without a word are left out, as a screen reader would stop at each.
    """

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    language: str = "en-GB"
    notice: str = ""
    subject: str = ""
    publisher: str = "West Yorkshire Violence Reduction Partnership"
    written_on: date | None = None

    def __post_init__(self) -> None:
        _hold(self, "title", "subtitle", "notice", "subject", "publisher")
        object.__setattr__(
            self, "facts", tuple((holdable(what), holdable(fact)) for what, fact in self.facts)
        )
        object.__setattr__(self, "blocks", tuple(_with_words(self.blocks)))
        if not self.title.strip():
            raise ValueError("A document needs a title.")
        _refuse_skipped_levels(self.headings)
        _refuse_links_to_nowhere(self)

    @property
    def headings(self) -> tuple[Heading, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Heading))


def _hold(record: object, *names: str) -> None:
    """Keep these words of a frozen record as any file can hold them."""
    for name in names:
        object.__setattr__(record, name, holdable(getattr(record, name)))


def _with_words(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """The blocks without paragraphs and items that have no words."""
    for block in blocks:
        match block:
            case Paragraph(runs=runs) if not _has_words(runs):
                pass
            case Bullets(items=items):
                if held := tuple(item for item in items if _has_words(item)):
                    yield Bullets(held)
            case _:
                yield block


def _has_words(runs: Runs) -> bool:
    return any(run.text.strip() for run in runs)


def _refuse_skipped_levels(headings: tuple[Heading, ...]) -> None:
    above = 0
    for heading in headings:
        if heading.level > above + 1:
            raise ValueError(
                f"The heading “{heading.text}” has level {heading.level} and the one above it {above}; "
                "levels go down one at a time."
            )
        above = heading.level


def _refuse_links_to_nowhere(document: Document) -> None:
    anchors = [heading.anchor for heading in document.headings if heading.anchor]
    if len(anchors) != len(set(anchors)):
        raise ValueError(f"An anchor stands twice: {', '.join(anchors)}.")
    for run in _runs(document.blocks):
        if run.link.startswith("#") and run.link[1:] not in anchors:
            raise ValueError(f"“{run.text}” leads to {run.link}, which no heading has.")


def _runs(blocks: tuple[Block, ...]) -> Iterator[Run]:
    for block in blocks:
        match block:
            case Paragraph(runs=runs):
                yield from runs
            case Bullets(items=items):
                yield from chain.from_iterable(items)
            case _:
                pass
