"""Ratings that change, assessments that keep what they relied on, overrides that a second person approves."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from grants.models import HighImpactTerms
from interventions import actions
from interventions.actions import CannotBeDecided
from interventions.evidence import changed_ratings, is_override, reference_day
from interventions.models import Approach, Assessment
from interventions.rules import Counting
from tests.factories import (
    ApproachFactory,
    ApproachRatingFactory,
    AssessmentFactory,
    AwardFactory,
    FundingLineFactory,
    HighImpactTermsFactory,
    ImpactFactory,
    InterventionFactory,
    UserFactory,
)
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import FinancialYear
from vrp_portal.records.actions import withdraw

YEAR = FinancialYear(2023)
TODAY = date(2023, 11, 1)
FIRST_DAY = YEAR.starts


@pytest.fixture
def mentoring(db: None) -> Approach:
    return ApproachFactory(name="Mentoring")


@pytest.fixture
def first(mentoring: Approach):
    """A rating that doesn't count, in force before the year began."""
    return ApproachRatingFactory(
        approach=mentoring, impact=ImpactFactory(counting=Counting.NEVER), in_force_from=date(2022, 1, 1)
    )


def later_rating(approach: Approach, *, in_force_from: date):
    """A rating that counts, recorded after everything that is there already."""
    return ApproachRatingFactory(approach=approach, in_force_from=in_force_from, recorded_at=timezone.now())


def funded(approach: Approach, *, year: FinancialYear = YEAR, agreed_on: date | None = None):
    intervention = InterventionFactory(approach=approach)
    FundingLineFactory(
        intervention=intervention, year=year, agreed_on=agreed_on or year.starts, stating="1000.00"
    )
    return intervention


def assessed(intervention, rating, *, year: FinancialYear = YEAR, on: date = TODAY):
    return actions.assess(
        intervention, year=year, rating=rating, assessed_on=on, note="As delivered", by=UserFactory()
    )


def committed(as_at: date, year: FinancialYear = YEAR) -> Decimal:
    key = "high_impact_committed"
    return compute([key], Scope(year, as_at))[key].value


@pytest.mark.django_db
class TestReferenceDate:
    def test_it_is_the_day_the_intervention_was_commissioned(self, mentoring):
        HighImpactTermsFactory()
        intervention = funded(mentoring, agreed_on=date(2023, 6, 5))
        FundingLineFactory(intervention=intervention, funding_source="match", agreed_on=date(2023, 5, 2))
        assert reference_day(intervention, YEAR) == date(2023, 5, 2)

    def test_it_is_the_start_of_the_year_where_the_terms_say_so(self, mentoring):
        HighImpactTermsFactory(reference=HighImpactTerms.Reference.START_OF_YEAR)
        assert reference_day(funded(mentoring, agreed_on=date(2023, 6, 5)), YEAR) == FIRST_DAY

    def test_it_is_the_start_of_the_year_where_nothing_is_funded(self, mentoring):
        assert reference_day(InterventionFactory(approach=mentoring), YEAR) == FIRST_DAY

    def test_a_line_that_was_withdrawn_commissioned_nothing(self, mentoring):
        intervention = funded(mentoring, agreed_on=date(2023, 6, 5))
        withdrawn = FundingLineFactory(intervention=intervention, funding_source="other")
        withdraw(withdrawn, on=FIRST_DAY, reason="A mistake")
        assert reference_day(intervention, YEAR) == date(2023, 6, 5)

    def test_an_assessment_keeps_its_reference_date_when_the_terms_change(self, mentoring, first):
        HighImpactTermsFactory()
        assessment = assessed(funded(mentoring, agreed_on=date(2023, 6, 5)), first)
        HighImpactTerms.objects.update(reference=HighImpactTerms.Reference.START_OF_YEAR)
        assessment.refresh_from_db()
        assert assessment.reference_on == date(2023, 6, 5)


@pytest.mark.django_db
class TestOverride:
    def test_relying_on_the_rating_in_force_is_none(self, mentoring, first):
        intervention = funded(mentoring)
        assert assessed(intervention, first).approval == Assessment.Approval.NOT_NEEDED

    def test_relying_on_a_rating_that_came_after_the_reference_date_waits_for_approval(
        self, mentoring, first
    ):
        intervention = funded(mentoring)
        newer = later_rating(mentoring, in_force_from=date(2023, 9, 1))
        assert is_override(intervention, year=YEAR, rating=newer)
        assessed(intervention, newer)
        assert committed(TODAY) == 0

    def test_commissioned_after_the_rating_came_into_force_it_is_none(self, mentoring, first):
        intervention = funded(mentoring, agreed_on=date(2023, 10, 2))
        newer = later_rating(mentoring, in_force_from=date(2023, 9, 1))
        assert not is_override(intervention, year=YEAR, rating=newer)
        assert is_override(intervention, year=YEAR, rating=first)

    def test_either_part_of_a_split_may_be_relied_on_and_the_whole_no_longer(self, mentoring, first):
        intervention = funded(mentoring, agreed_on=date(2023, 10, 2))
        parts = actions.replace_approach(
            mentoring, names=["One to one", "In groups"], replaced_on=date(2023, 9, 1), source="The Toolkit"
        )
        ratings = [ApproachRatingFactory(approach=step.new, in_force_from=date(2023, 9, 1)) for step in parts]
        assert [is_override(intervention, year=YEAR, rating=it) for it in [*ratings, first]] == [
            False,
            False,
            True,
        ]

    @pytest.fixture
    def override(self, mentoring, first):
        AwardFactory()
        HighImpactTermsFactory()
        newer = later_rating(mentoring, in_force_from=date(2023, 9, 1))
        return assessed(funded(mentoring), newer)

    def decide(self, override, *, by, approve=True, on=date(2023, 11, 20), note="Agreed"):
        return actions.decide_override(override, approve=approve, note=note, on=on, by=by)

    def test_it_counts_from_the_day_a_second_person_approves_it(self, override):
        self.decide(override, by=UserFactory())
        assert committed(date(2023, 11, 19)) == 0
        assert committed(date(2023, 11, 20)) == Decimal("1000.00")

    def test_declined_it_never_counts(self, override):
        self.decide(override, by=UserFactory(), approve=False)
        assert committed(date(2024, 3, 31)) == 0

    def test_whoever_made_it_cannot_approve_it(self, override):
        with pytest.raises(CannotBeDecided, match="you made this override yourself"):
            self.decide(override, by=override.assessed_by)

    def test_it_is_decided_once(self, override):
        self.decide(override, by=UserFactory())
        with pytest.raises(CannotBeDecided, match="decided already: approved"):
            self.decide(override, by=UserFactory(), approve=False)

    def test_an_assessment_made_since_takes_its_place(self, override, first):
        assessed(override.intervention, first, on=date(2023, 11, 5))
        with pytest.raises(CannotBeDecided, match="assessed again since"):
            self.decide(override, by=UserFactory())

    def test_the_database_refuses_to_undo_a_decision(self, override):
        decided = self.decide(override, by=UserFactory())
        with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
            Assessment.objects.filter(pk=decided.pk).update(
                approval="awaited", decided_on=None, decided_by=None
            )

    def test_without_a_reason_it_is_refused(self, mentoring, first):
        newer = later_rating(mentoring, in_force_from=date(2023, 9, 1))
        with pytest.raises(IntegrityError, match="override_has_a_reason"), transaction.atomic():
            actions.assess(
                funded(mentoring), year=YEAR, rating=newer, assessed_on=TODAY, note="", by=UserFactory()
            )


@pytest.mark.django_db
class TestChangedRatings:
    def test_a_superseding_rating_raises_a_task_and_moves_nothing(self, mentoring, first):
        AwardFactory()
        HighImpactTermsFactory()
        relying = [assessed(funded(mentoring), first) for _ in range(4)]
        before = committed(TODAY)
        newer = later_rating(mentoring, in_force_from=date(2023, 4, 1))
        changed = changed_ratings(TODAY)
        assert {change.assessment for change in changed} == set(relying)
        assert {change.superseded_by for change in changed} == {(newer,)}
        assert committed(TODAY) == before == 0

    def test_a_past_year_is_left_alone(self, mentoring, first):
        assessed(funded(mentoring), first)
        later_rating(mentoring, in_force_from=date(2023, 4, 1))
        assert changed_ratings(date(2024, 3, 31)) != []
        assert changed_ratings(date(2024, 4, 1)) == []

    def test_whoever_assesses_again_has_seen_the_change_whichever_rating_they_keep(self, mentoring, first):
        intervention = funded(mentoring)
        assessed(intervention, first)
        later_rating(mentoring, in_force_from=date(2023, 4, 1))
        assessed(intervention, first)
        assert changed_ratings(TODAY) == []

    def test_a_rating_that_is_not_in_force_yet_raises_none(self, mentoring, first):
        assessed(funded(mentoring), first)
        later_rating(mentoring, in_force_from=TODAY + timedelta(days=1))
        assert changed_ratings(TODAY) == []
        assert len(changed_ratings(TODAY + timedelta(days=1))) == 1

    def test_a_split_raises_one_with_the_ratings_of_its_parts(self, mentoring, first):
        assessed(funded(mentoring), first)
        (part,) = actions.replace_approach(
            mentoring, names=["One to one"], replaced_on=date(2023, 9, 1), source="The Toolkit"
        )
        assert changed_ratings(TODAY) == []
        rating = later_rating(part.new, in_force_from=date(2023, 9, 1))
        (change,) = changed_ratings(TODAY)
        assert change.superseded_by == (rating,)

    def test_an_intervention_that_is_withdrawn_is_nobodys_task(self, mentoring, first):
        intervention = funded(mentoring)
        assessed(intervention, first)
        later_rating(mentoring, in_force_from=date(2023, 4, 1))
        withdraw(intervention, on=TODAY, reason="Never began")
        assert changed_ratings(TODAY) == []

    def test_the_number_of_queries_is_fixed(self, mentoring, first, django_assert_num_queries):
        for _ in range(5):
            assessed(funded(mentoring), first)
        later_rating(mentoring, in_force_from=date(2023, 4, 1))
        with django_assert_num_queries(4):
            assert len(changed_ratings(TODAY)) == 5


@pytest.mark.django_db
class TestReplacing:
    def test_what_is_there_already_is_not_entered_again(self, mentoring):
        there = ApproachFactory(name="One to one")
        (step,) = actions.replace_approach(
            mentoring, names=["one to one"], replaced_on=date(2023, 9, 1), source="The Toolkit"
        )
        assert step.new == there
        assert Approach.objects.count() == 2

    def test_all_of_it_is_saved_or_nothing(self, mentoring):
        with pytest.raises(IntegrityError), transaction.atomic():
            actions.replace_approach(
                mentoring, names=["New", "Mentoring"], replaced_on=date(2023, 9, 1), source=""
            )
        assert Approach.objects.count() == 1


few_examples = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
months = st.integers(0, 8).map(lambda month: date(2023, 4 + month, 3))


class RatingsOverAYear(TestCase):
    """Whatever changes when: as at a day before a rating came into force, the earlier one counts."""

    @classmethod
    def setUpTestData(cls) -> None:
        AwardFactory()
        HighImpactTermsFactory()
        cls.approach = ApproachFactory()
        cls.impacts = [ImpactFactory(counting=Counting.ALWAYS), ImpactFactory(counting=Counting.NEVER)]
        cls.line = FundingLineFactory(
            intervention=InterventionFactory(approach=cls.approach), stating="1000.00"
        )

    @few_examples
    @given(st.dictionaries(months, st.booleans(), min_size=1, max_size=5))
    def test_as_at_before_a_rating_came_into_force_the_earlier_one_counts(
        self, ratings: dict[date, bool]
    ) -> None:
        for day, counts in ratings.items():
            rating = ApproachRatingFactory(
                approach=self.approach, impact=self.impacts[0 if counts else 1], in_force_from=day
            )
            AssessmentFactory(intervention=self.line.intervention, rating=rating, assessed_on=day)
        for day in ratings:
            for as_at in (day - timedelta(days=1), day):
                earlier = [start for start in ratings if start <= as_at]
                expected = Decimal("1000.00") if earlier and ratings[max(earlier)] else Decimal(0)
                assert committed(as_at) == expected
