"""Shares of Serious Violence Duty money: split, adjusted, moved; never more than there is, on any day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from svd import actions
from svd.models import Allocation, DutyRecipient, Reallocation, Share, ShareEntry
from svd.rules import split_equally
from tests.factories import AllocationFactory, LeedsFactory, OrganisationFactory, ReallocationFactory
from vrp_portal.figures.registry import by_district, compute
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import FinancialYear
from vrp_portal.records.actions import WithdrawnAlready
from vrp_portal.records.refusals import refusal_in_words

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
SPLIT_ON = date(2023, 5, 1)
KEYS = ("svd_shared_labour", "svd_shared_non_labour", "svd_shared", "svd_unallocated")


@pytest.fixture
def allocation(db) -> Allocation:
    """£100.00 for labour and £60.01 for other things."""
    return AllocationFactory(labour=Decimal("100.00"), non_labour=Decimal("60.01"))


@pytest.fixture
def shares(allocation) -> list[Share]:
    """Split between three on 1 May: £33.34, £33.33, £33.33 and £20.01, £20.00, £20.00."""
    bodies = [OrganisationFactory(name=f"Body {letter}") for letter in "ABC"]
    splits = split_equally(allocation.labour, allocation.non_labour, between=3)
    return actions.split_allocation(allocation, splits, recipients=bodies, on=SPLIT_ON, source="The board")


def figures(day: date = date(2024, 3, 31)) -> list[Decimal]:
    return [result.value for result in compute(KEYS, Scope(YEAR, day)).values()]


def change(share: Share, labour: str = "0", non_labour: str = "0", on: date = date(2023, 9, 1)) -> ShareEntry:
    return actions.adjust_share(
        share, labour=Decimal(labour), non_labour=Decimal(non_labour), agreed_on=on, reason="Agreed"
    )


def move(origin: Share, to: Share, labour: str = "0", non_labour: str = "0", on=date(2023, 12, 1)):
    return actions.move_between_shares(
        Reallocation(
            from_share=origin,
            to_share=to,
            decided_on=on,
            decided_by="Serious Violence Executive Group",
            labour=Decimal(labour),
            non_labour=Decimal(non_labour),
            reason="It will not be spent",
        )
    )


def refused(call) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        call()
    return refusal_in_words(error.value)


def test_split_it_is_all_shared_out(shares):
    assert [(share.labour, share.non_labour) for share in shares] == [
        (Decimal("33.34"), Decimal("20.01")),
        (Decimal("33.33"), Decimal("20.00")),
        (Decimal("33.33"), Decimal("20.00")),
    ]
    assert figures() == [Decimal("100.00"), Decimal("60.01"), Decimal("160.01"), Decimal(0)]


def test_before_the_day_of_the_split_nothing_is_shared_out(shares):
    assert figures(date(2023, 4, 30)) == [0, 0, 0, Decimal("160.01")]


def test_what_one_share_loses_is_unallocated_and_the_rest_stays(shares):
    change(shares[0], "-3.34")
    assert figures(date(2023, 8, 31))[3] == 0
    assert figures(date(2023, 9, 1)) == [
        Decimal("96.66"),
        Decimal("60.01"),
        Decimal("156.67"),
        Decimal("3.34"),
    ]


def test_a_share_gains_only_what_is_unallocated_on_that_day(shares):
    change(shares[0], "-10.00", on=date(2023, 9, 1))
    said = refused(lambda: change(shares[1], "10.01", on=date(2023, 9, 2)))
    assert said == "The shares would be more than the allocation on 02/09/2023."
    said = refused(lambda: change(shares[1], "10.00", on=date(2023, 8, 31)))
    assert said == "The shares would be more than the allocation on 31/08/2023."
    change(shares[1], "10.00", on=date(2023, 9, 1))
    assert figures()[3] == 0


def test_no_share_is_less_than_nothing_on_any_day(shares):
    said = refused(lambda: change(shares[2], non_labour="-20.01"))
    assert said == "A share would be less than nothing on 01/09/2023."
    change(shares[2], non_labour="-20.00")
    said = refused(lambda: change(shares[2], non_labour="-0.01", on=date(2023, 6, 1)))
    assert said == "A share would be less than nothing on 01/09/2023."


def test_money_that_is_moved_leaves_one_and_reaches_the_other_on_that_day(shares):
    move(shares[0], shares[1], "13.34", "0.01")
    told = {
        str(share.recipient): (share.labour_then, share.non_labour_then)
        for share in Share.objects.with_amounts(as_at=date(2023, 12, 1))
    }
    assert told["Body A"] == (Decimal("20.00"), Decimal("20.00"))
    assert told["Body B"] == (Decimal("46.67"), Decimal("20.01"))
    assert figures()[3] == 0
    before = Share.objects.with_amounts(as_at=date(2023, 11, 30)).get(recipient__name="Body A")
    assert before.total_then == Decimal("53.35")


def test_more_than_a_share_has_cannot_be_moved_and_nothing_is_saved(shares):
    said = refused(lambda: move(shares[0], shares[1], "33.35"))
    assert said == "A share would be less than nothing on 01/12/2023."
    assert not Reallocation.objects.exists()
    assert not ShareEntry.objects.exists()


def test_an_allocation_is_split_once(allocation, shares):
    splits = split_equally(allocation.labour, allocation.non_labour, between=1)
    with pytest.raises(actions.SplitAlready, match="is split already"):
        actions.split_allocation(
            allocation, splits, recipients=[OrganisationFactory()], on=SPLIT_ON, source=""
        )
    assert actions.withdraw_shares(allocation, on=SPLIT_ON, reason="Split wrongly") == 3
    actions.split_allocation(allocation, splits, recipients=[OrganisationFactory()], on=SPLIT_ON, source="")
    assert figures()[3] == 0


def test_an_allocation_that_was_withdrawn_is_not_split(allocation):
    actions.withdraw_allocation(allocation, on=date(2023, 4, 1), reason="A mistake")
    splits = split_equally(allocation.labour, allocation.non_labour, between=1)
    with pytest.raises(WithdrawnAlready):
        actions.split_allocation(
            allocation, splits, recipients=[OrganisationFactory()], on=SPLIT_ON, source=""
        )


def test_shares_go_with_their_allocation_from_that_day(allocation, shares):
    actions.withdraw_allocation(allocation, on=date(2023, 10, 1), reason="Restated")
    assert figures(date(2023, 9, 30))[2] == Decimal("160.01")
    assert figures(date(2023, 10, 1))[2] == 0


def test_a_share_belongs_to_its_recipients_district(allocation):
    leeds = LeedsFactory()
    bodies = [OrganisationFactory(district=leeds), OrganisationFactory()]
    splits = split_equally(allocation.labour, allocation.non_labour, between=2)
    actions.split_allocation(allocation, splits, recipients=bodies, on=SPLIT_ON, source="")
    scope = Scope(YEAR, date(2024, 3, 31))
    assert compute(["svd_shared"], scope.in_district(leeds))["svd_shared"].value == Decimal("80.01")
    assert not compute(["svd_unallocated"], scope.in_district(leeds))["svd_unallocated"].is_held
    rows = {part.label: results[0].value for part, results in by_district(["svd_shared"], scope).rows}
    assert rows == {"Leeds": Decimal("80.01"), "Whole of West Yorkshire": Decimal("80.00")}


def test_the_list_of_recipients_is_the_years_own_and_keeps_why_a_body_left():
    a, b, c = (OrganisationFactory(name=f"Body {letter}") for letter in "ABC")
    actions.keep_recipients(YEAR, [a, b], on=SPLIT_ON, reason="")
    actions.keep_recipients(YEAR, [b, c], on=date(2023, 6, 1), reason="A does not take part")
    standing = DutyRecipient.objects.standing().for_year(YEAR)
    assert {(it.organisation.name, it.added_on) for it in standing} == {
        ("Body B", SPLIT_ON),
        ("Body C", date(2023, 6, 1)),
    }
    left = DutyRecipient.objects.get(organisation=a)
    assert (left.withdrawn_on, left.withdrawn_reason) == (date(2023, 6, 1), "A does not take part")
    assert not DutyRecipient.objects.for_year(YEAR.next()).exists()


def test_a_move_and_an_adjustment_are_told_apart(shares):
    ReallocationFactory(from_share=shares[0], to_share=shares[1])
    change(shares[0], "-1.00")
    assert ShareEntry.objects.filter(reallocation=None).count() == 1
