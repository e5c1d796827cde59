"""Figures that changed since the sentences around them were written, each with all of its sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vrp_portal.panel_paper.composing import Mark
from vrp_portal.panel_paper.outline import BY_KEY, Slot


@dataclass(frozen=True, slots=True)
class NumberChanged:
    """A figure of a section that is to be read again: all of its sentences are read at once."""

    marks: tuple[Mark, ...]

    @property
    def section(self) -> str:
        return self.marks[0].section

    @property
    def slot(self) -> Slot:
        return BY_KEY[self.section]

    @property
    def words(self) -> str:
        return self.marks[0].words

    @property
    def now(self) -> str:
        return self.marks[0].now

    @property
    def told(self) -> str:
        return self.marks[0].told


def changed_numbers(marks: Iterable[Mark]) -> list[NumberChanged]:
    """The marks of each figure of a section together, in the order of the paper."""
    found: dict[tuple[str, str], list[Mark]] = {}
    for mark in marks:
        found.setdefault((mark.section, mark.words), []).append(mark)
    return [NumberChanged(tuple(of_one)) for of_one in found.values()]
