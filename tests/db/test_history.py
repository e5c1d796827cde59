"""Every change leaves its trace, whoever makes it and by whatever road."""

from __future__ import annotations

from decimal import Decimal

import pghistory
import pytest
from django.db import DatabaseError, connection, models, transaction
from psycopg2 import sql

from grants.models import MatchContribution
from interventions.models import Intervention
from tests.db.test_constraints import own_models
from tests.factories import (
    InterventionFactory,
    MatchContributionFactory,
    QuarterlyReturnFactory,
    ReachRecordFactory,
)

pytestmark = pytest.mark.django_db


def labels(record: models.Model) -> list[str]:
    return list(record.events.order_by("pgh_id").values_list("pgh_label", flat=True))


FOR_A_DAY = {"exchange.upload", "exchange.job"}
"""Files that were sent and the work on them: they go, and nothing of them is to stay."""


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_every_model_has_its_history(model: type[models.Model]) -> None:
    assert hasattr(model, "events") is (model._meta.label_lower not in FOR_A_DAY)


def test_a_record_logged_and_changed_is_two_events_with_what_it_said() -> None:
    intervention = InterventionFactory(name="Mentoring")
    intervention.name = "Mentoring in schools"
    intervention.save()
    assert labels(intervention) == ["insert", "update"]
    assert list(intervention.events.order_by("pgh_id").values_list("name", flat=True)) == [
        "Mentoring",
        "Mentoring in schools",
    ]


def test_a_change_of_many_rows_at_once_is_an_event_each() -> None:
    interventions = InterventionFactory.create_batch(3)
    Intervention.objects.update(status="delivering")
    assert [labels(intervention) for intervention in interventions] == [["insert", "update"]] * 3


def test_a_change_in_plain_sql_is_an_event() -> None:
    contribution = MatchContributionFactory()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE grants_matchcontribution SET note = 'Letter of 3 May'")
    assert labels(contribution) == ["insert", "update"]


def test_what_was_deleted_is_still_known() -> None:
    contribution = MatchContributionFactory(amount=Decimal("505500.00"))
    MatchContribution.objects.all().delete()
    event = MatchContribution.pgh_event_model.objects.get(pgh_label="delete")
    assert event.amount == Decimal("505500.00")
    assert event.pgh_obj_id == contribution.pk


def test_an_event_says_who_and_why() -> None:
    with pghistory.context(user=42, reason="Import of the Q3 return"):
        record = ReachRecordFactory()
    context = record.events.get().pgh_context
    assert context.metadata == {"user": 42, "reason": "Import of the Q3 return"}


def test_a_change_that_was_taken_back_leaves_no_event() -> None:
    intervention = InterventionFactory()
    with transaction.atomic():
        Intervention.objects.update(name="Half saved")
        transaction.set_rollback(True)
    assert labels(intervention) == ["insert"]


def test_history_is_not_rewritten() -> None:
    intervention = InterventionFactory()
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        intervention.events.update(name="Something else")
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        intervention.events.all().delete()


@pytest.mark.parametrize("factory", [InterventionFactory, ReachRecordFactory, QuarterlyReturnFactory])
def test_the_version_rises_with_each_update_whoever_makes_it(factory: type) -> None:
    record = factory()
    record.save()
    type(record).objects.update(source="A bulk change")
    with connection.cursor() as cursor:
        statement = sql.SQL("UPDATE {} SET source = 'Plain SQL'")
        cursor.execute(statement.format(sql.Identifier(record._meta.db_table)))
    record.refresh_from_db()
    assert record.version == 4


def test_nobody_can_set_the_version() -> None:
    intervention = InterventionFactory()
    Intervention.objects.update(version=99)
    intervention.refresh_from_db()
    assert intervention.version == 2
