"""Money is a ledger: what was agreed is never overwritten, and never adds up to less than nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from threading import Thread
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from factory.django import DjangoModelFactory
from psycopg2 import sql

from grants.models import OutturnTerms
from interventions.models import FundingEntry
from svd.models import QuarterlyReturn
from tests import factories
from tests.factories import FundingEntryFactory, FundingLineFactory
from vrp_portal.claims.models import Claim, ClaimLine
from vrp_portal.money.fields import PoundsField

pytestmark = pytest.mark.django_db

ANOTHER_DAY = date(2023, 7, 1)
ANOTHER_AMOUNT = Decimal("1234.56")

LEDGERS: list[tuple[type[DjangoModelFactory[Any]], str, Any]] = [
    (factories.AwardFactory, "amount", ANOTHER_AMOUNT),
    (factories.AwardFactory, "agreed_on", ANOTHER_DAY),
    (factories.MatchContributionFactory, "amount", ANOTHER_AMOUNT),
    (factories.MatchContributionFactory, "pledged_on", date(2023, 3, 1)),
    (factories.ValuedMatchFactory, "hourly_rate", ANOTHER_AMOUNT),
    (factories.ValuedMatchFactory, "hours", ANOTHER_AMOUNT),
    (factories.ValuedMatchFactory, "period_to", ANOTHER_DAY),
    (factories.BudgetLineFactory, "amount", ANOTHER_AMOUNT),
    (factories.SpendEntryFactory, "amount", ANOTHER_AMOUNT),
    *((factories.BudgetEntryFactory, f"quarter_{number}", ANOTHER_AMOUNT) for number in range(1, 5)),
    (factories.VirementFactory, "amount", ANOTHER_AMOUNT),
    (factories.VarianceReasonFactory, "amount", ANOTHER_AMOUNT),
    (factories.FundingLineFactory, "agreed_on", ANOTHER_DAY),
    (factories.FundingLineFactory, "funding_source", "svd"),
    (factories.FundingEntryFactory, "amount", ANOTHER_AMOUNT),
    (factories.FundingEntryFactory, "agreed_on", ANOTHER_DAY),
    (factories.FundingSpendFactory, "amount", ANOTHER_AMOUNT),
    (factories.AllocationFactory, "labour", ANOTHER_AMOUNT),
    (factories.AllocationFactory, "non_labour", ANOTHER_AMOUNT),
    (factories.ShareFactory, "labour", ANOTHER_AMOUNT),
    (factories.ShareFactory, "non_labour", ANOTHER_AMOUNT),
    *(
        (factory, column, ANOTHER_AMOUNT)
        for factory in (factories.ShareEntryFactory, factories.ReallocationFactory)
        for column in ("labour", "non_labour")
    ),
    (factories.ClaimEntryFactory, "amount", ANOTHER_AMOUNT),
    (factories.ApproachRatingFactory, "evidence_confidence", 5),
    (factories.AssessmentFactory, "assessed_on", ANOTHER_DAY),
]


def refused() -> Any:
    return pytest.raises(DatabaseError, match="Cannot update rows")


@pytest.mark.parametrize(
    ("factory", "field", "value"),
    LEDGERS,
    ids=[f"{f._meta.model.__name__}.{field}" for f, field, _ in LEDGERS],
)
def test_what_was_agreed_is_not_overwritten_by_any_road(
    factory: type[DjangoModelFactory[Any]], field: str, value: Any
) -> None:
    record = factory()
    model = type(record)
    overwrite = sql.SQL("UPDATE {} SET {} = %s").format(
        sql.Identifier(model._meta.db_table), sql.Identifier(model._meta.get_field(field).column)
    )
    with refused(), transaction.atomic():
        model.objects.update(**{field: value})
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(overwrite, [value])
    setattr(record, field, value)
    with refused(), transaction.atomic():
        record.save()


def test_every_amount_in_pounds_is_in_a_ledger_but_a_draft_and_a_rule() -> None:
    """A return is a draft until it is submitted, and a requirement's baseline is a setting of its year,
    as is the variance from which a reason is asked for."""
    guarded = {(factory._meta.model, field) for factory, field, _ in LEDGERS}
    amounts = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, PoundsField) and not hasattr(model, "pgh_tracked_model")
    }
    unguarded = {model for model, _ in amounts - guarded}
    assert unguarded == {
        *(QuarterlyReturn, factories.MatchRequirementFactory._meta.model, OutturnTerms),
        # Frozen and kept by triggers of their own once the claim is sent.
        *(Claim, ClaimLine),
    }


def test_what_does_not_change_the_money_may_be_put_right() -> None:
    entry = FundingEntryFactory()
    entry.reason = "Agreed by the programme board"
    entry.save()


def test_an_amount_changes_by_a_new_entry() -> None:
    line = FundingLineFactory(stating="1000.00")
    FundingEntryFactory(line=line, amount=Decimal("-250.00"), agreed_on=ANOTHER_DAY, reason="Started late")
    assert sum(entry.amount for entry in line.entries.all()) == Decimal("750.00")


def test_all_of_the_money_may_be_taken_back() -> None:
    line = FundingLineFactory(stating="1000.00")
    FundingEntryFactory(line=line, amount=Decimal("-1000.00"), reason="Did not go ahead")


def test_a_penny_more_than_all_of_it_may_not() -> None:
    line = FundingLineFactory(stating="1000.00")
    with pytest.raises(IntegrityError, match="less than nothing"), transaction.atomic():
        FundingEntryFactory(line=line, amount=Decimal("-1000.01"), reason="A slip")
    assert line.entries.count() == 1


def test_entries_added_together_are_judged_together() -> None:
    line = FundingLineFactory()
    taken, given = Decimal("-50.00"), Decimal("50.00")
    FundingEntry.objects.bulk_create(
        FundingEntryFactory.build(line=line, amount=amount) for amount in (taken, given)
    )
    with pytest.raises(IntegrityError, match="less than nothing"), transaction.atomic():
        FundingEntry.objects.bulk_create(
            FundingEntryFactory.build(line=line, amount=amount) for amount in (taken, taken, given)
        )


def test_money_is_never_less_than_nothing_on_an_earlier_day() -> None:
    line = FundingLineFactory()
    FundingEntryFactory(line=line, amount=Decimal("100.00"), agreed_on=ANOTHER_DAY)
    with (
        pytest.raises(IntegrityError, match="would be less than nothing on 30/06/2023"),
        transaction.atomic(),
    ):
        FundingEntryFactory(line=line, amount=Decimal("-50.00"), agreed_on=date(2023, 6, 30))
    FundingEntryFactory(line=line, amount=Decimal("-50.00"), agreed_on=ANOTHER_DAY)


def test_money_taken_back_since_keeps_what_it_was_taken_from() -> None:
    line = FundingLineFactory(stating="100.00")
    FundingEntryFactory(line=line, amount=Decimal("-50.00"), agreed_on=ANOTHER_DAY)
    with pytest.raises(IntegrityError, match="less than nothing"), transaction.atomic():
        line.entries.filter(amount=Decimal("100.00")).delete()
    line.entries.all().delete()


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_do_not_take_back_the_same_money() -> None:
    line = FundingLineFactory(stating="100.00")
    outcomes: list[str] = []

    def take_back() -> None:
        try:
            FundingEntryFactory(line=line, amount=Decimal("-60.00"), agreed_on=ANOTHER_DAY)
            outcomes.append("taken back")
        except IntegrityError:
            outcomes.append("refused")
        finally:
            connection.close()

    second = Thread(target=take_back)
    with transaction.atomic():
        FundingEntryFactory(line=line, amount=Decimal("-60.00"), agreed_on=ANOTHER_DAY)
        second.start()
        second.join(timeout=0.5)
        assert second.is_alive()
    second.join()
    assert outcomes == ["refused"]
    assert sum(entry.amount for entry in line.entries.all()) == Decimal("40.00")


def test_money_of_one_line_does_not_cover_another() -> None:
    FundingLineFactory(stating="1000.00")
    with pytest.raises(IntegrityError, match="less than nothing"), transaction.atomic():
        FundingEntryFactory(line=FundingLineFactory(), amount=Decimal("-1.00"), reason="A slip")
