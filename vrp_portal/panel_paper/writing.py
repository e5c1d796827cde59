"""A paper's contents as a document, with its charts drawn where they can be, and as a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from vrp_portal.charts.chart import Chart
from vrp_portal.charts.stills import Caption, NoPicture, stills
from vrp_portal.documents.docx import as_docx
from vrp_portal.documents.model import Block, Document, Paragraph, Picture, Run
from vrp_portal.documents.pages import as_html
from vrp_portal.documents.pdf import as_pdf
from vrp_portal.panel_paper.composing import ILLUSTRATIVE, Mark, Placed, Request, in_words
from vrp_portal.panel_paper.frozen import Contents
from vrp_portal.panel_paper.models import FrozenPaper
from vrp_portal.panel_paper.parts import ChartPlace

SOURCE = "VRP Portal, West Yorkshire Violence Reduction Partnership"
DRAFT = "Draft: this paper is not published yet."
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}
"""The kinds of file, each with its media type."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as it is drawn, in both ways that files take."""

    png: bytes
    svg: str


Drawings = Mapping[str, Drawing]


def draw(charts: Sequence[Chart], request: Request, *, to_look_at: bool = False) -> dict[str, Drawing]:
    """The charts by their names; none where this machine has no browser to draw them.

    `to_look_at` draws them in one way only, which takes half as long.
    """
    caption = Caption(SOURCE, request.scope.as_at, f"{request.scope.where}, {request.scope.year}")
    try:
        pngs = stills(charts, caption, format="png")
        svgs = [b""] * len(pngs) if to_look_at else stills(charts, caption, format="svg")
    except NoPicture:
        return {}
    return {chart.id: Drawing(png, svg.decode()) for chart, png, svg in zip(charts, pngs, svgs, strict=True)}


def as_document(
    contents: Contents, drawings: Drawings, *, draft: bool = False, marks: Iterable[Mark] = ()
) -> Document:
    """The document. A chart that isn't drawn is left out: its table stands beneath it.

    `marks` stand after the paragraphs that they are of, for the author alone.
    """
    request = contents.request
    notices = [DRAFT] * draft + [ILLUSTRATIVE] * contents.illustrative
    return Document(
        title=request.title,
        subtitle=f"Figures for {request.scope.year}, as at {in_words(request.scope.as_at)}",
        facts=_facts(request),
        blocks=tuple(_blocks(contents.blocks, drawings, list(marks))),
        notice=" ".join(notices),
        subject=f"{request.report_to}, {in_words(request.meeting_on)}",
        written_on=request.meeting_on,
    )


def as_file(document: Document, kind: str) -> bytes:
    """A document as DOCX, PDF or HTML."""
    match kind:
        case "docx":
            return as_docx(document)
        case "pdf":
            return as_pdf(document)
        case _:
            return as_html(document).encode()


def filename(request: Request, kind: str) -> str:
    return f"panel-paper-{request.meeting_on}.{kind}"


def _facts(request: Request) -> tuple[tuple[str, str], ...]:
    facts = (
        ("Item", request.item),
        ("Report to", request.report_to),
        ("Date", in_words(request.meeting_on)),
        ("Subject", request.title),
        ("Report of", request.report_of),
        ("Author", request.author),
    )
    return tuple((what, fact) for what, fact in facts if fact)


def _blocks(blocks: Iterable[Placed], drawings: Drawings, marks: list[Mark]) -> Iterable[Block]:
    figures = count(1)
    for block in blocks:
        if isinstance(block, ChartPlace):
            drawing = drawings.get(block.chart)
            if drawing is not None:
                caption = f"Figure {next(figures)}: {block.title}"
                yield Picture(block.title, block.alternative, drawing.png, drawing.svg, caption)
            continue
        yield block
        if isinstance(block, Paragraph) and block.number:
            for mark in (mark for mark in marks if mark.paragraph == block.number):
                yield Paragraph((Run(f"To be read again. “{mark.sentence}” {mark.told}", strong=True),))


def kept_drawings(frozen: FrozenPaper) -> dict[str, Drawing]:
    """The charts of a published paper, as they were drawn when it was published."""
    return {picture.chart: Drawing(bytes(picture.png), picture.svg) for picture in frozen.pictures.all()}
