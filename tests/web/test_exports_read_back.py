"""The register's files, read back: every row that the page's filter leaves, in its order, with its totals."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse
from odf import opendocument
from odf.table import TableCell, TableRow

from interventions.models import FundingEntry, FundingLine, FundingSpend, Intervention, ReachRecord
from tests.factories import AwardFactory, MatchContributionFactory, OrganisationFactory
from tests.web.reading import body_of, rows_of
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import FinancialYear, Quarter

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
AS_AT = date(2023, 12, 31)
ASKED = {"year": "2023/24", "as_at": "2023-12-31"}
FORMULA = "=HYPERLINK(1)"


def register_of(many: int) -> None:
    """Interventions 1 to `many`, each with £100.01 times its number, a third spent, its number reached.

    The odd ones are delivering, the even ones complete; the first has a name that a spreadsheet would run.
    """
    commissioner = OrganisationFactory()
    interventions = Intervention.objects.bulk_create(
        Intervention(
            reference=f"VRP-2023-{number:03d}",
            name=FORMULA if number == 1 else f"Intervention {number}",
            commissioner=commissioner,
            prevention_level="secondary",
            whole_area=True,
            status="delivering" if number % 2 else "complete",
        )
        for number in range(1, many + 1)
    )
    lines = FundingLine.objects.bulk_create(
        FundingLine(intervention=one, funding_source="core", year=YEAR, agreed_on=date(2023, 4, 1))
        for one in interventions
    )
    FundingEntry.objects.bulk_create(
        FundingEntry(line=line, agreed_on=line.agreed_on, amount=money(number), reason="Board")
        for number, line in enumerate(lines, 1)
    )
    FundingSpend.objects.bulk_create(
        FundingSpend(line=line, quarter=Quarter(YEAR, 1), amount=Decimal("33.33") * number)
        for number, line in enumerate(lines, 1)
    )
    ReachRecord.objects.bulk_create(
        ReachRecord(intervention=one, quarter=Quarter(YEAR, 1), people_24_and_under=number)
        for number, one in enumerate(interventions, 1)
    )


def money(number: int) -> Decimal:
    return Decimal("100.01") * number


@pytest.fixture
def client(client_of, staff):
    register_of(63)
    return client_of(staff)


def file(client, fmt, **query):
    return client.get(reverse("interventions-export", args=[fmt]), {**ASKED, **query})


def page(client, **query):
    return client.get(reverse("interventions"), {**ASKED, **query})


def test_every_row_that_the_filter_leaves_in_the_pages_order(client):
    query = {"status": "delivering", "sort": "-allocated"}
    numbers = range(63, 0, -2)
    shown = []
    for number in (1, 2):
        table = page(client, **query, page=number).context["table"]
        shown += [row.record.reference for row in table.page.object_list]
    assert shown == [f"VRP-2023-{number:03d}" for number in numbers]

    header, *rows, total = rows_of(file(client, "csv", **query, page=2))
    assert header[:9] == [
        "Reference",
        "Name",
        "Delivered by",
        "Where",
        "Approach",
        "Status",
        "Allocated",
        "Spent to date",
        "Aged 24 or under",
    ]
    assert [row[0] for row in rows] == shown
    assert [row[6] for row in rows] == [str(money(number)) for number in numbers]
    # 1 + 3 + … + 63 = 32² = 1,024
    assert total[6:9] == ["102410.24", "34129.92", "1024"]


def test_the_total_is_the_pages_footer_and_the_figure(client):
    *_, total = rows_of(file(client, "csv"))
    table = page(client).context["table"]
    figure = compute(["allocated"], Scope(YEAR, AS_AT))["allocated"]
    # 1 + 2 + … + 63 = 2,016
    assert total[6] == figure.plain == "201620.16"
    assert table.total_of("allocated") == figure.value
    assert "£201,620.16" in page(client).content.decode()


def test_a_file_is_named_for_what_year_and_day_it_holds(client):
    for fmt in ("csv", "xlsx", "ods"):
        named = file(client, fmt)["Content-Disposition"]
        assert named == f'attachment; filename="interventions_2023-24_as-at-2023-12-31.{fmt}"'


def test_money_in_a_workbook_is_a_number_and_a_formula_is_text(client):
    workbook = openpyxl.load_workbook(io.BytesIO(body_of(file(client, "xlsx"))))
    header, *rows, total = workbook.worksheets[0].iter_rows(max_col=9)
    assert [cell.value for cell in header][6:] == ["Allocated", "Spent to date", "Aged 24 or under"]
    assert len(rows) == 63
    first = rows[0]
    assert (first[0].value, first[6].value, first[8].value) == ("VRP-2023-001", 100.01, 1)
    assert {cell.data_type for cell in (first[6], first[7], first[8])} == {"n"}
    assert first[1].data_type != "f"
    assert FORMULA in str(first[1].value)
    assert total[6].value == 201620.16


def test_a_formula_in_csv_is_text(client):
    _, first, *_ = rows_of(file(client, "csv"))
    assert first[1] == f"'{FORMULA}"


def test_money_in_an_opendocument_sheet_is_a_number(client):
    document = opendocument.load(io.BytesIO(body_of(file(client, "ods"))))
    rows = document.spreadsheet.getElementsByType(TableRow)
    cells = rows[1].getElementsByType(TableCell)
    assert cells[6].getAttribute("valuetype") in {"currency", "float"}
    assert Decimal(cells[6].getAttribute("value")) == Decimal("100.01")
    assert cells[1].getAttribute("valuetype") == "string"
    assert cells[1].getAttribute("formula") is None


def test_days_in_a_workbook_are_dates(client_of, finance):
    MatchContributionFactory(amount="1000.50", pledged_on=date(2023, 4, 1), confirmed_on=date(2023, 9, 1))
    MatchContributionFactory(amount="2.25", pledged_on=date(2023, 4, 2))
    response = client_of(finance).get(reverse("match-export", args=["xlsx"]), ASKED)
    header, first, second, total = openpyxl.load_workbook(io.BytesIO(body_of(response))).worksheets[0].rows
    names = [cell.value for cell in header]
    amount, confirmed = names.index("Amount"), names.index("Confirmed on")
    assert [row[amount].value for row in (first, second, total)] == [1000.5, 2.25, 1002.75]
    assert first[confirmed].is_date
    assert f"{first[confirmed].value:%Y-%m-%d}" == "2023-09-01"


@pytest.mark.parametrize("name", ["awards-export", "match-export", "allocations-export"])
@pytest.mark.parametrize("fmt", ["csv", "xlsx", "ods"])
def test_every_ledger_is_to_be_had_in_every_format(client_of, panel, name, fmt):
    AwardFactory()
    response = client_of(panel).get(reverse(name, args=[fmt]), ASKED)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert body_of(response)
