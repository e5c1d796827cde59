"""An intervention's page: its money as at a day, its verdict, and who changed what, when."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pghistory
import pytest
from django.urls import reverse

from interventions.models import Intervention
from tests.factories import (
    AssessmentFactory,
    FundingEntryFactory,
    FundingLineFactory,
    FundingSpendFactory,
    InterventionFactory,
    ReachRecordFactory,
)
from tests.web.reading import told
from vrp_portal.records.history import history_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def intervention(db):
    return InterventionFactory(reference="VRP-2023-001", name="Mentors", status="delivering", whole_area=True)


@pytest.fixture
def client(client_of, staff):
    return client_of(staff)


def page(client, intervention, **query):
    return client.get(intervention.get_absolute_url(), query)


def test_its_money_is_told_as_at_the_day(client, intervention):
    line = FundingLineFactory(intervention=intervention, stating="1000.00")
    FundingEntryFactory(line=line, amount="234.50", agreed_on="2023-10-01")
    FundingSpendFactory(line=line, amount="100.00")
    for day, allocated, spent in (
        ("2023-06-29", "1000.00", "0.00"),
        ("2023-06-30", "1000.00", "100.00"),
        ("2023-10-01", "1234.50", "100.00"),
    ):
        (shown,) = page(client, intervention, year="2023/24", as_at=day).context["lines"]
        assert (shown.allocated, shown.spent) == (Decimal(allocated), Decimal(spent))


def test_it_says_whether_it_counts_for_the_rule(client, intervention):
    assessment = AssessmentFactory(intervention=intervention)
    ((shown, verdict),) = page(client, intervention).context["verdicts"]
    assert shown == assessment
    assert verdict.counts


def test_the_total_of_its_reach_is_the_figure(client, intervention):
    ReachRecordFactory(intervention=intervention, people_24_and_under=45)
    ReachRecordFactory(intervention=intervention, quarter="20232", people_24_and_under=55)
    table = page(client, intervention, year="2023/24", as_at="2024-03-31").context["table"]
    assert table.total_of("people_24_and_under") == 100


def test_what_is_invented_says_so(client, intervention):
    Intervention.objects.update(illustrative=True)
    assert page(client, intervention).context["shows_illustrative"]
    assert "llustrative" in told(page(client, intervention))


# History


def changes_of(intervention):
    return history_of(Intervention.objects.get(pk=intervention.pk), intervention.funding_lines.all())


def test_a_change_by_staff_says_who_when_and_what(client, intervention):
    edit = reverse("intervention-edit", args=[intervention.reference])
    form = client.get(edit).context["form"]
    sent = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False, "", [])}
    assert client.post(edit, {**sent, "name": "Mentors in Harehills"}).status_code == 302
    change = changes_of(intervention)[0]
    assert (change.by, change.verb, change.what) == ("Sam Example", "Changed", "intervention")
    assert [(field.label, field.before, field.after) for field in change.fields] == [
        ("Name", "Mentors", "Mentors in Harehills")
    ]
    text = told(page(client, intervention))
    assert "Sam Example" in text
    assert f"{change.at.day} {change.at:%B %Y}" in text


def test_a_change_by_a_command_names_the_command(client, intervention):
    with pghistory.context(command="load_paper"):
        Intervention.objects.filter(pk=intervention.pk).update(name="From the paper")
    assert changes_of(intervention)[0].by == "the command line (load_paper)"
    assert "the command line (load_paper)" in told(page(client, intervention))


def test_a_change_of_many_at_once_is_in_the_history_of_each(intervention):
    other = InterventionFactory(name="Sports")
    Intervention.objects.update(setting="custody")
    for one in (intervention, other):
        (field,) = changes_of(one)[0].fields
        assert (field.label, field.before, field.after) == ("Setting", "Community", "Custody")


def test_a_change_from_outside_the_portal_is_not_laid_at_anybodys_door(intervention):
    Intervention.objects.filter(pk=intervention.pk).update(name="Changed in SQL")
    assert changes_of(intervention)[0].by == "somebody outside the portal"


def test_a_change_by_somebody_who_left_is_kept(client, staff, intervention):
    with pghistory.context(user=staff.pk):
        Intervention.objects.filter(pk=intervention.pk).update(name="New")
    staff.delete()
    assert changes_of(intervention)[0].by == "somebody whose account is gone"


def test_a_new_amount_is_in_its_history(client, intervention):
    FundingLineFactory(intervention=intervention, stating="1000.00")
    told_of = {change.what for change in changes_of(intervention)}
    assert {"intervention", "funding line", "funding entry"} <= told_of


def test_the_finance_officer_sees_who_and_a_coordinator_does_not(client_of, finance, csp_leeds, intervention):
    intervention.districts.add(csp_leeds.district)
    assert page(client_of(finance), intervention).context["changes"]
    assert page(client_of(csp_leeds), intervention).context["changes"] is None


def test_a_line_agreed_later_is_not_there_on_an_earlier_day(client_of, staff):
    line = FundingLineFactory(stating="77.00", agreed_on=date(2023, 11, 1))
    page = client_of(staff).get(line.intervention.get_absolute_url(), {"as_at": "2023-10-31"})
    assert page.context["lines"] == []
    page = client_of(staff).get(line.intervention.get_absolute_url(), {"as_at": "2023-11-01"})
    assert page.context["lines"] == [line]
