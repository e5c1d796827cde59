"""Claims from what was spent: frozen when sent, corrected in the next one, reconciled when paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from grants.models import Award
from tests import factories
from vrp_portal.claims import actions
from vrp_portal.claims.contents import changed_since, contents_of, frozen_contents
from vrp_portal.claims.models import Claim, ClaimEntry, ClaimLine, Scheme
from vrp_portal.claims.rules import NotAllowed
from vrp_portal.figures.definitions.claims import KEYS
from vrp_portal.figures.registry import by_quarter, compute
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import FinancialYear, Quarter
from vrp_portal.records.actions import withdraw
from vrp_portal.records.refusals import refusal_in_words

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
Q1, Q2, Q3, Q4 = YEAR.quarters
JULY, AUGUST, OCTOBER, NOVEMBER = (
    date(2023, 7, 14),
    date(2023, 8, 1),
    date(2023, 10, 13),
    date(2023, 11, 1),
)


@pytest.fixture
def finance():
    return factories.UserFactory(role="finance_officer")


@pytest.fixture
def home_office():
    return factories.OrganisationFactory(name="Home Office", kind="government")


@pytest.fixture
def staffing():
    return factories.BudgetLineFactory(year=YEAR, purpose="staffing", amount=Decimal("400.00"))


def spend(line, quarter: Quarter, amount: str):
    return factories.SpendEntryFactory(
        line=line, quarter=quarter, amount=Decimal(amount), reason="" if Decimal(amount) >= 0 else "Wrong"
    )


@pytest.fixture
def sent(finance, home_office):
    """Prepare and send the claim of a quarter."""

    def sent(quarter: Quarter, on: date, scheme: Scheme = Scheme.CORE) -> Claim:
        claim = actions.prepare_claim(scheme, quarter, funder=home_office, on=on, by=finance)
        return actions.send_claim(claim, on=on, by=finance)

    return sent


def said(claim: Claim, on: date = NOVEMBER) -> dict[str, tuple[str, ...]]:
    """Of each purpose with money: spent, adjusted, claimed, to date."""
    contents = contents_of(claim, today=on)
    return {
        row.label: tuple(f"{value:.2f}" for value in (row.spent, row.adjusted, row.claimed, row.to_date))
        for row in (*contents.rows, contents.total)
        if row.to_date or row.claimed
    }


def told(scheme: Scheme = Scheme.CORE, on: date = NOVEMBER, year: FinancialYear = YEAR) -> list[Decimal]:
    """Claimed, paid, settled and outstanding, as at a day."""
    return [result.value for result in compute(KEYS[scheme], Scope(year, on)).values()]


# Worked by hand: £100.00, then £10.00 off it and £50.00 more, of which £35.00 is paid.


def test_a_correction_is_in_the_next_claim_with_a_link_and_never_in_the_old_one(sent, staffing):
    spend(staffing, Q1, "100.00")
    first = sent(Q1, JULY)
    assert said(first)["Staffing"] == ("100.00", "0.00", "100.00", "100.00")

    spend(staffing, Q1, "-10.00")
    spend(staffing, Q2, "50.00")
    assert said(first)["Staffing"] == ("100.00", "0.00", "100.00", "100.00")
    assert [(line.purpose, line.amount) for line in changed_since(first, as_at=OCTOBER)] == [
        ("staffing", Decimal("-10.00"))
    ]

    second = sent(Q2, OCTOBER)
    assert said(second)["Staffing"] == ("50.00", "-10.00", "40.00", "140.00")
    assert second.total == Decimal("40.00")
    (adjustment,) = contents_of(second, today=OCTOBER).adjustments
    assert (adjustment.corrects, adjustment.line.quarter) == (first, Q1)
    assert changed_since(first, as_at=OCTOBER) == []

    actions.record_payment(
        second, amount=Decimal("35.00"), booked_on=NOVEMBER, reference="BACS 1", reason="One is disputed"
    )
    assert actions.reconciliation(second).in_words == "£5.00 short"
    assert told() == [Decimal("140.00"), Decimal("35.00"), Decimal(0), Decimal("105.00")]
    by = by_quarter(KEYS[Scheme.CORE], Scope(YEAR, NOVEMBER))
    assert [[result.value for result in results] for _, results in by.rows] == [
        [Decimal("100.00"), Decimal(0), Decimal(0), Decimal("100.00")],
        [Decimal("40.00"), Decimal("35.00"), Decimal(0), Decimal("5.00")],
    ]


def test_what_interventions_spend_is_claimed_once_from_their_funding_lines(sent, staffing):
    core = factories.FundingLineFactory(year=YEAR, funding_source="core")
    factories.FundingSpendFactory(line=core, quarter=Q1, amount=Decimal("300.00"))
    duty = factories.FundingLineFactory(year=YEAR, funding_source="svd")
    factories.FundingSpendFactory(line=duty, quarter=Q1, amount=Decimal("9.00"))
    spend(staffing, Q1, "100.00")
    claim = sent(Q1, JULY)
    assert claim.total == Decimal("400.00")
    assert said(claim)["Interventions"] == ("300.00", "0.00", "300.00", "300.00")


def test_a_withdrawn_entry_is_an_adjustment_too(sent, staffing):
    wrong = spend(staffing, Q1, "100.00")
    sent(Q1, JULY)
    withdraw(wrong, on=AUGUST, reason="Another grant's")
    assert sent(Q2, OCTOBER).total == Decimal("-100.00")


def test_a_correction_of_a_year_before_is_in_the_first_claim_of_the_next(sent, staffing):
    for quarter in YEAR.quarters:
        sent(quarter, date(2024, 4, 8))
    spend(staffing, Q4, "7.00")
    following = sent(Q4.next(), date(2024, 7, 8))
    assert following.total == Decimal("7.00")
    assert contents_of(following, today=JULY).total.to_date == 0
    assert told(year=YEAR.next(), on=date(2024, 7, 8))[0] == Decimal("7.00")


def test_a_claim_sent_late_is_of_its_quarter_alone(sent, staffing):
    spend(staffing, Q1, "100.00")
    spend(staffing, Q2, "50.00")
    claim = sent(Q1, NOVEMBER)
    assert claim.total == Decimal("100.00")
    assert said(claim)["Staffing"] == ("100.00", "0.00", "100.00", "100.00")


# Duty money comes from accepted returns.


def accepted(quarter: Quarter, labour: str, non_labour: str, **given: object):
    day = quarter.ends.replace(day=1)
    return factories.QuarterlyReturnFactory(
        quarter=quarter,
        state="accepted",
        submitted_on=day,
        accepted_on=day,
        labour_spent=Decimal(labour),
        non_labour_spent=Decimal(non_labour),
        **given,
    )


def test_duty_money_is_claimed_by_labour_and_non_labour(sent):
    factories.AllocationFactory()
    accepted(Q1, "100.00", "40.50")
    accepted(Q1, "0.01", "0.00")
    claim = sent(Q1, JULY, Scheme.DUTY)
    assert said(claim) == {
        "Labour": ("100.01", "0.00", "100.01", "100.01"),
        "Non-labour": ("40.50", "0.00", "40.50", "40.50"),
        "Total": ("140.51", "0.00", "140.51", "140.51"),
    }
    assert claim.award == Decimal("230179.25")
    assert claim.match_confirmed is None
    assert [row.budget for row in frozen_contents(claim).rows] == [
        Decimal("101161.78"),
        Decimal("129017.47"),
    ]
    assert told(Scheme.DUTY)[0] == Decimal("140.51")
    assert told(Scheme.CORE)[0] == 0


def test_the_first_claim_of_duty_money_is_of_the_quarter_in_which_it_began(sent):
    year = FinancialYear(2022)
    factories.AllocationFactory(
        year=year, period_start=date(2023, 1, 1), period_end=year.ends, agreed_on=date(2023, 1, 1)
    )
    sent(year.quarters[3], JULY, Scheme.DUTY)


# What is shown beside: match, award, budget.


def test_a_claim_keeps_the_award_and_the_match_as_they_stood(sent, staffing, home_office):
    award = Award.objects.get()
    factories.MatchRequirementFactory()
    factories.MatchContributionFactory(confirmed_on=Q1.ends, amount=Decimal("1000.00"))
    factories.MatchContributionFactory(confirmed_on=Q1.ends.replace(month=7), amount=Decimal("70.00"))
    claim = sent(Q1, JULY)
    withdraw(award, on=AUGUST, reason="Cut")
    contents = contents_of(Claim.objects.get(pk=claim.pk), today=NOVEMBER)
    assert contents.award == Decimal("4388080.00")
    assert (contents.match_required, contents.match_confirmed) == (Decimal("505500.00"), Decimal("1000.00"))
    assert contents.total.budget == Decimal("400.00")


def test_a_claim_that_rests_on_illustrative_spending_says_so(sent, staffing):
    factories.SpendEntryFactory(line=staffing, quarter=Q1, illustrative=True)
    assert sent(Q1, JULY).illustrative


# In order, once, and never changed.


def test_a_draft_shows_what_is_spent_as_it_stands(staffing, home_office, finance):
    draft = actions.prepare_claim(Scheme.CORE, Q1, funder=home_office, on=JULY, by=finance)
    spend(staffing, Q1, "100.00")
    assert said(draft)["Staffing"][2] == "100.00"
    spend(staffing, Q1, "1.00")
    assert said(draft)["Staffing"][2] == "101.00"
    assert told()[0] == 0


def test_a_later_quarter_waits_for_the_one_before(sent):
    with pytest.raises(NotAllowed, match="The claim of 2023/24 Q1 comes first"):
        sent(Q2, OCTOBER)


def test_a_quarter_is_not_prepared_before_it_has_ended(home_office, finance):
    with pytest.raises(NotAllowed, match="ends on 30 September 2023"):
        actions.prepare_claim(Scheme.CORE, Q2, funder=home_office, on=date(2023, 9, 30), by=finance)


def test_the_same_money_is_not_claimed_of_two_funders(sent, finance):
    sent(Q1, JULY)
    other = factories.OrganisationFactory(kind="government")
    with pytest.raises(NotAllowed, match=r"go to Home Office. Choose that funder\."):
        actions.prepare_claim(Scheme.CORE, Q2, funder=other, on=OCTOBER, by=finance)


def test_what_changed_while_somebody_looked_is_told(staffing, home_office, finance):
    draft = actions.prepare_claim(Scheme.CORE, Q1, funder=home_office, on=JULY, by=finance)
    spend(staffing, Q1, "100.00")
    with pytest.raises(NotAllowed, match=r"the claim was £90.00 and is now £100.00"):
        actions.send_claim(draft, on=JULY, by=finance, checked=Decimal("90.00"))
    assert not ClaimLine.objects.exists()


def test_a_withdrawn_draft_is_not_sent_and_makes_room_for_another(home_office, finance, sent):
    draft = actions.prepare_claim(Scheme.CORE, Q1, funder=home_office, on=JULY, by=finance)
    withdraw(draft, on=JULY, reason="The wrong funder")
    with pytest.raises(NotAllowed, match="withdrawn"):
        actions.send_claim(draft, on=JULY, by=finance)
    assert sent(Q1, JULY).sent_on == JULY


def refused(change) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        change()
    return refusal_in_words(error.value)


@pytest.mark.parametrize(
    "change",
    [
        {"total": Decimal("99.00")},
        {"as_at": AUGUST},
        {"match_confirmed": Decimal(1)},
        {"sent_on": AUGUST},
        {"state": "draft"},
        {"reason_for_warnings": "Another"},
    ],
)
def test_the_database_keeps_what_was_sent(sent, staffing, change):
    spend(staffing, Q1, "100.00")
    claim = sent(Q1, JULY)
    words = refused(lambda: Claim.objects.filter(pk=claim.pk).update(**change))
    assert words in {
        "This claim is sent, so what it says can't be changed. What changed since is adjusted in the next "
        "claim.",
        "The total of this claim is not what its lines come to.",
    }


def test_a_sent_claim_is_not_withdrawn(sent):
    claim = sent(Q1, JULY)
    with pytest.raises(IntegrityError):
        withdraw(claim, on=AUGUST, reason="A slip")


def test_nothing_is_added_to_what_was_sent(sent):
    claim = sent(Q1, JULY)
    words = refused(lambda: factories.ClaimLineFactory(claim=claim, quarter=Q2))
    assert words == "This claim is sent, so nothing can be added to it."


def test_lines_are_neither_changed_nor_deleted(sent, staffing):
    spend(staffing, Q1, "100.00")
    claim = sent(Q1, JULY)
    for change in (lambda: claim.lines.update(amount=1), lambda: claim.lines.all().delete()):
        with pytest.raises(Exception, match="Cannot"), transaction.atomic():
            change()


def test_a_total_that_the_lines_do_not_come_to_is_refused():
    words = refused(lambda: factories.SentClaimFactory(total=Decimal("1.00")))
    assert words == "The total of this claim is not what its lines come to."


# What was paid.


@pytest.fixture
def claim(sent, staffing):
    spend(staffing, Q1, "100.00")
    return sent(Q1, JULY)


def pay(claim: Claim, amount: str, on: date = AUGUST, reason: str = "") -> ClaimEntry:
    return actions.record_payment(
        claim, amount=Decimal(amount), booked_on=on, reference="BACS 4411", reason=reason
    )


def state_of(claim: Claim) -> str:
    return Claim.objects.get(pk=claim.pk).state


def test_a_claim_paid_in_two_parts_is_reconciled(claim):
    pay(claim, "60.00", reason="The rest follows")
    assert state_of(claim) == "paid"
    assert told(on=AUGUST) == [Decimal("100.00"), Decimal("60.00"), Decimal(0), Decimal("40.00")]
    pay(claim, "40.00", on=NOVEMBER)
    assert told(on=AUGUST)[3] == Decimal("40.00")
    assert told(on=NOVEMBER)[3] == 0


def test_a_difference_without_a_reason_is_refused(claim):
    with pytest.raises(NotAllowed, match=r"the claim is £5\.00 short\. Say why"):
        pay(claim, "95.00")
    with pytest.raises(NotAllowed, match=r"the claim is £5\.00 over\. Say why"):
        pay(claim, "105.00")
    assert not ClaimEntry.objects.exists()


def test_a_difference_stays_outstanding_until_it_is_settled_with_a_reason(claim):
    pay(claim, "95.00", reason="One invoice is disputed")
    entry = actions.settle_difference(claim, booked_on=NOVEMBER, reason="Written off by the board")
    assert entry.amount == Decimal("5.00")
    assert told() == [Decimal("100.00"), Decimal("95.00"), Decimal("5.00"), Decimal("0.00")]
    with pytest.raises(NotAllowed, match="Nothing is outstanding"):
        actions.settle_difference(claim, booked_on=NOVEMBER, reason="Again")


def test_what_was_overpaid_goes_back(claim):
    pay(claim, "105.00", reason="They paid another invoice with it")
    assert told()[3] == Decimal("-5.00")
    pay(claim, "-5.00", on=NOVEMBER, reason="Paid back")
    assert told()[3] == 0


def test_a_claim_whose_payment_is_withdrawn_is_sent_again(claim):
    entry = pay(claim, "100.00")
    actions.withdraw_entry(entry, on=AUGUST, reason="Another claim's")
    assert state_of(claim) == "sent"
    assert told()[1] == 0
    assert ClaimEntry.objects.count() == 1


def test_nothing_is_paid_before_the_claim_was_sent(claim, home_office, finance):
    with pytest.raises(NotAllowed, match="sent on 14/07/2023"):
        pay(claim, "100.00", on=date(2023, 7, 13))
    draft = actions.prepare_claim(Scheme.CORE, Q2, funder=home_office, on=OCTOBER, by=finance)
    with pytest.raises(NotAllowed, match="not sent yet"):
        pay(draft, "1.00")
    words = refused(lambda: factories.ClaimEntryFactory(claim=draft))
    assert words == "This claim is not sent yet, so nothing can have been paid for it."


def test_figures_as_at_a_day_before_a_claim_was_sent_do_not_know_it(claim):
    assert told(on=date(2023, 7, 13)) == [0, 0, 0, 0]
