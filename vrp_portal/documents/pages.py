"""A document as HTML: a page that stands by itself, and a part of one of the portal's pages.

Both have the same elements in the same order. The page carries its own style sheet and asks for nothing
from anywhere, so that it can be kept, sent and read without a network. The part is styled by the portal's
style sheet, because the portal's pages allow no other; its headings start at h2, below the page's own h1.

A picture is an `img` whose source is the picture itself (`data:`): nothing in an SVG can run there or
clash with the rest of the page, a screen reader hears its words, it prints, and the portal's content
security policy allows it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from vrp_portal.documents.model import (
    Block,
    Bullets,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Table,
)
from vrp_portal.documents.spreads import Spread, spreads

TEMPLATES: dict[type, str] = {
    Heading: "documents/heading.html",
    Paragraph: "documents/paragraph.html",
    Bullets: "documents/bullets.html",
    Table: "documents/table.html",
    Picture: "documents/picture.html",
}

HEADING_CLASSES = {1: "govuk-heading-l", 2: "govuk-heading-m", 3: "govuk-heading-s"}

FEWEST_FOR_CONTENTS = 4
"""From how many sections on a page that stands by itself has a list of them on a screen."""


@dataclass(frozen=True, slots=True)
class Part:
    """A block with what its template needs to know beside it."""

    block: Block
    starts_page: bool = False

    @property
    def template(self) -> str:
        return TEMPLATES[type(self.block)]

    @property
    def breaks(self) -> str:
        """The class that starts a page, to stand after other classes."""
        return " app-document__new-page" if self.starts_page else ""

    @property
    def tag(self) -> str:
        return f"h{self.block.level + 1}" if isinstance(self.block, Heading) else ""

    @property
    def heading_class(self) -> str:
        return HEADING_CLASSES[self.block.level] if isinstance(self.block, Heading) else ""

    @property
    def source(self) -> str:
        return _source(self.block) if isinstance(self.block, Picture) else ""


def as_html(document: Document) -> str:
    """The document as a complete page that needs no other file."""
    document = _with_anchors(document)
    contents = [heading for heading in document.headings if heading.level == 1]
    return render_to_string(
        "documents/page.html",
        {
            "document": document,
            "spreads": _spreads(document),
            "contents": contents if len(contents) >= FEWEST_FOR_CONTENTS else [],
            "style": _style(),
        },
    )


def as_fragment(document: Document) -> SafeString:
    """The document without its title, for a page of the portal whose h1 is the title."""
    return render_to_string("documents/fragment.html", {"document": document, "spreads": _spreads(document)})


def _spreads(document: Document) -> list[tuple[bool, list[Part]]]:
    """The blocks by the kind of page that they are printed on, and whether that lies on its side."""
    return [(spread.is_wide, list(_parts(spread))) for spread in spreads(document.blocks)]


def _parts(spread: Spread) -> Iterator[Part]:
    """The blocks; a page break becomes a property of what follows it, and the last one of nothing."""
    starts_page = False
    for block in spread.blocks:
        if isinstance(block, PageBreak):
            starts_page = True
            continue
        yield Part(block, starts_page)
        starts_page = False


def _with_anchors(document: Document) -> Document:
    """The document with an anchor for each section, so that its list of contents can lead there."""
    taken = {heading.anchor for heading in document.headings}
    free = (name for number in range(1, 100_000) if (name := f"section-{number}") not in taken)
    blocks = tuple(
        replace(block, anchor=next(free))
        if isinstance(block, Heading) and block.level == 1 and not block.anchor
        else block
        for block in document.blocks
    )
    return replace(document, blocks=blocks)


def _source(picture: Picture) -> str:
    if picture.svg:
        return f"data:image/svg+xml;base64,{b64encode(picture.svg.encode()).decode()}"
    return f"data:image/png;base64,{b64encode(picture.png).decode()}"


def _style() -> SafeString:
    """The style sheet, which is a file of this package and holds no words of anybody's."""
    return mark_safe((files("vrp_portal.documents") / "document.css").read_text("utf-8"))  # noqa: S308
