"""The paper of April 2024 as files that people open: PDF that can be heard, DOCX that can be edited, HTML."""

from __future__ import annotations

import io
from datetime import date

import docx
import pikepdf
import pytest
from django.core.management import call_command
from docx.oxml.ns import qn
from lxml import html

from tests.pdf_ua import elements, failings, kinds
from vrp_portal.documents.model import Document
from vrp_portal.figures.scope import Scope
from vrp_portal.panel_paper.composing import Request, compose
from vrp_portal.panel_paper.frozen import Contents
from vrp_portal.panel_paper.sections import words_of_sections
from vrp_portal.panel_paper.writing import as_document, as_file, draw
from vrp_portal.periods import FinancialYear

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SCOPE = Scope(FinancialYear(2023), date(2023, 12, 31))
REQUEST = Request(SCOPE, date(2024, 4, 12), "Update", "7", "The Panel", "The office", "The VRP")
CHARTS = 4
"""Reach by quarter, money and reach by district, and the governance structure."""


@pytest.fixture
def paper() -> Document:
    for command in ("load_paper", "load_illustrative"):
        call_command(command, stdout=io.StringIO())
    composed = compose(REQUEST, words_of_sections())
    drawings = draw(composed.charts, REQUEST)
    assert len(drawings) == CHARTS
    return as_document(Contents.of(composed), drawings)


def test_every_kind_of_file_is_whole(paper: Document) -> None:
    check_pdf(as_file(paper, "pdf"))
    check_docx(as_file(paper, "docx"))
    check_html(as_file(paper, "html"))


def check_pdf(made: bytes) -> None:
    assert failings(made) == []
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert kinds(pdf).count("/Figure") == CHARTS
        assert all(element.get("/Alt") for element in elements(pdf) if element.S == "/Figure")


def check_docx(made: bytes) -> None:
    document = docx.Document(io.BytesIO(made))
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings[0] == "1. Purpose of the report"
    assert headings[-1] == "Appendix B: Overview of all interventions"
    assert any("50 of 53 core-funded interventions" in one.text for one in document.paragraphs)
    described = [picture.get("descr") for picture in document.element.body.iter(qn("wp:docPr"))]
    assert len(described) == CHARTS
    assert all(described)
    captions = [one.text for one in document.paragraphs if one.text.startswith("Figure ")]
    assert captions[0] == "Figure 1: People reached by quarter and age"
    assert captions[-1] == "Figure 4: Governance structure"
    for table in document.tables[1:]:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def check_html(made: bytes) -> None:
    page = html.fromstring(made)
    assert [one.text_content() for one in page.iter("h1")] == ["Update"]
    assert len(page.findall(".//img")) == CHARTS
    assert all(picture.get("alt") for picture in page.iter("img"))
    assert all(table.find("caption") is not None for table in page.iter("table"))
    assert "50 of 53 core-funded interventions" in page.text_content()
