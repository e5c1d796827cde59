"""Every allocation table that is offered, and every file of it, comes to its figure to the penny."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.cell import range_boundaries
from python_calamine import CalamineWorkbook

from tests import factories
from tests.awkward import DECEMBER, awkward_year
from vrp_portal.allocation_tables.entries import Entry, entries
from vrp_portal.allocation_tables.holdings import (
    HELD,
    By,
    Choice,
    Of,
    Source,
    Told,
    nearest,
    offered,
    why_not,
)
from vrp_portal.allocation_tables.ledger import STANDARD, LedgerFile
from vrp_portal.allocation_tables.models import LedgerLayout
from vrp_portal.allocation_tables.reading import TotalDiffers, read_money, read_table
from vrp_portal.allocation_tables.sheets import sheet_of
from vrp_portal.figures.registry import FIGURES, compute
from vrp_portal.figures.scope import Scope
from vrp_portal.tabular.sheet import SumOf
from vrp_portal.tabular.writers.csv_file import write_csv
from vrp_portal.tabular.writers.ods_file import write_ods
from vrp_portal.tabular.writers.xlsx_file import write_xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _year(db: None) -> None:
    awkward_year()


CHOICES = [
    replace(choice, source=source) for choice in offered() for source in HELD[choice.of, choice.told].figures
]
ALL_SOURCES = [choice for choice in CHOICES if not choice.source]
COMES_TO = {
    "allocated": "2111.17",
    "spent": "100.30",
    "unspent": "2010.87",
    "core_committed": "999.98",
    "core_spent": "99.99",
    "core_unspent": "899.99",
    "svd_committed": "1111.08",
    "svd_interventions_spent": "0.11",
    "svd_interventions_unspent": "1110.97",
    "match_interventions_committed": "0.10",
    "match_interventions_spent": "0.20",
    "match_interventions_unspent": "-0.10",
    "other_interventions_committed": "0.01",
    "other_interventions_spent": "0.00",
    "other_interventions_unspent": "0.01",
    "core_budgeted": "3000.09",
    "core_spent_all": "110.08",
    "core_budgeted_unspent": "2890.01",
    "svd_shared": "20.03",
    "svd_spent": "5.55",
}
"""What each figure is, worked out by hand from `tests.awkward`."""


def figure(choice: Choice, scope: Scope = DECEMBER) -> Decimal:
    value = compute([choice.figure], scope)[choice.figure].value
    assert isinstance(value, Decimal)
    return value


def amounts(cells: Any) -> list[Decimal]:
    """The money among the cells of a row."""
    given = [cell.amount if isinstance(cell, SumOf) else cell for cell in cells]
    return [cell for cell in given if isinstance(cell, Decimal)]


def written(choice: Choice, write: Any) -> io.BytesIO:
    stream = io.BytesIO()
    write(sheet_of(read_table(choice, DECEMBER)), stream)
    stream.seek(0)
    return stream


def test_the_figures_are_what_was_worked_out_by_hand() -> None:
    assert {choice.figure for choice in CHOICES} == COMES_TO.keys() <= FIGURES.keys()
    results = compute(COMES_TO, DECEMBER)
    assert {key: result.plain for key, result in results.items()} == COMES_TO


def test_every_combination_is_offered_or_refused_in_words() -> None:
    """Nothing between: a table can be shown, or the reader is told why not and what could be."""
    can = set(offered())
    assert len(can) == 85
    for of in Of:
        for told in Told:
            for rows in By:
                for columns in (None, *By):
                    choice = Choice(of, told, rows, columns)
                    reasons = why_not(choice)
                    assert (choice in can) is not bool(reasons), choice
                    assert all(reason.endswith(".") for reason in reasons.values())
                    assert set(nearest(choice)) <= can


@pytest.mark.slow
def test_every_table_comes_to_its_figure_on_both_sides() -> None:
    for choice in CHOICES:
        table = read_table(choice, DECEMBER)
        expected = Decimal(COMES_TO[choice.figure])
        assert table.money.total == figure(choice) == expected, choice
        rows = [table.of_row(part) for part in table.pivot.rows]
        assert sum(amounts(rows)) == expected, choice
        assert sum(table.of_column(part) for part in table.pivot.columns) == expected, choice
        cells = [table.cell(row, column) for row in table.pivot.rows for column in table.pivot.columns]
        assert sum(amounts(cells)) == expected, choice


@pytest.mark.slow
def test_every_sheet_names_the_very_cells_that_it_adds_up() -> None:
    for choice in ALL_SOURCES:
        sheet = sheet_of(read_table(choice, DECEMBER))
        assert sheet.totals is not None
        grid = [[column.label for column in sheet.columns], *sheet.rows, sheet.totals]
        sums = [cell for row in grid for cell in row if isinstance(cell, SumOf)]
        assert sums, choice
        for total in sums:
            left, top, right, bottom = range_boundaries(total.cells)
            block = [cell for row in grid[top - 1 : bottom] for cell in row[left - 1 : right]]
            assert sum(amounts(block)) == total.amount, (choice, total)


@pytest.mark.slow
def test_every_kind_of_file_has_the_same_totals() -> None:
    """CSV as text; Excel and OpenDocument by the values that they carry beside their formulas."""
    for choice in ALL_SOURCES:
        compare_files(choice)


def compare_files(choice: Choice) -> None:
    expected = figure(choice)
    sheet = sheet_of(read_table(choice, DECEMBER))
    total = [column.name for column in sheet.columns].index("total")

    lines = list(csv.reader(io.StringIO(written(choice, write_csv).read().decode("utf-8-sig"))))
    excel = openpyxl.load_workbook(written(choice, write_xlsx), data_only=True).worksheets[0]
    document = CalamineWorkbook.from_filelike(written(choice, write_ods)).get_sheet_by_index(0).to_python()

    in_excel = [[cell.value for cell in row] for row in excel.iter_rows()]
    for rows in (lines, in_excel, document):
        assert rows[-1][0] == "Total"
        assert pennies(rows[-1][total]) == expected
        assert sum(map(pennies, [row[total] for row in rows[1:-1]])) == expected
        if total > 1:
            assert sum(map(pennies, rows[-1][1:total])) == expected


def pennies(value: Any) -> Decimal:
    if value in (None, "", "Not stated"):
        return Decimal(0)
    return Decimal(str(value)).quantize(Decimal("0.01"))


@pytest.mark.slow
def test_every_ledger_file_comes_to_its_figure() -> None:
    by_figure = {choice.figure: choice for choice in CHOICES if choice.told != Told.REMAINING}
    for choice in by_figure.values():
        money = read_money(choice, DECEMBER)
        for sign, times in (("positive", 1), ("negative", -1)):
            layout = LedgerLayout(columns=STANDARD.columns, sign=sign, delimiter=";", decimal=",")
            content = LedgerFile(money, layout).content().decode("utf-8-sig")
            heading, *rows = csv.reader(io.StringIO(content, newline=""), delimiter=";")
            place = heading.index("Amount")
            total = sum(Decimal(row[place].replace(",", ".")) for row in rows)
            assert total == times * figure(choice), choice


def test_the_district_narrows_table_and_figure_alike() -> None:
    leeds = factories.LeedsFactory()
    scope = DECEMBER.in_district(leeds)
    for of, told, expected in (
        (Of.INTERVENTIONS, Told.ALLOCATED, "999.98"),
        (Of.INTERVENTIONS, Told.SPENT, "99.99"),
        (Of.INTERVENTIONS, Told.REMAINING, "899.99"),
        (Of.SHARES, Told.ALLOCATED, "9.03"),
        (Of.SHARES, Told.SPENT, "5.55"),
    ):
        table = read_table(Choice(of, told, By.ORGANISATION, By.DISTRICT), scope)
        assert table.money.total == Decimal(expected)
        assert [part.label for part in table.pivot.columns] == ["Leeds"]


def test_what_states_no_amount_has_a_row_and_adds_nothing() -> None:
    table = read_table(Choice(Of.INTERVENTIONS, Told.ALLOCATED, By.DISTRICT, By.SOURCE), DECEMBER)
    cells = {
        (row.label, column.label): table.cell(row, column)
        for row in table.pivot.rows
        for column in table.pivot.columns
    }
    assert cells["Bradford", "Core grant"] == "Not stated"
    assert cells["Leeds", "Core grant"] == Decimal("999.98")
    assert cells["Leeds", "Other"] is None
    assert table.money.not_stated == 1


def test_a_pound_that_is_spent_on_interventions_is_in_the_grants_table_once() -> None:
    table = read_table(Choice(Of.BUDGET, Told.SPENT, By.BUDGET_LINE, By.QUARTER), DECEMBER)
    told = {part.label: table.of_row(part) for part in table.pivot.rows}
    assert told == {"Interventions": Decimal("99.99"), "Staffing": Decimal("10.09")}


def test_a_table_that_does_not_come_to_its_figure_is_not_shown() -> None:
    choice = Choice(Of.INTERVENTIONS, Told.SPENT, By.SOURCE)

    def a_penny_more(choice: Choice, scope: Scope) -> list[Entry]:
        first, *others = entries(choice, scope)
        return [replace(first, pennies=(first.pennies or 0) + 1), *others]

    with pytest.raises(TotalDiffers, match="entries of 10031 pennies, the figure spent of 10030"):
        read_money(choice, DECEMBER, read=a_penny_more)


def test_what_somebody_saves_in_between_is_read_again() -> None:
    choice = Choice(Of.INTERVENTIONS, Told.ALLOCATED, By.SOURCE)
    found: list[list[Entry]] = []

    def interrupted(choice: Choice, scope: Scope) -> list[Entry]:
        found.append(entries(choice, scope))
        if len(found) == 1:
            factories.FundingLineFactory(stating="1.00")
        return found[-1]

    assert read_money(choice, DECEMBER, read=interrupted).total == Decimal("2112.17")
    assert len(found) == 2


@pytest.mark.parametrize(("of", "told"), HELD)
def test_the_number_of_queries_does_not_depend_on_how_many_records_there_are(
    of: Of, told: Told, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    held = HELD[of, told]
    choice = Choice(of, told, held.by[0], held.by[1] if len(held.by) > 1 else None)
    with django_assert_max_num_queries(12) as few:
        read_table(choice, DECEMBER)
    for number in range(5):
        line = factories.FundingLineFactory(stating="3.33", funding_source=Source.CORE)
        factories.FundingSpendFactory(line=line, amount=Decimal("1.11"))
        factories.ShareFactory(
            allocation=factories.AllocationFactory._meta.model.objects.get(),
            labour=Decimal(number),
            non_labour=Decimal("0.01"),
        )
    with django_assert_num_queries(len(few)):
        read_table(choice, DECEMBER)
