"""Words with figures in them: how a section's text is read, and what is said where it can't be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_portal.figures.values import Unit
from vrp_portal.panel_paper.actions import UNITS
from vrp_portal.panel_paper.words import (
    FACTS,
    FactToken,
    FigureToken,
    Passage,
    WordsError,
    read_words,
    sentences,
    write_words,
)
from vrp_portal.periods import FinancialYear

KNOWN = ("core_grant_award", "core_interventions", "svd_labour")
MADE_OF = ("core_interventions",)


def read(text):
    return read_words(text, known=KNOWN, made_of=MADE_OF)


def problems(text):
    with pytest.raises(WordsError) as refused:
        read(text)
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("written", "token"),
    [
        ("{core_grant_award}", FigureToken("core_grant_award")),
        ("{ core_grant_award }", FigureToken("core_grant_award")),
        ("{core_grant_award  next\tyear}", FigureToken("core_grant_award", "next year")),
        ("{core_grant_award last year}", FigureToken("core_grant_award", "last year")),
        ("{svd_labour 2022/23}", FigureToken("svd_labour", "2022/23")),
        ("{svd_labour 22-23 short}", FigureToken("svd_labour", "2022/23", short=True)),
        ("{core_interventions accounted for}", FigureToken("core_interventions", accounted_for=True)),
        ("{this year}", FactToken("this year")),
        ("{as at}", FactToken("as at")),
    ],
)
def test_what_stands_in_braces(written, token):
    assert read(f"It is {written}.") == (Passage((("It is ", token, "."),)),)


@pytest.mark.parametrize(
    ("token", "label"),
    [
        (FigureToken("a"), "2023/24"),
        (FigureToken("a", "next year"), "2024/25"),
        (FigureToken("a", "last year"), "2022/23"),
        (FigureToken("a", "2019/20"), "2019/20"),
    ],
)
def test_the_year_of_a_figure(token, label):
    assert token.year_in(FinancialYear(2023)).label == label


def test_paragraphs_and_lists():
    text = "One\ngoes on.\n\n- first\n- second\n  goes on\nThis too.\n\n\n-\nLast."
    assert [(passage.is_list, passage.lines) for passage in read(text)] == [
        (False, (("One goes on.",),)),
        (True, (("first",), ("second goes on This too.",))),
        (False, (("Last.",),)),
    ]


def test_a_list_follows_its_paragraph_without_a_gap():
    assert [passage.is_list for passage in read("These:\n- one\n- two")] == [False, True]


def test_nothing_is_no_passage():
    assert read("") == read(" \n\n ") == ()


def test_an_unknown_figure_names_its_line_and_the_nearest():
    assert problems("Fine.\n\nIt is {core_grant_awards}.") == [
        "Line 3: There is no figure “core_grant_awards”. Did you mean “core_grant_award”?"
    ]


def test_every_problem_is_told():
    found = problems("{nothing_like_it} and {core_grant_award next yr}\n\n{svd_labour accounted for} { or }}")
    assert found[0] == "Line 1: There is no figure “nothing_like_it”."
    assert found[1].startswith("Line 1: “next yr” after “core_grant_award” isn't understood.")
    assert found[2] == "Line 3: Of “svd_labour” the portal doesn't hold how much is accounted for."
    assert any("without its" in problem or "is not a figure" in problem for problem in found[3:])


@pytest.mark.parametrize(
    "text", ["{", "}", "a { b", "{core_grant_award", "{{core_grant_award}}", "{}", "{ }"]
)
def test_braces_that_hold_no_figure_are_refused(text):
    assert problems(text)


def test_the_number_of_a_line_that_went_on():
    assert problems("one\ntwo\n\nthree {x}")[0].startswith("Line 4:")


def test_sentences_keep_their_figures():
    line = ("It is ", FigureToken("a"), ". And ", FigureToken("b"), "! No more")
    assert sentences(line) == (
        ("It is ", FigureToken("a"), "."),
        ("And ", FigureToken("b"), "!"),
        ("No more",),
    )


words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="{}")).map(
    lambda text: text.strip()
)
tokens = st.one_of(
    st.builds(
        FigureToken, st.sampled_from(KNOWN), st.sampled_from(["", "next year", "last year", "2022/23"]),
        st.just(False), st.booleans(),
    ),
    st.builds(FactToken, st.sampled_from(FACTS)),
)  # fmt: skip
lines = st.lists(st.one_of(words.filter(bool), tokens), min_size=1, max_size=6)
text_lines = lines.map(
    lambda pieces: " ".join(piece if isinstance(piece, str) else f"{{{piece.words}}}" for piece in pieces)
).filter(lambda line: not line.startswith("-"))


@given(st.lists(st.tuples(st.booleans(), st.lists(text_lines, min_size=1, max_size=3)), max_size=4))
def test_what_is_read_is_written_and_read_the_same(blocks):
    text = "\n\n".join(
        "\n".join(f"- {line}" for line in block) if is_list else " ".join(block) for is_list, block in blocks
    )
    passages = read(text)
    assert read(write_words(passages)) == passages


@given(text_lines)
def test_sentences_lose_no_figure(line):
    (passage,) = read(line)
    kept = [piece for one in sentences(passage.lines[0]) for piece in one if not isinstance(piece, str)]
    assert kept == [piece for piece in passage.lines[0] if not isinstance(piece, str)]


@given(st.text())
def test_any_text_is_read_or_refused_with_its_lines(text):
    found = []
    try:
        read(text)
    except WordsError as error:
        found = [problem.line for problem in error.problems]
    assert all(1 <= line <= len(text.splitlines()) for line in found)


def test_a_figure_of_any_unit_can_be_published():
    assert UNITS.keys() == set(Unit)
