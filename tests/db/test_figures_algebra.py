"""Laws that hold between figures, whatever the records are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from interventions.models import (
    ApproachRating,
    Assessment,
    FundingEntry,
    FundingLine,
    FundingSpend,
    Intervention,
    ReachRecord,
)
from interventions.rules import Counting
from tests.factories import (
    ApproachRatingFactory,
    AwardFactory,
    BradfordFactory,
    HighImpactTermsFactory,
    ImpactFactory,
    InterventionFactory,
    LeedsFactory,
    OrganisationFactory,
)
from vrp_portal.figures.registry import FIGURES, by_district, by_quarter, compute
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import Unit
from vrp_portal.partnership.models import District
from vrp_portal.periods import FinancialYear, Quarter

THIS_YEAR, LAST_YEAR, NEXT_YEAR = FinancialYear(2023), FinancialYear(2022), FinancialYear(2024)
SCOPE = Scope(THIS_YEAR, date(2023, 12, 31))

POUNDS_BY_LINE = [
    "allocated",
    "spent",
    "core_committed",
    "core_spent",
    "high_impact_committed",
    "high_impact_spent",
]
PEOPLE = ["people_24_and_under", "people_25_and_over", "people_age_not_known", "professionals_trained"]

pennies = st.integers(0, 100_000_000).map(lambda number: Decimal(number) / 100)
numbers = st.integers(0, 5000)


@dataclass(frozen=True)
class Line:
    """What one intervention is given in a year, and what the Toolkit makes of it."""

    funding_source: str
    place: int
    rating: int
    amounts: list[Decimal]
    spent: list[Decimal]


@dataclass(frozen=True)
class Reach:
    """Whom one intervention reached in a year, a number for each quarter in turn."""

    place: int
    basis: str
    qualifier: str
    people: list[int]


lines = st.builds(
    Line,
    funding_source=st.sampled_from(["core", "core", "svd", "match", "other"]),
    place=st.integers(0, 2),
    rating=st.integers(0, 3),
    amounts=st.lists(pennies, max_size=3),
    spent=st.lists(pennies, max_size=4),
)
reaches = st.builds(
    Reach,
    place=st.integers(0, 2),
    basis=st.sampled_from(["new", "cumulative"]),
    qualifier=st.sampled_from(["exact", "estimate", "up_to"]),
    people=st.lists(numbers, min_size=1, max_size=4),
)
FALLS = {"core_uncommitted", "core_at_risk", "svd_uncommitted", "core_not_budgeted"}
"""What is left of money, as what is unspent is: it falls where more is committed or spent."""

few_examples = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    # With a database, making a failing example smaller takes minutes: the first one found must do.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


class Laws(TestCase):
    """Each example has a transaction of its own, so that no row is carried into the next."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.board = OrganisationFactory()
        cls.places: list[District | None] = [None, LeedsFactory(), BradfordFactory()]
        cls.ratings: list[ApproachRating | None] = [
            None,
            ApproachRatingFactory(impact=ImpactFactory(counting=Counting.ALWAYS)),
            ApproachRatingFactory(
                impact=ImpactFactory(counting=Counting.WITH_HIGH_CONFIDENCE), evidence_confidence=4
            ),
            ApproachRatingFactory(impact=ImpactFactory(counting=Counting.NEVER), evidence_confidence=5),
        ]
        AwardFactory(amount=Decimal("4388080.00"))
        HighImpactTermsFactory(percentage=Decimal(30))

    def log_interventions(self, number: int) -> list[Intervention]:
        logged = InterventionFactory.build_batch(number, commissioner=self.board)
        return Intervention.objects.bulk_create(logged)

    def fund(self, given: Iterable[Line], *, year: FinancialYear = THIS_YEAR) -> None:
        given = list(given)
        interventions = self.log_interventions(len(given))
        funded = FundingLine.objects.bulk_create(
            FundingLine(
                intervention=intervention,
                funding_source=line.funding_source,
                year=year,
                district=self.places[line.place],
                agreed_on=THIS_YEAR.starts,
            )
            for intervention, line in zip(interventions, given, strict=True)
        )
        FundingEntry.objects.bulk_create(
            FundingEntry(line=row, agreed_on=THIS_YEAR.starts, amount=amount, reason="Agreed")
            for row, line in zip(funded, given, strict=True)
            for amount in line.amounts
        )
        FundingSpend.objects.bulk_create(
            FundingSpend(line=row, quarter=Quarter(year, number), amount=amount)
            for row, line in zip(funded, given, strict=True)
            for number, amount in enumerate(line.spent, start=1)
        )
        Assessment.objects.bulk_create(
            Assessment(
                intervention=intervention,
                year=year,
                rating=self.ratings[line.rating],
                reference_on=THIS_YEAR.starts,
                assessed_on=THIS_YEAR.starts,
            )
            for intervention, line in zip(interventions, given, strict=True)
            if line.rating
        )

    def count_people(self, given: Iterable[Reach], *, year: FinancialYear = THIS_YEAR) -> None:
        given = list(given)
        interventions = self.log_interventions(len(given))
        ReachRecord.objects.bulk_create(
            ReachRecord(
                intervention=intervention,
                quarter=Quarter(year, number),
                district=self.places[reach.place],
                basis=reach.basis,
                qualifier=reach.qualifier,
                people_24_and_under=people,
                people_25_and_over=people // 2,
                people_age_not_known=people // 3,
                professionals_trained=people // 4,
            )
            for intervention, reach in zip(interventions, given, strict=True)
            for number, people in enumerate(reach.people, start=1)
        )

    @few_examples
    @given(st.lists(lines, max_size=8))
    def test_what_qualifies_and_what_does_not_make_up_the_core_money(self, given: list[Line]) -> None:
        self.fund(given)
        figures = {key: result.value for key, result in compute(FIGURES, SCOPE).items()}
        assert figures["high_impact_committed"] + figures["other_core_committed"] == figures["core_committed"]
        assert (
            figures["high_impact_interventions"]
            + figures["other_core_interventions"]
            + figures["core_interventions_amount_not_stated"]
            == figures["core_interventions"]
        )
        assert figures["without_assessment_committed"] <= figures["other_core_committed"]
        assert figures["core_uncommitted"] + figures["core_committed"] == figures["core_grant_award"]

    @few_examples
    @given(st.lists(lines, max_size=6), pennies)
    def test_one_more_qualifying_line_never_lowers_the_share(self, given: list[Line], added: Decimal) -> None:
        keys = ["high_impact_share", "high_impact_committed", "high_impact_deciding_headroom"]
        self.fund(given)
        before = {key: result.value for key, result in compute(keys, SCOPE).items()}
        self.fund([Line("core", place=0, rating=1, amounts=[added], spent=[])])
        after = {key: result.value for key, result in compute(keys, SCOPE).items()}
        assert after["high_impact_share"] >= before["high_impact_share"]
        for key in keys[1:]:
            assert after[key] - before[key] == added

    @few_examples
    @given(st.lists(lines, min_size=2, max_size=6), st.randoms(use_true_random=False))
    def test_the_order_in_which_lines_are_entered_makes_no_difference(
        self, given: list[Line], random: Any
    ) -> None:
        rule = [key for key in FIGURES if key.startswith("high_impact")]
        other_year = replace(SCOPE, year=NEXT_YEAR, as_at=SCOPE.as_at)
        self.fund(given)
        self.fund(random.sample(given, len(given)), year=NEXT_YEAR)
        HighImpactTermsFactory(year=NEXT_YEAR)
        AwardFactory(year=NEXT_YEAR, amount=Decimal("4388080.00"), agreed_on=THIS_YEAR.starts)
        in_order = {key: it.value for key, it in compute(rule, SCOPE).items() if "spent" not in key}
        shuffled = {key: it.value for key, it in compute(rule, other_year).items() if "spent" not in key}
        for key in in_order.keys() - {"high_impact_forecast", "high_impact_forecast_headroom"}:
            assert shuffled[key] == in_order[key], key
        counting = [line for line in given if line.funding_source == "core" and line.rating in {1, 2}]
        exact = sum((amount for line in counting for amount in line.amounts), Decimal(0))
        assert in_order["high_impact_committed"] == exact

    @few_examples
    @given(st.lists(lines, max_size=8))
    def test_headroom_is_what_is_committed_less_what_is_required(self, given: list[Line]) -> None:
        self.fund(given)
        figures = {key: result.value for key, result in compute(FIGURES, SCOPE).items()}
        assert figures["high_impact_required"] == Decimal("1316424.00")
        assert figures["high_impact_headroom"] == figures["high_impact_committed"] - Decimal("1316424.00")
        assert figures["high_impact_spent_headroom"] == figures["high_impact_spent"] - Decimal("1316424.00")
        assert (figures["high_impact_share"] >= 30) == (figures["high_impact_headroom"] >= 0)

    @few_examples
    @given(st.lists(lines, max_size=8))
    def test_the_money_is_the_sum_of_what_was_agreed(self, given: list[Line]) -> None:
        self.fund(given)
        figures = compute(["allocated", "core_committed", "spent"], SCOPE)
        everything = sum(sum(line.amounts) for line in given)
        core = sum(sum(line.amounts) for line in given if line.funding_source == "core")
        three_quarters = sum(sum(line.spent[:3]) for line in given)
        assert [figure.value for figure in figures.values()] == [everything, core, three_quarters]

    @few_examples
    @given(st.lists(lines, max_size=6), st.lists(reaches, max_size=6))
    def test_districts_and_whole_area_add_up_to_the_total(
        self, money: list[Line], people: list[Reach]
    ) -> None:
        self.fund(money)
        self.count_people(people)
        division = by_district([*POUNDS_BY_LINE, *PEOPLE], SCOPE)
        for place, figure in enumerate(division.figures):
            parts = sum(row[place].value for _, row in division.rows)
            assert parts == division.total[place].value, figure.key

    @few_examples
    @given(st.lists(lines, max_size=6), st.lists(reaches, max_size=6))
    def test_a_district_s_scope_gives_its_row_of_the_division(
        self, money: list[Line], people: list[Reach]
    ) -> None:
        self.fund(money)
        self.count_people(people)
        keys = [*POUNDS_BY_LINE, *PEOPLE, "core_interventions"]
        rows = {part.label: row for part, row in by_district(keys, SCOPE).rows}
        for district in filter(None, self.places):
            alone = compute(keys, SCOPE.in_district(district))
            assert [result.value for result in rows[district.name]] == [
                result.value for result in alone.values()
            ]

    @few_examples
    @given(st.lists(reaches, max_size=8))
    def test_quarters_add_up_to_the_year_so_far(self, people: list[Reach]) -> None:
        self.count_people(people)
        division = by_quarter(PEOPLE, SCOPE)
        for place, figure in enumerate(division.figures):
            assert sum(row[place].value for _, row in division.rows) == division.total[place].value, (
                figure.key
            )

    @few_examples
    @given(st.lists(reaches, max_size=8))
    def test_new_people_add_up_and_of_cumulative_counts_the_last_one_counts(
        self, people: list[Reach]
    ) -> None:
        self.count_people(people)
        expected = sum(
            sum(reach.people[:3]) if reach.basis == "new" else reach.people[:3][-1]
            for reach in people
            if reach.qualifier != "up_to"
        )
        assert compute(["people_24_and_under"], SCOPE)["people_24_and_under"].value == expected

    @few_examples
    @given(st.lists(lines, max_size=5), st.lists(reaches, max_size=5))
    def test_another_year_s_records_never_move_this_year_s_figures(
        self, money: list[Line], people: list[Reach]
    ) -> None:
        before = {key: result.value for key, result in compute(FIGURES, SCOPE).items()}
        for year in (LAST_YEAR, NEXT_YEAR):
            self.fund(money, year=year)
            self.count_people(people, year=year)
            AwardFactory(year=year, agreed_on=THIS_YEAR.starts)
            HighImpactTermsFactory(year=year, percentage=Decimal(50))
        assert {key: result.value for key, result in compute(FIGURES, SCOPE).items()} == before

    @few_examples
    @given(st.lists(lines, max_size=6), st.lists(reaches, max_size=6))
    def test_the_records_behind_a_figure_add_up_to_it(self, money: list[Line], people: list[Reach]) -> None:
        self.fund(money)
        self.count_people(people)
        results = compute(FIGURES, SCOPE)
        for key, figure in FIGURES.items():
            if figure.records is not None:
                behind = sum(value for _, value in figure.records(SCOPE).lines())
                assert behind == (results[key].value or 0), key

    @few_examples
    @given(st.lists(lines, max_size=6), st.lists(lines, min_size=1, max_size=3))
    def test_more_interventions_never_lower_a_sum_or_a_count(
        self, money: list[Line], more: list[Line]
    ) -> None:
        self.fund(money)
        sums = [
            key
            for key, figure in FIGURES.items()
            if figure.unit != Unit.PERCENT and key not in FALLS and not key.endswith("unspent")
        ]
        before = compute(sums, SCOPE)
        self.fund(more)
        for key, after in compute(sums, SCOPE).items():
            assert (after.value or 0) >= (before[key].value or 0), key

    @few_examples
    @given(st.lists(lines, max_size=8), st.lists(reaches, max_size=8))
    def test_the_cost_in_queries_is_the_same_for_any_records(
        self, money: list[Line], people: list[Reach]
    ) -> None:
        with CaptureQueriesContext(connection) as empty:
            compute(FIGURES, SCOPE)
        self.fund(money)
        self.count_people(people)
        with CaptureQueriesContext(connection) as full:
            compute(FIGURES, SCOPE)
        assert len(full) == len(empty)
