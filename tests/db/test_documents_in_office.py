"""LibreOffice opens the DOCX: the same words, the same totals, in headings, lists and tables of its own."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.documents import FUNDED, PICTURE, paper
from tests.office import converted
from vrp_portal.documents.docx import as_docx

pytestmark = pytest.mark.slow

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"


@pytest.fixture(scope="module")
def opened(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> ElementTree.Element:
    """The document's body as LibreOffice has it."""
    folder = tmp_path_factory.mktemp("document")
    path = Path(folder / "paper.docx")
    path.write_bytes(as_docx(paper()))
    with zipfile.ZipFile(converted(path, "odt", soffice, folder)) as parts:
        return ElementTree.fromstring(parts.read("content.xml")).find(f".//{OFFICE}text")


def words(element: ElementTree.Element) -> str:
    return "".join(element.itertext())


def rows(table: ElementTree.Element) -> list[list[str]]:
    return [
        [words(cell) for cell in row.iter(f"{TABLE}table-cell")] for row in table.iter(f"{TABLE}table-row")
    ]


def test_the_table_has_every_row_and_the_same_totals(opened: ElementTree.Element) -> None:
    found = rows(opened.find(f".//{TABLE}table"))
    assert found == [list(row) for row in (FUNDED.header, *FUNDED.rows, FUNDED.totals)]


def test_the_header_comes_again_on_each_page(opened: ElementTree.Element) -> None:
    header = opened.find(f".//{TABLE}table-header-rows")
    assert rows(header) == [list(FUNDED.header)]


def test_headings_are_headings_of_their_level(opened: ElementTree.Element) -> None:
    found = [(heading.get(f"{TEXT}outline-level"), words(heading)) for heading in opened.iter(f"{TEXT}h")]
    assert ("1", "Purpose of this report") in found
    assert ("2", "The 30% rule") in found
    assert ("3", "How to read the table") in found


def test_a_list_is_a_list(opened: ElementTree.Element) -> None:
    items = [words(item) for item in opened.iter(f"{TEXT}list-item")]
    assert items[0] == "High impact counts at any confidence in its evidence."
    assert len(items) == 3


def test_a_picture_has_its_words(opened: ElementTree.Element) -> None:
    assert words(opened.find(f".//{SVG}desc")) == PICTURE.alternative
    assert words(opened.find(f".//{SVG}title")) == PICTURE.title
