"""Programme activity in the database: periods, circles of governance, and what a paper is told."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    ActivityCountFactory,
    ActivityDistrictFactory,
    ActivityFactory,
    ActivityPartnerFactory,
    EvaluationFactory,
    GovernanceGroupFactory,
    GovernanceLineFactory,
    PublicationFactory,
    WorkstreamFactory,
)
from vrp_portal.programme import contents
from vrp_portal.programme.models import Activity, Publication

pytestmark = pytest.mark.django_db

FEBRUARY = (date(2024, 2, 1), date(2024, 2, 29))
MONTH = {"day_known": "month", "starts_on": date(2024, 2, 1), "ends_on": date(2024, 2, 29)}
YEAR = {"day_known": "year", "starts_on": date(2023, 4, 1), "ends_on": date(2024, 3, 31)}


class TestPeriods:
    @pytest.mark.parametrize(
        ("given", "starts", "ends", "found"),
        [
            ({"starts_on": date(2024, 2, 26)}, *FEBRUARY, True),
            ({"starts_on": date(2024, 3, 1)}, *FEBRUARY, False),
            ({"starts_on": date(2024, 1, 31)}, *FEBRUARY, False),
            ({"starts_on": date(2024, 1, 30), "ends_on": date(2024, 2, 1)}, *FEBRUARY, True),
            (MONTH, date(2024, 2, 20), date(2024, 2, 25), True),
            (MONTH, date(2024, 3, 1), None, False),
            (YEAR, *FEBRUARY, True),
            (YEAR, date(2024, 4, 1), None, False),
            ({"starts_on": date(2024, 2, 26)}, None, None, True),
        ],
    )
    def test_an_activity_is_told_where_a_day_of_it_lies_in_the_period(self, given, starts, ends, found):
        ActivityFactory(**given)
        assert Activity.objects.within(starts, ends).exists() is found

    @pytest.mark.parametrize(
        ("day", "known", "found"),
        [
            (date(2024, 2, 14), "day", True),
            (date(2024, 2, 1), "day", False),
            (date(2024, 2, 1), "month", True),
            (date(2024, 1, 1), "month", False),
            (date(2023, 4, 1), "year", True),
            (date(2022, 4, 1), "year", False),
        ],
    )
    def test_a_publication_of_a_month_or_a_year_is_told_where_that_reaches_in(self, day, known, found):
        PublicationFactory(published_on=day, day_known=known)
        assert Publication.objects.within(date(2024, 2, 10), date(2024, 3, 31)).exists() is found


class TestCircles:
    def test_none_is_drawn(self):
        low, middle, top = GovernanceGroupFactory.create_batch(3)
        GovernanceLineFactory(group=low, reports_to=middle)
        GovernanceLineFactory(group=middle, reports_to=top)
        GovernanceLineFactory(group=low, reports_to=top)
        with pytest.raises(IntegrityError, match="would report to itself by way of others"):
            GovernanceLineFactory(group=top, reports_to=low)

    def test_a_line_is_not_bent_into_one(self):
        low, top = GovernanceGroupFactory.create_batch(2)
        GovernanceLineFactory(group=low, reports_to=top)
        other = GovernanceLineFactory(group=top)
        with pytest.raises(IntegrityError, match="by way of others"):
            type(other).objects.filter(pk=other.pk).update(reports_to=low)


class TestContents:
    def test_a_small_count_of_people_is_hidden_unless_asked_for_in_full(self):
        activity = ActivityFactory(people=3, people_sure="estimate", people_are="children")
        ActivityCountFactory(activity=activity, number=4, what="parents", are_people=True)
        ActivityCountFactory(activity=activity, number=2, what="schools")
        (told,) = contents.activities(None, None)
        assert [count.words for count in told.counts] == ["[c] children", "[c] parents", "2 schools"]
        (told,) = contents.activities(None, None, in_full=True)
        assert [count.words for count in told.counts] == ["about 3 children", "4 parents", "2 schools"]

    def test_a_paper_tells_each_workstream_in_its_order_and_nothing_withdrawn(self, leeds):
        second = WorkstreamFactory(key="second", name="Second", order=2)
        first = WorkstreamFactory(key="first", name="First", order=1)
        ActivityDistrictFactory(activity=ActivityFactory(workstream=second, title="Fair"), district=leeds)
        ActivityFactory(workstream=second, withdrawn_on=date(2024, 3, 1), withdrawn_reason="Twice")
        PublicationFactory(workstream=first, title="Needs")
        EvaluationFactory(workstream=first, title="Mentoring")
        told = contents.workstreams(date(2024, 1, 1), date(2024, 3, 31))
        assert [stream.key for stream in told] == ["first", "second"]
        assert [one.title for one in told[0].publications] == ["Needs"]
        assert [one.state for one in told[0].evaluations] == ["Under way"]
        assert [(one.title, one.where) for one in told[1].activities] == [("Fair", "Leeds")]

    def test_of_one_workstream_and_district(self, leeds, bradford):
        stream = WorkstreamFactory(key="child-first")
        ActivityFactory(workstream=stream, title="Everywhere")
        ActivityDistrictFactory(activity__workstream=stream, activity__title="Leeds", district=leeds)
        ActivityDistrictFactory(activity__workstream=stream, activity__title="Bradford", district=bradford)
        ActivityFactory(title="Another workstream's")
        told = contents.activities(None, None, workstream="child-first", district=leeds)
        assert [one.title for one in told] == ["Everywhere", "Leeds"]

    def test_evaluations_that_had_reported_before_are_left_out(self):
        EvaluationFactory(title="Old", state="reported", reported_on=date(2023, 3, 31))
        EvaluationFactory(title="New", state="reported", reported_on=date(2024, 3, 31))
        EvaluationFactory(title="Later", starts_on=date(2024, 4, 1))
        told = contents.evaluations(date(2023, 4, 1), date(2024, 3, 31))
        assert [one.title for one in told] == ["New"]

    def test_governance_knows_who_reports_to_whom(self):
        line = GovernanceLineFactory(group__name="Working group", reports_to__name="Executive")
        gone = GovernanceGroupFactory(withdrawn_on=date(2024, 1, 1), withdrawn_reason="Ended")
        GovernanceLineFactory(group=line.group, reports_to=gone)
        told = contents.governance()
        (top,) = told.tops
        assert top.name == "Executive"
        assert [told.group(key).name for key in top.hears_from] == ["Working group"]
        assert told.group(top.hears_from[0]).reports_to == (top.key,)

    def test_its_queries_do_not_grow(self, leeds):
        def add():
            activity = ActivityFactory()
            ActivityDistrictFactory(activity=activity, district=leeds)
            ActivityPartnerFactory(activity=activity)
            ActivityCountFactory(activity=activity)
            PublicationFactory(), EvaluationFactory(), GovernanceLineFactory()

        def taken() -> int:
            with CaptureQueriesContext(connection) as queries:
                contents.workstreams(None, None)
                contents.governance()
            return len(queries)

        add()
        few = taken()
        for _ in range(5):
            add()
        assert taken() == few == 9
