"""Importing funding lines and spend: a ledger is added to, never overwritten."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from interventions.models import FundingEntry, FundingLine, FundingSpend, Intervention
from tests.factories import FundingSpendFactory, InterventionFactory
from tests.importing import Q1, Q2, csv, imported, previewed, told

pytestmark = pytest.mark.django_db

LINES = "Reference,Funding source,Financial year,District,Agreed on,Allocated,Reason"
SPEND = "Reference,Funding source,Quarter,District,Spent,Reason"


def test_a_new_line_is_opened_with_its_amount(portal: dict[str, Any]) -> None:
    outcome = imported(
        "funding-lines",
        csv(LINES, 'VRP-2023-002,Core grant,2023/24,,12/06/2023,"£12,500.00",Board of 12 June'),
    )

    assert outcome.counts["new"] == 1
    entry = FundingEntry.objects.get(line__intervention=portal["sport"])
    assert (entry.amount, entry.agreed_on, entry.reason) == (
        Decimal("12500.00"),
        date(2023, 6, 12),
        "Board of 12 June",
    )


def test_tbc_opens_a_line_whose_amount_is_not_stated_and_says_so(portal: dict[str, Any]) -> None:
    outcome = imported("funding-lines", csv(LINES, "VRP-2023-002,Core grant,2023/24,,12/06/2023,tbc,"))

    line = FundingLine.objects.get(intervention=portal["sport"])
    assert not line.entries.exists()
    assert any("“tbc” is read as “Amount not stated”" in notice for notice in told(outcome.notices))


def test_the_same_amount_changes_nothing_whatever_else_the_row_says(portal: dict[str, Any]) -> None:
    outcome = previewed(
        "funding-lines", csv(LINES, "VRP-2023-001,Core grant,2023/24,,01/05/2023,10000,Board, May")
    )

    assert outcome.counts["unchanged"] == 1


def test_another_amount_is_a_new_entry_of_the_difference(portal: dict[str, Any]) -> None:
    outcome = imported(
        "funding-lines",
        csv(LINES, "VRP-2023-001,Core grant,2023/24,,03/07/2023,12000,More places agreed in July"),
    )

    assert outcome.rows[0].changes == (("Allocated", "£10,000.00", "£12,000.00"),)
    amounts = portal["line"].entries.order_by("pk").values_list("amount", "agreed_on")
    assert list(amounts) == [
        (Decimal("10000.00"), date(2023, 5, 1)),
        (Decimal("2000.00"), date(2023, 7, 3)),
    ]


def test_a_changed_amount_needs_a_reason_of_its_own(portal: dict[str, Any]) -> None:
    outcome = previewed(
        "funding-lines", csv(LINES, 'VRP-2023-001,Core grant,2023/24,,01/05/2023,12000,"Board, May"')
    )

    assert "the £10,000.00 of before" in told(outcome.problems)[0]


PAID_LINES = f"{LINES},Paid as"


@pytest.mark.parametrize(
    ("words", "paid_as"), [("Procured contract", "contract"), ("contract", "contract"), ("", "grant")]
)
def test_a_new_line_is_a_grant_or_a_contract(portal: dict[str, Any], words: str, paid_as: str) -> None:
    row = f"VRP-2023-002,Core grant,2023/24,,12/06/2023,500,Board of 12 June,{words}"
    imported("funding-lines", csv(PAID_LINES, row))

    assert FundingLine.objects.get(intervention=portal["sport"]).paid_as == paid_as


def test_a_file_of_amounts_turns_no_grant_into_a_contract(portal: dict[str, Any]) -> None:
    row = "VRP-2023-001,Core grant,2023/24,,01/05/2023,10000,Board,Contract"
    outcome = previewed("funding-lines", csv(PAID_LINES, row))

    assert "This line is paid as a grant in the portal." in told(outcome.problems)[0]


def test_an_amount_is_not_taken_back_by_an_empty_cell(portal: dict[str, Any]) -> None:
    outcome = previewed("funding-lines", csv(LINES, "VRP-2023-001,Core grant,2023/24,,01/05/2023,,"))

    assert "£10,000.00 is allocated in the portal" in told(outcome.problems)[0]


def test_money_beyond_the_award_is_a_warning_that_counts_the_rows_before(portal: dict[str, Any]) -> None:
    day = "01/06/2023"

    outcome = previewed(
        "funding-lines",
        csv(
            LINES,
            f"VRP-2023-002,Core grant,2023/24,,{day},80000,Board",
            f"VRP-2023-003,Core grant,2023/24,,{day},10000.01,Board",
        ),
    )

    assert told(outcome.warnings) == [
        "Sheet “file”, row 3. VRP-2023-003, Core grant 2023/24, Whole of West Yorkshire: £10,000.01 is more "
        "than the £10,000.00 that is left of the core grant award for 2023/24."
    ]


def test_a_proposal_that_is_funded_goes_into_set_up(portal: dict[str, Any]) -> None:
    InterventionFactory(
        reference="VRP-2023-009", commissioner=portal["council"], whole_area=True, status="proposed"
    )

    imported("funding-lines", csv(LINES, "VRP-2023-009,Core,2023/24,,01/06/2023,100,Board"))

    assert Intervention.objects.get(reference="VRP-2023-009").status == "in_set_up"


def test_spend_of_a_quarter_is_entered_once(portal: dict[str, Any]) -> None:
    file = csv(SPEND, "VRP-2023-001,Core grant,2023/24 Q1,,2500.50,")

    first, second = imported("spend", file), imported("spend", file)

    assert (first.counts["new"], second.counts["unchanged"]) == (1, 1)
    assert FundingSpend.objects.get().amount == Decimal("2500.50")


def test_less_spend_than_before_is_a_correction_with_a_reason(portal: dict[str, Any]) -> None:
    FundingSpendFactory(line=portal["line"], quarter=Q1, amount=Decimal("2500.00"))

    without = previewed("spend", csv(SPEND, "VRP-2023-001,Core grant,2023/24 Q1,,2000,"))
    imported("spend", csv(SPEND, "VRP-2023-001,Core grant,2023/24 Q1,,2000,Invoice credited"))

    assert "A negative amount is a correction" in told(without.problems)[0]
    amounts = list(FundingSpend.objects.order_by("pk").values_list("amount", flat=True))
    assert amounts == [Decimal("2500.00"), Decimal("-500.00")]


def test_brackets_are_a_negative_amount_where_a_correction_may_be(portal: dict[str, Any]) -> None:
    imported("spend", csv(SPEND, "VRP-2023-001,Core grant,2023/24 Q2,,(500.00),Credit for the first quarter"))

    assert FundingSpend.objects.get(quarter=Q2).amount == Decimal("-500.00")


def test_brackets_are_refused_where_an_amount_can_not_be_negative(portal: dict[str, Any]) -> None:
    outcome = previewed(
        "funding-lines", csv(LINES, "VRP-2023-002,Core grant,2023/24,,01/06/2023,(500.00),Board")
    )

    assert "less than nothing" in told(outcome.problems)[0]


def test_spend_of_a_line_that_does_not_exist_is_refused(portal: dict[str, Any]) -> None:
    outcome = previewed("spend", csv(SPEND, "VRP-2023-001,Match,2023/24 Q1,,100,"))

    assert "There is no funding line VRP-2023-001, Match funding 2023/24" in told(outcome.problems)[0]


def test_spend_above_what_is_allocated_is_a_warning(portal: dict[str, Any]) -> None:
    outcome = previewed(
        "spend",
        csv(
            SPEND,
            "VRP-2023-001,Core grant,2023/24 Q1,,6000,",
            "VRP-2023-001,Core grant,2023/24 Q2,,4000.01,",
        ),
    )

    assert "£10,000.01 is spent of the £10,000.00 allocated" in told(outcome.warnings)[0]
    assert outcome.warnings[0].place.row == 3


def test_a_totals_row_is_checked_and_not_imported(portal: dict[str, Any]) -> None:
    rows = ("VRP-2023-001,Core grant,2023/24 Q1,,6000,", "VRP-2023-001,Core grant,2023/24 Q2,,1000,")

    right = previewed("spend", csv(SPEND, *rows, "Total,,,,7000,"))
    wrong = previewed("spend", csv(SPEND, *rows, "Total,,,,7500,"))

    assert (right.counts["new"], right.problems) == (2, ())
    assert "add up to 7,000.00, not 7500" in told(wrong.problems)[0]


def test_an_amount_says_which_row_of_which_file_it_is(portal: dict[str, Any]) -> None:
    imported(
        "funding-lines",
        csv(
            LINES,
            "VRP-2023-002,Core grant,2023/24,,12/06/2023,100,Board",
            "VRP-2023-001,Core grant,2023/24,,03/07/2023,12000,More places",
        ),
        filename="lines.csv",
    )

    entries = FundingEntry.objects.order_by("agreed_on").values_list("amount", "source")
    assert list(entries)[1:] == [
        (Decimal("100.00"), "lines.csv, row 2"),
        (Decimal("2000.00"), "lines.csv, row 3"),
    ]


def test_money_and_provider_of_an_illustrative_row_are_illustrative(portal: dict[str, Any]) -> None:
    imported(
        "funding-lines",
        csv(f"{LINES},Illustrative", "VRP-2023-002,Core grant,2023/24,,12/06/2023,100,Board,Yes"),
    )

    assert FundingEntry.objects.get(line__intervention=portal["sport"]).illustrative
