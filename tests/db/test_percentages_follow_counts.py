"""A percentage that is worked out from counts of people is hidden where one of them is (docs/rules.md 9)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.factories import ReachRecordFactory
from vrp_portal.figures.reading import Reading
from vrp_portal.figures.registry import FIGURES, Figure
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import Unit
from vrp_portal.periods import FinancialYear, Quarter

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
SHARE = Figure(
    "share_25_and_over",
    "Share aged 25 or over",
    Unit.PERCENT,
    "Of people reached whose age is known, those aged 25 or over.",
    lambda read: 100 * read.figure("people_25_and_over") // read.figure("people_24_and_under"),
    parts=("people_24_and_under", "people_25_and_over"),
)


@pytest.fixture(autouse=True)
def _has_a_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FIGURES, SHARE.key, SHARE)


@pytest.mark.parametrize(
    ("older", "in_full", "shown"), [(3, True, "3.00%"), (3, False, "[c]"), (20, False, "20.00%")]
)
def test_a_share_of_few_people_is_hidden(leeds: Any, older: int, in_full: bool, shown: str) -> None:
    for people in ({"people_24_and_under": 100}, {"people_25_and_over": older}):
        ReachRecordFactory(quarter=Quarter(YEAR, 1), district=leeds, **people)
    reading = Reading(Scope(YEAR, date(2023, 6, 30)), in_full=in_full)
    result = reading.compute([SHARE.key])[SHARE.key]
    assert result.shown == shown
    assert (result.value is None) == (shown == "[c]")
