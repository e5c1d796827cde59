"""Importing match contributions, which have no number of their own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from grants.models import MatchContribution
from tests.factories import MatchContributionFactory
from tests.importing import csv, imported, previewed, told

pytestmark = pytest.mark.django_db

HEADINGS = "Organisation,Financial year,Kind,Amount,Note,Pledged on,Confirmed on,Evidenced on"


def test_a_new_contribution_is_entered_once(portal: dict[str, Any]) -> None:
    file = csv(HEADINGS, "Example Council,2023/24,Cash,2000,Towards evaluation,05/06/2023,,")

    first, second = imported("match", file), imported("match", file)

    assert (first.counts["new"], second.counts["unchanged"]) == (1, 1)
    assert MatchContribution.objects.get(kind="cash").amount == Decimal("2000.00")


def test_confirming_a_known_contribution_is_a_change(portal: dict[str, Any]) -> None:
    outcome = imported(
        "match", csv(HEADINGS, "Example Council,2023/24,Staffing,1000,,03/04/2023,01/06/2023,")
    )

    assert outcome.rows[0].changes == (("Confirmed on", "", "1 June 2023"),)
    assert MatchContribution.objects.get().confirmed_on == date(2023, 6, 1)


def test_another_amount_is_never_written_over_what_the_ledger_says(portal: dict[str, Any]) -> None:
    outcome = previewed("match", csv(HEADINGS, "Example Council,2023/24,Staffing,1500,,03/04/2023,,"))

    assert "is in the portal with £1,000.00, pledged on 3 April 2023" in told(outcome.problems)[0]


def test_two_alike_in_the_portal_are_each_known_again(portal: dict[str, Any]) -> None:
    MatchContributionFactory(
        organisation=portal["council"],
        kind="staffing",
        amount=Decimal("1000.00"),
        pledged_on=date(2023, 4, 3),
    )
    row = "Example Council,2023/24,Staffing,1000,,03/04/2023,,"

    both = previewed("match", csv(HEADINGS, row, row))
    one_more = previewed("match", csv(HEADINGS, row, row, row))

    assert both.counts["unchanged"] == 2
    assert one_more.counts == {"new": 1, "changed": 0, "unchanged": 2, "refused": 0}


def test_two_new_rows_that_are_alike_are_refused(portal: dict[str, Any]) -> None:
    row = "Example Youth Trust,2023/24,Cash,50,,03/04/2023,,"

    outcome = previewed("match", csv(HEADINGS, row, row))

    assert "Row 2 is about the same as this row" in told(outcome.problems)[0]


def test_steps_are_held_to_their_order_by_the_form(portal: dict[str, Any]) -> None:
    outcome = previewed("match", csv(HEADINGS, "Example Council,2023/24,Cash,50,,05/06/2023,01/06/2023,"))

    assert "before 05/06/2023, when it was pledged" in told(outcome.problems)[0]
    assert outcome.problems[0].place.cell == "G2"


def test_a_year_that_is_none_is_told_in_its_cell(portal: dict[str, Any]) -> None:
    outcome = previewed("match", csv(HEADINGS, "Example Council,last year,Cash,50,,05/06/2023,,"))

    assert [(each.place.cell, "is not a financial year" in each.message) for each in outcome.problems] == [
        ("B2", True)
    ]


VALUED = f"{HEADINGS},Valued by,Hours,Hourly rate,Invoice or payment reference,Covers from,Covers to"


def test_a_new_contribution_says_how_it_was_valued(portal: dict[str, Any]) -> None:
    row = "Example Council,2023/24,Staffing,175.88,Analyst,05/06/2023,,,Hours and rate,7.5,£23.45,,"
    file = csv(VALUED, f"{row}01/06/2023,30/06/2023")

    first, second = imported("match", file), imported("match", file)

    assert (first.counts["new"], second.counts["unchanged"]) == (1, 1)
    entered = MatchContribution.objects.get(note="Analyst")
    assert (entered.basis, entered.hours, entered.hourly_rate) == (
        "hours",
        Decimal("7.50"),
        Decimal("23.45"),
    )
    assert (entered.period_from, entered.period_to) == (date(2023, 6, 1), date(2023, 6, 30))


def test_an_amount_that_is_not_the_hours_worth_is_told_in_its_cell(portal: dict[str, Any]) -> None:
    row = "Example Council,2023/24,Staffing,175.87,Analyst,05/06/2023,,,Hours and rate,7.5,£23.45,,,"

    outcome = previewed("match", csv(VALUED, row))

    assert [each.place.cell for each in outcome.problems] == ["D2"]
    assert "7.5 hours at £23.45 are worth £175.88, not £175.87" in told(outcome.problems)[0]


def test_what_was_recorded_without_it_is_valued_by_a_later_file(portal: dict[str, Any]) -> None:
    row = "Example Council,2023/24,Staffing,1000,,03/04/2023,,,Invoice,,,INV 0071,01/04/2023,31/03/2024"

    outcome = imported("match", csv(VALUED, row))

    assert outcome.counts["changed"] == 1
    assert [change[0] for change in outcome.rows[0].changes] == [
        "Covers from",
        "Covers to",
        "Valued by",
        "Invoice or payment reference",
    ]
    assert MatchContribution.objects.get().invoice_reference == "INV 0071"


def test_how_it_was_valued_is_said_once(portal: dict[str, Any]) -> None:
    known = "Example Council,2023/24,Staffing,1000,,03/04/2023,,"
    imported("match", csv(VALUED, f"{known},Invoice,,,INV 0071,01/04/2023,31/03/2024"))

    silent = previewed("match", csv(HEADINGS, known))
    empty = previewed("match", csv(VALUED, f"{known},,,,,,"))
    another = previewed("match", csv(VALUED, f"{known},Invoice,,,INV 0072,01/04/2023,31/03/2024"))

    assert (silent.counts["unchanged"], empty.counts["unchanged"]) == (1, 1)
    assert another.counts["refused"] == 1
    assert [each.place.cell for each in another.problems] == ["L2"]
    assert "never overwritten" in told(another.problems)[0]


def test_a_period_in_another_year_is_told_in_its_cell(portal: dict[str, Any]) -> None:
    row = "Example Council,2023/24,Cash,50,,05/06/2023,,,Invoice,,,INV 1,01/04/2023,01/04/2024"

    outcome = previewed("match", csv(VALUED, row))

    assert [each.place.cell for each in outcome.problems] == ["N2"]
    assert "outside 2023/24" in told(outcome.problems)[0]
