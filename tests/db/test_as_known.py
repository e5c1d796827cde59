"""As known on a moment: what had been recorded by then, whatever was changed since (docs/rules.md 6)."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils import timezone

from grants.models import Award
from interventions.models import FundingEntry, Intervention, ReachRecord
from tests.factories import AwardFactory, FundingEntryFactory, LeedsFactory, ReachRecordFactory
from vrp_portal.figures.registry import FIGURES, compute
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import FinancialYear, Quarter
from vrp_portal.records.as_known import as_known_on, settled_moment

pytestmark = pytest.mark.django_db(transaction=True)

SCOPE = Scope(FinancialYear(2023), date(2023, 12, 31))


def shown(*keys: str) -> list[Any]:
    return [compute(keys, SCOPE)[key].value for key in keys]


def test_a_count_corrected_since_is_as_it_was_known() -> None:
    record = ReachRecordFactory(
        quarter=Quarter(SCOPE.year, 1), district=LeedsFactory(), people_24_and_under=40
    )
    moment = settled_moment()
    ReachRecord.objects.filter(pk=record.pk).update(people_24_and_under=55)

    with as_known_on(moment):
        assert shown("people_24_and_under") == [40]
    assert shown("people_24_and_under") == [55]


def test_what_was_entered_or_removed_since_was_not_known_or_still_there() -> None:
    award = AwardFactory(year=SCOPE.year, amount=Decimal("1000.10"))
    before = settled_moment()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM grants_award WHERE id = %s", [award.pk])
    AwardFactory(year=SCOPE.year, amount=Decimal("2000.20"))

    with as_known_on(before):
        assert shown("core_grant_award") == [Decimal("1000.10")]
    assert shown("core_grant_award") == [Decimal("2000.20")]


def test_before_anything_was_recorded_there_was_nothing() -> None:
    moment = timezone.now()
    FundingEntryFactory()

    with as_known_on(moment):
        assert not FundingEntry.objects.exists()
        assert not Intervention.objects.exists()
    assert FundingEntry.objects.exists()


def test_nothing_can_be_saved_in_the_past() -> None:
    AwardFactory(year=SCOPE.year, amount=Decimal("1000.10"))
    with as_known_on(settled_moment()):
        Award.objects.all().delete()
        assert not Award.objects.exists()
    assert shown("core_grant_award") == [Decimal("1000.10")]


def test_an_error_in_the_past_leaves_the_present_as_it_is() -> None:
    AwardFactory(year=SCOPE.year, amount=Decimal("1000.10"))
    with pytest.raises(Award.DoesNotExist), as_known_on(settled_moment()):
        Award.objects.get(amount=Decimal("1000.11"))
    assert shown("core_grant_award") == [Decimal("1000.10")]


def test_every_figure_of_the_paper_is_known_as_it_is_recorded() -> None:
    for command in ("load_paper", "load_illustrative"):
        call_command(command, stdout=io.StringIO())
    today = {key: result.value for key, result in compute(FIGURES, SCOPE).items()}

    with as_known_on(settled_moment()):
        known = {key: result.value for key, result in compute(FIGURES, SCOPE).items()}

    assert known == today
    assert known["people_24_and_under"] == 10_630


@contextmanager
def somebody_saves() -> Iterator[None]:
    """Somebody whose saving began before the body and ends after it."""
    has_begun, may_end = threading.Event(), threading.Event()

    def save() -> None:
        try:
            with transaction.atomic():
                AwardFactory(year=SCOPE.year, amount=Decimal("3000.30"))
                has_begun.set()
                may_end.wait(timeout=20)
        finally:
            connections.close_all()

    somebody = threading.Thread(target=save)
    somebody.start()
    try:
        assert has_begun.wait(timeout=20)
        yield
    finally:
        may_end.set()
        somebody.join()


def test_what_somebody_is_still_saving_is_after_every_settled_moment() -> None:
    with somebody_saves():
        moment = settled_moment()
        with as_known_on(moment):
            then = shown("core_grant_award")

    with as_known_on(moment):
        assert shown("core_grant_award") == then
    assert shown("core_grant_award") == [Decimal("3000.30")]
