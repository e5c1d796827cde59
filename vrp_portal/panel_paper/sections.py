"""The sections' words as they are kept, and as a paper is composed of them."""

from __future__ import annotations

from vrp_portal.panel_paper.composing import Composed, Request, Words, compose
from vrp_portal.panel_paper.models import PanelPaper, Section


def words_of_sections() -> dict[str, Words]:
    """Each section's words, with what its figures were when they were read, in two queries."""
    return {
        section.key: Words(section.text, {seen.words: seen.shown for seen in section.seen.all()})
        for section in Section.objects.prefetch_related("seen")
    }


def request_of(paper: PanelPaper) -> Request:
    return Request(
        scope=paper.scope,
        meeting_on=paper.meeting_on,
        title=paper.title,
        item=paper.item,
        report_to=paper.report_to,
        report_of=paper.report_of,
        author=paper.author,
    )


def composed(paper: PanelPaper) -> Composed:
    """A paper composed of today's words and records."""
    return compose(request_of(paper), words_of_sections())
