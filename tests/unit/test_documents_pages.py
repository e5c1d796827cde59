"""A document as HTML: sound elements, nothing from anywhere, everything escaped."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.documents import PICTURE, paper
from vrp_portal.documents.model import Bullets, Document, Heading, Paragraph, Picture, Run, Table
from vrp_portal.documents.pages import as_fragment, as_html

NASTY = "</style><script>alert(1)</script>\" onload=x '{{ 7|add:7 }}"


@pytest.fixture(scope="module")
def whole() -> str:
    return as_html(paper())


@pytest.fixture(scope="module")
def fragment() -> str:
    return as_fragment(paper())


def test_the_page_says_its_language_and_title(whole: str) -> None:
    assert whole.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
    assert "<title>Violence Reduction Partnership: progress in 2023/24</title>" in whole


def test_headings_start_with_one_h1_on_the_page_and_with_h2_in_the_fragment(
    whole: str, fragment: str
) -> None:
    assert re.findall(r"<(h\d)", whole)[0] == "h1"
    assert whole.count("<h1") == 1
    assert set(re.findall(r"<(h\d)", fragment)) == {"h2", "h3", "h4"}


def test_the_page_asks_for_nothing_from_anywhere(whole: str) -> None:
    assert not re.findall(r"(?:src|href)=\"(?!data:|#|https://youthendowmentfund)[^\"]*\"", whole)
    assert "url(" not in whole
    assert "<link" not in whole
    assert "<script" not in whole


def test_the_fragment_has_no_style_that_the_portal_would_refuse(fragment: str) -> None:
    assert "style=" not in fragment
    assert "<style" not in fragment


def test_the_page_lists_its_sections_where_there_are_many(whole: str) -> None:
    listed = re.findall(r'<li><a href="#([\w-]+)">', whole)
    assert len(listed) == 5
    assert all(f'id="{anchor}"' in whole for anchor in listed)
    assert "<nav" not in as_html(Document("Short", "", (), (Heading(1, "Only"),)))


def test_an_anchor_that_is_made_does_not_clash() -> None:
    sections = [Heading(1, name, anchor="section-2" if name == "a" else "") for name in "abcd"]
    ids = re.findall(r'id="(section-\d)"', as_html(Document("Title", "", (), tuple(sections))))
    assert ids == ["section-2", "section-1", "section-3", "section-4"]


def test_cells_that_head_say_what_they_head(fragment: str) -> None:
    assert fragment.count('<th scope="col"') == 5
    assert fragment.count('<th scope="row"') == 13
    assert fragment.count("<caption") == 1


def test_a_picture_is_sharp_where_it_can_be(fragment: str) -> None:
    assert f'alt="{PICTURE.alternative}"' in fragment
    assert 'src="data:image/svg+xml;base64,' in fragment
    flat = Document("Title", "", (), (replace(PICTURE, svg="", caption=""),))
    assert 'src="data:image/png;base64,' in as_fragment(flat)
    assert f"<figcaption>{PICTURE.title}</figcaption>" in as_fragment(flat)


def test_a_page_break_is_a_property_of_what_follows(fragment: str) -> None:
    assert re.findall(r'app-document__new-page"[^>]*>([^<]*)', fragment) == ["Appendix A: definitions"]


def test_everything_is_escaped() -> None:
    runs = (Run(NASTY), Run(NASTY, link="https://example.org/?a=1&b='2'", strong=True))
    document = Document(
        title=NASTY,
        subtitle=NASTY,
        facts=((NASTY, NASTY),),
        notice=NASTY,
        subject=NASTY,
        publisher=NASTY,
        language=NASTY,
        blocks=(
            Heading(1, NASTY),
            Paragraph(runs, number=NASTY),
            Bullets((runs,)),
            Table(NASTY, (NASTY,), ((NASTY,),), (NASTY,)),
            Picture(NASTY, NASTY, PICTURE.png, NASTY, NASTY),
        ),
    )
    for written in (as_html(document), as_fragment(document)):
        assert "<script" not in written
        assert 'onload=x "' not in written.replace("&quot;", "")
        assert written.count("</style>") == (1 if "<style>" in written else 0)
        assert "{{ 7|add:7 }}" in written


def test_the_same_document_is_the_same_page(whole: str) -> None:
    assert whole == as_html(paper())
