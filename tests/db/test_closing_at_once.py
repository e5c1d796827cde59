"""Closing a year while somebody saves into it, over two connections: no row slips in after the closing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from threading import Event
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from grants.models import Award
from tests.factories import AwardFactory, OrganisationFactory, UserFactory
from vrp_portal.accounts.models import User
from vrp_portal.accounts.roles import Role
from vrp_portal.closing.actions import close_year
from vrp_portal.periods import FinancialYear
from vrp_portal.records.refusals import closed_year_of, refusal_in_words
from vrp_portal.year_end.actions import open_adjustment
from vrp_portal.year_end.force import under
from vrp_portal.year_end.models import ClosedYear

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

YEAR = FinancialYear(2023)
CLOSING_DAY = date(2024, 5, 31)


def over_its_own_connection(do: Callable[[], Any]) -> str:
    """Do something over a connection of this thread's own; what became of it."""
    try:
        do()
    except IntegrityError as error:
        return refusal_in_words(error) if closed_year_of(error) is None else "closed"
    finally:
        connection.close()
    return "done"


@contextmanager
def not_committed(do: Callable[[], Any]) -> Iterator[None]:
    """Somebody else's change, made but not committed until the block is left."""
    made, may_commit = Event(), Event()

    def change() -> None:
        with transaction.atomic():
            do()
            made.set()
            assert may_commit.wait(timeout=20)

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(over_its_own_connection, change)
        assert made.wait(timeout=20)
        try:
            yield
        finally:
            may_commit.set()
        assert other.result(timeout=20) == "done"


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")
        return bool(cursor.fetchone()[0])


def wait_until_it_waits(task: Future[str]) -> None:
    """Wait until another connection waits for a year's lock."""
    until = time.monotonic() + 20
    while not somebody_waits():
        assert not task.done(), task.result()
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.fixture
def officer() -> User:
    return UserFactory(role=Role.FINANCE_OFFICER)


def test_closing_waits_for_what_is_being_saved_and_counts_it(officer: User) -> None:
    funder = OrganisationFactory()
    with ThreadPoolExecutor(1) as pool:
        with not_committed(lambda: AwardFactory(funder=funder, year=YEAR, amount=Decimal("10000.00"))):
            closing = pool.submit(
                over_its_own_connection, lambda: close_year(YEAR, by=officer, on=CLOSING_DAY)
            )
            wait_until_it_waits(closing)
        assert closing.result(timeout=20) == "done"
    frozen = ClosedYear.objects.get().figures.get(key="core_grant_award")
    assert frozen.value == Award.objects.get().amount == Decimal("10000.00")


def test_saving_waits_for_a_closing_and_is_refused(officer: User) -> None:
    funder = OrganisationFactory()
    with ThreadPoolExecutor(1) as pool:
        with not_committed(lambda: close_year(YEAR, by=officer, on=CLOSING_DAY)):
            saving = pool.submit(over_its_own_connection, lambda: AwardFactory(funder=funder, year=YEAR))
            wait_until_it_waits(saving)
        assert saving.result(timeout=20) == "closed"
    assert not Award.objects.exists()


def test_saving_into_another_year_does_not_wait(officer: User) -> None:
    funder = OrganisationFactory()
    with not_committed(lambda: close_year(YEAR, by=officer, on=CLOSING_DAY)):
        AwardFactory(funder=funder, year=YEAR.next())
    assert Award.objects.get().year == YEAR.next()


def test_closed_twice_at_once_one_is_told(officer: User) -> None:
    with ThreadPoolExecutor(1) as pool:
        with not_committed(lambda: close_year(YEAR, by=officer, on=CLOSING_DAY)):
            again = pool.submit(over_its_own_connection, lambda: close_year(YEAR, by=officer, on=CLOSING_DAY))
            wait_until_it_waits(again)
        assert again.result(timeout=20) == "This year is closed already."
    assert ClosedYear.objects.count() == 1


def test_a_connection_that_is_kept_or_pooled_names_no_adjustment_between_two_changes(officer: User) -> None:
    funder = OrganisationFactory()
    close_year(YEAR, by=officer, on=CLOSING_DAY)
    adjustment = open_adjustment(YEAR, by=officer, reason="A late letter", decided_by="The board")
    with under(adjustment):
        AwardFactory(funder=funder, year=YEAR)
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('vrp.adjustment', true)")
            assert (cursor.fetchone()[0] or "") == ""
        AwardFactory(funder=funder, year=YEAR, scheme="other")
    with pytest.raises(IntegrityError):
        Award.objects.update(source="Another paper")
