"""The files of open data: leading zeros, the Transparency Code's tables, and the command that writes them."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from interventions.models import FundingLine
from tests.factories import (
    BudgetLineFactory,
    CommunitySafetyPartnershipFactory,
    FundingSpendFactory,
    OrganisationFactory,
    SpendEntryFactory,
)
from tests.open_data import MADE_AT, SCOPE, YEAR, every_kind_of_grant, grant, published, written
from vrp_portal.figures.registry import compute
from vrp_portal.open_data.transparency import SALARIES, SMALL
from vrp_portal.periods import Quarter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publisher")]


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_leading_zeros_survive_csv_and_xlsx(leeds, bradford):
    every_kind_of_grant(leeds, bradford)
    (row, *_) = rows_of(written("360giving", "csv"))
    told = {
        name: row[f"Recipient Org:0:{name}"] for name in ("Identifier", "Charity Number", "Company Number")
    }
    zeros = {"Identifier": "GB-CHC-0123456", "Charity Number": "0123456", "Company Number": "00987654"}
    assert told == zeros
    sheet = openpyxl.load_workbook(io.BytesIO(written("360giving", "xlsx")))["grants"]
    headings, first, *_ = sheet.iter_rows(values_only=True)
    assert {name: first[headings.index(f"Recipient Org:0:{name}")] for name in zeros} == zeros


def test_a_workbook_has_grants_and_a_sheet_about_them(leeds, bradford):
    every_kind_of_grant(leeds, bradford)
    workbook = openpyxl.load_workbook(io.BytesIO(written("360giving", "xlsx")))
    assert workbook.sheetnames == ["grants", "Meta"]
    meta = dict(workbook["Meta"].iter_rows(values_only=True))
    assert (meta["Version"], meta["Publisher:Name"]) == ("1.4", "Example Publisher")
    headings, first, *_ = workbook["grants"].iter_rows(values_only=True)
    assert headings[:6] == ("Identifier", "Title", "Description", "Currency", "Amount Awarded", "Award Date")
    assert first[4] == 12000.5
    assert first[5].date() == date(2023, 4, 1)


def test_the_table_of_grants_to_voluntary_organisations(leeds, bradford):
    every_kind_of_grant(leeds, bradford)
    rows = rows_of(written("vcse-grants", "csv"))
    # The police and the partnership are no voluntary organisations; a regrant is not where the money ends.
    assert [tuple(row.values()) for row in rows] == [
        (
            "360G-example-VRP-2023-001-core-2023-E08000035",
            "2023-04-01",
            "1 April 2023 to 22 December 2023",
            "Example Publisher",
            "Zero Trust",
            "Charity 0123456, Company 00987654",
            "Mentoring",
            "12000.50",
        ),
        (
            "360G-example-VRP-2023-002-core-2023-all",
            "2023-04-01",
            "1 April 2023 to 31 March 2024",
            "Example Publisher",
            "Ones & Twos Ltd",
            "Company 01234567",
            "Sport",
            "3000.00",
        ),
        (
            "360G-example-VRP-2023-004-core-2023-E08000032",
            "2023-04-01",
            "1 April 2023 to 31 March 2024",
            "Example CSP",
            "Zero Trust",
            "Charity 0123456, Company 00987654",
            "Through two hands",
            "2500.25",
        ),
    ]


# Spend.


def test_spend_of_more_than_the_threshold_worked_by_hand(leeds):
    charity = OrganisationFactory(name="Example Youth Trust", kind="voluntary")
    line = grant("5000.00", reference="VRP-2023-001", name="Mentoring", delivery_organisation=charity)
    FundingSpendFactory(line=line, amount="300.00")
    FundingSpendFactory(line=line, amount="200.01")
    FundingSpendFactory(line=line, amount="500.00", quarter=Quarter(YEAR, 2))
    FundingSpendFactory(line=line, amount="-500.01", reason="Paid back", quarter=Quarter(YEAR, 3))
    FundingSpendFactory(line=line, amount="900.00", quarter=Quarter(YEAR, 4))
    rows = rows_of(written("spend", "csv"))
    assert [
        (row["Date"], row["Beneficiary"], row["Purpose of the spend"], row["Amount"]) for row in rows
    ] == [
        ("2023-06-30", "Example Youth Trust", "VRP-2023-001 Mentoring", "500.01"),
        ("2023-12-31", "Example Youth Trust", "VRP-2023-001 Mentoring", "-500.01"),
    ]
    assert {row["VAT that cannot be recovered"] for row in rows} == {"Not held"}
    assert [(each.amount, each.left_out) for each in published().spend_left_out] == [
        (Decimal("500.00"), SMALL)
    ]


def test_the_threshold_is_a_setting(settings):
    FundingSpendFactory(line=grant(), amount="250.00")
    assert published().spend == []
    settings.SPEND_THRESHOLD = 249
    assert len(published().spend) == 1


def test_spend_and_what_is_left_out_of_it_are_all_that_was_spent(leeds, bradford):
    every_kind_of_grant(leeds, bradford)
    for number, line in enumerate(FundingLine.objects.filter(year=YEAR)):
        FundingSpendFactory(line=line, amount=Decimal("123.45") * (number + 1))
    publication = published()
    rows = [*publication.spend, *publication.spend_left_out]
    assert sum(row.amount for row in rows) == compute(["spent"], SCOPE)["spent"].value
    reasons = {row.left_out for row in publication.spend_left_out}
    assert reasons == {
        SMALL,
        "Match funding or another source: not the publisher’s money to grant",
        "Illustrative: invented to show how the portal works",
    }


def test_who_is_paid_is_the_first_hand_and_a_contract_is_spent_on_too(leeds):
    csp = CommunitySafetyPartnershipFactory(name="Example CSP", district=leeds)
    for line in (grant(commissioner=csp), grant(paid_as="contract"), grant(delivery_organisation=None)):
        FundingSpendFactory(line=line, amount="600.00")
    first, second, third = published().spend
    assert first.beneficiary == "Example CSP"
    assert second.beneficiary.startswith("Organisation ")
    assert third.beneficiary == "To be confirmed"


def test_spend_from_other_budget_lines_names_no_beneficiary_and_no_salaries():
    for purpose in ("staffing", "evaluation"):
        SpendEntryFactory(line=BudgetLineFactory(purpose=purpose), amount="1000.00")
    SpendEntryFactory(line=BudgetLineFactory(purpose="management"), amount="1000.00", kind="forecast")
    publication = published()
    assert [(row.purpose, row.beneficiary) for row in publication.spend] == [("Evaluation", "Not held")]
    assert [(row.what, row.left_out) for row in publication.spend_left_out] == [("Staffing", SALARIES)]


def test_illustrative_spend_is_marked_where_it_is_asked_for():
    FundingSpendFactory(line=grant(), amount="600.00", illustrative=True)
    SpendEntryFactory(line=BudgetLineFactory(purpose="evaluation"), amount="700.00", illustrative=True)
    assert published().spend == []
    rows = rows_of(written("spend", "csv", with_illustrative=True))
    assert [row["Illustrative"] for row in rows] == ["Yes", "Yes"]
    assert all(row["Purpose of the spend"].startswith("Illustrative: ") for row in rows)


# The command.


def command(**options: Any) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("open_data", year="2023/24", as_at="2023-12-31", stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


@pytest.mark.parametrize(
    ("kind", "fmt", "rows"),
    [
        *(("360giving", fmt, 6) for fmt in ("json", "xlsx", "csv")),
        *((kind, fmt, rows) for kind, rows in (("vcse-grants", 3), ("spend", 0)) for fmt in ("xlsx", "csv")),
    ],
)
def test_the_command_writes_what_the_page_gives(leeds, bradford, tmp_path, when_it_was_made, kind, fmt, rows):
    every_kind_of_grant(leeds, bradford)
    path: Path = tmp_path / f"file.{fmt}"
    said, _ = command(kind=kind, output=path)
    assert said == f"{path}: {rows} rows.\n"
    if fmt == "xlsx":
        assert path.read_bytes().startswith(b"PK")
    else:
        assert path.read_bytes() == written(kind, fmt)


@pytest.fixture
def when_it_was_made(time_machine):
    time_machine.move_to(MADE_AT, tick=False)


def test_the_command_warns_and_refuses_what_it_cannot_write(tmp_path, settings):
    settings.PUBLISHER_PREFIX = ""
    with pytest.raises(CommandError, match="--format: spend is written as csv or xlsx, not as json"):
        command(kind="spend", format="json")
    with pytest.raises(CommandError, match="There is no grant to publish"):
        command(kind="360giving")
    with pytest.raises(CommandError, match="--output: "):
        command(kind="spend", format="csv", output=tmp_path / "nowhere" / "spend.csv")
    _, warned = command(kind="spend", format="csv", output=tmp_path / "spend.csv")
    assert "No 360Giving prefix is set" in warned


def test_the_command_prints_what_it_is_not_told_to_keep(capfdbinary):
    grant(illustrative=True)
    command(kind="360giving", format="json", illustrative=True)
    assert json.loads(capfdbinary.readouterr().out)["grants"][0]["title"].startswith("Illustrative: ")
