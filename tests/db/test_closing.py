"""Closing a year: every figure is kept as it stood, and whatever is tried afterwards moves none of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, IntegrityError, models, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests import factories
from tests.db.test_year_end import ENTERED
from vrp_portal.accounts.models import User
from vrp_portal.closing.actions import CannotBeClosed, close_year
from vrp_portal.closing.standing import fingerprint, moved, stands_open, values_of, years
from vrp_portal.figures.definitions.duty_progress import NOT_OF_A_YEAR
from vrp_portal.figures.registry import FIGURES
from vrp_portal.figures.scope import Scope
from vrp_portal.money.fields import PoundsField
from vrp_portal.periods import FinancialYear, Quarter
from vrp_portal.periods.fields import FinancialYearField, QuarterField
from vrp_portal.records.actions import withdraw
from vrp_portal.records.models import Withdrawable
from vrp_portal.year_end.force import adjusting
from vrp_portal.year_end.models import ClosedYear

YEAR, NEXT = FinancialYear(2023), FinancialYear(2024)
LAST_DAY, CLOSING_DAY, LATER = date(2024, 3, 31), date(2024, 5, 31), date(2025, 1, 31)


@pytest.mark.django_db
class TestClosing:
    def test_every_figure_is_kept_as_it_stood(self, finance: User) -> None:
        factories.AwardFactory(year=YEAR, amount=Decimal("4388080.00"))
        closed = close_year(YEAR, by=finance, on=CLOSING_DAY, note="All is in")
        kept = {figure.key: figure.value for figure in closed.figures.all()}
        assert kept.keys() == FIGURES.keys() - set(NOT_OF_A_YEAR)
        assert kept["core_grant_award"] == Decimal("4388080.00")
        assert kept["svd_total"] is None
        assert kept["core_interventions"] == 0
        assert (closed.closed_by, closed.closed_on, closed.note) == (finance, CLOSING_DAY, "All is in")

    def test_not_before_its_31_march_has_passed(self, finance: User) -> None:
        with pytest.raises(CannotBeClosed, match=r"2023/24 ends on 31/03/2024: it can be closed after"):
            close_year(YEAR, by=finance, on=LAST_DAY)
        assert close_year(YEAR, by=finance, on=LAST_DAY + timedelta(days=1)).year == YEAR

    def test_not_twice(self, finance: User) -> None:
        close_year(YEAR, by=finance, on=CLOSING_DAY)
        with pytest.raises(IntegrityError), transaction.atomic():
            close_year(YEAR, by=finance, on=CLOSING_DAY)

    def test_not_on_figures_that_have_moved_since_they_were_looked_at(self, finance: User) -> None:
        seen = fingerprint(values_of(Scope(YEAR, CLOSING_DAY)))
        factories.AwardFactory(year=YEAR)
        with pytest.raises(CannotBeClosed, match="figures have moved"):
            close_year(YEAR, by=finance, on=CLOSING_DAY, seen=seen)
        assert not ClosedYear.objects.exists()

    def test_what_an_adjustment_moved_is_told_beside_what_was_kept(self, finance: User) -> None:
        factories.AwardFactory(year=YEAR, amount=Decimal("4388080.00"))
        closed = close_year(YEAR, by=finance, on=CLOSING_DAY)
        assert not any(figure.has_moved for figure in moved(closed, today=CLOSING_DAY))
        with adjusting(YEAR, by=finance, reason="A late invoice", decided_by="The board"):
            factories.FundingLineFactory(year=YEAR, stating="1234.56")
        told = {figure.key: figure for figure in moved(closed, today=CLOSING_DAY)}
        committed = told["core_committed"]
        assert (committed.frozen, committed.now, committed.by) == ("£0.00", "£1,234.56", "+£1,234.56")
        assert (told["core_uncommitted"].by, told["core_interventions"].by) == ("−£1,234.56", "+1")
        assert told["core_grant_award"].by == ""
        assert "svd_unallocated" not in told

    def test_every_year_that_has_begun_says_where_it_stands(self, finance: User) -> None:
        close_year(YEAR, by=finance, on=CLOSING_DAY)
        told = years(date(2025, 6, 2))
        assert [state.year.label for state in told][:3] == ["2025/26", "2024/25", "2023/24"]
        assert [(state.closed is not None, state.may_be_closed) for state in told][:3] == [
            (False, False),
            (False, True),
            (True, False),
        ]

    def test_what_the_checks_find_stands_open(self) -> None:
        factories.FundingLineFactory(year=YEAR)
        factories.MatchContributionFactory(year=YEAR)
        factories.CommunitySafetyPartnershipFactory(district=factories.LeedsFactory())
        told = {check.key: found for check, found in stands_open(Scope(YEAR, CLOSING_DAY))}
        assert told["amount-not-stated"] == 1
        assert told["match-not-evidenced"] == 1
        assert told["return-not-accepted"] == 4


def records() -> list[models.Model]:
    """Every record of the domains, whatever it is."""
    return [
        record
        for app in ("grants", "interventions", "svd", "partnership")
        for model in apps.get_app_config(app).get_models()
        if not hasattr(model, "pgh_tracked_model")
        for record in model._base_manager.order_by("pk")
    ]


def another(field: models.Field[Any, Any], record: models.Model, pick: int) -> Any:
    """Another value for a field, of its own kind."""
    value = getattr(record, field.attname)
    if field.choices:
        choices = [choice for choice, _ in field.flatchoices if choice != value]
        return choices[pick % len(choices)]
    if isinstance(field, FinancialYearField):
        return (YEAR, NEXT)[pick % 2]
    if isinstance(field, QuarterField):
        return Quarter((YEAR, NEXT)[pick % 2], pick % 4 + 1)
    if isinstance(field, PoundsField | models.DecimalField):
        return Decimal(pick) / 100
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateTimeField):
        return datetime(2023, 4, 1, tzinfo=UTC) + timedelta(days=pick % 700)
    if isinstance(field, models.DateField):
        return YEAR.starts + timedelta(days=pick % 700)
    if isinstance(field, models.IntegerField):
        return pick % 5 + 1
    return f"Another {pick}"


Attempt = tuple[str, int, int]
attempts = st.lists(
    st.tuples(
        st.sampled_from(["enter", "change", "withdraw", "delete"]),
        st.integers(0, 10_000),
        st.integers(0, 100_000),
    ),
    min_size=20,
    max_size=60,
)


class ClosedYearsStand(TestCase):
    """Each example has a transaction of its own, so that no row is carried into the next."""

    @classmethod
    def setUpTestData(cls) -> None:
        built_on_others = {"spend entry", "share", "share entry", "reallocation"}
        made = {kind: enter() for kind, enter in ENTERED.items() if kind not in built_on_others}
        factories.SpendEntryFactory(line=made["budget line"])
        share = factories.ShareFactory(allocation=made["allocation"])
        factories.ShareEntryFactory(share=share)
        factories.ReallocationFactory(from_share=share)
        line = factories.FundingLineFactory(year=YEAR, stating="1000.00")
        factories.FundingSpendFactory(line=line)
        factories.AssessmentFactory(intervention=line.intervention, year=YEAR)
        factories.AwardFactory(year=NEXT)
        factories.BudgetLineFactory(year=NEXT)
        factories.FundingLineFactory(year=NEXT, stating="50.00", intervention=line.intervention)
        factories.MatchContributionFactory(year=NEXT)
        factories.HighImpactTermsFactory(year=NEXT)
        factories.ReachRecordFactory(quarter=Quarter(NEXT, 1), intervention=line.intervention)
        cls.finance = factories.UserFactory(role="finance_officer")

    def figures(self) -> list[Any]:
        return [values_of(Scope(YEAR, day)) for day in (CLOSING_DAY, LATER)]

    def attempt(self, there: list[models.Model], verb: str, which: int, pick: int) -> bool:
        """Try something with one of the records that are there; whether it was let through."""
        record = there[which % len(there)]
        fields = [
            field
            for field in record._meta.concrete_fields
            if not (field.primary_key or field.is_relation or field.generated)
        ]
        field = fields[pick % len(fields)]
        try:
            with transaction.atomic():
                if verb == "enter":
                    list(ENTERED.values())[which % len(ENTERED)]()
                elif verb == "change":
                    same = type(record)._base_manager.filter(pk=record.pk)
                    same.update(**{field.name: another(field, record, pick)})
                elif verb == "withdraw":
                    withdrawable = [each for each in there if isinstance(each, Withdrawable)]
                    chosen = withdrawable[which % len(withdrawable)]
                    withdraw(chosen, on=YEAR.starts + timedelta(days=pick % 600), reason="A mistake")
                else:
                    record.delete()
        except (DatabaseError, ValueError, ObjectDoesNotExist):
            return False
        return True

    @settings(
        max_examples=8,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )
    @given(attempts)
    def test_no_figure_of_a_closed_year_ever_moves(self, tried: list[Attempt]) -> None:
        before = self.figures()
        close_year(YEAR, by=self.finance, on=CLOSING_DAY)
        there = records()
        for attempt in tried:
            self.attempt(there, *attempt)
        assert self.figures() == before

    def test_what_is_of_no_year_moves_no_figure_of_a_closed_one(self) -> None:
        before = self.figures()
        close_year(YEAR, by=self.finance, on=CLOSING_DAY)
        factories.DutyMilestoneFactory(due_on=YEAR.ends, done_on=YEAR.ends, state="done")
        factories.CommunitySafetyPartnershipFactory()
        assert self.figures() == before

    def test_the_same_attempts_move_a_year_that_is_open(self) -> None:
        before = self.figures()
        there = records()
        let_through = [self.attempt(there, "change", number, number) for number in range(60)]
        assert any(let_through)
        assert self.figures() != before
