"""Importing reach: what is new, changed, unchanged and refused, and what the browser's form says of it."""

from __future__ import annotations

from typing import Any

import pytest

from interventions.models import ReachRecord
from tests.importing import csv, imported, previewed, told
from vrp_portal.accounts.models import User

pytestmark = pytest.mark.django_db

HEADINGS = "Reference,Quarter,District,People aged 24 or under,People aged 25 or over,Source"


def test_a_row_about_nothing_known_is_new(portal: dict[str, Any]) -> None:
    outcome = imported("reach", csv(HEADINGS, "VRP-2023-002,2023/24 Q3,Leeds,45,3,Return"))

    assert outcome.counts == {"new": 1, "changed": 0, "unchanged": 0, "refused": 0}
    record = ReachRecord.objects.get(intervention=portal["sport"])
    assert (record.people_24_and_under, record.people_25_and_over, str(record.district)) == (45, 3, "Leeds")
    assert record.source == "Return"


def test_a_new_record_without_a_source_says_which_row_of_which_file_it_is(portal: dict[str, Any]) -> None:
    imported("reach", csv(HEADINGS, "VRP-2023-002,2023/24 Q3,,45,3,"), filename="q3.csv")

    assert ReachRecord.objects.get(intervention=portal["sport"]).source == "q3.csv, row 2"


def test_what_differs_from_the_portal_is_told_with_old_and_new(portal: dict[str, Any]) -> None:
    outcome = previewed("reach", csv(HEADINGS, "VRP-2023-001,2023/24 Q1,,45,5,"))

    assert outcome.counts["changed"] == 1
    assert outcome.rows[0].changes == (("People aged 24 or under", "40", "45"),)


def test_the_same_file_twice_changes_nothing(portal: dict[str, Any]) -> None:
    file = csv(HEADINGS, "VRP-2023-001,2023/24 Q1,,45,5,", "VRP-2023-002,2023/24 Q3,Leeds,45,3,")
    imported("reach", file)

    outcome = imported("reach", file)

    assert outcome.counts == {"new": 0, "changed": 0, "unchanged": 2, "refused": 0}


def test_a_preview_keeps_nothing(portal: dict[str, Any]) -> None:
    previewed("reach", csv(HEADINGS, "VRP-2023-002,2023/24 Q3,,45,3,"))

    assert not ReachRecord.objects.filter(intervention=portal["sport"]).exists()


def test_one_refused_row_holds_back_the_whole_file(portal: dict[str, Any]) -> None:
    outcome = imported(
        "reach", csv(HEADINGS, "VRP-2023-002,2023/24 Q3,,45,3,", "VRP-2023-003,2023/24 Q3,,45*,3,")
    )

    assert outcome.counts["refused"] == 1
    assert len(outcome.problems) == 1
    assert not ReachRecord.objects.filter(intervention=portal["sport"]).exists()


def test_every_problem_is_told_at_once_with_its_cell(portal: dict[str, Any]) -> None:
    outcome = previewed(
        "reach",
        csv(
            HEADINGS,
            "VRP-2023-002,Q3,,1.2k,3,",
            "VRP-2023-999,2023/24 Q3,,1,1,",
            "VRP-2023-001,2023/24 Q2,Wakefield,1,1,",
            "VRP-2023-004,2023/24 Q2,,1,1,",
        ),
    )

    cells = {remark.place.cell for remark in outcome.problems}
    assert {"B2", "A3", "C4", "A5"} <= cells
    assert outcome.counts["refused"] == 4


def test_a_quarter_without_a_year_takes_the_year_of_its_row_or_the_one_given(portal: dict[str, Any]) -> None:
    by_row = previewed("reach", csv("Reference,Financial year,Quarter", "VRP-2023-002,2023/24,Q3"))
    given = previewed("reach", csv("Reference,Quarter", "VRP-2023-002,Oct-Dec 2023"))

    assert by_row.rows[0].what == given.rows[0].what == "VRP-2023-002, 2023/24 Q3, Whole of West Yorkshire"


def test_a_second_row_about_the_same_quarter_and_place_is_refused(portal: dict[str, Any]) -> None:
    row = "VRP-2023-002,2023/24 Q3,,45,3,"

    outcome = previewed("reach", csv(HEADINGS, row, row))

    assert "Row 2 is about the same as this row" in told(outcome.problems)[0]


def test_a_cumulative_count_that_falls_within_the_file_asks_for_a_reason(portal: dict[str, Any]) -> None:
    headings = "Reference,Quarter,People aged 24 or under,What the counts are,Reason for a fall"
    basis = "People since the year began"

    outcome = previewed(
        "reach",
        csv(headings, f"VRP-2023-002,2023/24 Q2,30,{basis},", f"VRP-2023-002,2023/24 Q1,40,{basis},"),
    )

    assert "Lower than in 2023/24 Q1" in told(outcome.problems)[0]


def test_two_bases_in_one_year_are_refused(portal: dict[str, Any]) -> None:
    headings = "Reference,Quarter,People aged 24 or under,What the counts are"

    outcome = previewed("reach", csv(headings, "VRP-2023-001,2023/24 Q2,30,People since the year began"))

    assert any("Keep to one basis within a year" in problem for problem in told(outcome.problems))


def test_a_column_that_the_file_does_not_have_stays_as_it_is(portal: dict[str, Any]) -> None:
    outcome = imported("reach", csv("Reference,Quarter,Professionals trained", "VRP-2023-001,2023/24 Q1,8"))

    record = ReachRecord.objects.get(intervention=portal["mentoring"])
    assert (record.people_24_and_under, record.professionals_trained) == (40, 8)
    assert outcome.counts["changed"] == 1


def test_the_effect_on_the_figures_is_told(portal: dict[str, Any]) -> None:
    outcome = previewed("reach", csv(HEADINGS, "VRP-2023-002,2023/24 Q3,,45,3,"))

    effects = {effect.label: (effect.year, effect.before, effect.after) for effect in outcome.effects}
    assert effects["People aged 24 or under reached"] == ("2023/24", "40", "85")


def test_a_coordinator_imports_for_their_own_district_alone(portal: dict[str, Any], csp_leeds: User) -> None:
    outcome = previewed(
        "reach",
        csv(HEADINGS, "VRP-2023-001,2023/24 Q2,Leeds,4,0,", "VRP-2023-001,2023/24 Q2,Bradford,4,0,"),
        by=csp_leeds,
    )

    assert [row.verdict for row in outcome.rows] == ["new", "refused"]


def test_a_coordinator_finds_no_intervention_of_another_district(
    portal: dict[str, Any], csp_bradford: User
) -> None:
    outcome = previewed("reach", csv(HEADINGS, "VRP-2023-003,2023/24 Q2,Leeds,4,0,"), by=csp_bradford)

    assert "no intervention VRP-2023-003 in your district" in told(outcome.problems)[0]


def test_personal_data_in_words_asks_for_a_reason(portal: dict[str, Any]) -> None:
    file = csv(HEADINGS, "VRP-2023-002,2023/24 Q3,,45,3,Ring 0113 496 0000")

    without, with_reason = imported("reach", file), imported("reach", file, reason="A published number")

    assert "a phone number" in told(without.warnings)[0]
    assert with_reason.counts["new"] == 1


@pytest.mark.slow
def test_the_number_of_queries_does_not_grow_with_the_rows(
    portal: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    from tests.factories import InterventionFactory

    for number in range(100, 200):
        InterventionFactory(reference=f"VRP-2023-{number}", commissioner=portal["council"], whole_area=True)
    rows = [f"VRP-2023-{number},2023/24 Q3,,45,3," for number in range(100, 200)]

    with django_assert_max_num_queries(75):
        outcome = imported("reach", csv(HEADINGS, *rows))

    assert outcome.counts["new"] == 100
