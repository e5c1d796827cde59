"""How far the duty has come: milestones done and late on a day, and the returns that came in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from svd.models import DutyMilestone
from tests.factories import CommunitySafetyPartnershipFactory, DutyMilestoneFactory
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import FinancialYear

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
STATE = DutyMilestone.State


def values(as_at: date, *keys: str, district: Any = None) -> list[Any]:
    return [compute(keys, Scope(YEAR, as_at, district))[key].value for key in keys]


@pytest.fixture
def milestones(leeds: Any) -> None:
    """Done a day early; done late; due and not done; without a due day."""
    DutyMilestoneFactory(due_on=date(2024, 1, 31), state=STATE.DONE, done_on=date(2024, 1, 30))
    DutyMilestoneFactory(due_on=date(2023, 9, 30), state=STATE.DONE, done_on=date(2023, 10, 15))
    DutyMilestoneFactory(due_on=date(2023, 12, 31), state=STATE.IN_PROGRESS, done_on=None, district=leeds)
    DutyMilestoneFactory(due_on=None, state=STATE.NOT_STARTED, done_on=None)


@pytest.mark.parametrize(
    ("as_at", "done", "late"),
    [
        (date(2023, 9, 30), 0, 0),  # the last day is not late
        (date(2023, 10, 1), 0, 1),
        (date(2023, 10, 15), 1, 0),
        (date(2024, 1, 1), 1, 1),
        (date(2024, 1, 30), 2, 1),
    ],
)
def test_milestones_are_done_or_late_on_a_day(milestones: None, as_at: date, done: int, late: int) -> None:
    keys = ("duty_milestones", "duty_milestones_done", "duty_milestones_late")
    assert values(as_at, *keys) == [4, done, late]


def test_a_district_has_its_own_milestones(milestones: None, leeds: Any) -> None:
    assert values(date(2024, 1, 1), "duty_milestones", "duty_milestones_late", district=leeds) == [1, 1]


def test_each_partnership_owes_a_return_for_each_quarter_that_ended(leeds: Any, bradford: Any) -> None:
    for district in (leeds, bradford):
        CommunitySafetyPartnershipFactory(district=district)
    assert values(date(2023, 12, 31), "returns_due", "returns_accepted") == [6, 0]
    assert values(date(2023, 12, 30), "returns_due", "returns_accepted", district=leeds) == [2, 0]
