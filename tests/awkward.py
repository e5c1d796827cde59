"""A year of money with awkward pennies, by which allocation tables and ledger files are tested."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests import factories
from vrp_portal.figures.scope import Scope
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods import FinancialYear, Quarter

YEAR = FinancialYear(2023)
DECEMBER = Scope(YEAR, date(2023, 12, 31))
ASKED = {"year": "2023/24", "as_at": "2023-12-31"}


def quarter(number: int) -> Quarter:
    return Quarter(YEAR, number)


def awkward_year() -> None:
    """By December: £2,111.17 is allocated to interventions and £100.30 spent, £3,000.09 is budgeted,
    £20.03 of the duty's money is shared out and £5.55 reported as spent."""
    club, choir = interventions()
    _lines(club, choir)
    _budget()
    _shares()


def interventions():
    leeds = factories.LeedsFactory()
    provider = factories.OrganisationFactory(name="=Provider, with a comma", district=leeds)
    club = factories.InterventionFactory(
        reference="VRP-2023-001", name="Boxing club; “Leeds”", delivery_organisation=provider
    )
    return club, factories.InterventionFactory(reference="VRP-2023-002", name="Choir")


def _lines(club, choir) -> None:
    leeds = factories.LeedsFactory()
    core = factories.FundingLineFactory(intervention=club, district=leeds, stating="1000.01")
    factories.FundingEntryFactory(
        line=core, amount=Decimal("-0.03"), agreed_on=date(2023, 9, 1), reason="Less"
    )
    factories.FundingEntryFactory(
        line=core, amount=Decimal("50.00"), agreed_on=date(2024, 1, 2), reason="Later"
    )
    match = factories.FundingLineFactory(intervention=club, funding_source="match", stating="0.10")
    duty = factories.FundingLineFactory(intervention=choir, funding_source="svd", stating="1111.08")
    factories.FundingLineFactory(intervention=choir, funding_source="other", stating="0.01")
    factories.FundingLineFactory(intervention=choir, district=factories.BradfordFactory())
    gone = factories.FundingLineFactory(intervention=choir, district=leeds, stating="99.99")
    gone.withdrawn_on, gone.withdrawn_reason = date(2023, 10, 1), "A mistake"
    gone.save()
    for line, number, amount, reason in (
        (core, 1, "33.33", ""),
        (core, 1, "-0.01", "Typed wrongly"),
        (core, 2, "66.67", ""),
        (core, 4, "500.00", ""),
        (match, 3, "0.20", ""),
        (duty, 3, "0.11", ""),
        (gone, 1, "9.99", ""),
    ):
        factories.FundingSpendFactory(
            line=line, quarter=quarter(number), amount=Decimal(amount), reason=reason
        )


def _budget() -> None:
    factories.AwardFactory()
    for purpose, amount in (("interventions", "2000.05"), ("staffing", "900.03"), ("data", "100.01")):
        factories.BudgetLineFactory(purpose=purpose, amount=Decimal(amount))
    staffing = factories.BudgetLineFactory._meta.model.objects.get(purpose="staffing")
    factories.SpendEntryFactory(line=staffing, quarter=quarter(1), amount=Decimal("10.07"))
    factories.SpendEntryFactory(line=staffing, quarter=quarter(3), amount=Decimal("0.02"))
    factories.SpendEntryFactory(line=staffing, quarter=quarter(3), amount=Decimal("7.00"), kind="forecast")


def _shares() -> None:
    allocation = factories.AllocationFactory()
    csp = factories.CommunitySafetyPartnershipFactory(name="Leeds CSP", district=factories.LeedsFactory())
    police = factories.OrganisationFactory(name="Police", kind=Organisation.Kind.POLICE)
    of_csp = factories.ShareFactory(
        allocation=allocation, recipient=csp, labour=Decimal("5.01"), non_labour=Decimal("5.02")
    )
    factories.ShareFactory(
        allocation=allocation, recipient=police, labour=Decimal("10.00"), non_labour=Decimal("1.00")
    )
    factories.ShareEntryFactory(share=of_csp, labour=Decimal("-1.00"))
    factories.QuarterlyReturnFactory(
        csp=csp,
        quarter=quarter(1),
        state="accepted",
        submitted_on=date(2023, 7, 3),
        accepted_on=date(2023, 7, 4),
        labour_spent=Decimal("5.00"),
        non_labour_spent=Decimal("0.55"),
    )
