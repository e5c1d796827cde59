"""What a document refuses to be made of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.documents import FUNDED, PICTURE, paper
from vrp_portal.documents.model import Bullets, Document, Heading, Paragraph, Run, Table


@pytest.mark.parametrize(
    "link",
    ["https://example.org/a?b=c#d", "http://example.org", "mailto:vrp@example.org", "#rule", ""],
)
def test_leads_to_addresses_and_to_headings(link: str) -> None:
    assert Run("words", link=link).link == link


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "/overview/",
        "#",
        "#Rule",
        "rule",
        "https://a b",
    ],
)
def test_leads_nowhere_else(link: str) -> None:
    with pytest.raises(ValueError, match="a link is https://"):
        Run("words", link=link)


def test_a_link_has_words() -> None:
    with pytest.raises(ValueError, match="has no words"):
        Run(" ", link="https://example.org")


def test_a_link_within_the_document_leads_to_one_of_its_headings() -> None:
    with pytest.raises(ValueError, match="which no heading has"):
        paper(Paragraph((Run("there", link="#nowhere"),)))


def test_an_anchor_stands_once() -> None:
    with pytest.raises(ValueError, match="stands twice"):
        paper(Heading(1, "Again", anchor="rule"))


@pytest.mark.parametrize("level", [0, 4])
def test_headings_have_three_levels(level: int) -> None:
    with pytest.raises(ValueError, match="levels are 1 to 3"):
        Heading(level, "Too far")


@pytest.mark.parametrize(
    ("headings", "refused"),
    [
        ((Heading(2, "First"),), "First"),
        ((Heading(1, "First"), Heading(3, "Second")), "Second"),
    ],
)
def test_no_level_of_headings_is_left_out(headings: tuple[Heading, ...], refused: str) -> None:
    with pytest.raises(ValueError, match=f"“{refused}” has level"):
        Document("Title", "", (), headings)


def test_headings_go_up_by_any_number_of_levels() -> None:
    Document("Title", "", (), (Heading(1, "a"), Heading(2, "b"), Heading(3, "c"), Heading(1, "d")))


def test_a_document_has_a_title() -> None:
    with pytest.raises(ValueError, match="needs a title"):
        Document(" \x00", "", (), ())


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"caption": " "}, "has no caption"),
        ({"rows": (("only one",),)}, "5 columns, but 1 cells"),
        ({"totals": ("Total", "£1.00")}, "5 columns, but 2 cells"),
        ({"numeric": frozenset({5})}, "numeric columns that it does not have"),
        ({"header": (), "rows": (), "totals": ()}, "has no columns"),
    ],
)
def test_a_table_is_whole(change: dict[str, object], refused: str) -> None:
    with pytest.raises(ValueError, match=refused):
        replace(FUNDED, **change)


def test_a_table_may_have_no_rows() -> None:
    assert Table("Nothing yet", ("Name", "Amount"), ()).rows == ()


@pytest.mark.parametrize(
    ("change", "refused"),
    [({"alternative": "\n"}, "no words for whoever cannot see it"), ({"png": b"GIF89a"}, "is not a PNG")],
)
def test_a_picture_has_words(change: dict[str, object], refused: str) -> None:
    with pytest.raises(ValueError, match=refused):
        replace(PICTURE, **change)


def test_a_heading_has_words() -> None:
    with pytest.raises(ValueError, match="has no words"):
        Heading(2, "\n")


def test_the_words_of_a_link_are_on_one_line() -> None:
    assert Run(" two\n words ", link="https://example.org").text == "two words"


def test_what_has_no_words_is_left_out() -> None:
    nothing, something = (Run(" \n"),), (Run("Words"),)
    blocks = (
        Paragraph(()),
        Paragraph(nothing, number="1.1"),
        Bullets((nothing, ())),
        Bullets((nothing, something)),
        Paragraph(something),
    )
    assert Document("Title", "", (), blocks).blocks == (Bullets((something,)), Paragraph(something))


def test_what_no_file_can_hold_is_left_out() -> None:
    assert Run("Le\x00eds\x0bBrad\ud800ford\r\nWake\ufffefield").text == "Leeds\nBradford\nWakefield"
