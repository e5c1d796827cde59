"""The budget of a year: within its award on every day, by quarter, and as at any day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from grants import actions
from grants.models import BudgetEntry, BudgetLine, Virement
from grants.querysets import QUARTERS
from tests import factories
from tests.factories import AwardFactory, BudgetLineFactory
from vrp_portal.money import equal_shares
from vrp_portal.periods import FinancialYear
from vrp_portal.records.actions import WithdrawnAlready, withdraw
from vrp_portal.records.refusals import refusal_in_words

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
JUNE, SEPTEMBER, NOVEMBER, MARCH = (
    date(2023, 6, 1),
    date(2023, 9, 1),
    date(2023, 11, 3),
    date(2024, 3, 31),
)


@pytest.fixture
def award(db: None) -> Any:
    return AwardFactory(amount=Decimal("10000.00"))


@pytest.fixture
def staffing(award: Any) -> BudgetLine:
    return BudgetLineFactory(purpose="staffing", amount=Decimal("6000.00"))


@pytest.fixture
def evaluation(award: Any) -> BudgetLine:
    return BudgetLineFactory(purpose="evaluation", amount=Decimal("2000.00"))


def refused(do: Any) -> str:
    """What a person is told when the database refuses."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        do()
    return refusal_in_words(refusal.value)


def move(origin: BudgetLine, to: BudgetLine, amount: str, *, on: date = NOVEMBER) -> Virement:
    return actions.move_between_lines(
        Virement(
            from_line=origin,
            to_line=to,
            amount=Decimal(amount),
            decided_on=on,
            decided_by="Strategic board",
            reason="It will not be spent",
        )
    )


def adjust(line: BudgetLine, amount: str, *, on: date = SEPTEMBER) -> BudgetEntry:
    return actions.adjust_line(line, amount=Decimal(amount), agreed_on=on, reason="Agreed")


def budget(line: BudgetLine, *, on: date = MARCH) -> tuple[Decimal, list[Decimal]]:
    """What a line is on a day, and what falls in each quarter."""
    held: Any = BudgetLine.objects.with_budget(as_at=on).get(pk=line.pk)
    return held.budget_then, [getattr(held, f"{quarter}_then") for quarter in QUARTERS]


def pounds(*amounts: str) -> list[Decimal]:
    return [Decimal(amount) for amount in amounts]


@pytest.mark.parametrize("amount", ["0.00", "0.01", "100.00", "100.01", "100.02", "100.03", "4388080.00"])
def test_a_line_falls_in_the_quarters_in_equal_parts_to_the_penny(amount: str) -> None:
    line = BudgetLineFactory(amount=Decimal(amount))
    assert budget(line) == (Decimal(amount), equal_shares(Decimal(amount), between=4))


def test_lines_may_add_up_to_the_award_and_not_to_a_penny_more(staffing: Any, evaluation: Any) -> None:
    assert refused(lambda: BudgetLineFactory(purpose="data", amount=Decimal("2000.01"))) == (
        "The budget lines would add up to £0.01 more than the core grant award on 01/04/2023. "
        "Lower the amount, or move money from another line."
    )
    BudgetLineFactory(purpose="data", amount=Decimal("2000.00"))


def test_without_an_award_nothing_is_budgeted(db: None) -> None:
    line = BudgetLine(year=YEAR, purpose="data", amount=Decimal("5.00"), agreed_on=JUNE)
    assert "£5.00 more than the core grant award" in refused(line.save)


def test_a_line_agreed_before_its_award_is_refused(db: None) -> None:
    AwardFactory(amount=Decimal("10.00"), agreed_on=JUNE)
    line = BudgetLine(year=YEAR, purpose="data", amount=Decimal("5.00"), agreed_on=date(2023, 5, 31))
    assert "on 31/05/2023" in refused(line.save)


def test_another_grant_pays_for_none_of_it(award: Any) -> None:
    AwardFactory(scheme="other", amount=Decimal("900000.00"))
    assert "more than" in refused(lambda: BudgetLineFactory(amount=Decimal("10000.01")))


def test_what_a_withdrawn_line_had_is_free_from_that_day_on(staffing: Any, evaluation: Any) -> None:
    withdraw(staffing, on=SEPTEMBER, reason="Planned anew")
    again = {"purpose": "management", "amount": Decimal("8000.00")}
    assert "on 31/08/2023" in refused(lambda: BudgetLineFactory(agreed_on=date(2023, 8, 31), **again))
    BudgetLineFactory(agreed_on=SEPTEMBER, **again)


def test_an_adjustment_changes_the_quarters_to_come(staffing: Any) -> None:
    adjust(staffing, "100.01")
    assert budget(staffing, on=date(2023, 8, 31)) == (Decimal("6000.00"), pounds(*["1500.00"] * 4))
    # On 1 September one quarter is over: £100.01 between three is £33.34, £33.34 and £33.33.
    assert budget(staffing) == (Decimal("6100.01"), pounds("1500.00", "1533.34", "1533.34", "1533.33"))


def test_an_adjustment_stays_within_the_award_and_above_nothing(staffing: Any) -> None:
    assert "£0.01 more than the core grant award on 01/09/2023" in refused(
        lambda: adjust(staffing, "4000.01")
    )
    assert refused(lambda: adjust(staffing, "-6000.01")) == (
        "A budget line would be less than nothing on 01/09/2023."
    )
    adjust(staffing, "-6000.00")


def test_a_change_before_a_later_one_is_held_to_it_too(staffing: Any) -> None:
    adjust(staffing, "-6000.00", on=NOVEMBER)
    assert refused(lambda: adjust(staffing, "-1.00", on=JUNE)) == (
        "A budget line would be less than nothing on 03/11/2023."
    )


def test_nothing_changes_before_the_line_was_agreed(staffing: Any) -> None:
    assert refused(lambda: adjust(staffing, "1.00", on=date(2023, 3, 31))) == (
        "The budget line counts from 01/04/2023: give that day or a later one."
    )


def test_money_moves_by_a_decision_from_its_day_on(staffing: Any, evaluation: Any) -> None:
    decision = move(staffing, evaluation, "500.00")
    assert [budget(line, on=date(2023, 11, 2))[0] for line in (staffing, evaluation)] == pounds(
        "6000.00", "2000.00"
    )
    # Two quarters were over on 3 November; the two to come had £1,500.00 each of staffing.
    assert budget(staffing) == (Decimal("5500.00"), pounds("1500.00", "1500.00", "1250.00", "1250.00"))
    assert budget(evaluation) == (Decimal("2500.00"), pounds("500.00", "500.00", "750.00", "750.00"))
    assert sorted(entry.amount for entry in decision.entries.all()) == pounds("-500.00", "500.00")


def test_a_virement_leaves_no_line_below_nothing_and_then_nothing_is_kept(
    staffing: Any, evaluation: Any
) -> None:
    assert "less than nothing" in refused(lambda: move(evaluation, staffing, "2000.01"))
    assert not Virement.objects.exists()
    assert not BudgetEntry.objects.exists()


def test_a_virement_is_within_one_year(staffing: Any) -> None:
    AwardFactory(year=YEAR.next(), amount=Decimal("100.00"))
    other = BudgetLineFactory(year=YEAR.next(), amount=Decimal("1.00"))
    assert "Money of one year is not moved into another" in refused(lambda: move(staffing, other, "1.00"))


def test_half_a_virement_gives_nothing_that_was_not_there(staffing: Any, evaluation: Any) -> None:
    decision = factories.VirementFactory(from_line=staffing, to_line=evaluation, amount=Decimal("5000.00"))
    half = BudgetEntry(
        line=evaluation, agreed_on=NOVEMBER, quarter_4=Decimal("5000.00"), reason="?", virement=decision
    )
    assert "more than the core grant award" in refused(half.save)


def test_once_the_award_is_lowered_money_may_still_be_moved_and_taken_away(
    award: Any, staffing: Any, evaluation: Any
) -> None:
    withdraw(award, on=SEPTEMBER, reason="Lowered")
    AwardFactory(funder=award.funder, amount=Decimal("7000.00"), agreed_on=SEPTEMBER)
    move(evaluation, staffing, "10.00")
    adjust(staffing, "-500.00", on=NOVEMBER)
    assert "£500.01 more" in refused(lambda: adjust(staffing, "0.01", on=NOVEMBER))


def test_a_withdrawn_line_is_left_alone(staffing: Any, evaluation: Any) -> None:
    withdraw(evaluation, on=SEPTEMBER, reason="Planned anew")
    with pytest.raises(WithdrawnAlready):
        adjust(evaluation, "1.00", on=NOVEMBER)
    with pytest.raises(WithdrawnAlready):
        move(staffing, evaluation, "1.00")
    entry = BudgetEntry(line=evaluation, agreed_on=NOVEMBER, quarter_1=Decimal(-1), reason="?")
    assert refused(entry.save) == "This budget line is withdrawn."
    assert not Virement.objects.exists()


def test_a_new_profile_counts_from_its_day_and_keeps_the_amount(evaluation: Any) -> None:
    actions.profile_line(
        evaluation, pounds("0", "250.00", "750.00", "1000.00"), agreed_on=JUNE, reason="Fieldwork is late"
    )
    assert budget(evaluation, on=date(2023, 5, 31))[1] == pounds(*["500.00"] * 4)
    assert budget(evaluation) == (Decimal("2000.00"), pounds("0", "250.00", "750.00", "1000.00"))


def test_a_profile_that_does_not_add_up_says_by_how_much(evaluation: Any) -> None:
    with pytest.raises(actions.ProfileMismatch) as mismatch:
        actions.profile_line(evaluation, pounds("0", "0", "0", "1999.99"), agreed_on=JUNE, reason="?")
    assert str(mismatch.value) == (
        "The quarters add up to £1,999.99, which is £0.01 less than the line's £2,000.00. "
        "Change a quarter by £0.01."
    )


def test_a_profile_adds_up_to_the_amount_of_its_day(staffing: Any, evaluation: Any) -> None:
    move(staffing, evaluation, "500.00")
    whole = pounds("0", "0", "0", "2000.00")
    with pytest.raises(actions.ProfileMismatch, match=r"£500\.00 less"):
        actions.profile_line(evaluation, whole, agreed_on=NOVEMBER, reason="?")
    actions.profile_line(evaluation, whole, agreed_on=date(2023, 11, 2), reason="Let late")
    # What was moved on 3 November falls in the quarters as it did.
    assert budget(evaluation) == (Decimal("2500.00"), pounds("0", "0", "250.00", "2250.00"))


def test_what_interventions_spend_is_not_entered_here() -> None:
    line = BudgetLineFactory(purpose="interventions")
    entry = factories.SpendEntryFactory.build(line=line)
    assert refused(entry.save) == (
        "What interventions spend is entered with their funding, on the page of each intervention, "
        "and is read from there. Enter it there."
    )
