"""Spend against its profile: hollow bars as meant, full as it was, and the amounts in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from vrp_portal.charts.house import COLOURS, GROUND
from vrp_portal.charts.profile import against_profile
from vrp_portal.figures.values import Unit
from vrp_portal.periods import FinancialYear

QUARTERS = FinancialYear(2023).quarters
PROFILE = [Decimal(100), Decimal(200), Decimal(300), Decimal(400)]
SPENT = [Decimal("90.10"), Decimal("210.05"), None, None]


def chart(**changes):
    given = {"profile": PROFILE, "actual": SPENT, **changes}
    return against_profile(QUARTERS, id="spend", title="Spend", summary="It was spent.", **given)


def test_each_quarter_has_what_was_meant_and_what_was():
    meant, was = chart().figure["data"]
    assert (meant["name"], list(meant["text"])) == ("Profile", ["£100.00", "£200.00", "£300.00", "£400.00"])
    assert was["x"] == [90.1, 210.05, None, None]
    assert meant["y"] == was["y"] == [f"By the end of Q{number}" for number in (1, 2, 3, 4)]


def test_what_was_meant_is_hollow_and_what_was_is_full():
    meant, was = chart().figure["data"]
    assert meant["marker"]["color"] == GROUND
    assert meant["marker"]["line"]["color"] == was["marker"]["color"] == COLOURS[0]


def test_the_table_is_exact_and_says_what_is_to_come():
    assert chart().table.rows[1][1:] == ("£200.00", "£210.05")
    assert chart().table.rows[2][1:] == ("£300.00", "Not yet")


def test_people_are_no_pounds():
    of_people = chart(actual=[1, 2, 3, 4], profile=[2, 4, 6, 8], unit=Unit.PEOPLE, unit_title="People")
    assert of_people.table.rows[0][1:] == ("2", "1")
    assert of_people.figure["layout"]["xaxis"]["tickprefix"] == ""


def test_a_value_too_few_is_refused():
    with pytest.raises(ValueError, match="shorter"):
        chart(actual=SPENT[:3])
