"""Shares in the browser: who is on the list, the split with its preview, adjustments and money that moves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from svd.models import Allocation, DutyRecipient, Reallocation, Share
from tests.factories import (
    AllocationFactory,
    DutyRecipientFactory,
    LeedsFactory,
    OrganisationFactory,
    ReallocationFactory,
    ShareFactory,
)
from tests.web.reading import Page, rows_of, told
from vrp_portal.periods import FinancialYear

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
ASKED = {"year": "2023/24", "as_at": "2024-03-31"}


@pytest.fixture
def client(client_of, finance):
    return client_of(finance)


@pytest.fixture
def allocation(db) -> Allocation:
    return AllocationFactory(labour=Decimal("100.00"), non_labour=Decimal("60.01"))


@pytest.fixture
def listed(allocation):
    """Three bodies on the year's list."""
    bodies = [OrganisationFactory(name=f"Body {letter}", specified_authority=True) for letter in "ABC"]
    for body in bodies:
        DutyRecipientFactory(organisation=body)
    return bodies


def split(client, allocation, **typed):
    address = reverse("allocation-split", args=[allocation.pk])
    return client.post(address, {"how": "equally", "agreed_on": "1/5/2023", "source": "The board"} | typed)


def test_the_starting_list_is_every_body_that_holds_the_duty_and_every_partnership(client):
    OrganisationFactory(name="Police", kind="police", specified_authority=True)
    OrganisationFactory(name="Leeds CSP", kind="community_safety_partnership", district=LeedsFactory())
    OrganisationFactory(name="A charity", kind="voluntary")
    page = Page(client.get(reverse("recipients"), ASKED))
    boxes = [it for it in page.all("input") if it.attributes.get("type") == "checkbox"]
    assert len(boxes) == 2
    assert all("checked" in box.attributes for box in boxes)
    assert "A charity" in page.with_id("id_another").text


def test_a_body_is_taken_off_the_list_with_a_reason(client, listed):
    address = f"{reverse('recipients')}?year=2023/24"
    stay = [body.pk for body in listed[:2]]
    response = client.post(address, {"organisations": stay, "reason": ""})
    assert response.status_code == 422
    assert "Say why you take a body off the list." in Page(response).error_beside("reason")
    assert client.post(address, {"organisations": stay, "reason": "It asked to"}).status_code == 302
    assert DutyRecipient.objects.standing().count() == 2
    prison = OrganisationFactory(name="A prison", kind="prison")
    client.post(address, {"organisations": stay, "another": prison.pk})
    assert DutyRecipient.objects.standing().filter(organisation=prison).exists()
    response = client.post(address, {"organisations": [], "reason": "All"})
    assert "Choose at least one recipient." in told(response)


def test_the_preview_saves_nothing_and_the_confirmation_what_it_showed(client, allocation, listed):
    address = reverse("allocation-split", args=[allocation.pk])
    asked = {"preview": "yes", "how": "equally", "agreed_on": "1/5/2023", "source": "The board"}
    page = Page(client.get(address, asked))
    assert "Nothing is saved yet." in page.text
    table = page.all("table")[0].text
    assert "Body A£33.34£20.01£53.35Body B£33.33£20.00£53.33Body C" in table
    assert not Share.objects.exists()
    hidden = {
        it.attributes["name"]: it.attributes["value"] for it in page.all("input") if "name" in it.attributes
    }
    del hidden["csrfmiddlewaretoken"]
    assert client.post(address, hidden).status_code == 302
    assert Share.objects.get(recipient=listed[0]).total == Decimal("53.35")
    shown = told(client.get(reverse("shares"), ASKED))
    assert "SVD allocation not shared out £0.00" in shown
    assert "Total £100.00 £60.01 £160.01" in shown


def test_in_proportion(client, allocation, listed):
    a, b, c = (f"weight_{body.pk}" for body in listed)
    assert split(client, allocation, how="in_proportion", **{a: "2", b: "1", c: "1"}).status_code == 302
    assert [share.labour for share in Share.objects.all()] == [50, 25, 25]


@pytest.mark.parametrize(
    ("typed", "field", "error"),
    [
        ({"how": "in_proportion"}, "how", "Give each recipient its proportion"),
        ({"agreed_on": ""}, "agreed_on", "Enter the day"),
        ({"agreed_on": "31/3/2023"}, "agreed_on", "The allocation was agreed on 01/04/2023"),
    ],
)
def test_a_split_that_cannot_be_is_refused(client, allocation, listed, typed, field, error):
    response = split(client, allocation, **typed)
    assert response.status_code == 422
    assert error in told(response)
    address = reverse("allocation-split", args=[allocation.pk])
    asked = {"preview": "yes", "how": "equally", "agreed_on": "1/5/2023"} | typed
    assert client.get(address, asked).status_code == 422
    assert not Share.objects.exists()


def test_split_twice_the_second_is_told(client, allocation, listed):
    split(client, allocation)
    response = split(client, allocation)
    assert response.status_code == 422
    assert "is split already" in told(response)
    assert Share.objects.count() == 3


def test_with_nobody_on_the_list_it_leads_to_the_list(client, allocation):
    response = client.get(reverse("allocation-split", args=[allocation.pk]), follow=True)
    assert "Nobody is on the list of 2023/24 yet" in told(response)


def test_a_share_is_adjusted_and_the_rest_is_unallocated(client, allocation, listed):
    split(client, allocation)
    share = Share.objects.get(recipient=listed[0])
    address = reverse("share-adjust", args=[share.pk])
    typed = {"labour": "-3.34", "non_labour": "", "agreed_on": "1/9/2023", "reason": "Fewer officers"}
    assert client.post(address, typed).status_code == 302
    page = told(client.get(reverse("shares"), ASKED))
    assert "SVD allocation not shared out £3.34" in page
    assert "1 September 2023: Body A, labour −£3.34, non-labour £0.00. Fewer officers" in page
    refused = client.post(address, typed | {"labour": "3.35"})
    assert refused.status_code == 422
    assert "The shares would be more than the allocation on 01/09/2023." in told(refused)
    nothing = client.post(address, typed | {"labour": ""})
    assert "Enter what changes" in told(nothing)


def test_money_is_moved_by_a_decision(client, allocation, listed):
    split(client, allocation)
    origin, to, _ = Share.objects.all()
    typed = {
        "to_share": to.pk,
        "labour": "",
        "non_labour": "5.00",
        "decided_on": "1/12/2023",
        "decided_by": "Serious Violence Executive Group",
        "reason": "It will not be spent by 31 March",
    }
    address = reverse("share-move", args=[origin.pk])
    assert client.post(address, typed).status_code == 302
    page = told(client.get(reverse("shares"), ASKED))
    assert "1 December 2023: from Body A to Body B, labour £0.00, non-labour £5.00." in page
    assert "Decided by Serious Violence Executive Group." in page
    assert "SVD allocation not shared out £0.00" in page
    too_much = client.post(address, typed | {"non_labour": "500"})
    assert "A share would be less than nothing" in told(too_much)
    assert "Enter what is moved" in told(client.post(address, typed | {"non_labour": ""}))
    assert "Enter" in Page(client.post(address, typed | {"decided_by": ""})).error_beside("decided_by")
    assert Reallocation.objects.count() == 1


def test_money_is_moved_within_one_allocation_only(client, allocation, listed):
    split(client, allocation)
    elsewhere = ShareFactory(allocation=AllocationFactory(year=YEAR.next()))
    response = client.post(
        reverse("share-move", args=[Share.objects.first().pk]),
        {
            "to_share": elsewhere.pk,
            "labour": "1",
            "decided_on": "1/12/2023",
            "decided_by": "X",
            "reason": "Y",
        },
    )
    assert "Select a valid choice" in Page(response).error_beside("to_share")


def test_the_shares_are_withdrawn_together_and_split_anew(client, allocation, listed):
    split(client, allocation)
    address = reverse("shares-withdraw", args=[allocation.pk])
    typed = {"withdrawn_on": "1/5/2023", "withdrawn_reason": "Split wrongly"}
    assert client.post(address, typed).status_code == 302
    assert client.post(address, typed).status_code == 422
    assert split(client, allocation).status_code == 302


def test_a_coordinator_sees_the_shares_of_their_own_district_alone(client_of, csp_leeds, leeds, allocation):
    own = ShareFactory(
        allocation=allocation,
        recipient=OrganisationFactory(name="Leeds body", district=leeds),
        labour=1,
        non_labour=1,
    )
    other = ShareFactory(
        allocation=allocation, recipient=OrganisationFactory(name="Other body"), labour=1, non_labour=1
    )
    ReallocationFactory(from_share=other, to_share=own)
    client = client_of(csp_leeds)
    page = told(client.get(reverse("shares"), ASKED))
    assert "Leeds body" in page
    assert "Other body" not in page
    rows = rows_of(client.get(reverse("shares-export", args=["csv"]), ASKED))
    assert [row[0] for row in rows[1:]] == ["Leeds body", "Total"]


def test_as_at_a_day_before_the_split_nothing_is_listed(client, allocation, listed):
    split(client, allocation)
    page = told(client.get(reverse("shares"), ASKED | {"as_at": "2023-04-30"}))
    assert "The allocation had not been split by this day." in page
    assert date(2023, 4, 30) < Share.objects.first().agreed_on
