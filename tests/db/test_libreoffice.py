"""LibreOffice opens what is exported: money as pounds, people as numbers, days as days."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from django.core.management import call_command

from tests.factories import (
    FundingEntryFactory,
    FundingLineFactory,
    FundingSpendFactory,
    InterventionFactory,
    LeedsFactory,
    OrganisationFactory,
    ReachRecordFactory,
)
from tests.office import converted
from vrp_portal.periods import FinancialYear, Quarter

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FORMATS = ("xlsx", "ods")

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


class Opened(NamedTuple):
    """A cell as LibreOffice has it: its type, its value, and the words it shows."""

    kind: str | None
    value: str | None
    shown: str


@pytest.fixture
def records() -> None:
    """The paper's requirement as one line of money, and its reach as one count."""
    trust = OrganisationFactory(name="Example Trust", kind="voluntary", company_number="01234567")
    intervention = InterventionFactory(
        reference="VRP-2023-001",
        name="=Tea & Talk",
        delivery_organisation=trust,
        starts_on=date(2023, 4, 1),
        ends_on=date(2024, 3, 31),
        description="007",
    )
    leeds = LeedsFactory()
    intervention.districts.set([leeds])
    line = FundingLineFactory(
        intervention=intervention, district=leeds, stating="1316424.00", agreed_on=date(2023, 12, 31)
    )
    FundingEntryFactory(line=line, amount="-0.01", agreed_on=date(2024, 1, 2), reason="A penny back")
    FundingSpendFactory(line=line, amount="-5324.31", reason="Claimed twice")
    ReachRecordFactory(
        intervention=intervention, quarter=Quarter(FinancialYear(2023), 3), people_24_and_under=10630
    )


def opened(table: str, fmt: str, soffice: str, folder: Path) -> dict[str, dict[str, list[Opened]]]:
    """Each worksheet of an exported table by its name: each column by its heading."""
    exported = folder / f"{table}.{fmt}"
    call_command("export", table, output=exported, stdout=io.StringIO(), stderr=io.StringIO())
    document = ElementTree.parse(converted(exported, "fods", soffice, folder)).getroot()
    return {sheet.attrib[f"{TABLE}name"]: dict(columns(sheet)) for sheet in document.iter(f"{TABLE}table")}


def columns(sheet: ElementTree.Element) -> Iterator[tuple[str, list[Opened]]]:
    headings, *rows = [list(cells(row)) for row in sheet.iter(f"{TABLE}table-row")]
    for place, heading in enumerate(headings):
        if heading.shown:
            yield heading.shown, [row[place] for row in rows if place < len(row)]


def cells(row: ElementTree.Element) -> Iterator[Opened]:
    for cell in row.iter(f"{TABLE}table-cell"):
        value = cell.get(f"{OFFICE}value") or cell.get(f"{OFFICE}date-value")
        shown = "\n".join("".join(line.itertext()) for line in cell.iter(f"{TEXT}p"))
        # A run of empty cells to the edge of the sheet is one element: what is past the headings is not read.
        repeated = min(int(cell.get(f"{TABLE}number-columns-repeated", "1")), 50)
        yield from [Opened(cell.get(f"{OFFICE}value-type"), value, shown)] * repeated


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_whole_data_set_opens_with_its_types(
    fmt: str, records: None, soffice: str, tmp_path: Path
) -> None:
    sheets = opened("all", fmt, soffice, tmp_path)

    lines = sheets["Funding lines"]
    assert lines["Allocated"][0] == ("currency", "1316423.99", "£1,316,423.99")
    assert lines["Agreed on"][0] == ("date", "2023-12-31", "31 December 2023")
    assert lines["Financial year"][0] == ("string", None, "2023/24")

    kind, value, shown = sheets["Spend"]["Spent"][0]
    assert (kind, value) == ("currency", "-5324.31")
    assert shown in {"-£5,324.31", "£-5,324.31"}

    reach = sheets["Reach"]
    assert reach["People aged 24 or under"][0] == ("float", "10630", "10,630")
    assert reach["Referrals"][0] == ("float", "0", "0")
    assert reach["Quarter"][0] == ("string", None, "2023/24 Q3")

    register = sheets["Interventions"]
    assert register["Company number"][0] == ("string", None, "01234567"), "it keeps its leading zero"
    assert register["Description"][0] == ("string", None, "007")
    assert register["Name"][0] == ("string", None, "=Tea & Talk"), "text never runs as a formula"
    assert register["Starts on"][0] == ("date", "2023-04-01", "1 April 2023")
    assert register["Approach"][0] == (None, None, "")

    amounts = [entry.value for entry in sheets["Funding entries"]["Amount"] if entry.kind]
    assert amounts == ["1316424", "-0.01"]
    assert sheets["Duty allocations"].keys() >= {"Labour", "Non-labour", "Total"}, "though none is entered"


@pytest.mark.parametrize(("fmt", "other"), [("xlsx", "ods"), ("ods", "xlsx")])
def test_what_is_saved_as_the_other_kind_of_file_changes_nothing_when_imported(
    fmt: str, other: str, records: None, soffice: str, tmp_path: Path
) -> None:
    path = tmp_path / f"funding-lines.{fmt}"
    call_command("export", "funding-lines", output=path, stdout=io.StringIO(), stderr=io.StringIO())
    said = io.StringIO()
    call_command(
        "import_file",
        "funding-lines",
        str(converted(path, other, soffice, tmp_path)),
        dry_run=True,
        stdout=said,
        stderr=io.StringIO(),
    )
    assert "0 new, 0 changed, 1 unchanged" in said.getvalue()
