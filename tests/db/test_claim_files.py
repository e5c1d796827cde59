"""The files of a claim that was sent: always the same, typed, with sums that are formulas."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from tests import factories
from vrp_portal.claims import actions
from vrp_portal.claims.contents import frozen_contents
from vrp_portal.claims.document import write_document
from vrp_portal.claims.models import Claim, Scheme
from vrp_portal.claims.workbook import write_workbook
from vrp_portal.periods import FinancialYear, Quarter

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
Q1, Q2 = YEAR.quarters[:2]
OCTOBER = date(2023, 10, 13)


@pytest.fixture
def send():
    """Prepare and send the claim of a quarter."""
    funder, by = factories.OrganisationFactory(kind="government"), factories.UserFactory()

    def send(quarter: Quarter) -> Claim:
        claim = actions.prepare_claim(Scheme.CORE, quarter, funder=funder, on=OCTOBER, by=by)
        return actions.send_claim(claim, on=OCTOBER, by=by)

    return send


@pytest.fixture
def staffing():
    return factories.BudgetLineFactory(year=YEAR, purpose="staffing", amount=Decimal("400.00"))


def spend(line, quarter: Quarter, amount: str) -> None:
    factories.SpendEntryFactory(line=line, quarter=quarter, amount=Decimal(amount), reason="As invoiced")


def file_of(write, claim: Claim) -> bytes:
    stream = io.BytesIO()
    claim = Claim.objects.get(pk=claim.pk)
    write(claim, frozen_contents(claim), stream)
    return stream.getvalue()


def test_a_claim_is_the_same_file_whatever_changes_afterwards(send, staffing):
    spend(staffing, Q1, "100.00")
    claim = send(Q1)
    before = [file_of(write, claim) for write in (write_document, write_workbook)]
    spend(staffing, Q1, "-10.00")
    actions.record_payment(
        claim, amount=Decimal("95.00"), booked_on=OCTOBER, reference="BACS 4411", reason="Disputed"
    )
    assert [file_of(write, claim) for write in (write_document, write_workbook)] == before
    assert before[0].startswith(b"%PDF")


def test_the_workbook_has_typed_cells_and_sums(send, staffing):
    spend(staffing, Q1, "100.00")
    send(Q1)
    spend(staffing, Q1, "-10.00")
    spend(staffing, Q2, "50.00")
    content = io.BytesIO(file_of(write_workbook, send(Q2)))
    values = openpyxl.load_workbook(content, data_only=True)
    formulas = openpyxl.load_workbook(content)
    rows = {row[0].value: [cell.value for cell in row[1:]] for row in values["Claim"].iter_rows(min_row=2)}
    assert rows["Staffing"] == [50, -10, 40, 140, 400]
    assert rows["Total"] == [50, -10, 40, 140, 400]
    assert formulas["Claim"]["D8"].value == "=ROUND(SUM(D2:D7),2)"
    assert formulas["Claim"]["C3"].value == "=ROUND(SUMIFS(Adjustments!$D$2:$D$2,Adjustments!$A$2:$A$2,A3),2)"
    assert [cell.value for cell in values["Adjustments"][2]] == [
        "Staffing",
        "2023/24 Q1",
        "CORE-2023-24-Q1",
        -10,
    ]
