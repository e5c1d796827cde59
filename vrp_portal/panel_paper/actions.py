"""Changes of papers: a section's words saved or read again, a paper published."""

from __future__ import annotations

from django.db import transaction

from vrp_portal.accounts.models import User
from vrp_portal.figures.values import Unit
from vrp_portal.panel_paper.composing import Mark, Stated, compose
from vrp_portal.panel_paper.frozen import sha256
from vrp_portal.panel_paper.models import FigureSeen, FrozenPaper, FrozenPicture, PanelPaper, Section
from vrp_portal.panel_paper.publishing import composed_now
from vrp_portal.panel_paper.sections import request_of, words_of_sections
from vrp_portal.panel_paper.telling import Teller, as_number, read_section
from vrp_portal.panel_paper.writing import draw
from vrp_portal.records.as_known import as_known_on, settled_moment
from vrp_portal.reports.models import Paper, PublishedFigure

UNITS = {
    Unit.POUNDS: PublishedFigure.Unit.POUNDS,
    Unit.PEOPLE: PublishedFigure.Unit.PEOPLE,
    Unit.PERCENT: PublishedFigure.Unit.PERCENT,
    Unit.INTERVENTIONS: PublishedFigure.Unit.NUMBER,
    Unit.NUMBER: PublishedFigure.Unit.NUMBER,
}


class NotPublished(ValueError):
    """A paper that can't be published as it is; the message says why and what to do."""


@transaction.atomic
def save_section(section: Section, *, paper: PanelPaper) -> Section:
    """Save a section's words, and what every figure in them is in a paper: whoever writes them sees it."""
    section.save()
    passages = read_section(section.text)
    tokens = {token.words: token for passage in passages for token in passage.figures}
    teller = Teller(paper.scope, tokens.values())
    section.seen.exclude(words__in=tokens).delete()
    for words, token in tokens.items():
        _note(section, words, teller[token].as_told(token))
    return section


@transaction.atomic
def read_again(mark: Mark) -> None:
    """Note that somebody has read a sentence with its figure as it is now."""
    section = Section.objects.select_for_update().get(key=mark.section)
    _note(section, mark.words, mark.now)


def _note(section: Section, words: str, shown: str) -> None:
    FigureSeen.objects.update_or_create(section=section, words=words, defaults={"shown": shown})


@transaction.atomic
def publish(paper: PanelPaper, *, by: User, checked: str, reason: str = "") -> FrozenPaper:
    """Freeze all that a paper says, and make its figures published figures.

    `checked` is the hash of what whoever publishes has seen; where anything changed meanwhile they are told,
    and nothing is published. `reason` answers sentences whose numbers changed and that nobody read again.
    """
    current = PanelPaper.objects.select_for_update().get(pk=paper.pk)
    if current.is_published:
        raise NotPublished("This paper is published already.")
    moment = settled_moment()
    with as_known_on(moment):
        composed = compose(request_of(current), words_of_sections())
    content = composed_now(composed)
    if sha256(content) != checked:
        raise NotPublished(
            "Records or words changed while you looked, or somebody is saving just now. Check the paper "
            "again, then publish it."
        )
    if composed.marks and not reason:
        raise NotPublished("Sentences are left whose numbers changed. Read them again, or say why they stay.")
    frozen = FrozenPaper.objects.create(
        panel_paper=current,
        paper=_as_published(current, composed.stated),
        content=content,
        sha256=checked,
        published_at=moment,
        published_by=by,
        reason=reason,
    )
    FrozenPicture.objects.bulk_create(
        FrozenPicture(frozen=frozen, chart=chart, png=drawing.png, svg=drawing.svg)
        for chart, drawing in draw(composed.charts, composed.request).items()
    )
    return frozen


def _as_published(paper: PanelPaper, stated: list[Stated]) -> Paper:
    """The paper among those whose figures are compared with the records, frozen."""
    published = Paper.objects.create(title=paper.title, meeting_on=paper.meeting_on, item=paper.item)
    figures = {(one.paragraph, one.figure.words): one for one in stated if not one.figure.by}
    PublishedFigure.objects.bulk_create(
        PublishedFigure(
            paper=published,
            paragraph=one.paragraph,
            words=one.figure.words,
            value=as_number(one.figure),
            unit=UNITS[one.figure.unit],
            figure_key="" if one.figure.accounted_for else one.figure.key,
            year=one.figure.scope.year,
            as_at=one.figure.scope.as_at,
        )
        for one in figures.values()
        if one.figure.value is not None
    )
    published.frozen = True
    published.save(update_fields=["frozen"])
    return published
