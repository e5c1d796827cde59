"""A total that a spreadsheet works out anew: a formula where a file has formulas, its amount elsewhere."""

from __future__ import annotations

import io
from decimal import Decimal
from zipfile import ZipFile

import openpyxl
import pytest

from vrp_portal.tabular.sheet import ColumnSpec, Kind, Sheet, SumOf
from vrp_portal.tabular.writers.csv_file import write_csv
from vrp_portal.tabular.writers.json_file import write_json
from vrp_portal.tabular.writers.ods_file import write_ods
from vrp_portal.tabular.writers.xlsx_file import write_xlsx

DEBT = SumOf(Decimal("-0.30"), "B2:C2")
SHEET = Sheet(
    "Sums",
    (
        ColumnSpec("who", "Who"),
        ColumnSpec("one", "One", Kind.POUNDS),
        ColumnSpec("other", "Other", Kind.POUNDS),
        ColumnSpec("total", "Total", Kind.POUNDS),
    ),
    (("Club", Decimal("-0.10"), Decimal("-0.20"), DEBT),),
    ("Total", SumOf(Decimal("-0.10"), "B2"), SumOf(Decimal("-0.20"), "C2"), SumOf(Decimal("-0.30"), "D2")),
    frozen_columns=1,
)


def written(write) -> io.BytesIO:
    stream = io.BytesIO()
    write(SHEET, stream)
    stream.seek(0)
    return stream


def test_in_excel_it_is_a_formula_that_carries_its_amount() -> None:
    formulas = openpyxl.load_workbook(written(write_xlsx)).worksheets[0]
    values = openpyxl.load_workbook(written(write_xlsx), data_only=True).worksheets[0]
    assert [formulas[cell].value for cell in ("D2", "B3")] == ["=ROUND(SUM(B2:C2),2)", "=ROUND(SUM(B2),2)"]
    assert [values[cell].value for cell in ("D2", "B3")] == [-0.3, -0.1]
    assert formulas.freeze_panes == "B2"


def test_in_opendocument_it_is_a_formula_that_carries_its_amount() -> None:
    content = ZipFile(written(write_ods)).read("content.xml").decode()
    assert 'table:formula="of:=ROUND(SUM([.B2:.C2]);2)"' in content
    assert 'table:formula="of:=ROUND(SUM([.B2]);2)"' in content
    assert 'office:currency="GBP" office:value="-0.30"><text:p>−£0.30</text:p>' in content


@pytest.mark.parametrize(("write", "amount"), [(write_csv, ",-0.30\r\n"), (write_json, '"total": "-0.30"')])
def test_elsewhere_it_is_its_amount(write, amount: str) -> None:
    assert amount in written(write).read().decode("utf-8-sig")
