"""`manage.py figures`: what it prints, for people and for machines, and how it refuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    AllocationFactory,
    AwardFactory,
    FundingLineFactory,
    HighImpactTermsFactory,
    LeedsFactory,
    ReachRecordFactory,
)
from vrp_portal.figures.registry import FIGURES
from vrp_portal.periods import FinancialYear, Quarter

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)


def figures(*args: str) -> str:
    out = StringIO()
    call_command("figures", *args, stdout=out)
    return out.getvalue()


def as_json(*args: str) -> dict:
    return json.loads(figures(*args, "--format", "json"))


@pytest.fixture
def records():
    AwardFactory(amount="4388080.00")
    HighImpactTermsFactory()
    AllocationFactory(labour="101161.78", non_labour="129017.47")
    FundingLineFactory(stating="1000.00", intervention__reference="VRP-2023-001", district=LeedsFactory())
    FundingLineFactory(stating="234.50", intervention__reference="VRP-2023-002")
    ReachRecordFactory(quarter=Quarter(YEAR, 1), people_24_and_under=40)
    ReachRecordFactory(quarter=Quarter(YEAR, 3), people_24_and_under=2, district=LeedsFactory())


def test_json_has_every_figure_with_its_parts(records):
    printed = as_json("--year", "2023/24", "--as-at", "2023-12-31")
    assert printed["scope"] == {"year": "2023/24", "as_at": "2023-12-31", "district": None}
    assert list(printed["figures"]) == list(FIGURES)
    assert printed["figures"]["core_committed"] == {
        "label": "Core grant committed to interventions",
        "unit": "pounds",
        "value": "1234.50",
        "definition": "Core grant allocated to interventions by the day.",
        "records": [
            {"record": "VRP-2023-001, Core grant 2023/24, Leeds", "value": "1000.00"},
            {"record": "VRP-2023-002, Core grant 2023/24, Whole of West Yorkshire", "value": "234.50"},
        ],
    }


def test_json_values_are_plain_decimals_or_null(records):
    values = {key: figure["value"] for key, figure in as_json("--year", "2023/24")["figures"].items()}
    assert values["high_impact_required"] == "1316424.00"
    assert values["high_impact_headroom"] == "-1316424.00"
    assert values["svd_total"] == "230179.25"
    assert values["people_24_and_under"] == "42"
    assert values["core_interventions"] == "2"
    assert values["match_required"] is None


def test_a_figure_worked_out_from_others_names_them(records):
    headroom = as_json("--year", "2023/24")["figures"]["high_impact_headroom"]
    assert headroom["records"] == [
        {"record": "figure high_impact_committed", "value": "0.00"},
        {"record": "figure high_impact_required", "value": "1316424.00"},
    ]


def test_an_earlier_day_leaves_out_the_quarter_that_had_not_ended(records):
    printed = as_json("--year", "2023/24", "--as-at", "30 December 2023")
    assert printed["figures"]["people_24_and_under"]["value"] == "40"


def test_a_district_has_its_own_lines_and_no_records_of_what_is_not_held_by_district(records):
    printed = as_json("--year", "2023/24", "--district", "Leeds")
    assert printed["scope"]["district"] == "Leeds"
    assert printed["figures"]["core_committed"]["value"] == "1000.00"
    assert printed["figures"]["core_grant_award"]["value"] is None
    assert printed["figures"]["core_grant_award"]["records"] == []


def test_with_nothing_given_it_is_the_latest_quarter_with_reach(records):
    assert as_json()["scope"] == {"year": "2023/24", "as_at": "2023-12-31", "district": None}


def test_a_past_year_alone_is_as_at_its_last_day(records):
    assert as_json("--year", "2023/24")["scope"]["as_at"] == "2024-03-31"


def test_the_table_says_its_scope_and_shows_values_as_pages_do(records):
    lines = figures("--year", "2023/24", "--as-at", "2023-12-31", "--district", "Leeds").splitlines()
    assert lines[0] == "Leeds, 2023/24, as at 31 December 2023"
    committed = next(line for line in lines if line.startswith("core_committed "))
    assert committed.split(maxsplit=2) == [
        "core_committed",
        "£1,000.00",
        "Core grant committed to interventions",
    ]
    assert any("Not held by district" in line for line in lines if line.startswith("svd_total "))


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--year", "2023-25"], "--year: “2023-25” is not one financial year: 2023 is followed by 2024"),
        (["--year", "next"], "--year: “next” is not a financial year. Write it like 2023/24."),
        (["--as-at", "31/02/2024"], "--as-at: “31/02/2024” is not a date: February 2024 has 29 days."),
        (["--as-at", "31/12/23"], "--as-at: “31/12/23” needs all four digits of the year"),
        (["--district", "Atlantis"], "--district: “Atlantis” is not a district of West Yorkshire."),
        (["--format", "xml"], "argument --format: invalid choice: 'xml'"),
    ],
)
def test_bad_input_is_refused_by_the_name_of_the_option(args, says):
    with pytest.raises(CommandError) as refusal:
        figures(*args)
    assert says in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_an_option_refused_ends_with_exit_code_2():
    with pytest.raises(CommandError) as refusal:
        figures("--year", "2023-25")
    assert refusal.value.returncode == 2


def test_the_number_of_queries_does_not_grow_with_records(records):
    with CaptureQueriesContext(connection) as few:
        as_json("--year", "2023/24")
    for line in FundingLineFactory.create_batch(15, stating="1.00"):
        ReachRecordFactory(intervention=line.intervention, people_24_and_under=1)
    with CaptureQueriesContext(connection) as many:
        as_json("--year", "2023/24")
    assert len(many) == len(few)


def test_a_reader_who_stops_reading_gets_no_complaint():
    program = (
        "import sys, django; django.setup()\n"
        "from vrp_portal.figures.management.commands.figures import Command, write_out\n"
        "sys.stdin.readline()\n"
        "write_out(Command(), 'figure ' * 200_000)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        process.stdout.close()
        process.stdin.write(b"the pipe is closed now\n")
        process.stdin.close()
        assert (process.stderr.read(), process.wait()) == (b"", 0)
