"""`manage.py export`: every table of data, as at a day, in every kind of file."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from vrp_portal.periods import FinancialYear
from vrp_portal.tabular.data import DATA_TABLES, DataScope

pytestmark = pytest.mark.django_db

KEPT_TO_THEMSELVES = {
    "grants.matchevidence",  # files
    "allocation_tables.ledgerlayout",
    "svd.attachment",  # files
    "svd.reminder",
    "svd.returnterms",
    "accounts.user",
    "exchange.importedfile",
    "exchange.job",
    "exchange.rememberedlayout",
    "exchange.upload",
    "interventions.fundingspend",  # in the table “spend”
    "interventions.impact",  # in the table “approach-ratings”
    "interventions.impactalias",
    "interventions.interventiondistrict",  # in the table “interventions”
}
OWN_APPS = {
    *(
        "accounts",
        "allocation_tables",
        "claims",
        "exchange",
        "grants",
        "high_impact",
        "interventions",
        "partnership",
        "reports",
        "svd",
    ),
    "year_end",
}


def exported(table: str, tmp_path: Path, fmt: str = "csv", **options: str) -> bytes:
    path = tmp_path / f"table.{fmt}"
    call_command(
        "export", table, output=path, format=fmt, stdout=io.StringIO(), stderr=io.StringIO(), **options
    )
    return path.read_bytes()


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_every_model_of_the_portal_is_in_a_table() -> None:
    names = {
        model._meta.label_lower
        for model in apps.get_models()
        if model._meta.app_label in OWN_APPS and not hasattr(model, "pgh_tracked_model")
    }
    tables = {
        *("partnership.district", "partnership.organisation", "reports.paper", "reports.publishedfigure"),
        *("grants.award", "grants.budgetline", "grants.condition", "grants.highimpactterms"),
        *("grants.matchcontribution", "grants.matchrequirement", "grants.spendentry"),
        *("grants.budgetentry", "grants.virement", "grants.outturnterms", "grants.variancereason"),
        *("interventions.approach", "interventions.approachrating", "interventions.approachreplacement"),
        *("interventions.assessment", "interventions.fundingentry", "interventions.fundingline"),
        *("interventions.intervention", "interventions.reachrecord", "interventions.statuschange"),
        *("svd.allocation", "svd.dutyholder", "svd.dutymilestone", "svd.quarterlyreturn", "svd.share"),
        *("svd.dutyrecipient", "svd.reallocation", "svd.shareentry", "high_impact.scenario"),
        "allocation_tables.savedtable",
        *("svd.returncomment", "svd.datarequest"),
        *("claims.claim", "claims.claimline", "claims.claimentry"),
        *("year_end.adjustment", "year_end.closedyear", "year_end.frozenfigure"),
    }
    assert names == tables | KEPT_TO_THEMSELVES


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "ods", "json"])
def test_every_table_is_written_as_every_kind_of_file(fmt: str, tmp_path: Path) -> None:
    assert all(len(exported(name, tmp_path, fmt)) > 0 for name in DATA_TABLES)


@pytest.mark.parametrize("name", sorted(DATA_TABLES))
def test_no_two_columns_of_a_table_have_one_heading(name: str) -> None:
    labels = [column.label for column in DATA_TABLES[name].columns]
    assert len(set(labels)) == len(labels)


def test_a_funding_line_has_what_was_allocated_by_the_day(portal: dict[str, Any], tmp_path: Path) -> None:
    factories.FundingEntryFactory(
        line=portal["line"], amount=Decimal("2000.00"), agreed_on=date(2023, 7, 3), reason="More places"
    )

    now = rows_of(exported("funding-lines", tmp_path))
    before = rows_of(exported("funding-lines", tmp_path, as_at="2023-07-02"))
    earlier = rows_of(exported("funding-lines", tmp_path, as_at="2023-04-30"))

    assert [(row["Allocated"], row["Reason"]) for row in (*now, *before)] == [
        ("12000.00", "More places"),
        ("10000.00", "Board, May"),
    ]
    assert earlier == []


def test_a_table_is_narrowed_to_a_financial_year(portal: dict[str, Any], tmp_path: Path) -> None:
    assert len(rows_of(exported("reach", tmp_path, year="2023/24"))) == 1
    assert rows_of(exported("reach", tmp_path, year="2024/25")) == []


def test_reach_as_at_a_day_is_of_quarters_that_had_ended(portal: dict[str, Any], tmp_path: Path) -> None:
    assert len(rows_of(exported("reach", tmp_path, as_at="2023-06-30"))) == 1
    assert rows_of(exported("reach", tmp_path, as_at="2023-06-29")) == []


def test_json_has_pounds_as_text_and_people_as_numbers(portal: dict[str, Any], tmp_path: Path) -> None:
    [line] = json.loads(exported("funding-lines", tmp_path, "json"))
    [record] = json.loads(exported("reach", tmp_path, "json"))

    assert (line["amount"], line["agreed_on"], line["year"]) == ("10000.00", "2023-05-01", "2023/24")
    assert (record["people_24_and_under"], record["quarter"]) == (40, "2023/24 Q1")


def test_the_whole_data_set_is_one_file(portal: dict[str, Any], tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported("all", tmp_path, "xlsx")))
    everything = json.loads(exported("all", tmp_path, "json"))
    archive = zipfile.ZipFile(io.BytesIO(exported("all", tmp_path, "csv")))

    assert [table.label for table in DATA_TABLES.values()] == book.sheetnames[:-1]
    assert book["Reach"]["A2"].value == "VRP-2023-001"
    assert everything["tables"].keys() == DATA_TABLES.keys()
    assert {f"{name}.csv" for name in DATA_TABLES} == set(archive.namelist())


def test_rows_are_read_as_they_are_written(portal: dict[str, Any]) -> None:
    rows = iter(DATA_TABLES["reach"].rows(DataScope()))
    with CaptureQueriesContext(connection) as queries:
        assert len(queries) == 0
        next(rows)
    assert len(queries) <= 3


@pytest.mark.parametrize("name", ["interventions", "funding-lines", "spend", "reach", "match", "assessments"])
def test_the_number_of_queries_does_not_grow_with_the_rows(name: str, portal: dict[str, Any]) -> None:
    counted = []
    for _ in range(2):
        for _ in range(6):
            line = factories.FundingLineFactory(intervention__commissioner=portal["council"])
            factories.FundingEntryFactory(line=line)
            factories.FundingSpendFactory(line=line)
            factories.ReachRecordFactory(intervention=line.intervention)
            factories.AssessmentFactory(intervention=line.intervention, assessed_by=factories.UserFactory())
            factories.MatchContributionFactory()
        with CaptureQueriesContext(connection) as queries:
            assert len(list(DATA_TABLES[name].rows(DataScope()))) >= 6
        counted.append(len(queries))
    assert counted[0] == counted[1]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"year": "2023"}, "--year: “2023” is not a financial year"),
        ({"as_at": "31/02/2024"}, "--as-at: “31/02/2024” is not a date"),
        ({"output": Path("/nowhere/at/all.csv")}, "--output: /nowhere/at/all.csv: No such file or directory"),
        ({"output": Path("table.pdf")}, "--output: a file ending in .pdf can't be written"),
    ],
)
def test_a_mistake_in_what_was_asked_is_one_line(options: dict[str, Any], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        call_command("export", "reach", **options)


def test_what_is_cut_short_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: Any, **_options: Any) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("vrp_portal.exchange.management.commands.export.write_table", broken)
    with pytest.raises(KeyboardInterrupt):
        exported("reach", tmp_path)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir])
def test_what_is_not_a_file_is_left_in_its_place(make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    make(path)
    with pytest.raises(CommandError, match=r"table\.csv: there is something that is not a file"):
        exported("reach", tmp_path)

    assert list(tmp_path.iterdir()) == [path]
    assert not path.is_file()


def test_a_link_is_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.csv"
    (tmp_path / "table.csv").symlink_to(elsewhere)
    exported("districts", tmp_path)

    assert (tmp_path / "table.csv").is_symlink()
    assert b"ONS code" in elsewhere.read_bytes()


def test_spend_of_the_budget_as_at_a_day_is_of_quarters_that_had_ended(tmp_path: Path) -> None:
    third, last = FinancialYear(2023).quarters[2:]
    line = factories.BudgetLineFactory()
    factories.SpendEntryFactory(line=line, quarter=third)
    factories.SpendEntryFactory(line=line, quarter=last)
    factories.SpendEntryFactory(line=line, quarter=last, kind="forecast")

    then = rows_of(exported("budget-spend", tmp_path, as_at="2023-12-31"))
    assert [(row["Quarter"], row["Kind"]) for row in then] == [
        (str(third), "Actual"),
        (str(last), "Forecast"),
    ]
    assert len(rows_of(exported("budget-spend", tmp_path))) == 3


def test_returns_as_at_a_day_are_of_quarters_that_had_ended(tmp_path: Path) -> None:
    for quarter in FinancialYear(2023).quarters:
        factories.QuarterlyReturnFactory(quarter=quarter)

    assert len(rows_of(exported("quarterly-returns", tmp_path, as_at="2023-12-31"))) == 3
    assert len(rows_of(exported("quarterly-returns", tmp_path, as_at="2023-12-30"))) == 2
    assert len(rows_of(exported("quarterly-returns", tmp_path))) == 4


@pytest.mark.parametrize(
    ("table", "factory", "given", "then"),
    [
        (
            "awards",
            factories.AwardFactory,
            {"amount": Decimal("4388080.00"), "status": "confirmed", "confirmed_on": date(2024, 1, 5)},
            {"Status": "Indicative", "Confirmed on": "", "Amount": "4388080.00"},
        ),
        ("conditions", factories.ConditionFactory, {"met_on": date(2024, 1, 5)}, {"Met on": ""}),
        (
            "duty-milestones",
            factories.DutyMilestoneFactory,
            {"state": "done", "done_on": date(2024, 1, 5)},
            {"State": "", "Done on": ""},
        ),
        (
            "data-requests",
            factories.DataRequestFactory,
            {"state": "received", "received_on": date(2024, 1, 5)},
            {"State": "", "Received on": ""},
        ),
    ],
)
def test_what_was_still_to_come_on_the_day_is_left_empty(
    table: str, factory: Any, given: dict[str, Any], then: dict[str, str], tmp_path: Path
) -> None:
    factory(**given)
    [before] = rows_of(exported(table, tmp_path, as_at="2024-01-04"))
    assert then.items() <= before.items()

    for options in ({}, {"as_at": "2024-01-05"}):
        [after] = rows_of(exported(table, tmp_path, **options))
        assert "2024-01-05" in after.values()


@pytest.mark.parametrize("table", ["status-changes", "assessments"])
def test_what_belongs_to_an_intervention_withdrawn_is_left_out(table: str, tmp_path: Path) -> None:
    intervention = factories.InterventionFactory(
        withdrawn_on=date(2023, 6, 1), withdrawn_reason="Entered twice"
    )
    factories.StatusChangeFactory(intervention=intervention)
    factories.AssessmentFactory(intervention=intervention)

    assert rows_of(exported(table, tmp_path)) == []
    assert len(rows_of(exported(table, tmp_path, as_at="2023-05-31"))) == 1


def test_money_that_the_database_works_out_is_pounds(tmp_path: Path) -> None:
    factories.AllocationFactory()
    headings, cells = openpyxl.load_workbook(
        io.BytesIO(exported("allocations", tmp_path, "xlsx"))
    ).worksheets[0]
    formats = {heading.value: cell.number_format for heading, cell in zip(headings, cells, strict=True)}
    assert formats["Total"] == formats["Labour"]
    assert "£" in formats["Total"]
