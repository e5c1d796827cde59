"""Two people at once, over two connections: one return is made, one is submitted, one revision is begun."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from svd import actions
from svd.models import QuarterlyReturn
from svd.rules import NotAllowed
from tests.factories import CommunitySafetyPartnershipFactory, LeedsFactory, UserFactory
from vrp_portal.accounts.roles import Role
from vrp_portal.periods import FinancialYear

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

QUARTER = FinancialYear(2023).quarters[2]


def at_once(do: Callable[[], Any]) -> list[str]:
    """Do something twice at the same moment, each over a connection of its own; what became of each."""
    both = Barrier(2)

    def once(_: int) -> str:
        try:
            both.wait(timeout=20)
            do()
        except NotAllowed as why:
            return str(why)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(once, range(2)))


@pytest.fixture
def leeds_people():
    leeds = LeedsFactory()
    csp = CommunitySafetyPartnershipFactory(district=leeds)
    return csp, UserFactory(role=Role.CSP_COORDINATOR, district=leeds), UserFactory(role=Role.VRP_STAFF)


def test_begun_twice_at_once_it_is_one_return(leeds_people):
    csp, coordinator, _ = leeds_people
    assert at_once(lambda: actions.start_return(csp, QUARTER, by=coordinator)) == ["done", "done"]
    assert QuarterlyReturn.objects.count() == 1


def test_submitted_twice_at_once_it_is_submitted_once(leeds_people):
    csp, coordinator, _ = leeds_people
    draft = actions.start_return(csp, QUARTER, by=coordinator)
    told = at_once(lambda: actions.submit_return(draft, on=date(2024, 1, 15), by=coordinator))
    assert sorted(told)[1] == "done"
    assert sorted(told)[0] != "done"
    assert QuarterlyReturn.objects.filter(state="submitted").count() == 1


def test_revised_twice_at_once_there_is_one_revision(leeds_people):
    csp, coordinator, staff = leeds_people
    draft = actions.start_return(csp, QUARTER, by=coordinator)
    submitted = actions.submit_return(draft, on=date(2024, 1, 15), by=coordinator)
    queried = actions.query_return(submitted, words="Why?", by=staff)
    told = at_once(lambda: actions.revise_return(queried, by=coordinator))
    assert sorted(told) == ["A revision of it has been begun already.", "done"]
    assert QuarterlyReturn.objects.filter(revision=2).count() == 1
