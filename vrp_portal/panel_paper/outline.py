"""The outline of a Panel paper: its parts, the sections in each, and where records are drawn in.

A section's key is what its words are kept under from paper to paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slot:
    """A section of the outline. Of `under` it is a part, numbered below it: 12.4."""

    key: str
    title: str
    hint: str
    under: str = ""
    appendix: str = ""
    """The letter of an appendix, which is not numbered."""

    @property
    def anchor(self) -> str:
        return self.key.replace("_", "-")

    @property
    def heading(self) -> str:
        return f"Appendix {self.appendix}: {self.title}" if self.appendix else self.title


KEY_AREAS = "Key areas of work"
UPDATE_BEGINS = "grant"
"""The first section of the update that follows the cover report."""

SLOTS = (
    Slot("purpose", "Purpose of the report", "What the Panel is asked to note, and why it gets this."),
    Slot("overview", "Overview", "Who the partnership is, and since when."),
    Slot("equality", "Equality, diversity and inclusion", "What the work means for equality."),
    Slot("young_people", "Implications for young people in West Yorkshire", "What it means for them."),
    Slot("finance", "Financial implications", "What the paper itself would cost."),
    Slot("legal", "Legal implications", "Which duties and powers it touches."),
    Slot("grant", "Core grant and match funding", "The Home Office's grant and what it asks for."),
    Slot("duty_money", "Serious Violence Duty money", "What was allocated to the duty, year by year."),
    Slot("duty", "The Serious Violence Duty", "What the duty asks, and what was done about it."),
    Slot("governance", "Governance", "Who answers to whom."),
    Slot("atr", "Adversity, trauma and resilience", "What the joint programme did.", under=KEY_AREAS),
    Slot("child_first", "Child First", "How children shape the work.", under=KEY_AREAS),
    Slot("knowledge_hub", "Knowledge Hub", "Research, needs assessment, evaluation.", under=KEY_AREAS),
    Slot("delivery", "Intervention delivery", "What was funded, by which rule, for whom.", under=KEY_AREAS),
    Slot("women_and_girls", "Safety of women and girls", "What was done for their safety.", under=KEY_AREAS),
    Slot("engagement", "Community engagement", "Who was met, heard and trained.", under=KEY_AREAS),
    Slot("communications", "Communications", "What was told to whom, and how.", under=KEY_AREAS),
    Slot("appendix_a", "Governance structure", "A sentence above the structure.", appendix="A"),
    Slot("appendix_b", "Overview of all interventions", "A sentence above the table.", appendix="B"),
)
BY_KEY = {slot.key: slot for slot in SLOTS}


def numbered() -> Iterator[tuple[Slot, str]]:
    """Each section with its number; an appendix has its letter.

    >>> [number for slot, number in numbered() if slot.key in ("purpose", "atr", "appendix_b")]
    ['1', '11.1', 'B']
    """
    chapter, part = 0, 0
    for before, slot in zip((None, *SLOTS), SLOTS, strict=False):
        if slot.appendix:
            yield slot, slot.appendix
            continue
        begins = not slot.under or before is None or before.under != slot.under
        chapter, part = (chapter + 1, 1) if begins else (chapter, part + 1)
        yield slot, f"{chapter}.{part}" if slot.under else str(chapter)
