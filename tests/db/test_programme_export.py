"""Programme activity as whole tables, exported by the team's command."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from tests.factories import (
    ActivityCountFactory,
    ActivityDistrictFactory,
    ActivityFactory,
    EvaluationFactory,
    GovernanceGroupFactory,
    GovernanceLineFactory,
    PublicationFactory,
    WorkstreamFactory,
)

pytestmark = pytest.mark.django_db


def exported(table, tmp_path, **options):
    path = tmp_path / "table.csv"
    call_command("export", table, output=path, stdout=StringIO(), stderr=StringIO(), format="csv", **options)
    return list(csv.DictReader(StringIO(path.read_text(encoding="utf-8-sig"))))


def test_an_activity_with_its_places_and_people(tmp_path, leeds):
    activity = ActivityFactory(title="Fair", people=3, people_sure="up_to", people_are="children")
    ActivityDistrictFactory(activity=activity, district=leeds)
    ActivityCountFactory(activity=activity)
    (row,) = exported("activities", tmp_path)
    assert (row["Title"], row["Where"], row["People reached"]) == ("Fair", "Leeds", "3")
    assert (row["How sure they are"], row["Who they are"]) == ("Up to", "children")
    (count,) = exported("activity-counts", tmp_path)
    assert (count["Number"], count["What is counted"], count["These are people"]) == ("22", "schools", "No")


def test_of_a_year_and_as_at_a_day(tmp_path):
    ActivityFactory(title="Autumn", starts_on=date(2023, 10, 1))
    ActivityFactory(title="Next year", starts_on=date(2024, 5, 14))
    ActivityFactory(title="Gone", withdrawn_on=date(2024, 3, 1), withdrawn_reason="Twice")
    assert [row["Title"] for row in exported("activities", tmp_path, year="2023/24")] == ["Autumn"]
    assert [row["Title"] for row in exported("activities", tmp_path, as_at="2024-02-29")] == [
        "Autumn",
        "Gone",
    ]


def test_an_evaluation_that_reported_later_has_no_state_yet(tmp_path):
    EvaluationFactory(state="reported", reported_on=date(2024, 3, 1), findings="It works.")
    (row,) = exported("evaluations", tmp_path, as_at="2024-02-29")
    assert (row["State"], row["Reported on"], row["Findings"]) == ("", "", "")
    (row,) = exported("evaluations", tmp_path, as_at="2024-03-01")
    assert (row["State"], row["Findings"]) == ("Reported", "It works.")


def test_lines_of_groups_that_stand(tmp_path):
    GovernanceLineFactory(group__name="Low", reports_to__name="High")
    gone = GovernanceGroupFactory(withdrawn_on=date(2024, 3, 1), withdrawn_reason="Ended")
    GovernanceLineFactory(group=gone)
    assert len(exported("governance-lines", tmp_path)) == 1
    assert {row["Name"] for row in exported("governance-groups", tmp_path)} >= {"Low", "High"}


def test_publications_and_workstreams(tmp_path):
    PublicationFactory(title="Strategy", workstream=WorkstreamFactory(name="Hub"))
    assert [row["Title"] for row in exported("publications", tmp_path)] == ["Strategy"]
    assert [row["Name"] for row in exported("workstreams", tmp_path)] == ["Hub"]
