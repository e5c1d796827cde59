"""The workbook of the 30% rule: LibreOffice works out from its formulas what the portal says."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command

from grants.models import HighImpactTerms
from interventions.models import Assessment
from interventions.rules import Counting
from tests.factories import (
    ApproachRatingFactory,
    AssessmentFactory,
    AwardFactory,
    FundingLineFactory,
    FundingSpendFactory,
    HighImpactTermsFactory,
    ImpactFactory,
    OverrideFactory,
)
from tests.office import converted
from tests.web.reading import body_of
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import FinancialYear

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SCOPE = Scope(FinancialYear(2023), date(2023, 12, 31))
ASKED = {"year": "2023/24", "as_at": "2023-12-31"}
FIGURES = {
    7: "high_impact_required",
    8: "high_impact_committed",
    9: "high_impact_spent",
    10: "high_impact_forecast",
    11: "high_impact_deciding_headroom",
    12: "high_impact_headroom",
    13: "high_impact_spent_headroom",
    14: "high_impact_forecast_headroom",
    18: "assessed_not_counting_committed",
    19: "without_assessment_committed",
    20: "assessed_not_counting_spent",
    21: "without_assessment_spent",
}
"""The row of “The rule” in which each figure stands."""


@pytest.fixture
def workbook(client_of, staff):
    """Download the workbook as it stands."""

    def download() -> openpyxl.Workbook:
        response = client_of(staff).get("/rule/workbook.xlsx", ASKED)
        assert response.status_code == 200
        return openpyxl.load_workbook(io.BytesIO(body_of(response)))

    return download


def recalculated(book: openpyxl.Workbook, soffice: str, folder: Path) -> openpyxl.Workbook:
    """The workbook with every formula worked out anew: openpyxl saves none of the values that it carried."""
    path = folder / "rule.xlsx"
    book.save(path)
    return openpyxl.load_workbook(converted(path, "xlsx", soffice, folder), data_only=True)


def pennies(value: Any) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))


def figures_of(book: openpyxl.Workbook) -> dict[str, Decimal]:
    return {key: pennies(book["The rule"].cell(row, 2).value) for row, key in FIGURES.items()}


def recorded() -> dict[str, Decimal]:
    return {key: result.value for key, result in compute(FIGURES.values(), SCOPE).items()}


def test_the_formulas_give_the_portals_figures(workbook, soffice, tmp_path):
    call_command("load_paper", stdout=StringIO())
    call_command("load_illustrative", stdout=StringIO())
    opened = recalculated(workbook(), soffice, tmp_path)
    assert figures_of(opened) == recorded()
    rule = opened["The rule"]
    assert (rule["B15"].value, rule["B16"].value) == (0.3, "Met")
    counted = [row[11].value for row in opened["Lines"].iter_rows(min_row=2)]
    assert (counted.count("Yes"), counted.count("No"), counted.count("Not assessed")) == (20, 29, 4)
    districts = {row[0].value: row[1].value for row in opened["By district"].iter_rows(min_row=2)}
    assert pennies(districts.pop("Total")) == Decimal("1316424.00") == pennies(sum(districts.values()))
    *_, last_day = opened["Over the year"].iter_rows(min_row=2)
    assert [cell.value for cell in last_day][2:] == [1316424, 905491.59, 0]


def test_the_file_carries_the_same_values_for_who_has_no_spreadsheet_program(client_of, staff):
    call_command("load_paper", stdout=StringIO())
    call_command("load_illustrative", stdout=StringIO())
    response = client_of(staff).get("/rule/workbook.xlsx", ASKED)
    assert response["Content-Disposition"].endswith('"30-percent-rule_2023-24_as-at-2023-12-31.xlsx"')
    carried = openpyxl.load_workbook(io.BytesIO(body_of(response)), data_only=True)
    assert figures_of(carried) == recorded()
    assert carried["The rule"]["B16"].value == "Met"


@pytest.fixture
def lines(db):
    """£300.01 that counts, £200 of moderate impact with evidence 3, £100 not assessed, one not stated."""
    AwardFactory(amount=Decimal("1000.01"))
    HighImpactTermsFactory(percentage=Decimal("30.00"), minimum_confidence=4)
    counting, moderate, unassessed, _unstated = (
        FundingLineFactory(stating=amount) for amount in ("300.01", "200.00", "100.00", None)
    )
    AssessmentFactory(intervention=counting.intervention)
    AssessmentFactory(
        intervention=moderate.intervention,
        rating=ApproachRatingFactory(
            impact=ImpactFactory(word="Moderate", counting=Counting.WITH_HIGH_CONFIDENCE),
            evidence_confidence=3,
        ),
    )
    FundingSpendFactory(line=counting, amount=Decimal("0.10"))
    FundingSpendFactory(line=moderate, amount=Decimal("0.20"))
    return counting, moderate, unassessed


def test_a_penny_short_is_short_in_both(workbook, lines, soffice, tmp_path):
    """30% of £1,000.01 is £300.003, so £300.01 is required: met to the penny, and short by one without it."""
    book = workbook()
    assert figures_of(recalculated(book, soffice, tmp_path)) == recorded()
    assert recorded()["high_impact_headroom"] == 0
    book["Lines"]["I2"] = 300.00
    short = recalculated(book, soffice, tmp_path)
    assert figures_of(short)["high_impact_headroom"] == Decimal("-0.01")
    assert short["The rule"]["B16"].value == "Not met"
    assert short["The rule"]["B15"].value == 0.2999, "29.9997% is never rounded up into 30%"


def test_changing_an_input_gives_what_the_portal_gives_after_the_same_change(
    workbook, lines, soffice, tmp_path
):
    book = workbook()
    book["The rule"]["B3"] = 2000
    book["The rule"]["B5"] = 3
    book["The rule"]["B6"] = "spent"
    book["Lines"]["F4"] = "always"
    changed = recalculated(book, soffice, tmp_path)
    _, _, unassessed = lines
    from grants.models import Award

    award = Award.objects.get()
    award.delete()
    AwardFactory(funder=award.funder, amount=Decimal("2000.00"))
    HighImpactTerms.objects.update(minimum_confidence=3, basis="spent")
    AssessmentFactory(intervention=unassessed.intervention)
    assert figures_of(changed) == recorded()
    assert recorded()["high_impact_committed"] == Decimal("600.01")


def test_a_year_without_award_or_terms_gives_a_workbook_all_the_same(workbook, soffice, tmp_path):
    book = workbook()
    for opened in (book, recalculated(book, soffice, tmp_path)):
        assert opened["Lines"].max_row == 1
    assert opened["The rule"]["B16"].value == "Can't be judged"
    assert (opened["The rule"]["B7"].value, opened["The rule"]["B8"].value) == (None, 0)


def test_an_override_is_listed_without_the_names_of_those_who_made_it(workbook, lines):
    counting, *_ = lines
    made = OverrideFactory(
        intervention=counting.intervention,
        rating=ApproachRatingFactory(
            approach=Assessment.objects.first().rating.approach, in_force_from=date(2021, 1, 1)
        ),
    )
    (row,) = workbook()["Overrides"].iter_rows(min_row=2, values_only=True)
    assert row[0] == str(counting.intervention)
    assert row[4] == made.note
    assert made.assessed_by.username not in str(row)
