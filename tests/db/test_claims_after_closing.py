"""Claims after their year is closed: they go on, but what is dated by the closing stays as it was."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests import factories
from vrp_portal.claims import actions
from vrp_portal.claims.models import Claim, Scheme
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods import FinancialYear

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
CLOSED_ON, AFTER, BEFORE = date(2024, 5, 31), date(2024, 6, 14), date(2024, 5, 30)
KEYS = ("claimed", "claim_paid", "claim_outstanding")


@pytest.fixture
def claim(finance) -> Claim:
    """The first quarter's claim of £400.00, sent before the year was closed."""
    home_office = factories.OrganisationFactory(kind=Organisation.Kind.GOVERNMENT)
    factories.AwardFactory(funder=home_office, year=YEAR)
    line = factories.BudgetLineFactory(purpose="staffing", amount=Decimal("1000.00"))
    factories.SpendEntryFactory(line=line, quarter=YEAR.quarters[0], amount=Decimal("400.00"))
    draft = actions.prepare_claim(Scheme.CORE, YEAR.quarters[0], funder=home_office, on=BEFORE, by=finance)
    sent = actions.send_claim(draft, on=BEFORE, by=finance)
    factories.ClosedYearFactory(year=YEAR, closed_on=CLOSED_ON)
    return sent


def at_closing() -> list[object]:
    found = compute(KEYS, Scope(YEAR, CLOSED_ON))
    return [found[key].value for key in KEYS]


def pay(claim: Claim, on: date) -> None:
    actions.record_payment(
        claim, amount=Decimal("390.00"), booked_on=on, reference="BACS 1", reason="£10 is disputed"
    )


def test_money_that_comes_afterwards_is_recorded_and_moves_nothing_as_at_the_closing(claim) -> None:
    before = at_closing()
    pay(claim, AFTER)
    assert at_closing() == before == [Decimal("400.00"), Decimal("0.00"), Decimal("400.00")]
    later = compute(KEYS, Scope(YEAR, AFTER))
    assert [later[key].value for key in KEYS] == [Decimal("400.00"), Decimal("390.00"), Decimal("10.00")]


@pytest.mark.parametrize("day", [BEFORE, CLOSED_ON])
def test_a_payment_that_is_dated_by_the_closing_asks_for_an_adjustment(claim, day) -> None:
    with pytest.raises(IntegrityError, match="The year 2023/24 is closed"), transaction.atomic():
        pay(claim, day)
    assert not claim.entries.exists()


def test_the_next_quarter_is_claimed_afterwards(claim, finance) -> None:
    before = at_closing()
    second = actions.prepare_claim(Scheme.CORE, YEAR.quarters[1], funder=claim.funder, on=AFTER, by=finance)
    assert actions.send_claim(second, on=AFTER, by=finance).sent_on == AFTER
    assert at_closing() == before
