"""What tests read from a page or a file: its words, what a form says beside a field, what it kept."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpResponse

VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})


@dataclass
class Element:
    """An element of a page with its attributes, and the words within it."""

    tag: str
    attributes: dict[str, str]
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    @property
    def raw(self) -> str:
        return "".join(self.words)


class Page(HTMLParser):
    """Every element of a page, in order."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(response.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while any(element.tag == tag for element in self._open):
            if self._open.pop().tag == tag:
                break

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.words.append(data)

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def with_id(self, identifier: str) -> Element | None:
        return next((one for one in self.elements if one.attributes.get("id") == identifier), None)

    def with_class(self, name: str) -> list[Element]:
        return [one for one in self.elements if name in one.attributes.get("class", "").split()]

    @property
    def text(self) -> str:
        body = next((element for element in self.elements if element.tag == "body"), None)
        return body.text if body else ""

    def error_beside(self, name: str) -> str:
        """What stands as the error of a form's field, in the element that the field is described by."""
        told = self.with_id(f"id_{name}_error")
        return told.text if told else ""

    def kept(self, name: str) -> str:
        """What a text box or a text area holds."""
        control = self.with_id(f"id_{name}")
        assert control is not None, f"The page has no field {name}."
        if control.tag == "textarea":
            return re.sub(r"\A\n", "", control.raw)
        return control.attributes.get("value", "")


def told(response: HttpResponse) -> str:
    """The words of a page."""
    return Page(response).text


def body_of(response: Any) -> bytes:
    """What a file holds."""
    return b"".join(response.streaming_content)


def rows_of(response: Any) -> list[list[str]]:
    """The rows of a CSV file, its header first."""
    return list(csv.reader(io.StringIO(body_of(response).decode("utf-8-sig"))))
