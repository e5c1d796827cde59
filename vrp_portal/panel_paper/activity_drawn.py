"""Programme activity in a paper's sections: what was done and is planned, published and studied.

Counts are told as the public may see them, each with its activity; they are added to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from vrp_portal.documents.model import Bullets, Paragraph, Run, Table
from vrp_portal.panel_paper.parts import Block, Drawn, FiguresTable, Sources
from vrp_portal.partnership.models import WHOLE_AREA
from vrp_portal.programme.contents import (
    ToldActivity,
    ToldEvaluation,
    ToldPublication,
    ToldWorkstream,
    workstreams,
)

AHEAD = timedelta(days=92)
"""How far beyond the meeting a paper tells what is planned."""


def of_workstream(key: str) -> Callable[[Sources], Drawn]:
    """Draws what belongs to a workstream into its section."""

    def draw(sources: Sources) -> Drawn:
        workstream = sources.programme.get(key)
        if workstream is None:
            return Drawn()
        told = (*workstream.activities, *workstream.publications, *workstream.evaluations)
        return Drawn(list(_blocks(workstream)), illustrative=any(one.illustrative for one in told))

    return draw


def programme_of(starts: date, meeting_on: date) -> dict[str, ToldWorkstream]:
    """Each workstream by its key, with what was done since a day and is planned soon after the meeting."""
    return {told.key: told for told in workstreams(starts, meeting_on + AHEAD)}


def _blocks(workstream: ToldWorkstream) -> Iterator[Block]:
    for activity in workstream.activities:
        yield Paragraph(tuple(_activity(activity)))
    if workstream.publications:
        yield Paragraph((Run("Published, or in preparation:"),))
        yield Bullets(tuple(tuple(_publication(one)) for one in workstream.publications))
    if workstream.evaluations:
        yield from _evaluations(workstream.evaluations)


def _activity(activity: ToldActivity) -> Iterator[Run]:
    where = _where(activity.where)
    planned = ", planned" if activity.is_planned else ""
    yield Run(activity.title, strong=True)
    yield Run(f" ({activity.when}{where}{planned}). ")
    told = [" ".join(activity.happened.split())]
    if activity.with_whom:
        told.append(f"With {activity.with_whom}.")
    if activity.counts:
        told.append(f"Counted: {'; '.join(count.words for count in activity.counts)}.")
    yield Run(" ".join(part for part in told if part))
    if activity.evidence:
        yield Run(" ")
        yield Run("Read more", link=activity.evidence)


def _publication(publication: ToldPublication) -> Iterator[Run]:
    yield Run(publication.title, link=publication.link)
    state = "due" if publication.is_planned else "published"
    yield Run(f" ({publication.kind.lower()}{_where(publication.where)}, {state} {publication.when})")
    if publication.about:
        yield Run(f". {' '.join(publication.about.split())}")


def _evaluations(evaluations: Iterable[ToldEvaluation]) -> Iterator[Block]:
    told = list(evaluations)
    yield Paragraph((Run(f"Evaluations commissioned: {len(told)}."),))
    rows = tuple(
        (one.title, one.evaluator or "Not stated", one.state, _day(one.due_on), one.findings or "None yet")
        for one in told
    )
    header = ("What is evaluated", "By whom", "State", "Due", "Findings")
    yield FiguresTable(Table("Evaluations commissioned", header, rows))


def _where(place: str) -> str:
    """The place, which goes without saying where it is the whole area."""
    named = place.removesuffix(WHOLE_AREA).removesuffix(", ")
    return f", {named}" if named else ""


def _day(day: date | None) -> str:
    return "Not stated" if day is None else f"{day.day} {day:%B %Y}"
