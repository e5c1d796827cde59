"""The duty's milestones, the data asked for and the duty holders: who sees them, and who keeps them."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from svd.models import DataRequest, DutyHolder, DutyMilestone
from tests.factories import DataRequestFactory, DutyMilestoneFactory, OrganisationFactory
from tests.web.reading import told

pytestmark = pytest.mark.django_db

MILESTONE = {
    "kind": "response_strategy",
    "title": "Response strategy published",
    "owner": "Head of the partnership",
    "due_on": "31/01/2024",
    "state": "not_started",
}


@pytest.fixture(autouse=True)
def _in_february():
    with time_machine.travel(date(2024, 2, 1), tick=True):
        yield


@pytest.fixture
def team(client_of, staff):
    return client_of(staff)


def page(client) -> str:
    return told(client.get(reverse("milestones"))).replace("\n", " ")


class TestTimeline:
    def test_milestones_stand_in_the_order_of_their_days(self, team):
        DutyMilestoneFactory(title="Delivery plan sent", due_on=date(2025, 3, 31))
        DutyMilestoneFactory(title="Strategy published", due_on=date(2024, 1, 31))
        DutyMilestoneFactory(title="Plan without a day")
        read = page(team)
        assert (
            read.index("Strategy published")
            < read.index("Delivery plan sent")
            < read.index("Plan without a day")
        )

    def test_one_is_late_from_the_day_after_its_own(self, team):
        DutyMilestoneFactory(title="Strategy", due_on=date(2024, 1, 31))
        assert "Strategy Late Due on 31 January 2024." in page(team)
        with time_machine.travel(date(2024, 1, 31)):
            assert "Strategy Not started Due on 31 January 2024." in page(team)

    def test_one_that_is_done_says_when_and_shows_its_evidence(self, team):
        DutyMilestoneFactory(
            title="Strategy",
            owner="Head of the partnership",
            due_on=date(2024, 1, 31),
            state="done",
            done_on=date(2024, 1, 30),
            evidence="https://example.org/strategy",
        )
        read = page(team)
        assert "Done Done on 30 January 2024, due on 31 January 2024." in read
        assert "Head of the partnership answers for it. Evidence: https://example.org/strategy" in read

    def test_a_coordinator_sees_no_other_districts(self, client_of, csp_leeds, leeds, bradford):
        DutyMilestoneFactory(title="Plan of ours", district=leeds)
        DutyMilestoneFactory(title="Plan of theirs", district=bradford)
        DutyMilestoneFactory(title="Plan of all")
        DataRequestFactory(area="Ours", organisation__district=leeds)
        DataRequestFactory(area="Theirs", organisation__district=bradford)
        read = page(client_of(csp_leeds))
        assert "Plan of ours" in read
        assert "Plan of all" in read
        assert "Ours" in read
        assert "Plan of theirs" not in read
        assert "Theirs" not in read

    def test_the_panel_reads_and_changes_nothing(self, client_of, panel):
        DutyMilestoneFactory(title="Strategy")
        read = page(client_of(panel))
        assert "Strategy" in read
        assert "Change" not in read

    def test_its_queries_do_not_grow(self, team, leeds):
        def taken() -> int:
            with CaptureQueriesContext(connection) as queries:
                page(team)
            return len(queries)

        DutyMilestoneFactory(district=leeds)
        DataRequestFactory(organisation__specified_authority=True)
        page(team)
        few = taken()
        for _ in range(5):
            DutyMilestoneFactory(district=leeds)
            DataRequestFactory(organisation__specified_authority=True)
        assert taken() == few


class TestMilestones:
    def test_one_is_entered_and_its_history_tells_who_changed_it(self, team, staff):
        assert team.post(reverse("milestone-new"), MILESTONE).status_code == 302
        milestone = DutyMilestone.objects.get()
        address = reverse("milestone-edit", args=[milestone.pk])
        done = MILESTONE | {"state": "done", "done_on": "31/01/2024", "version": str(milestone.version)}
        assert team.post(address, done).status_code == 302
        milestone.refresh_from_db()
        assert (milestone.state, milestone.done_on) == ("done", date(2024, 1, 31))
        history = told(team.get(address)).partition("History")[2]
        assert "Changed duty milestone" in history
        assert str(staff) in history
        assert "State: Not started to Done" in history

    @pytest.mark.parametrize(
        ("typed", "told_why"),
        [
            ({"title": ""}, "Enter “Title”."),
            ({"state": "done"}, "Enter the day on which it was done."),
            ({"done_on": "31/01/2024"}, "It has a day on which it was done: choose “Done”"),
            ({"state": "done", "done_on": "02/02/2024"}, "in the future"),
            ({"due_on": "soon"}, "“soon” is not a date. Write it like 31/12/2023."),
            ({"evidence": "in the cupboard"}, "Enter a whole address"),
        ],
    )
    def test_what_is_amiss_is_told_and_what_was_typed_stays(self, team, typed, told_why):
        response = team.post(reverse("milestone-new"), MILESTONE | typed)
        assert response.status_code == 422
        read = told(response)
        assert told_why in read, read
        assert "Head of the partnership" in response.content.decode()
        assert not DutyMilestone.objects.exists()

    def test_the_same_one_twice_is_refused(self, team):
        DutyMilestoneFactory(kind="response_strategy", title="Response strategy published")
        response = team.post(reverse("milestone-new"), MILESTONE)
        assert response.status_code == 422
        assert "This milestone has been entered already." in told(response)

    def test_of_two_people_who_change_it_the_second_is_told(self, team):
        milestone = DutyMilestoneFactory(kind="response_strategy", title="Response strategy published")
        address = reverse("milestone-edit", args=[milestone.pk])
        seen = MILESTONE | {"version": str(milestone.version)}
        assert team.post(address, seen | {"owner": "Their post"}).status_code == 302
        second = team.post(address, seen | {"owner": "My post"})
        assert second.status_code == 422
        assert "Somebody else saved this record meanwhile" in told(second)
        milestone.refresh_from_db()
        assert milestone.owner == "Their post"

    def test_a_telephone_number_is_asked_about(self, team):
        response = team.post(reverse("milestone-new"), MILESTONE | {"owner": "Ring 0113 496 0000"})
        assert response.status_code == 422
        assert "Owner seems to hold a phone number." in told(response)


class TestDataAskedFor:
    TYPED = {
        "area": "Prison releases",
        "owner": "Knowledge Hub",
        "asked_on": "01/12/2023",
        "due_on": "31/01/2024",
        "state": "asked",
    }

    def test_it_is_asked_for_late_and_received(self, team):
        body = OrganisationFactory(name="Example Prison")
        typed = self.TYPED | {"organisation": body.pk}
        assert team.post(reverse("data-request-new"), typed).status_code == 302
        read = page(team)
        assert "1 of 1 still to come." in read
        assert "Prison releasesExample PrisonLate1 December 202331 January 2024Knowledge Hub" in read
        asked = DataRequest.objects.get()
        come = typed | {"state": "received", "received_on": "01/02/2024", "version": str(asked.version)}
        assert team.post(reverse("data-request-edit", args=[asked.pk]), come).status_code == 302
        read = page(team)
        assert "0 of 1 still to come." in read
        assert "Received 1 February 2024" in read

    @pytest.mark.parametrize(
        ("typed", "told_why"),
        [
            ({"state": "received"}, "Enter the day on which it came."),
            ({"received_on": "01/02/2024"}, "It has a day on which it came: choose “Received”"),
            (
                {"state": "received", "received_on": "01/11/2023"},
                "It can't have come before it was asked for.",
            ),
            ({"area": ""}, "Enter “Area”."),
        ],
    )
    def test_what_is_amiss_is_told(self, team, typed, told_why):
        response = team.post(reverse("data-request-new"), self.TYPED | typed)
        assert response.status_code == 422
        assert told_why in told(response), told(response)
        assert not DataRequest.objects.exists()


class TestDutyHolders:
    def test_a_body_without_one_says_so_until_one_is_named(self, team):
        body = OrganisationFactory(name="Example Police", specified_authority=True)
        assert "Example PoliceNot named yet" in page(team)
        address = reverse("duty-holder", args=[body.pk])
        for post in ("Deputy Chief Constable", "Chief Constable"):
            assert team.post(address, {"post": post, "source": "A letter"}).status_code == 302
        assert DutyHolder.objects.get().post == "Chief Constable"
        assert "Example PoliceChief Constable" in page(team)

    def test_a_body_that_the_duty_does_not_name_has_none(self, team):
        body = OrganisationFactory(specified_authority=False)
        assert team.get(reverse("duty-holder", args=[body.pk])).status_code == 404
