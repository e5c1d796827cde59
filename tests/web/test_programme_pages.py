"""Pages of programme activity: what is listed, entered, changed and withdrawn, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    ActivityCountFactory,
    ActivityDistrictFactory,
    ActivityFactory,
    ActivityPartnerFactory,
    EvaluationFactory,
    GovernanceGroupFactory,
    GovernanceLineFactory,
    InterventionFactory,
    OrganisationFactory,
    PublicationFactory,
    UserFactory,
    WorkstreamFactory,
)
from tests.web.reading import Page, rows_of, told
from vrp_portal.programme.models import (
    Activity,
    ActivityCount,
    Evaluation,
    GovernanceGroup,
    GovernanceLine,
    Publication,
    Workstream,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel(date(2024, 3, 1), tick=True):
        yield


@pytest.fixture
def team(client_of, staff):
    return client_of(staff)


@pytest.fixture
def stream():
    return WorkstreamFactory(key="community-engagement", name="Community engagement")


def activity_data(stream, **changes):
    return {
        "workstream": stream.pk,
        "kind": "event",
        "title": "Multi-faith event",
        "state": "done",
        "starts_on": "26/02/2024",
        "day_known": "day",
        "happened": "Faith communities met.",
        **changes,
    }


def titles(client, name, **query):
    return [row.record.title for row in client.get(reverse(name), query).context["table"].rows]


class TestActivities:
    def test_one_is_logged_with_its_places_partners_and_people(self, team, stream, leeds):
        partner = OrganisationFactory(name="Example Police")
        sent = activity_data(
            stream, districts=[leeds.pk], partners=[partner.pk], people="1,200", people_sure="more_than"
        ) | {"people_are": "young people", "place": "Town hall"}
        response = team.post(reverse("activity-new"), sent)
        activity = Activity.objects.get()
        assert response["Location"] == activity.get_absolute_url()
        page = told(team.get(activity.get_absolute_url()))
        assert "When26 February 2024 Done" in page
        assert "WhereTown hall, Leeds" in page
        assert "PartnersExample Police" in page
        assert "More than 1,200 young people" in page
        assert "Entered activity" in page

    @pytest.mark.parametrize(
        ("known", "typed", "first", "last", "words"),
        [
            ("month", "15/02/2024", date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
            ("year", "15/02/2024", date(2023, 4, 1), date(2024, 3, 31), "2023/24"),
            ("day", "15/02/2024", date(2024, 2, 15), None, "15 February 2024"),
        ],
    )
    def test_of_a_month_or_a_year_all_of_it_is_kept(self, team, stream, known, typed, first, last, words):
        sent = activity_data(stream, day_known=known, starts_on=typed)
        assert team.post(reverse("activity-new"), sent).status_code == 302
        activity = Activity.objects.get()
        assert (activity.starts_on, activity.ends_on, activity.when) == (first, last, words)

    @pytest.mark.parametrize(
        ("field", "typed", "told_why"),
        [
            ("title", {"title": ""}, "Enter “Title”."),
            ("starts_on", {"starts_on": "last week"}, "“last week” is not a date. Write it like 31/12/2023."),
            ("starts_on", {"starts_on": ""}, "Enter “On, or from”."),
            ("ends_on", {"ends_on": "01/02/2024"}, "It would end before it begins, on 26/02/2024."),
            (
                "state",
                {"starts_on": "14/05/2024"},
                "It is to begin on 14/05/2024: choose “Planned” until then.",
            ),
            ("people", {"people": "about 500"}, "“about 500” is not one number."),
            ("people", {"people": "-3"}, "“-3” is less than none."),
            ("people", {"people_are": "pupils"}, "Enter how many people"),
            ("people_sure", {"people": "40", "people_are": "pupils"}, "Choose how sure"),
            ("people_are", {"people": "40", "people_sure": "exact"}, "Say who they are"),
            ("evidence", {"evidence": "in the news"}, "Enter a whole address"),
            ("workstream", {"workstream": "99999"}, "Select a valid choice"),
        ],
    )
    def test_what_is_amiss_is_told_beside_the_box_and_nothing_is_saved(
        self, team, stream, field, typed, told_why
    ):
        response = team.post(reverse("activity-new"), activity_data(stream, **typed))
        assert response.status_code == 422
        page = Page(response)
        assert told_why in page.error_beside(field)
        assert page.kept("happened") == "Faith communities met."
        assert not Activity.objects.exists()

    def test_the_same_one_twice_is_refused(self, team, stream):
        assert team.post(reverse("activity-new"), activity_data(stream)).status_code == 302
        response = team.post(reverse("activity-new"), activity_data(stream))
        assert response.status_code == 422
        assert "This activity has been entered already, on this day." in told(response)

    @pytest.mark.parametrize(
        ("words", "warning"),
        [
            ("Ring 0113 496 0000", "What happened seems to hold a phone number."),
            (
                "Three young people spoke.",
                "What happened says “Three young people”, and everybody reads that.",
            ),
        ],
    )
    def test_words_that_could_point_to_a_person_are_asked_about(self, team, stream, words, warning):
        sent = activity_data(stream, happened=words)
        response = team.post(reverse("activity-new"), sent)
        assert response.status_code == 422
        assert warning in told(response)
        reason = {"reason_for_warning": "Adults who speak for a charity"}
        assert team.post(reverse("activity-new"), sent | reason).status_code == 302

    def test_every_box_of_words_says_that_nobody_is_to_be_named(self, team):
        page = Page(team.get(reverse("activity-new")))
        for name in ("title", "place", "other_partners", "happened", "people_are", "source"):
            assert "Do not write anything about a person" in page.with_id(f"id_{name}_helptext").text, name

    def test_of_two_people_who_change_it_the_second_is_told_and_loses_nothing(
        self, team, client_of, stream, leeds
    ):
        activity = ActivityFactory(workstream=stream, title="Multi-faith event")
        address = reverse("activity-edit", args=[activity.pk])
        seen = activity_data(stream, version=str(activity.version))
        assert team.post(address, seen | {"districts": [leeds.pk]}).status_code == 302
        ben = client_of(UserFactory(username="ben", role="vrp_staff"))
        second = ben.post(address, seen | {"happened": "My words"})
        assert second.status_code == 422
        page = Page(second)
        assert "Districts Leeds (empty)" in page.text
        assert page.kept("happened") == "My words"
        activity.refresh_from_db()
        assert activity.happened == "Faith communities met."
        assert list(activity.districts.all()) == [leeds]

    def test_one_that_is_withdrawn_is_the_teams_alone(self, team, client_of, panel):
        activity = ActivityFactory(title="Entered twice")
        sent = {"withdrawn_on": "01/03/2024", "withdrawn_reason": "The same as another"}
        assert team.post(reverse("activity-withdraw", args=[activity.pk]), sent).status_code == 302
        page = told(team.get(reverse("activities")))
        assert "Entered twice Withdrawn on 1 March 2024: The same as another" in page
        assert titles(team, "activities") == []
        assert team.get(activity.get_absolute_url()).status_code == 200
        assert team.get(reverse("activity-edit", args=[activity.pk])).status_code == 404
        reader = client_of(panel)
        assert "Entered twice" not in told(reader.get(reverse("activities")))
        assert reader.get(activity.get_absolute_url()).status_code == 404

    def test_a_withdrawal_needs_its_reason(self, team):
        activity = ActivityFactory()
        response = team.post(reverse("activity-withdraw", args=[activity.pk]), {"withdrawn_on": "01/03/2024"})
        assert response.status_code == 422
        assert "Enter the reason for withdrawing it." in told(response)

    def test_one_whose_day_is_past_asks_whether_it_took_place(self, team, client_of, panel):
        activity = ActivityFactory(state="planned", starts_on=date(2024, 2, 29))
        asked = "It was planned for a day that is past."
        assert asked in told(team.get(activity.get_absolute_url()))
        assert asked not in told(client_of(panel).get(activity.get_absolute_url()))
        later = ActivityFactory(state="planned", starts_on=date(2024, 3, 1))
        assert asked not in told(team.get(later.get_absolute_url()))


class TestLists:
    @pytest.fixture(autouse=True)
    def _three(self, stream, leeds, bradford):
        of_leeds = ActivityFactory(workstream=stream, title="Fair", kind="event")
        ActivityDistrictFactory(activity=of_leeds, district=leeds)
        of_bradford = ActivityFactory(title="Lesson", kind="training", starts_on=date(2023, 10, 1))
        ActivityDistrictFactory(activity=of_bradford, district=bradford)
        ActivityFactory(title="Day of all", state="planned", starts_on=date(2024, 5, 14))

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({}, ["Day of all", "Fair", "Lesson"]),
            ({"sort": "when"}, ["Lesson", "Fair", "Day of all"]),
            ({"kind": "training"}, ["Lesson"]),
            ({"state": "planned"}, ["Day of all"]),
            ({"search": "less"}, ["Lesson"]),
            ({"begins": "01/01/2024"}, ["Day of all", "Fair"]),
            ({"begins": "1 January 2024", "until": "2024-03-31"}, ["Fair"]),
        ],
    )
    def test_it_is_filtered_and_sorted_in_page_and_file(self, team, query, found):
        assert titles(team, "activities", **query) == found
        _, *rows = rows_of(team.get(reverse("activities-export", args=["csv"]), query))
        assert [row[0] for row in rows] == found

    def test_by_workstream_and_district(self, team, stream, leeds):
        assert titles(team, "activities", workstream=stream.pk) == ["Fair"]
        assert titles(team, "activities", district=leeds.pk) == ["Day of all", "Fair"]

    def test_a_day_that_is_none_is_told_and_gives_no_file(self, team):
        page = told(team.get(reverse("activities"), {"begins": "soon"}))
        assert "“soon” is not a date. Write it like 31/12/2023." in page
        file = team.get(reverse("activities-export", args=["csv"]), {"begins": "soon"})
        assert file.status_code == 302

    def test_a_coordinator_sees_their_districts_and_the_whole_areas(self, client_of, csp_leeds):
        client = client_of(csp_leeds)
        assert titles(client, "activities") == ["Day of all", "Fair"]
        assert titles(client, "activities", search="Lesson") == []
        theirs = Activity.objects.get(title="Lesson")
        assert client.get(theirs.get_absolute_url()).status_code == 404
        _, *rows = rows_of(client.get(reverse("activities-export", args=["csv"])))
        assert [row[0] for row in rows] == ["Day of all", "Fair"]

    def test_nothing_is_totalled(self, team):
        Activity.objects.update(people=10, people_sure="exact", people_are="people")
        page = told(team.get(reverse("activities")))
        assert "Total" not in page
        assert "30" not in page.partition("Counted")[2].partition("Showing")[0]

    def test_its_queries_do_not_grow(self, team, leeds):
        def taken() -> int:
            with CaptureQueriesContext(connection) as queries:
                team.get(reverse("activities"))
            return len(queries)

        def add():
            activity = ActivityFactory(people=40, people_sure="exact", people_are="people")
            ActivityDistrictFactory(activity=activity, district=leeds)
            ActivityPartnerFactory(activity=activity)
            ActivityCountFactory(activity=activity)

        add()
        taken()
        few = taken()
        for _ in range(15):
            add()
        assert taken() == few

    @pytest.mark.parametrize("name", ["publications", "evaluations", "governance", "workstreams"])
    def test_nor_do_those_of_the_other_lists(self, team, leeds, name):
        def taken() -> int:
            with CaptureQueriesContext(connection) as queries:
                team.get(reverse(name))
            return len(queries)

        def add():
            PublicationFactory(district=leeds)
            EvaluationFactory(evaluator=OrganisationFactory(), commissioned_by=OrganisationFactory())
            GovernanceLineFactory(group__chair_organisation=OrganisationFactory())
            WorkstreamFactory(lead_organisation=OrganisationFactory())

        add()
        taken()
        few = taken()
        for _ in range(5):
            add()
        assert taken() == few


class TestSmallCounts:
    """A reader outside the team sees [c] for a few people, on page and in file, however sure the count is."""

    @pytest.fixture(params=["exact", "estimate", "up_to", "more_than"])
    def activity(self, request):
        activity = ActivityFactory(people=3, people_sure=request.param, people_are="children")
        ActivityCountFactory(activity=activity, number=4, what="parents", are_people=True)
        ActivityCountFactory(activity=activity, number=2, what="schools")
        return activity

    @pytest.mark.parametrize("who", ["panel", "csp_leeds"])
    def test_they_are_hidden_outside_the_team(self, client_of, request, who, activity):
        client = client_of(request.getfixturevalue(who))
        page = told(client.get(activity.get_absolute_url()))
        assert "[c] children" in page
        assert "[c] parents" in page
        assert "2 schools" in page
        assert "stands for a small number of people" in page
        assert "3 children" not in page
        listed = told(client.get(reverse("activities")))
        assert "[c] children" in listed
        assert "4 parents" not in listed
        for fmt in ("csv", "xlsx", "ods"):
            assert client.get(reverse("activities-export", args=[fmt])).status_code == 200
        header, row = rows_of(client.get(reverse("activities-export", args=["csv"])))
        assert row[header.index("People reached")] == "[c]"
        assert row[header.index("Also counted")] == "[c] parents; 2 schools"

    @pytest.mark.parametrize("who", ["staff", "finance", "admin"])
    def test_the_team_sees_them(self, client_of, request, who, activity):
        client = client_of(request.getfixturevalue(who))
        assert "4 parents" in told(client.get(activity.get_absolute_url()))
        header, row = rows_of(client.get(reverse("activities-export", args=["csv"])))
        assert row[header.index("People reached")] == "3"
        assert row[header.index("Also counted")] == "4 parents; 2 schools"

    @pytest.mark.parametrize(("number", "shown"), [(0, "0"), (1, "[c]"), (9, "[c]"), (10, "10")])
    def test_the_threshold_is_a_setting(self, client_of, panel, settings, number, shown):
        settings.DISCLOSURE_THRESHOLD = 10
        activity = ActivityFactory(people=number, people_sure="exact", people_are="children")
        page = told(client_of(panel).get(activity.get_absolute_url()))
        assert f"People reached{shown} children" in page

    def test_no_history_tells_them(self, client_of, panel, activity):
        assert "History" not in told(client_of(panel).get(activity.get_absolute_url()))


class TestCounts:
    SENT = {"number": "22", "sure": "exact", "what": "schools"}

    def test_one_is_added_corrected_and_withdrawn(self, team):
        activity = ActivityFactory()
        assert team.post(reverse("activity-count-new", args=[activity.pk]), self.SENT).status_code == 302
        assert "22 schools" in told(team.get(activity.get_absolute_url()))
        count = ActivityCount.objects.get()
        at = [activity.pk, count.pk]
        sent = self.SENT | {"number": "23", "version": str(count.version)}
        assert team.post(reverse("activity-count-edit", args=at), sent).status_code == 302
        assert "23 schools" in told(team.get(activity.get_absolute_url()))
        second = team.post(reverse("activity-count-edit", args=at), sent | {"number": "24"})
        assert "Somebody else saved this record meanwhile" in told(second)
        gone = {"withdrawn_on": "01/03/2024", "withdrawn_reason": "Counted wrongly"}
        assert team.post(reverse("activity-count-withdraw", args=at), gone).status_code == 302
        assert "Also counted" not in told(team.get(activity.get_absolute_url())).partition("History")[0]

    @pytest.mark.parametrize(
        ("typed", "told_why"),
        [
            ({"number": ""}, "This field is required"),
            ({"number": "<22"}, "“<22” is not one number. Enter the most it can be"),
            ({"number": "22*"}, "“22*” has a star."),
            ({"what": ""}, "Enter “What is counted”."),
        ],
    )
    def test_what_is_amiss_is_told(self, team, typed, told_why):
        activity = ActivityFactory()
        response = team.post(reverse("activity-count-new", args=[activity.pk]), self.SENT | typed)
        assert response.status_code == 422
        assert told_why in told(response)
        assert not ActivityCount.objects.exists()

    def test_people_who_are_not_ticked_as_such_are_asked_about(self, team):
        address = reverse("activity-count-new", args=[ActivityFactory().pk])
        sent = self.SENT | {"number": "3", "what": "parents"}
        response = team.post(address, sent)
        assert response.status_code == 422
        assert "“parents” seem to be people." in told(response)
        assert team.post(address, sent | {"are_people": "on"}).status_code == 302
        assert ActivityCount.objects.get().are_people

    def test_the_same_is_counted_once(self, team):
        count = ActivityCountFactory()
        response = team.post(reverse("activity-count-new", args=[count.activity_id]), self.SENT)
        assert response.status_code == 422
        assert "This has been counted for the activity already." in told(response)

    def test_a_count_of_another_activity_is_not_found(self, team):
        count, other = ActivityCountFactory(), ActivityFactory()
        address = reverse("activity-count-edit", args=[other.pk, count.pk])
        assert team.get(address).status_code == 404


class TestPublications:
    def data(self, stream, **changes):
        sent = {
            "workstream": stream.pk,
            "kind": "strategy",
            "title": "Response strategy",
            "state": "published",
        }
        return sent | {
            "published_on": "31/01/2024",
            "day_known": "day",
            "audience": "public",
            "link": "https://example.org/strategy",
            **changes,
        }

    def test_one_is_entered_changed_and_withdrawn(self, team, stream):
        assert team.post(reverse("publication-new"), self.data(stream)).status_code == 302
        publication = Publication.objects.get()
        page = team.get(reverse("publications"))
        assert 'href="https://example.org/strategy"' in page.content.decode()
        sent = self.data(stream, title="Strategy", version=str(publication.version))
        address = reverse("publication-edit", args=[publication.pk])
        assert team.post(address, sent).status_code == 302
        assert "Somebody else saved" in told(team.post(address, sent))
        gone = {"withdrawn_on": "01/03/2024", "withdrawn_reason": "Entered twice"}
        assert team.post(reverse("publication-withdraw", args=[publication.pk]), gone).status_code == 302
        assert titles(team, "publications") == []

    @pytest.mark.parametrize(
        ("typed", "told_why"),
        [
            ({"published_on": "01/04/2024"}, "01/04/2024 is in the future."),
            ({"title": ""}, "Enter “Title”."),
            ({"link": "nowhere at all"}, "Enter a whole address"),
        ],
    )
    def test_what_is_amiss_is_told(self, team, stream, typed, told_why):
        response = team.post(reverse("publication-new"), self.data(stream, **typed))
        assert response.status_code == 422
        assert told_why in told(response)
        assert not Publication.objects.exists()

    def test_a_month_is_kept_as_its_first_day(self, team, stream):
        sent = self.data(stream, day_known="month", published_on="20/01/2024")
        assert team.post(reverse("publication-new"), sent).status_code == 302
        assert Publication.objects.get().published_on == date(2024, 1, 1)
        assert "January 2024" in told(team.get(reverse("publications")))

    def test_a_coordinator_sees_no_other_districts(self, client_of, csp_leeds, leeds, bradford):
        for title, district in (("Of Leeds", leeds), ("Of Bradford", bradford), ("Of all", None)):
            PublicationFactory(title=title, district=district)
        assert sorted(titles(client_of(csp_leeds), "publications")) == ["Of Leeds", "Of all"]


class TestEvaluations:
    def data(self, stream, **changes):
        return {"workstream": stream.pk, "title": "Mentoring", "state": "under_way", **changes}

    def test_one_is_entered_and_reports(self, team, stream, client_of, panel):
        assert team.post(reverse("evaluation-new"), self.data(stream)).status_code == 302
        evaluation = Evaluation.objects.get()
        sent = self.data(
            stream,
            state="reported",
            reported_on="29/02/2024",
            findings="Fewer pupils were excluded.",
            version=str(evaluation.version),
        )
        address = reverse("evaluation-edit", args=[evaluation.pk])
        assert team.post(address, sent).status_code == 302
        page = told(client_of(panel).get(evaluation.get_absolute_url()))
        assert "Reported29 February 2024" in page
        assert "Fewer pupils were excluded." in page
        assert "Somebody else saved" in told(team.post(address, sent))

    @pytest.mark.parametrize(
        ("typed", "told_why"),
        [
            ({"state": "reported"}, "Enter the day on which it reported."),
            ({"reported_on": "29/02/2024"}, "It has a day on which it reported: choose “Reported”."),
            ({"findings": "It works."}, "Findings are told once it has reported"),
            ({"state": "reported", "reported_on": "02/03/2024"}, "in the future"),
            ({"starts_on": "01/02/2024", "due_on": "31/01/2024"}, "That is before it starts, on 01/02/2024."),
        ],
    )
    def test_what_is_amiss_is_told(self, team, stream, typed, told_why):
        response = team.post(reverse("evaluation-new"), self.data(stream, **typed))
        assert response.status_code == 422
        assert told_why in told(response)
        assert not Evaluation.objects.exists()

    def test_the_intervention_is_named_to_who_may_see_it(self, team, client_of, panel):
        draft = InterventionFactory(reference="VRP-2023-009", name="Only a draft", status="proposed")
        evaluation = EvaluationFactory(intervention=draft, title="Mentoring")
        assert "Only a draft" in told(team.get(evaluation.get_absolute_url()))
        assert "Only a draft" not in told(client_of(panel).get(evaluation.get_absolute_url()))

    def test_one_that_is_late_says_so(self, team):
        evaluation = EvaluationFactory(due_on=date(2024, 2, 29))
        assert "Under way, late" in told(team.get(evaluation.get_absolute_url()))


class TestGovernance:
    def test_a_group_is_entered_under_another(self, team):
        top = GovernanceGroupFactory(name="Executive")
        sent = {"name": "Working group", "reports_to": [top.pk], "meets": "Every quarter"}
        assert team.post(reverse("governance-new"), sent).status_code == 302
        line = GovernanceLine.objects.get()
        assert (str(line.group), str(line.reports_to)) == ("Working group", "Executive")
        page = told(team.get(reverse("governance")))
        assert "Executive Working group" in page
        _, *rows = rows_of(team.get(reverse("governance-export", args=["csv"])))
        assert [(row[0], row[4]) for row in rows] == [("Executive", ""), ("Working group", "Executive")]

    def test_no_circle_is_closed(self, team):
        line = GovernanceLineFactory(group__name="Low", reports_to__name="High")
        high = line.reports_to
        sent = {"name": "High", "reports_to": [line.group.pk], "version": str(high.version)}
        response = team.post(reverse("governance-edit", args=[high.pk]), sent)
        assert response.status_code == 422
        assert "A group would report to itself by way of others." in told(response)
        assert GovernanceLine.objects.count() == 1

    def test_it_is_not_offered_to_report_to_itself(self, team):
        group = GovernanceGroupFactory()
        sent = {"name": group.name, "reports_to": [group.pk], "version": str(group.version)}
        response = team.post(reverse("governance-edit", args=[group.pk]), sent)
        assert response.status_code == 422

    def test_of_two_who_change_its_lines_the_second_is_told(self, team):
        group, first, second = GovernanceGroupFactory.create_batch(3)
        address = reverse("governance-edit", args=[group.pk])
        seen = {"name": group.name, "version": str(group.version)}
        assert team.post(address, seen | {"reports_to": [first.pk]}).status_code == 302
        response = team.post(address, seen | {"reports_to": [second.pk]})
        assert response.status_code == 422
        assert f"Reports to {first.name} {second.name}" in told(response)
        assert list(group.reports_to.all()) == [first]

    def test_a_group_under_two_tells_what_is_below_it_once(self, client_of, panel):
        middle = GovernanceLineFactory(reports_to__name="A", group__name="Middle").group
        GovernanceLineFactory(reports_to__name="B", group=middle)
        GovernanceLineFactory(reports_to=middle, group__name="Lowest")
        page = told(client_of(panel).get(reverse("governance"))).partition("The groups")[0]
        assert page.count("Middle") == 2
        assert page.count("Lowest") == 1
        assert "with its groups, as above" in page

    def test_one_that_is_withdrawn_is_told_no_longer(self, team):
        line = GovernanceLineFactory(group__name="Ended group", reports_to__name="Executive")
        gone = {"withdrawn_on": "01/03/2024", "withdrawn_reason": "It ended"}
        assert team.post(reverse("governance-withdraw", args=[line.group.pk]), gone).status_code == 302
        page = told(team.get(reverse("governance"), follow=True))
        assert "Ended group is withdrawn." in page
        assert "Ended group" not in told(team.get(reverse("governance")))

    def test_the_name_of_a_person_is_not_asked_for(self, team):
        page = Page(team.get(reverse("governance-new")))
        assert "not the name of a person" in page.with_id("id_chair_post_helptext").text

    def test_a_name_is_given_once(self, team):
        GovernanceGroupFactory(name="Executive")
        response = team.post(reverse("governance-new"), {"name": "EXECUTIVE"})
        assert "There is a group of this name already." in told(response)
        assert GovernanceGroup.objects.count() == 1


class TestWorkstreams:
    def test_one_is_entered_and_changed_but_for_its_short_name(self, team):
        sent = {"key": "sport", "name": "Sport", "purpose": "Games for all.", "order": "7"}
        assert team.post(reverse("workstream-new"), sent).status_code == 302
        stream = Workstream.objects.get()
        address = reverse("workstream-edit", args=[stream.pk])
        changed = sent | {"key": "games", "name": "Games", "version": str(stream.version)}
        assert team.post(address, changed).status_code == 302
        stream.refresh_from_db()
        assert (stream.key, stream.name) == ("sport", "Games")
        assert "Games for all." in told(team.get(reverse("workstreams")))
        assert "Somebody else saved" in told(team.post(address, changed))

    def test_a_short_name_is_given_once(self, team):
        WorkstreamFactory(key="sport")
        response = team.post(reverse("workstream-new"), {"key": "sport", "name": "Sport", "order": "1"})
        assert response.status_code == 422
        assert "There is a workstream with this short name already." in told(response)
