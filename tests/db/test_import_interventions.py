"""Importing interventions: known again by reference, delivered by organisations known by name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from interventions.models import Intervention, StatusChange
from tests.importing import csv, imported, previewed, told
from vrp_portal.accounts.models import User
from vrp_portal.partnership.models import Organisation

pytestmark = pytest.mark.django_db

HEADINGS = (
    "Reference,Name,Delivered by,Kind of provider,Company number,Commissioned by,Districts,Approach,"
    "Prevention level,Status,In this status since,Starts on"
)


def test_a_new_intervention_is_logged_with_its_districts_and_its_dated_status(portal: dict[str, Any]) -> None:
    outcome = imported(
        "interventions",
        csv(
            HEADINGS,
            'VRP-2023-010,Street work,Example Youth Trust,,,Example Council,"Leeds, Bradford",Mentoring,'
            "Secondary,Delivering,01/06/2023,01/06/2023",
        ),
    )

    assert outcome.counts["new"] == 1
    logged = Intervention.objects.get(reference="VRP-2023-010")
    assert {str(district) for district in logged.districts.all()} == {"Leeds", "Bradford"}
    assert (str(logged.delivery_organisation), str(logged.approach)) == ("Example Youth Trust", "Mentoring")
    assert StatusChange.objects.get(intervention=logged).since == date(2023, 6, 1)


def test_what_is_to_be_confirmed_is_left_open_and_said(portal: dict[str, Any]) -> None:
    outcome = imported(
        "interventions",
        csv(HEADINGS, "VRP-2023-010,Street work,TBC,,,Example Council,West Yorkshire,tbc,Primary,,,"),
    )

    logged = Intervention.objects.get(reference="VRP-2023-010")
    assert (logged.delivery_organisation, logged.approach, logged.whole_area) == (None, None, True)
    assert logged.status == "proposed"
    assert sum("is read as" in notice for notice in told(outcome.notices)) == 2


def test_only_the_columns_of_the_file_change_a_known_intervention(portal: dict[str, Any]) -> None:
    outcome = imported(
        "interventions",
        csv("Reference,Name,Ends on", "VRP-2023-002,Sport for all,"),
    )

    assert outcome.rows[0].changes == (("Name", "Sport", "Sport for all"),)
    assert Intervention.objects.get(reference="VRP-2023-002").status == "delivering"


def test_columns_that_new_rows_need_and_the_file_has_not_are_named_once(portal: dict[str, Any]) -> None:
    outcome = previewed(
        "interventions", csv("Reference,Districts", "VRP-2023-010,Leeds", "VRP-2023-011,Leeds")
    )

    problems = told(outcome.problems)
    assert (
        sum("There is no column “Name” in the file. So it is with 1 more rows." in each for each in problems)
        == 1
    )
    assert any("“Commissioned by”" in each for each in problems)


def test_an_organisation_that_is_not_known_is_added_where_its_kind_is_given(portal: dict[str, Any]) -> None:
    row = "VRP-2023-010,Street work,Example Sports CIC,{},{},Example Council,Leeds,,Secondary,,,"

    refused = previewed("interventions", csv(HEADINGS, row.format("", "")))
    outcome = imported("interventions", csv(HEADINGS, row.format("Voluntary or community", "1234567")))

    assert "say what it is under “Kind of provider”" in told(refused.problems)[0]
    added = Organisation.objects.get(name="Example Sports CIC")
    assert (added.kind, added.company_number) == ("voluntary", "01234567")
    assert any("is read as 01234567" in notice for notice in told(outcome.notices))


def test_a_name_nearly_right_is_offered(portal: dict[str, Any]) -> None:
    outcome = previewed(
        "interventions",
        csv(HEADINGS, "VRP-2023-010,Street work,Example Yuoth Trust,,,Example Council,Leeds,,Secondary,,,"),
    )

    assert "Do you mean “Example Youth Trust”?" in told(outcome.problems)[0]


def test_an_intervention_that_is_withdrawn_is_not_changed(portal: dict[str, Any]) -> None:
    outcome = previewed("interventions", csv("Reference,Name", "VRP-2023-004,Another name"))

    assert "is withdrawn" in told(outcome.problems)[0]


def test_a_new_status_is_dated_and_an_old_one_keeps_its_day(portal: dict[str, Any]) -> None:
    headings = "Reference,Status,In this status since"
    StatusChange.objects.create(intervention=portal["sport"], status="delivering", since=date(2023, 4, 1))

    same = previewed("interventions", csv(headings, "VRP-2023-002,Delivering,01/09/2023"))
    imported("interventions", csv(headings, "VRP-2023-002,Complete,01/12/2023"))

    assert (same.counts["unchanged"], same.notices[-1].message) == (
        1,
        "The status has not changed, so it stays dated 1 April 2023.",
    )
    assert StatusChange.objects.get(intervention=portal["sport"], status="complete").since == date(
        2023, 12, 1
    )


def test_a_coordinator_logs_in_their_own_district(portal: dict[str, Any], csp_leeds: User) -> None:
    row = "VRP-2023-01{},Street work,,,,Example Council,{},,Secondary,,,"

    outcome = imported("interventions", csv(HEADINGS, row.format(0, "")), by=csp_leeds)
    elsewhere = previewed("interventions", csv(HEADINGS, row.format(1, "Bradford")), by=csp_leeds)
    shared = previewed("interventions", csv("Reference,Name", "VRP-2023-001,Mine now"), by=csp_leeds)

    assert outcome.counts["new"] == 1
    assert [str(each) for each in Intervention.objects.get(reference="VRP-2023-010").districts.all()] == [
        "Leeds"
    ]
    assert "You log interventions of Leeds" in told(elsewhere.problems)[0]
    assert "also works outside your district" in told(shared.problems)[0]


def test_an_organisation_added_with_an_illustrative_row_is_illustrative(portal: dict[str, Any]) -> None:
    imported(
        "interventions",
        csv(
            f"{HEADINGS},Illustrative",
            "VRP-2023-010,Street work,Example Sports CIC,Other,,Example Council,Leeds,,Secondary,,,,Yes",
        ),
    )

    assert Organisation.objects.get(name="Example Sports CIC").illustrative
