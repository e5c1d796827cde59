"""Whatever is entered, withdrawn, corrected, claimed and paid, in whichever order: all claims together are
what was spent as at the last one, and none changes once it is sent."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from grants.models import SpendEntry
from interventions.models import FundingSpend
from tests.factories import (
    BudgetLineFactory,
    FundingLineFactory,
    FundingSpendFactory,
    OrganisationFactory,
    SpendEntryFactory,
    UserFactory,
)
from vrp_portal.claims import actions
from vrp_portal.claims.contents import frozen_contents
from vrp_portal.claims.models import Claim, ClaimEntry, ClaimLine, Scheme
from vrp_portal.claims.rules import NotAllowed
from vrp_portal.figures.actuals import actuals
from vrp_portal.figures.definitions.claims import KEYS
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import FinancialYear, Quarter
from vrp_portal.records.actions import withdraw

YEARS = (FinancialYear(2023), FinancialYear(2024))
QUARTERS = (*YEARS[0].quarters, *YEARS[1].quarters[:2])
amounts = st.integers(-10_000, 10_000).filter(bool).map(lambda pennies: Decimal(pennies) / 100)


class Claims(RuleBasedStateMachine):
    """A grant of two years that is spent, corrected and claimed while days go by."""

    most_adjusted = 0
    """The most adjustments in a claim, over all examples."""

    @initialize()
    def grant(self) -> None:
        self.around = transaction.atomic()
        self.around.__enter__()
        self.finance = UserFactory(role="finance_officer")
        self.funder = OrganisationFactory(kind="government")
        self.own = {
            (year, purpose): BudgetLineFactory(year=year, purpose=purpose)
            for year in YEARS
            for purpose in ("staffing", "evaluation")
        }
        self.core = {year: FundingLineFactory(year=year, funding_source="core") for year in YEARS}
        self.today = date(2023, 6, 1)
        self.as_sent: dict[int, Any] = {}

    def teardown(self) -> None:
        if hasattr(self, "around"):
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)

    def attempt(self, do: Any) -> Any:
        """Do something that may not be allowed: then nothing of it is saved."""
        try:
            with transaction.atomic():
                return do()
        except NotAllowed:
            return None

    @rule(
        quarter=st.sampled_from(QUARTERS),
        purpose=st.sampled_from(["staffing", "evaluation", "interventions"]),
        amount=amounts,
    )
    def spend(self, quarter: Quarter, purpose: str, amount: Decimal) -> None:
        given = {"quarter": quarter, "amount": amount, "reason": "" if amount >= 0 else "Corrected"}
        if purpose == "interventions":
            FundingSpendFactory(line=self.core[quarter.year], **given)
        else:
            SpendEntryFactory(line=self.own[quarter.year, purpose], **given)

    @rule(model=st.sampled_from([SpendEntry, FundingSpend]), data=st.data())
    def take_back(self, model: Any, data: st.DataObject) -> None:
        standing = list(model.objects.standing().order_by("pk"))
        if standing:
            withdraw(data.draw(st.sampled_from(standing)), on=self.today, reason="A slip")

    @rule(days=st.integers(1, 120))
    def days_pass(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(quarter=st.sampled_from(QUARTERS))
    def prepare(self, quarter: Quarter) -> None:
        if not Claim.objects.standing().filter(quarter=quarter).exists():
            self.attempt(
                lambda: actions.prepare_claim(
                    Scheme.CORE, quarter, funder=self.funder, on=self.today, by=self.finance
                )
            )

    @rule(data=st.data())
    def withdraw_a_draft(self, data: st.DataObject) -> None:
        drafts = list(Claim.objects.standing().filter(state="draft").order_by("pk"))
        if drafts:
            withdraw(data.draw(st.sampled_from(drafts)), on=self.today, reason="Too early")

    @rule(data=st.data())
    def send(self, data: st.DataObject) -> None:
        claims = list(Claim.objects.order_by("pk"))
        if claims:
            self.try_to_send(data.draw(st.sampled_from(claims)))

    @rule(changes=st.lists(st.tuples(st.sampled_from(["staffing", "interventions"]), amounts), max_size=3))
    def claim_what_comes_next(self, changes: list[tuple[str, Decimal]]) -> None:
        """Correct what was claimed last, then prepare and send the next claim, so that claims get far."""
        last = Claim.objects.sent().order_by("-quarter").first()
        quarter = QUARTERS[0] if last is None else last.quarter.next()
        if quarter not in QUARTERS:
            return
        if last is not None:
            for purpose, amount in changes:
                self.spend(last.quarter, purpose, amount)
        self.today = max(self.today, quarter.ends + timedelta(days=1))
        self.prepare(quarter)
        self.try_to_send(Claim.objects.standing().get(quarter=quarter))

    def try_to_send(self, claim: Claim) -> None:
        sent = self.attempt(lambda: actions.send_claim(claim, on=self.today, by=self.finance))
        if sent is None:
            return
        contents = frozen_contents(sent)
        self.as_sent[sent.pk] = contents
        type(self).most_adjusted = max(self.most_adjusted, len(contents.adjustments))
        claimed = ClaimLine.objects.by_purpose_and_quarter()
        spent: dict[Any, Decimal] = {}
        for year in YEARS:
            spent |= actuals(year, as_at=self.today)
        assert {key: amount for key, amount in claimed.items() if amount} == {
            key: amount for key, amount in spent.items() if amount and key[1] <= sent.quarter
        }

    @rule(amount=amounts, data=st.data())
    def pay(self, amount: Decimal, data: st.DataObject) -> None:
        claims = list(Claim.objects.order_by("pk"))
        if claims:
            claim = data.draw(st.sampled_from(claims))
            self.attempt(
                lambda: actions.record_payment(
                    claim, amount=amount, booked_on=self.today, reference="BACS", reason="In parts"
                )
            )

    @rule(data=st.data())
    def settle(self, data: st.DataObject) -> None:
        claims = list(Claim.objects.order_by("pk"))
        if claims:
            claim = data.draw(st.sampled_from(claims))
            self.attempt(lambda: actions.settle_difference(claim, booked_on=self.today, reason="Written off"))

    @rule(data=st.data())
    def withdraw_an_entry(self, data: st.DataObject) -> None:
        entries = list(ClaimEntry.objects.standing().order_by("pk"))
        if entries:
            actions.withdraw_entry(data.draw(st.sampled_from(entries)), on=self.today, reason="A slip")

    @invariant()
    def what_was_sent_never_changes(self) -> None:
        for pk, contents in getattr(self, "as_sent", {}).items():
            assert frozen_contents(Claim.objects.get(pk=pk)) == contents

    @invariant()
    def figures_and_claims_say_the_same(self) -> None:
        if not hasattr(self, "as_sent"):
            return
        for year in YEARS:
            claims = Claim.objects.for_year(year).sent()
            told = compute(KEYS[Scheme.CORE], Scope(year, self.today))
            outstanding = sum((actions.reconciliation(claim).outstanding for claim in claims), Decimal(0))
            assert told["claim_outstanding"].value == outstanding
            assert told["claimed"].value == sum((claim.total for claim in claims), Decimal(0))

    @invariant()
    def a_claim_is_paid_where_a_payment_stands(self) -> None:
        if hasattr(self, "as_sent"):
            paid = ClaimEntry.objects.standing().filter(kind="payment").values("claim")
            assert set(Claim.objects.filter(state="paid")) == set(Claim.objects.filter(pk__in=paid))


@pytest.mark.django_db
@pytest.mark.slow
def test_all_claims_together_are_always_what_was_spent() -> None:
    run_state_machine_as_test(
        Claims,
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )
    assert Claims.most_adjusted >= 2, "No example corrected enough to tell."
