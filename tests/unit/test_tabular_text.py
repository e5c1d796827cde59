import pytest
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from vrp_portal.tabular.text import as_it_was, cell_text, harmless

FORMULAS = {
    "a command": "=cmd|' /C calc'!A0",
    "plus": "+1+1",
    "minus": "-2+3",
    "at": "@SUM(A1)",
    "tab first": "\t=1+1",
    "line end first": "\n=1+1",
    "spaces first": "   =1+1",
    "no-break space first": "\u00a0=1+1",
    "byte order mark first": "\ufeff=1+1",
    "zero-width space first": "\u200b=1+1",
    "full width equals": "\uff1d1+1",
    "full width plus": "\uff0b1",
    "full width at": "\uff20SUM(A1)",
    "small hyphen-minus": "\ufe631",
}
HARMLESS = {
    "nothing": "",
    "words": "Focused deterrence",
    "a sum inside": "1=1",
    "a reference": "VRP-2023-014",
    "markup": "<script>alert(1)</script>",
    "a quotation": '"quoted"',
    "Welsh": "Tŷ Gwyn, Ynys Môn",
    "Urdu": "نوجوانوں کے لیے",
    "Polish": "Zażółć gęślą jaźń",
    "emoji": "⚽ Twilight sports",
    "pounds": "£5",
}


@pytest.mark.parametrize("text", FORMULAS.values(), ids=FORMULAS.keys())
def test_text_that_would_run_gets_an_apostrophe(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS.keys())
def test_other_text_stays_as_it_is(text):
    assert harmless(text) == text


def test_an_apostrophe_of_its_own_is_told_from_the_one_in_front():
    assert harmless("'=1") == "''=1"


@given(st.text())
def test_text_of_a_file_that_comes_back_is_as_it_was(text):
    assert as_it_was(harmless(text)) == text


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("bell\x07", "bell␇"),
        ("nul\x00", "nul␀"),
        ("delete\x7f", "delete␡"),
        ("half a pair \ud83d", "half a pair \ufffd"),
        ("no character \uffff", "no character \ufffd"),
        ("one\r\ntwo\rthree\x85four", "one\ntwo\nthree\nfour"),
        ("tab\tstays", "tab\tstays"),
        (mark_safe("<a href='/x'>Tea &amp; <b>talk</b></a>"), "Tea & talk"),
        ("<b>typed by somebody</b>", "<b>typed by somebody</b>"),
        (63, "63"),
    ],
)
def test_text_of_a_cell_can_be_written_everywhere(value, words):
    assert cell_text(value) == words


@given(st.text(st.characters(codec=None)))
def test_text_of_a_cell_is_settled(text):
    assert cell_text(cell_text(text)) == cell_text(text)
