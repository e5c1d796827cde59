"""The pages of claims: what they say, what they refuse with what was typed kept, and their files."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from tests.factories import (
    AwardFactory,
    BudgetLineFactory,
    CommunitySafetyPartnershipFactory,
    MatchRequirementFactory,
    OrganisationFactory,
    SpendEntryFactory,
)
from tests.web.reading import Page, body_of, told
from vrp_portal.claims import actions
from vrp_portal.claims.models import Claim, ClaimEntry, Scheme
from vrp_portal.periods import FinancialYear

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
Q1, Q2, Q3, Q4 = YEAR.quarters
TODAY = date(2023, 10, 16)
PAYMENT = {"amount": "£100.00", "booked_on": "16/10/2023", "reference": "BACS 4411"}


@pytest.fixture(autouse=True)
def _in_october():
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def home_office():
    return OrganisationFactory(name="Home Office", kind="government")


@pytest.fixture
def staffing():
    return BudgetLineFactory(purpose="staffing", amount=Decimal("400.00"))


@pytest.fixture
def draft(finance, home_office, staffing):
    SpendEntryFactory(line=staffing, quarter=Q1, amount=Decimal("100.00"))
    AwardFactory(funder=home_office)
    return actions.prepare_claim(Scheme.CORE, Q1, funder=home_office, on=TODAY, by=finance)


@pytest.fixture
def sent(draft, finance):
    return actions.send_claim(draft, on=TODAY, by=finance)


@pytest.fixture
def client(client_of, finance):
    return client_of(finance)


def page(client, name, *args, status=200, **asked):
    response = client.get(reverse(name, args=args), asked)
    assert response.status_code == status
    return response


def post(client, name, *args, status=302, **sent):
    response = client.post(reverse(name, args=args), sent)
    assert response.status_code == status
    return response


def row_of(response, first: str) -> list[str]:
    """The cells of the first table row whose first cell begins with these words."""
    parsed = Page(response)
    for number, element in enumerate(parsed.elements):
        if (
            element.tag == "th"
            and element.attributes.get("scope") == "row"
            and element.text.startswith(first)
        ):
            cells = [element.text]
            for after in parsed.elements[number + 1 :]:
                if after.tag == "tr":
                    break
                if after.tag == "td":
                    cells.append(after.text)
            return cells
    raise AssertionError(f"There is no row of {first}.")


# From nothing to reconciled, by the pages alone.


def test_a_finance_officer_claims_a_quarter_and_reconciles_it(client, home_office, staffing):
    AwardFactory(funder=home_office)
    SpendEntryFactory(line=staffing, quarter=Q1, amount=Decimal("100.00"))
    assert row_of(page(client, "claims", year="2023/24"), "Q1")[-1].startswith("Prepare the claim")
    form = page(client, "claim-prepare", "core", Q1.code)
    assert f'<option value="{home_office.pk}" selected' in form.content.decode()
    post(client, "claim-prepare", "core", Q1.code, funder=home_office.pk)
    claim = Claim.objects.get()
    assert row_of(page(client, "claim", claim.pk), "Staffing")[1:4] == ["£100.00", "£0.00", "£100.00"]
    check = page(client, "claim-send", claim.pk)
    assert "Send the claim of £100.00" in told(check)
    assert "Look at these again" not in told(check)
    post(client, "claim-send", claim.pk, checked=Page(check).kept("checked"))
    post(client, "claim-pay", claim.pk, **PAYMENT | {"amount": "95", "reason": "One is disputed"})
    assert row_of(page(client, "claims", year="2023/24"), "Q1")[1:] == [
        "Paid: Core grant 2023/24 Q1",
        "£100.00",
        "£95.00",
        "£0.00",
        "£5.00",
        "£5.00 short: record a further payment, or settle it",
    ]
    assert "£5.00 (£5.00 short)" in told(page(client, "claim", claim.pk))
    post(client, "claim-settle", claim.pk, booked_on="16/10/2023", reason="Written off")
    assert row_of(page(client, "claims", year="2023/24"), "Q1")[-1] == "Nothing: it is reconciled"
    assert row_of(page(client, "claims", year="2023/24"), "Total")[2:6] == [
        "£100.00, Core grant claimed",
        "£95.00, Core grant claims: paid",
        "£5.00, Core grant claims: settled without payment",
        "£0.00, Core grant claims: outstanding",
    ]


def test_a_correction_is_shown_on_both_claims(client, sent, staffing, finance, home_office):
    SpendEntryFactory(line=staffing, quarter=Q1, amount=Decimal("-10.00"), reason="Wrong")
    SpendEntryFactory(line=staffing, quarter=Q2, amount=Decimal("50.00"))
    assert "has changed since by −£10.00" in told(page(client, "claim", sent.pk))
    second = actions.prepare_claim(Scheme.CORE, Q2, funder=home_office, on=TODAY, by=finance)
    check = told(page(client, "claim-send", second.pk))
    assert "Staffing: −£10.00 in 2023/24 Q1, first claimed in CORE-2023-24-Q1" in check
    assert "Quarters that were claimed before are adjusted by −£10.00 in all." in check
    actions.send_claim(second, on=TODAY, by=finance)
    old = page(client, "claim", sent.pk)
    assert "Staffing: −£10.00 in CORE-2023-24-Q2" in told(old)
    assert second.get_absolute_url() in old.content.decode()
    assert "has changed since" not in told(old)
    assert sent.get_absolute_url() in page(client, "claim", second.pk).content.decode()


def test_what_looks_wrong_asks_for_a_reason_that_is_kept(client, draft):
    MatchRequirementFactory()
    answer = post(client, "claim-send", draft.pk, status=422, checked="100.00")
    assert "Match confirmed by the end of 2023/24 Q1, £0.00, is below £126,375.00" in told(answer)
    post(client, "claim-send", draft.pk, checked="100.00", reason_for_warning="Letters are awaited")
    assert "Letters are awaited" in told(page(client, "claim", draft.pk))


def test_who_looks_at_another_total_is_told_and_sends_nothing(client, draft, staffing):
    SpendEntryFactory(line=staffing, quarter=Q1, amount=Decimal("1.00"))
    answer = post(client, "claim-send", draft.pk, status=422, checked="100.00")
    assert "the claim was £100.00 and is now £101.00" in told(answer)
    assert Page(answer).kept("checked") == "101.00"
    assert Claim.objects.get().is_draft


def test_a_claim_out_of_turn_says_which_comes_first(client, home_office):
    post(client, "claim-prepare", "core", Q2.code, funder=home_office.pk)
    claim = Claim.objects.get()
    words = "The claim of 2023/24 Q1 comes first: send that one before this."
    assert words in told(page(client, "claim", claim.pk))
    answer = post(client, "claim-send", claim.pk, status=422, checked="0.00", reason_for_warning="So it is")
    assert words in told(answer)


def test_returns_that_are_missing_are_told(client, home_office):
    CommunitySafetyPartnershipFactory()
    post(client, "claim-prepare", "svd", Q1.code, funder=home_office.pk)
    check = told(page(client, "claim-send", Claim.objects.get().pk))
    assert "1 partnership has no accepted return of 2023/24 Q1." in check


@pytest.mark.parametrize(
    ("funder", "words"), [("", "Choose the funder."), ("0", "Choose a government body from the list.")]
)
def test_a_claim_needs_a_funder(client, home_office, funder, words):
    answer = post(client, "claim-prepare", "core", Q1.code, status=422, funder=funder)
    assert words in Page(answer).error_beside("funder")


def test_a_quarter_that_runs_is_not_prepared(client, home_office):
    assert row_of(page(client, "claims", year="2023/24"), "Q3")[-1] == "The quarter ends on 31 December 2023"
    answer = post(client, "claim-prepare", "core", Q3.code, status=422, funder=home_office.pk)
    assert "2023/24 Q3 ends on 31 December 2023." in told(answer)


def test_a_second_claim_of_a_quarter_is_refused_in_words(client, draft, home_office):
    answer = post(client, "claim-prepare", "core", Q1.code, status=422, funder=home_office.pk)
    assert "There is a claim of this scheme for this quarter already." in told(answer)


@pytest.mark.parametrize(("scheme", "quarter"), [("other", 20231), ("core", 20235), ("core", 9)])
def test_there_is_no_such_scheme_or_quarter(client, scheme, quarter):
    page(client, "claim-prepare", scheme, quarter, status=404)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"amount": ""}, "amount", "Enter the amount that was paid."),
        ({"amount": "£1.2k"}, "amount", "short for a number"),
        ({"amount": "0"}, "amount", "isn't £0"),
        ({"amount": "-5"}, "reason", "Say why money went back."),
        ({"booked_on": "17/10/2023"}, "booked_on", "is in the future"),
        ({"booked_on": "31/9/2023"}, "booked_on", "September 2023 has 30 days"),
        ({"reference": ""}, "reference", "Enter the reference of the payment."),
    ],
)
def test_a_payment_that_is_typed_wrongly_keeps_what_was_typed(client, sent, changes, field, words):
    typed = PAYMENT | changes
    answer = post(client, "claim-pay", sent.pk, status=422, **typed)
    assert words in Page(answer).error_beside(field)
    assert Page(answer).kept("reference") == typed["reference"]
    assert not ClaimEntry.objects.exists()


def test_a_payment_that_leaves_a_difference_asks_why(client, sent):
    answer = post(client, "claim-pay", sent.pk, status=422, **PAYMENT | {"amount": "95"})
    assert "With this payment the claim is £5.00 short. Say why, or check the amount." in told(answer)
    assert Page(answer).kept("amount") == "95"


def test_a_payment_before_the_claim_was_sent_is_refused(client, sent):
    answer = post(client, "claim-pay", sent.pk, status=422, **PAYMENT | {"booked_on": "15/10/2023"})
    assert "The claim was sent on 16/10/2023" in told(answer)


def test_a_payment_is_withdrawn_with_a_reason_and_kept(client, sent):
    post(client, "claim-pay", sent.pk, **PAYMENT)
    entry = ClaimEntry.objects.get()
    post(client, "claim-entry-withdraw", entry.pk, status=422, withdrawn_on="16/10/2023")
    post(
        client,
        "claim-entry-withdraw",
        entry.pk,
        withdrawn_on="16/10/2023",
        withdrawn_reason="It was for another claim",
    )
    told_now = told(page(client, "claim", sent.pk))
    assert "It was for another claim" in told_now
    assert "Sent on 16 October 2023" in told_now
    assert actions.reconciliation(sent).outstanding == Decimal("100.00")
    page(client, "claim-entry-withdraw", entry.pk, status=404)


def test_a_draft_is_withdrawn_with_a_reason_and_listed(client, draft):
    post(
        client,
        "claim-withdraw",
        draft.pk,
        withdrawn_on="16/10/2023",
        withdrawn_reason="The wrong funder",
    )
    listed = page(client, "claims", year="2023/24")
    assert "The wrong funder" in told(listed)
    assert row_of(listed, "Q1")[1] == "No claim"


def test_a_sent_claim_is_not_withdrawn_and_says_why(client, sent):
    answer = post(
        client, "claim-withdraw", sent.pk, status=422, withdrawn_on="16/10/2023", withdrawn_reason="A slip"
    )
    assert "This claim is sent, so it can't be withdrawn." in told(answer)


@pytest.mark.parametrize("name", ["claim-send", "claim-withdraw"])
def test_what_is_for_drafts_leads_from_a_sent_claim_to_its_page(client, sent, name):
    assert page(client, name, sent.pk, status=302)["Location"] == sent.get_absolute_url()


@pytest.mark.parametrize("name", ["claim-pay", "claim-settle"])
def test_what_is_for_sent_claims_leads_from_a_draft_to_its_page(client, draft, name):
    assert page(client, name, draft.pk, status=302)["Location"] == draft.get_absolute_url()
    answer = post(client, name, draft.pk, status=422, **PAYMENT | {"reason": "Too early"})
    assert "This claim is not sent yet" in told(answer)


def test_staff_read_claims_and_change_none(client_of, staff, sent):
    read = page(client_of(staff), "claim", sent.pk)
    assert "Record a payment" not in told(read)
    assert "Prepare the claim" in told(page(client_of(staff), "claims", year="2023/24"))
    assert (
        reverse("claim-prepare", args=["core", Q2.code])
        not in page(client_of(staff), "claims", year="2023/24").content.decode()
    )


def test_as_at_an_earlier_day_a_claim_was_a_draft(client, sent):
    listed = page(client, "claims", year="2023/24", as_at="2023-10-15")
    assert row_of(listed, "Q1")[1:3] == ["Draft: Core grant 2023/24 Q1", "–"]
    assert "£100.00" not in told(listed)


def test_a_day_that_is_none_says_so(client):
    assert "is not a date" in told(page(client, "claims", year="2023/24", as_at="32/12/2023", status=400))


def test_a_draft_has_no_files(client, draft):
    for name in ("claim-document", "claim-workbook"):
        page(client, name, draft.pk, status=404)


def test_a_sent_claim_is_kept_as_files(client, sent):
    document = page(client, "claim-document", sent.pk)
    assert document["Content-Disposition"] == 'attachment; filename="claim_core-2023-24-q1.pdf"'
    assert body_of(document).startswith(b"%PDF")
    book = openpyxl.load_workbook(io.BytesIO(body_of(page(client, "claim-workbook", sent.pk))))
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Claim"] == "CORE-2023-24-Q1"
    assert about["Funder"] == "Home Office"
    assert about["Claimed"] == "£100.00"
    assert book["Claim"]["B3"].value == 100
