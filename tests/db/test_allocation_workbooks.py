"""Allocation tables in LibreOffice: their formulas give what the page and `manage.py figures` say."""

from __future__ import annotations

import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.urls import reverse

from tests.awkward import ASKED, DECEMBER, awkward_year
from tests.office import converted
from tests.web.reading import Page, body_of
from vrp_portal.allocation_tables.holdings import By, Choice, Of, Told
from vrp_portal.allocation_tables.reading import read_table
from vrp_portal.allocation_tables.rules import Part
from vrp_portal.money import format_pounds

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CHOICE = Choice(Of.INTERVENTIONS, Told.REMAINING, By.INTERVENTION, By.SOURCE)
CARRIED = re.compile(r'(table:formula="[^"]*")[^>]*><text:p>[^<]*</text:p></table:table-cell>')


def figure_of_the_command_line(key: str) -> Decimal:
    out = io.StringIO()
    call_command("figures", "--year", "2023/24", "--as-at", "2023-12-31", "--format", "json", stdout=out)
    return Decimal(json.loads(out.getvalue())["figures"][key]["value"])


def asked(choice: Choice) -> dict[str, str]:
    return QueryDict(choice.query).dict() | ASKED


def download(client: Any, fmt: str, choice: Choice = CHOICE) -> bytes:
    response = client.get(reverse("tables-export", args=[fmt]), asked(choice))
    assert response.status_code == 200
    return body_of(response)


def without_values(path: Path) -> None:
    """Take out of a file what its formulas carry, so that it holds nothing but what is worked out anew."""
    if path.suffix == ".xlsx":
        openpyxl.load_workbook(path).save(path)
        return
    with ZipFile(path) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    content, many = CARRIED.subn(r"\1/>", parts["content.xml"].decode())
    assert many == 7
    with ZipFile(path, "w") as emptied:
        for name, part in parts.items():
            emptied.writestr(name, content if name == "content.xml" else part)


def opened(path: Path, soffice: str, folder: Path) -> list[list[Any]]:
    """The rows of the first worksheet as LibreOffice works them out."""
    book = openpyxl.load_workbook(converted(path, "xlsx", soffice, folder), data_only=True)
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


def pennies(value: Any) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))


@pytest.mark.parametrize("fmt", ["xlsx", "ods"])
def test_libreoffice_works_out_what_the_page_says(client_of, finance, soffice, tmp_path, fmt):
    awkward_year()
    client = client_of(finance)
    path = tmp_path / f"table.{fmt}"
    path.write_bytes(download(client, fmt))
    without_values(path)
    _heading, *rows, totals = opened(path, soffice, tmp_path)

    table = read_table(CHOICE, DECEMBER)
    assert [pennies(row[-1]) for row in rows] == [table.of_row(part) for part in table.pivot.rows]
    assert [pennies(cell) for cell in totals[1:]] == [
        *(table.of_column(part) for part in table.columns),
        table.money.total,
    ]
    assert pennies(totals[-1]) == Decimal("2010.87") == figure_of_the_command_line("unspent")
    page = Page(client.get(reverse("tables"), asked(CHOICE)))
    assert format_pounds(pennies(totals[-1])) in page.text


def test_an_excel_file_is_typed_and_its_headings_stay_in_sight(client_of, finance):
    awkward_year()
    sheet = openpyxl.load_workbook(io.BytesIO(download(client_of(finance), "xlsx"))).worksheets[0]
    assert sheet.freeze_panes == "B2"
    assert [cell.value for cell in sheet[1]] == [
        *("Intervention", "Core grant", "Serious Violence Duty", "Match funding", "Other", "Total")
    ]
    assert sheet["B2"].value == 899.99
    assert "£" in sheet["B2"].number_format
    assert sheet["F2"].value == "=ROUND(SUM(B2:E2),2)"
    assert [cell.value for cell in sheet[4]] == [
        "Total",
        *(f"=ROUND(SUM({letter}2:{letter}3),2)" for letter in "BCDEF"),
    ]


def test_words_that_look_like_a_formula_stay_words_in_every_file(client_of, finance):
    awkward_year()
    by_provider = Choice(Of.INTERVENTIONS, Told.ALLOCATED, By.ORGANISATION)
    client = client_of(finance)
    lines = download(client, "csv", by_provider).decode("utf-8-sig").splitlines()
    assert lines[1] == '"\'=Provider, with a comma",1000.08'
    book = openpyxl.load_workbook(io.BytesIO(download(client, "xlsx", by_provider)))
    cell = book.worksheets[0]["A2"]
    assert (cell.data_type, cell.value) == ("s", "=Provider, with a comma")


def test_a_part_is_known_by_its_key() -> None:
    """Two of one name are two: no money of one is shown as the other's."""
    assert Part("1", "Club", (0, "club")) != Part("2", "Club", (0, "club"))
