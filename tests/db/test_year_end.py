"""A closed year: whatever is tried, its records stay, until an adjustment of it is in force."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, models, transaction
from pghistory.models import Events

from grants.models import Award
from tests import factories
from tests.factories import AdjustmentFactory, AwardFactory, ClosedYearFactory, MatchContributionFactory
from vrp_portal.accounts.models import User
from vrp_portal.periods import FinancialYear
from vrp_portal.records.actions import withdraw
from vrp_portal.records.history import last_change
from vrp_portal.records.refusals import closed_year_of, refusal_in_words
from vrp_portal.year_end.actions import end_adjustment, open_adjustment
from vrp_portal.year_end.force import adjusting, in_force, under
from vrp_portal.year_end.models import Adjustment

pytestmark = pytest.mark.django_db

YEAR, NEXT = FinancialYear(2023), FinancialYear(2024)
Q4 = YEAR.quarters[3]
WORDS = (
    "The year 2023/24 is closed, so this was not saved. A finance officer or an administrator can open an "
    "adjustment of that year on the page “Year end”, and then save it."
)


def accepted(**given: Any) -> Any:
    return factories.QuarterlyReturnFactory(
        quarter=Q4, state="accepted", submitted_on=date(2024, 4, 15), accepted_on=date(2024, 4, 20), **given
    )


# How to enter each kind of record of 2023/24 that a figure of the year rests on.
ENTERED: dict[str, Callable[[], Any]] = {
    "award": lambda: AwardFactory(year=YEAR),
    "terms of the 30% rule": lambda: factories.HighImpactTermsFactory(year=YEAR),
    "match requirement": lambda: factories.MatchRequirementFactory(year=YEAR),
    "match contribution": lambda: MatchContributionFactory(year=YEAR),
    "budget line": lambda: factories.BudgetLineFactory(year=YEAR),
    "spend entry": lambda: factories.SpendEntryFactory(),
    "budget entry": lambda: factories.BudgetEntryFactory(line__purpose="evaluation"),
    "virement": lambda: factories.VirementFactory(from_line__purpose="data", to_line__purpose="management"),
    "funding line": lambda: factories.FundingLineFactory(year=YEAR),
    "funding entry": lambda: factories.FundingEntryFactory(),
    "funding spend": lambda: factories.FundingSpendFactory(),
    "assessment": lambda: factories.AssessmentFactory(year=YEAR),
    "reach": lambda: factories.ReachRecordFactory(quarter=Q4),
    "allocation": lambda: factories.AllocationFactory(year=YEAR),
    "share": lambda: factories.ShareFactory(),
    "share entry": lambda: factories.ShareEntryFactory(),
    "reallocation": lambda: factories.ReallocationFactory(),
    "accepted return": accepted,
}


def refused(do: Callable[[], Any]) -> str:
    """What the database says to a change that it refuses."""
    with pytest.raises(IntegrityError) as said, transaction.atomic():
        do()
    assert closed_year_of(said.value) == YEAR
    return refusal_in_words(said.value)


def delete(record: models.Model) -> None:
    """Delete a row by itself, without a look at what refers to it."""
    type(record)._base_manager.filter(pk=record.pk)._raw_delete("default")


@pytest.mark.parametrize("kind", ENTERED)
def test_nothing_of_a_closed_year_is_entered_changed_or_deleted(kind: str) -> None:
    record = ENTERED[kind]()
    ClosedYearFactory(year=YEAR)
    another = copy(record)
    another.pk, another._state = None, models.base.ModelState()
    record.source = "Another paper"
    assert refused(another.save) == refused(record.save) == refused(lambda: delete(record)) == WORDS


@pytest.mark.parametrize("kind", ENTERED)
def test_a_row_that_is_saved_as_it_was_is_let_be(kind: str) -> None:
    record = ENTERED[kind]()
    ClosedYearFactory(year=YEAR)
    record.save()


@pytest.mark.parametrize("kind", ENTERED)
def test_another_year_s_closing_closes_no_other(kind: str) -> None:
    ClosedYearFactory(year=NEXT)
    ClosedYearFactory(year=YEAR.previous())
    record = ENTERED[kind]()
    record.source = "Another paper"
    record.save()


def test_an_award_of_a_closed_year_is_not_withdrawn() -> None:
    award = AwardFactory(year=YEAR)
    ClosedYearFactory()
    assert refused(lambda: withdraw(award, on=date(2024, 6, 3), reason="Entered twice")) == WORDS
    assert not Award.objects.get().is_withdrawn


def test_an_intervention_with_money_or_reach_in_a_closed_year_is_not_withdrawn() -> None:
    funded = factories.FundingLineFactory(year=YEAR).intervention
    reached = factories.ReachRecordFactory(quarter=Q4).intervention
    neither = factories.FundingLineFactory(year=NEXT).intervention
    ClosedYearFactory()
    for intervention in (funded, reached):
        assert refused(lambda it=intervention: withdraw(it, on=date(2024, 6, 3), reason="Twice")) == WORDS
    withdraw(neither, on=date(2024, 6, 3), reason="Logged twice")


def test_what_an_intervention_is_called_may_change() -> None:
    intervention = factories.FundingLineFactory(year=YEAR).intervention
    ClosedYearFactory()
    intervention.name = "Its new name"
    intervention.save()


def test_an_impact_word_that_a_closed_year_relies_on_keeps_counting_as_it_did() -> None:
    impact = factories.AssessmentFactory(year=YEAR).rating.impact
    ClosedYearFactory()
    impact.meaning = "Said more clearly"
    impact.save()
    impact.counting = "never" if impact.counting != "never" else "always"
    assert refused(impact.save) == WORDS


def test_a_return_of_a_closed_year_may_be_sent_and_is_not_accepted() -> None:
    record = factories.QuarterlyReturnFactory(quarter=Q4, state="submitted", submitted_on=date(2024, 6, 3))
    ClosedYearFactory()
    record.state, record.accepted_on = "accepted", date(2024, 6, 4)
    assert refused(record.save) == WORDS


def test_an_accepted_return_of_a_closed_year_is_not_superseded() -> None:
    record = accepted()
    ClosedYearFactory()
    record.superseded_on = date(2024, 6, 4)
    assert refused(record.save) == WORDS


def test_a_closing_is_never_undone() -> None:
    closed = ClosedYearFactory()
    frozen = factories.FrozenFigureFactory(closing=closed)
    for kept in (frozen, closed):
        with pytest.raises(InternalError), transaction.atomic():
            delete(kept)
    closed.note = "Another note"
    with pytest.raises(InternalError), transaction.atomic():
        closed.save()


class TestAdjustments:
    def test_under_it_the_year_changes_and_its_history_says_why(self, finance: User) -> None:
        ClosedYearFactory(year=YEAR)
        with adjusting(YEAR, by=finance, reason="A late invoice", decided_by="The board") as adjustment:
            line = factories.FundingLineFactory(year=YEAR)
        told = last_change(line)
        assert told is not None
        assert told.reason == "While adjusting 2023/24: A late invoice"
        (event,) = Events.objects.tracks(line)
        assert event.pgh_context["adjustment"] == adjustment.pk

    def test_once_it_has_ended_the_year_is_closed_again(self, finance: User) -> None:
        ClosedYearFactory(year=YEAR)
        with adjusting(YEAR, by=finance, reason="A late invoice", decided_by="The board") as adjustment:
            pass
        assert in_force() is None
        assert refused(lambda: AwardFactory(year=YEAR)) == WORDS
        with under(adjustment):
            assert refused(lambda: AwardFactory(year=YEAR)) == WORDS

    def test_it_opens_its_own_year_alone(self, finance: User) -> None:
        ClosedYearFactory(year=YEAR)
        ClosedYearFactory(year=NEXT)
        with adjusting(NEXT, by=finance, reason="A late invoice", decided_by="The board"):
            assert refused(lambda: AwardFactory(year=YEAR)) == WORDS

    def test_an_open_year_needs_none(self, finance: User) -> None:
        with pytest.raises(IntegrityError) as said, transaction.atomic():
            open_adjustment(YEAR, by=finance, reason="A late invoice", decided_by="The board")
        assert refusal_in_words(said.value) == "This year is open, so it needs no adjustment."

    def test_what_fails_under_it_leaves_nothing_behind(self, finance: User) -> None:
        ClosedYearFactory(year=YEAR)

        def fail() -> None:
            with adjusting(YEAR, by=finance, reason="A late invoice", decided_by="The board"):
                AwardFactory(year=YEAR)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert not Award.objects.exists()
        assert not Adjustment.objects.exists()
        assert refused(lambda: AwardFactory(year=YEAR)) == WORDS

    def test_it_is_neither_rewritten_nor_deleted_nor_opened_again(self) -> None:
        ClosedYearFactory()
        adjustment = end_adjustment(AdjustmentFactory())
        adjustment.reason = "Another reason"
        with pytest.raises(InternalError), transaction.atomic():
            adjustment.save()
        with pytest.raises(InternalError), transaction.atomic():
            delete(adjustment)
        with pytest.raises(InternalError), transaction.atomic():
            Adjustment.objects.update(ended_at=None)

    def test_one_under_another_gives_way_to_it_again(self, finance: User) -> None:
        ClosedYearFactory(year=YEAR)
        ClosedYearFactory(year=NEXT)
        with adjusting(YEAR, by=finance, reason="A late invoice", decided_by="The board"):
            with adjusting(NEXT, by=finance, reason="A late invoice", decided_by="The board"):
                AwardFactory(year=NEXT)
            AwardFactory(year=YEAR)
            with pytest.raises(IntegrityError), transaction.atomic():
                AwardFactory(year=NEXT, scheme="other")
