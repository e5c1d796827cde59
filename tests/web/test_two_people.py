"""Two people at one record: the second is told what changed and by whom, and loses nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grants.forms import MatchStepsForm, RequirementForm
from interventions.actions import agree_amount
from interventions.forms import FundingLineForm, InterventionForm
from interventions.models import FundingLine, Intervention, ReachRecord
from tests.factories import (
    AwardFactory,
    FundingLineFactory,
    InterventionDistrictFactory,
    InterventionFactory,
    MatchContributionFactory,
    MatchRequirementFactory,
    OrganisationFactory,
    ReachRecordFactory,
    UserFactory,
)
from tests.web.reading import Page
from vrp_portal.attachments.forms import AttachmentForm
from vrp_portal.records.actions import WithdrawnAlready, withdraw
from vrp_portal.records.forms import WithdrawForm

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(client_of, staff):
    return client_of(staff)


@pytest.fixture
def ben(client_of):
    return client_of(UserFactory(username="ben", first_name="Ben", last_name="Second", role="vrp_staff"))


@pytest.fixture
def intervention(leeds):
    intervention = InterventionFactory(reference="VRP-2023-001", name="Mentors", status="delivering")
    InterventionDistrictFactory(intervention=intervention, district=leeds)
    return intervention


def opened(client, address):
    """What a form holds when somebody opens it."""
    form = client.get(address).context["form"]
    values = {bound.html_name: bound.value() for bound in form}
    kept = {name: value for name, value in values.items() if value not in (None, False, "")}
    if "districts" in kept:
        kept["districts"] = [getattr(district, "pk", district) for district in kept["districts"]]
    return kept


def differences(page):
    return [element.text for element in page.all("tr")][1:]


def test_the_second_is_told_what_changed_by_whom_and_saves_again(ann, ben, intervention, bradford):
    edit = reverse("intervention-edit", args=[intervention.reference])
    anns, bens = opened(ann, edit), opened(ben, edit)
    assert ann.post(edit, {**anns, "name": "Mentors in Harehills"}).status_code == 302

    typed = {**bens, "name": "Mentoring <b>", "districts": [*bens["districts"], bradford.pk]}
    response = ben.post(edit, typed)
    page = Page(response)
    assert response.status_code == 422
    assert "Sam Example saved changes on" in page.text
    assert sorted(differences(page)) == [
        "Districts Leeds Bradford, Leeds",
        "Name Mentors in Harehills Mentoring <b>",
    ]
    assert page.kept("name") == "Mentoring <b>"
    intervention.refresh_from_db()
    assert intervention.name == "Mentors in Harehills"

    again = {**typed, "version": page.kept("version")}
    assert ben.post(edit, again).status_code == 302
    intervention.refresh_from_db()
    assert intervention.name == "Mentoring <b>"
    assert intervention.districts.count() == 2


def test_what_one_changes_alone_is_no_conflict(ann, intervention):
    edit = reverse("intervention-edit", args=[intervention.reference])
    for name in ("First", "Second"):
        assert ann.post(edit, {**opened(ann, edit), "name": name}).status_code == 302
    intervention.refresh_from_db()
    assert intervention.name == "Second"


def test_two_correct_one_count(ann, ben, intervention):
    record = ReachRecordFactory(intervention=intervention, people_24_and_under=40)
    edit = reverse("intervention-reach-edit", args=[intervention.reference, record.pk])
    anns, bens = opened(ann, edit), opened(ben, edit)
    assert ann.post(edit, {**anns, "people_24_and_under": "45"}).status_code == 302
    response = ben.post(edit, {**bens, "people_24_and_under": "54"})
    page = Page(response)
    assert response.status_code == 422
    assert "Sam Example saved changes" in page.text
    assert "People aged 24 or under 45 54" in differences(page)
    assert page.kept("people_24_and_under") == "54"
    assert ReachRecord.objects.get().people_24_and_under == 45
    again = {**bens, "people_24_and_under": "54", "version": page.kept("version")}
    assert ben.post(edit, again).status_code == 302
    assert ReachRecord.objects.get().people_24_and_under == 54


def test_what_somebody_withdrew_meanwhile_is_not_found(ann, ben, intervention):
    edit = reverse("intervention-edit", args=[intervention.reference])
    bens = opened(ben, edit)
    withdraw = reverse("intervention-withdraw", args=[intervention.reference])
    ann.post(withdraw, {"withdrawn_on": "01/10/2023", "withdrawn_reason": "Entered twice"})
    assert ben.post(edit, bens).status_code == 404


def between_check_and_save(monkeypatch, form_class, change):
    """Have another person's change come in after the form has looked and before it is saved."""
    look = form_class._post_clean

    def look_then_change(form):
        look(form)
        change()

    monkeypatch.setattr(form_class, "_post_clean", look_then_change)


def test_the_same_reference_in_the_same_moment(monkeypatch, ann):
    between_check_and_save(
        monkeypatch, InterventionForm, lambda: InterventionFactory(reference="VRP-2023-014", name="First")
    )
    response = ann.post(
        reverse("intervention-new"),
        {
            "reference": "VRP-2023-014",
            "name": "Second",
            "commissioner": OrganisationFactory().pk,
            "whole_area": "on",
            "prevention_level": "secondary",
            "setting": "community",
            "status": "delivering",
        },
    )
    page = Page(response)
    assert response.status_code == 422
    assert "There is an intervention with this reference already." in page.text
    assert page.kept("name") == "Second"
    assert Intervention.objects.get().name == "First"


def test_the_same_funding_line_in_the_same_moment(monkeypatch, ann, intervention):
    AwardFactory()
    between_check_and_save(
        monkeypatch, FundingLineForm, lambda: FundingLineFactory(intervention=intervention)
    )
    response = ann.post(
        reverse("intervention-funding-new", args=[intervention.reference]),
        {
            "funding_source": "core",
            "year": "2023/24",
            "agreed_on": "02/05/2023",
            "amount": "123.45",
            "reason": "Board",
        },
    )
    page = Page(response)
    assert response.status_code == 422
    assert "Add an amount to that line instead." in page.text
    assert page.kept("amount") == "123.45"
    assert FundingLine.objects.get().entries.count() == 0


def test_a_withdrawal_in_the_same_moment_keeps_the_first_reason(monkeypatch, ann, intervention):
    between_check_and_save(
        monkeypatch,
        WithdrawForm,
        lambda: withdraw(intervention, on=date(2023, 9, 1), reason="The first reason"),
    )
    response = ann.post(
        reverse("intervention-withdraw", args=[intervention.reference]),
        {"withdrawn_on": "01/10/2023", "withdrawn_reason": "The second reason"},
    )
    assert response.status_code == 422
    assert "is withdrawn already." in Page(response).text
    intervention.refresh_from_db()
    assert intervention.withdrawn_reason == "The first reason"


def test_match_withdrawn_in_the_same_moment_is_not_confirmed(monkeypatch, client_of, finance):
    pledged = MatchContributionFactory()
    between_check_and_save(
        monkeypatch, MatchStepsForm, lambda: withdraw(pledged, on=date(2023, 8, 1), reason="Pledged twice")
    )
    address = reverse("match-confirm", args=[pledged.pk])
    response = client_of(finance).post(address, {"confirmed_on": "01/09/2023"})
    assert response.status_code == 422
    assert "is withdrawn already." in Page(response).text
    pledged.refresh_from_db()
    assert pledged.confirmed_on is None


def test_money_is_not_added_to_a_line_that_was_withdrawn_meanwhile():
    line = FundingLineFactory(stating="100.00")
    FundingLine.objects.filter(pk=line.pk).update(withdrawn_on=line.agreed_on, withdrawn_reason="A mistake")
    with pytest.raises(WithdrawnAlready):
        agree_amount(line, amount=Decimal(50), agreed_on=line.agreed_on, reason="More")
    assert line.entries.count() == 1


def test_evidence_of_what_was_withdrawn_in_the_same_moment_is_not_attached(
    monkeypatch, client_of, finance, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    pledged = MatchContributionFactory()
    between_check_and_save(
        monkeypatch, AttachmentForm, lambda: withdraw(pledged, on=date(2023, 8, 1), reason="Pledged twice")
    )
    response = client_of(finance).post(
        reverse("match-attach", args=[pledged.pk]), {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}
    )
    assert response.status_code == 422
    assert "is withdrawn already." in Page(response).text
    assert pledged.evidence.count() == 0


def test_what_a_year_asks_for_entered_in_the_same_moment(monkeypatch, client_of, finance):
    between_check_and_save(monkeypatch, RequirementForm, MatchRequirementFactory)
    typed = {"year": "2023/24", "percentage": "20", "baseline_year": "2021/22", "baseline_amount": "5"}
    response = client_of(finance).post(reverse("match-requirement-new"), typed)
    assert response.status_code == 422
    assert "is entered already: change that" in Page(response).text
    assert Page(response).kept("percentage") == "20"
