"""Two people at once, over two connections: one claim is prepared, one is sent, a payment counts once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection

from tests.factories import BudgetLineFactory, OrganisationFactory, SpendEntryFactory, UserFactory
from vrp_portal.accounts.roles import Role
from vrp_portal.claims import actions
from vrp_portal.claims.models import Claim, ClaimEntry, ClaimLine, Scheme
from vrp_portal.claims.rules import NotAllowed
from vrp_portal.periods import FinancialYear
from vrp_portal.records.refusals import refusal_in_words

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

Q1, Q2 = FinancialYear(2023).quarters[:2]
JULY, OCTOBER = date(2023, 7, 14), date(2023, 10, 13)


def at_once(*things: Callable[[], Any]) -> list[str]:
    """Do things at the same moment, each over a connection of its own; what became of each."""
    all_of_them = Barrier(len(things))

    def once(do: Callable[[], Any]) -> str:
        try:
            all_of_them.wait(timeout=20)
            do()
        except NotAllowed as why:
            return str(why)
        except IntegrityError as error:
            return refusal_in_words(error)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(things)) as pool:
        return sorted(pool.map(once, things))


@pytest.fixture
def finance():
    return UserFactory(role=Role.FINANCE_OFFICER)


@pytest.fixture
def prepare(finance):
    home_office = OrganisationFactory(kind="government")
    SpendEntryFactory(line=BudgetLineFactory(), quarter=Q1, amount=Decimal("100.00"))
    return lambda quarter: actions.prepare_claim(
        Scheme.CORE, quarter, funder=home_office, on=OCTOBER, by=finance
    )


def test_prepared_twice_at_once_it_is_one_claim(prepare):
    told = at_once(lambda: prepare(Q1), lambda: prepare(Q1))
    assert told == ["There is a claim of this scheme for this quarter already.", "done"]
    assert Claim.objects.count() == 1


def test_sent_twice_at_once_it_is_sent_once(prepare, finance):
    draft = prepare(Q1)
    told = at_once(*[lambda: actions.send_claim(draft, on=OCTOBER, by=finance)] * 2)
    assert told == ["This claim is sent already.", "done"]
    assert sum(ClaimLine.objects.values_list("amount", flat=True)) == Decimal("100.00")


def test_of_two_quarters_sent_at_once_the_first_is_never_left_out(prepare, finance):
    first, second = prepare(Q1), prepare(Q2)
    told = at_once(
        lambda: actions.send_claim(first, on=OCTOBER, by=finance),
        lambda: actions.send_claim(second, on=OCTOBER, by=finance),
    )
    assert told in (
        ["done", "done"],
        ["The claim of 2023/24 Q1 comes first: send that one before this.", "done"],
    )
    assert Claim.objects.get(pk=first.pk).state == "sent"


def test_paid_twice_at_once_the_second_is_asked_why(prepare, finance):
    claim = actions.send_claim(prepare(Q1), on=OCTOBER, by=finance)
    told = at_once(
        *[
            lambda: actions.record_payment(
                claim, amount=Decimal("100.00"), booked_on=OCTOBER, reference="BACS 4411"
            )
        ]
        * 2
    )
    assert told == [
        "With this payment the claim is £100.00 over. Say why, or check the amount.",
        "done",
    ]
    assert ClaimEntry.objects.count() == 1
