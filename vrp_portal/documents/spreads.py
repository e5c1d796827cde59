"""Which pages of a document stand upright, and which lie on their side for the sake of a wide table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from vrp_portal.documents.model import Block, Heading, PageBreak, Table

MOST_COLUMNS_UPRIGHT = 6
"""Of words and numbers that an upright page of A4 has room for."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Blocks that follow each other on pages of one kind."""

    blocks: tuple[Block, ...]
    is_wide: bool


def spreads(blocks: Iterable[Block]) -> list[Spread]:
    """The blocks by the kind of page they stand on.

    A table with more than six columns lays its whole section on its side, from the heading down to the
    next one, so that neither the heading nor what is said of the table stands on another page.
    """
    made: list[Spread] = []
    for is_wide, alike in groupby(_sections(blocks), key=_is_wide):
        together = tuple(block for section in alike for block in section)
        if made and isinstance(together[0], PageBreak):
            together = together[1:]  # another kind of page is another page
        if together:
            made.append(Spread(together, is_wide))
    return made


def _sections(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """The blocks cut before each heading that does not follow another one, and before each page break."""
    section: list[Block] = []
    for block in blocks:
        follows = bool(section) and isinstance(section[-1], Heading | PageBreak)
        if section and (isinstance(block, PageBreak) or (isinstance(block, Heading) and not follows)):
            yield section
            section = []
        section.append(block)
    if section:
        yield section


def _is_wide(section: list[Block]) -> bool:
    return any(isinstance(block, Table) and len(block.header) > MOST_COLUMNS_UPRIGHT for block in section)
