"""An attacker signs in as a Panel member, takes all that they may fetch, and solves for hidden counts.

The attacker knows which interventions there are, of which approach, level and place, and from when one was
withdrawn: all of that is on the register. They do not know how many people each reached.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from django.urls import reverse
from lxml import html
from scipy.optimize import linprog

from interventions.models import Intervention, ReachRecord
from tests.factories import ApproachFactory, DistrictFactory, InterventionFactory, ReachRecordFactory
from vrp_portal.partnership.models import WHOLE_AREA, District
from vrp_portal.periods import FinancialYear, Quarter, quarters_ended

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
QUARTERS = (1, 2, 3)
GONE = date(2023, 11, 20)
DAYS = (date(2023, 6, 30), GONE - timedelta(days=1), GONE, date(2023, 12, 31))
COLUMNS = {
    "People aged 24 or under reached": "people_24_and_under",
    "People aged 25 or over reached": "people_25_and_over",
    "Professionals trained": "professionals_trained",
}
HIDDEN = "[c]"


@pytest.fixture
def register(request: pytest.FixtureRequest) -> list[ReachRecord]:
    """A dozen interventions of the whole area and five districts, many of which reach few people."""
    chance = random.Random(request.param)  # made up, and the same in every run
    few = (0, 0, 1, 2, 3, 4, 5, 6, 9)
    districts = [
        DistrictFactory(name=name) for name in ("Bradford", "Calderdale", "Kirklees", "Leeds", "Wakefield")
    ]
    approaches = [ApproachFactory(name=name) for name in ("Arts", "Mentoring", "Navigators", "Sports")]
    records = []
    for number in range(12):
        intervention = InterventionFactory(
            approach=chance.choice([*approaches, None]),
            prevention_level=chance.choice(Intervention.PreventionLevel.values),
            withdrawn_on=GONE if number in (3, 8) else None,
            withdrawn_reason="Entered twice" if number in (3, 8) else "",
        )
        district = chance.choice([*districts, None])
        for quarter in QUARTERS:
            people = {
                column: chance.choice(few) if chance.random() < 0.4 else chance.randrange(300)
                for column in COLUMNS.values()
            }
            records.append(
                ReachRecordFactory(
                    intervention=intervention, district=district, quarter=Quarter(YEAR, quarter), **people
                )
            )
    return records


@dataclass(frozen=True)
class Asked:
    """A count on a page: of which records it is the sum."""

    column: str
    day: date
    place: str = ""
    quarter: int | None = None
    approach: str = ""
    level: str = ""

    def adds(self, record: ReachRecord) -> bool:
        intervention = record.intervention
        ended = [quarter.number for quarter in quarters_ended(YEAR, as_at=self.day)]
        approach = intervention.approach.name if intervention.approach else "Approach not stated"
        return (
            record.quarter.number in ended
            and (intervention.withdrawn_on is None or intervention.withdrawn_on > self.day)
            and self.place in ("", record.district.name if record.district else WHOLE_AREA)
            and self.quarter in (None, record.quarter.number)
            and self.approach in ("", approach)
            and self.level in ("", intervention.get_prevention_level_display())
        )


@dataclass
class Notebook:
    """What the attacker wrote down: each count, as it was shown."""

    shown: dict[Asked, int] = field(default_factory=dict)
    hidden: set[Asked] = field(default_factory=set)

    def note(self, asked: Asked, words: str) -> None:
        if words == HIDDEN:
            self.hidden.add(asked)
        elif words:
            count = int(words.replace(",", ""))
            assert self.shown.setdefault(asked, count) == count, "Two pages tell the same differently."


def row_of(chart: str, label: str, asked: Asked) -> Asked:
    """What a row of a chart's table counts, by the chart and the row's label."""
    if label == "Total":
        return asked
    narrowed = dict(asked.__dict__)
    if chart == "reach-by-quarter":
        narrowed["quarter"] = int(label[1])
    elif chart == "reach-by-district":
        narrowed["place"] = label
    elif chart == "reach-by-approach":
        narrowed["approach"] = label
    elif chart == "reach-by-level":
        narrowed["level"] = label
    else:
        raise AssertionError(f"What does a row of {chart} count?")
    return Asked(**narrowed)


def take(book: Notebook, page: bytes, *, day: date, place: str) -> int:
    """Write down every count of people in the tables of a page; how many there were."""
    taken = 0
    for figure in html.fromstring(page).iter("figure"):
        chart = figure.get("aria-labelledby").removesuffix("-title")
        columns = [" ".join(cell.text_content().split()) for cell in figure.find(".//thead").iter("th")]
        for row in figure.iter("tr"):
            label, *cells = [" ".join(cell.text_content().split()) for cell in row.iter("th", "td")]
            for column, words in zip(columns[1:], cells, strict=True):
                if column in COLUMNS and words != column:
                    book.note(row_of(chart, label, Asked(COLUMNS[column], day, place)), words)
                    taken += 1
    return taken


def everything(client: Any) -> Notebook:
    """All counts of the overview and of the Panel's page of people, as at each day, in each place.

    The page of people says by kind what the overview doesn't, and for the whole area only.
    """
    book = Notebook()
    districts = list(District.objects.values_list("name", flat=True))
    for day in DAYS:
        for name, place in (
            *(("overview", place) for place in ("", *districts)),
            *(("panel-people", place) for place in ("", districts[0])),
        ):
            response = client.get(
                reverse(name), {"year": YEAR.label, "as_at": day.isoformat(), "district": place}
            )
            assert response.status_code == 200
            assert take(book, response.content, day=day, place=place)
    return book


def worked_out(book: Notebook, records: list[ReachRecord], column: str) -> Iterator[str]:
    """Each hidden count of a column that the equations leave one whole number only."""

    def sum_of(asked: Asked) -> list[int]:
        return [int(asked.adds(record)) for record in records]

    known = {asked: count for asked, count in book.shown.items() if asked.column == column}
    equations, totals = np.array([sum_of(asked) for asked in known]), np.array(list(known.values()))
    for asked in (asked for asked in book.hidden if asked.column == column):
        aim = np.array(sum_of(asked))
        bounds = [
            linprog(towards * aim, A_eq=equations, b_eq=totals, bounds=(0, 100_000)) for towards in (1, -1)
        ]
        assert all(found.status == 0 for found in bounds), "The pages contradict each other."
        least, most = bounds[0].fun, -bounds[1].fun
        if np.ceil(least - 1e-6) >= np.floor(most + 1e-6):
            yield f"{asked} can only be {least:g}"


@pytest.mark.parametrize("register", [1, 2], indirect=True, ids="register {}".format)
def test_no_hidden_count_can_be_worked_out_of_all_that_a_panel_member_may_fetch(
    client_of: Any, panel: Any, register: list[ReachRecord]
) -> None:
    book = everything(client_of(panel))

    assert {asked.column for asked in book.hidden} >= {"people_24_and_under", "people_25_and_over"}
    assert not {1, 2, 3, 4} & set(book.shown.values())
    for column in COLUMNS.values():
        assert list(worked_out(book, register, column)) == []

    # The attack is a real one: were only small counts hidden, and nothing beside them, it would find some.
    careless = with_only_small_counts_hidden(book, register)
    assert any(list(worked_out(careless, register, column)) for column in COLUMNS.values())


def with_only_small_counts_hidden(book: Notebook, records: list[ReachRecord]) -> Notebook:
    """What the attacker would have, were nothing hidden beside small counts."""
    careless = Notebook(dict(book.shown))
    for asked in book.hidden:
        count = sum(getattr(record, asked.column) for record in records if asked.adds(record))
        careless.note(asked, HIDDEN if count < 5 else str(count))
    return careless
