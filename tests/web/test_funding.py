"""Money above what is left: a warning that needs a reason, kept in the history; never a block."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from interventions.models import FundingLine
from tests.factories import AllocationFactory, AwardFactory, FundingLineFactory, InterventionFactory
from tests.web.reading import Page, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def intervention(db):
    return InterventionFactory(reference="VRP-2023-001", whole_area=True)


@pytest.fixture
def client(client_of, finance):
    return client_of(finance)


def fund(client, intervention, amount, source="core", **typed):
    return client.post(
        reverse("intervention-funding-new", args=[intervention.reference]),
        {
            "funding_source": source,
            "year": "2023/24",
            "agreed_on": "02/05/2023",
            "amount": amount,
            "reason": "Board, 2 May 2023",
            **typed,
        },
    )


def test_what_is_left_to_the_penny_needs_no_reason(client, intervention):
    AwardFactory(amount="1000.00")
    FundingLineFactory(stating="400.00")
    assert fund(client, intervention, "600.00").status_code == 302


def test_a_penny_more_than_what_is_left_asks_for_a_reason(client, intervention):
    AwardFactory(amount="1000.00")
    FundingLineFactory(stating="400.00")
    response = fund(client, intervention, "600.01")
    page = Page(response)
    assert response.status_code == 422
    assert "£600.01 is more than the £600.00 that is left of the core grant award for 2023/24." in page.text
    assert page.error_beside("reason_for_warning") == "Error: Give your reason, or change what you entered."
    assert page.kept("amount") == "600.01"
    assert not intervention.funding_lines.exists()


def test_with_a_reason_it_is_saved_and_the_reason_is_in_the_history(client, intervention):
    AwardFactory(amount="1000.00")
    response = fund(client, intervention, "1000.01", reason_for_warning="Next year's award covers it")
    assert response.status_code == 302
    assert intervention.funding_lines.get().entries.get().amount == Decimal("1000.01")
    assert "Next year's award covers it" in told(client.get(intervention.get_absolute_url()))


def test_nothing_is_told_to_be_left_below_nothing(client, intervention):
    AwardFactory(amount="1000.00")
    FundingLineFactory(stating="1500.00")
    assert "more than the £0.00 that is left" in told(fund(client, intervention, "1.00"))


def test_money_from_an_award_that_is_not_there_asks_for_a_reason(client, intervention):
    response = fund(client, intervention, "1.00")
    assert response.status_code == 422
    assert "There is no core grant award for 2023/24 in the portal" in told(response)


def test_duty_money_has_a_limit_of_its_own(client, intervention):
    AwardFactory(amount="1000.00")
    AllocationFactory(labour="100.00", non_labour="50.00")
    assert fund(client, intervention, "150.00", source="svd").status_code == 302
    other = InterventionFactory(whole_area=True)
    assert "more than the £0.00 that is left of the Serious Violence Duty allocation" in told(
        fund(client, other, "0.01", source="svd")
    )


def test_match_money_has_no_limit(client, intervention):
    assert fund(client, intervention, "9,999,999,999.99", source="match").status_code == 302


def test_a_further_amount_above_what_is_left_asks_for_a_reason(client, intervention):
    AwardFactory(amount="1000.00")
    line = FundingLineFactory(intervention=intervention, stating="900.00")
    add = reverse("intervention-funding-amount", args=[intervention.reference, line.pk])
    typed = {"amount": "100.01", "agreed_on": "02/06/2023", "reason": "More places"}
    assert client.post(add, typed).status_code == 422
    assert line.entries.count() == 1
    assert client.post(add, {**typed, "reason_for_warning": "Agreed by phone"}).status_code == 302
    assert line.entries.count() == 2


def test_a_second_line_of_the_same_kind_says_to_add_to_the_first(client, intervention):
    AwardFactory(amount="1000.00")
    FundingLineFactory(intervention=intervention)
    response = fund(client, intervention, "1.00")
    assert response.status_code == 422
    assert "Add an amount to that line instead." in told(response)
    assert FundingLine.objects.count() == 1


def test_an_amount_without_why_is_refused_beside_the_reason(client, intervention):
    AwardFactory(amount="1000.00")
    page = Page(fund(client, intervention, "1.00", reason=""))
    assert page.error_beside("reason") == "Error: Say why this amount was agreed."


def test_spending_more_than_is_allocated_asks_for_a_reason(client, intervention):
    line = FundingLineFactory(intervention=intervention, stating="100.00")
    spend = reverse("intervention-funding-spend", args=[intervention.reference, line.pk])
    assert client.post(spend, {"quarter": "20231", "amount": "60.00"}).status_code == 302
    response = client.post(spend, {"quarter": "20232", "amount": "40.01"})
    assert response.status_code == 422
    assert "With this, £100.01 is spent of the £100.00 allocated." in told(response)
    assert client.post(spend, {"quarter": "20232", "amount": "40.00"}).status_code == 302


def test_a_negative_spend_is_a_correction_with_a_reason(client, intervention):
    line = FundingLineFactory(intervention=intervention, stating="100.00")
    spend = reverse("intervention-funding-spend", args=[intervention.reference, line.pk])
    page = Page(client.post(spend, {"quarter": "20231", "amount": "-5.00"}))
    assert page.error_beside("reason") == "Error: A negative amount is a correction: give its reason."
    assert (
        client.post(spend, {"quarter": "20231", "amount": "-5.00", "reason": "Typed twice"}).status_code
        == 302
    )


def test_a_withdrawn_line_no_longer_counts_and_can_be_entered_anew(client, intervention):
    AwardFactory(amount="1000.00")
    line = FundingLineFactory(intervention=intervention, stating="900.00")
    withdraw = reverse("intervention-funding-withdraw", args=[intervention.reference, line.pk])
    # Withdrawn from the day it was agreed on: it never counted.
    day = f"{line.agreed_on:%d/%m/%Y}"
    sent = client.post(withdraw, {"withdrawn_on": day, "withdrawn_reason": "Wrong source"})
    assert sent.status_code == 302
    assert fund(client, intervention, "1000.00").status_code == 302
    assert client.get(withdraw).status_code == 404


def test_money_is_not_agreed_in_the_future(client, intervention):
    page = Page(fund(client, intervention, "1.00", agreed_on="01/01/2099"))
    assert page.error_beside("agreed_on") == "Error: 01/01/2099 is in the future. Give a day that has come."
