"""Match funding in the database: by partner and kind, supposed, and valued once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from grants import actions
from grants.actions import SaidAlready
from grants.models import MatchContribution, MatchRequirement
from grants.rules import required_match, worth_of_hours
from grants.standing import STEPS, by_partner_and_kind
from tests.factories import (
    MatchContributionFactory,
    MatchEvidenceFactory,
    MatchRequirementFactory,
    OrganisationFactory,
    ValuedMatchFactory,
)
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.supposing import Supposition
from vrp_portal.periods import FinancialYear
from vrp_portal.records.actions import WithdrawnAlready, withdraw

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
DECEMBER = Scope(YEAR, date(2023, 12, 31))
HOURS = {
    "basis": "hours",
    "hours": Decimal("40.00"),
    "hourly_rate": Decimal("25.00"),
    "invoice_reference": "",
    "how_valued": "",
    "period_from": YEAR.starts,
    "period_to": YEAR.ends,
}


def told(divided):
    """Each part with its figures in pounds: evidenced, confirmed, pledged only, both."""
    return {part.label: [str(result.value) for result in part.results] for part in divided.parts}


def contribution(partner, kind, amount, *, confirmed=None, evidenced=None, **fields):
    return MatchContributionFactory(
        organisation=partner,
        kind=kind,
        amount=Decimal(amount),
        confirmed_on=confirmed,
        evidenced_on=evidenced,
        **fields,
    )


@pytest.fixture
def partners():
    """A council with staffing evidenced and cash pledged, a college whose rooms are confirmed in January."""
    council, college = OrganisationFactory(name="A council"), OrganisationFactory(name="A college")
    may, june, january = date(2023, 5, 1), date(2023, 6, 1), date(2024, 1, 8)
    contribution(council, "staffing", "100.01", confirmed=may, evidenced=june)
    contribution(council, "cash", "20.10")
    contribution(college, "resources", "5.55", confirmed=january, evidenced=january)
    contribution(college, "resources", "1.00", year=FinancialYear(2024))
    return council, college


def test_it_is_divided_by_partner_and_by_kind_as_at_the_day(partners):
    by_partner, by_kind = by_partner_and_kind(DECEMBER)
    assert told(by_partner) == {
        "A college": ["0", "0", "5.55", "5.55"],
        "A council": ["100.01", "100.01", "20.10", "120.11"],
    }
    assert told(by_kind) == {
        "Cash": ["0", "0", "20.10", "20.10"],
        "Staffing": ["100.01", "100.01", "0", "100.01"],
        "Resources": ["0", "0", "5.55", "5.55"],
        "Contribution to delivery": ["0", "0", "0", "0"],
    }
    later, _ = by_partner_and_kind(DECEMBER.on(date(2024, 1, 8)))
    assert told(later)["A college"] == ["5.55", "5.55", "0", "5.55"]


def test_a_partner_whose_contribution_was_withdrawn_is_left_out_from_that_day(partners):
    for record in MatchContribution.objects.filter(organisation__name="A college", year=YEAR):
        withdraw(record, on=date(2023, 12, 31), reason="It was another year's")
    by_partner, _ = by_partner_and_kind(DECEMBER)
    assert set(told(by_partner)) == {"A council"}
    day_before, _ = by_partner_and_kind(DECEMBER.on(date(2023, 12, 30)))
    assert set(told(day_before)) == {"A council", "A college"}


def test_it_is_asked_in_a_fixed_number_of_queries(partners, django_assert_num_queries):
    with django_assert_num_queries(4):
        by_partner_and_kind(DECEMBER)
    for name in "BCDEF":
        contribution(OrganisationFactory(name=name), "cash", "1.00")
    with django_assert_num_queries(4):
        by_partner_and_kind(DECEMBER)


class TestTotalsAgree(TestCase):
    """Whatever is entered, each table adds up to the figures of the page, on both sides, to the penny."""

    STEPS_TAKEN = st.sampled_from([(), ("2023-06-01",), ("2023-06-01", "2023-07-01"), ("2024-02-01",)])

    @settings(max_examples=15, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.integers(0, 3),
                st.sampled_from(MatchContribution.Kind.values),
                st.decimals(0, 9_999_999, places=2),
                STEPS_TAKEN,
            ),
            max_size=8,
        )
    )
    def test_tables_and_figures(self, made):
        partners = [OrganisationFactory() for _ in range(4)]
        for number, kind, amount, steps in made:
            confirmed, evidenced = (
                date.fromisoformat(steps[place]) if len(steps) > place else None for place in (0, 1)
            )
            contribution(partners[number], kind, amount, confirmed=confirmed, evidenced=evidenced)
        figures = compute(STEPS, DECEMBER)
        for divided in by_partner_and_kind(DECEMBER):
            assert [result.value for result in divided.total.results] == [figures[key].value for key in STEPS]
            for place, key in enumerate(STEPS):
                assert sum(part.results[place].value for part in divided.parts) == figures[key].value
            for part in (*divided.parts, divided.total):
                evidenced, confirmed, pledged, both = (result.value for result in part.results)
                assert evidenced <= confirmed
                assert confirmed + pledged == both


class TestRulesAndDatabaseAgree(TestCase):
    @settings(max_examples=15, deadline=None)
    @given(st.decimals(0, 9_999_999_999, places=2), st.decimals(0, 100, places=2))
    def test_what_is_required(self, baseline, percentage):
        MatchRequirement.objects.all().delete()
        record = MatchRequirementFactory(baseline_amount=baseline, percentage=percentage)
        record.refresh_from_db()
        assert record.required == required_match(baseline, percentage=percentage)

    @settings(max_examples=15, deadline=None)
    @given(st.decimals(Decimal("0.01"), 9_999, places=2), st.decimals(0, 9_999, places=2))
    def test_what_hours_are_worth(self, hours, rate):
        worth = worth_of_hours(hours, hourly_rate=rate)
        ValuedMatchFactory(hours=hours, hourly_rate=rate, amount=worth)
        with pytest.raises(IntegrityError), transaction.atomic():
            ValuedMatchFactory(hours=hours, hourly_rate=rate, amount=worth + Decimal("0.01"))


KEYS = ("match_baseline", "match_percentage", "match_required", "match_to_confirm", "match_to_find")


def values(scope):
    return [None if result.value is None else str(result.value) for result in compute(KEYS, scope).values()]


def test_another_percentage_is_supposed_without_saving(partners):
    MatchRequirementFactory()
    supposed = DECEMBER.suppose(Supposition(match_percentage=Decimal(20)))
    # Confirmed £100.01; pledged besides £25.65.
    assert values(DECEMBER) == ["3370000.00", "15.00", "505500.00", "505399.99", "505374.34"]
    assert values(supposed) == ["3370000.00", "20", "674000.00", "673899.99", "673874.34"]
    assert MatchRequirement.objects.get().percentage == 15


def test_another_baseline_is_supposed_with_the_recorded_percentage():
    MatchRequirementFactory()
    supposed = DECEMBER.suppose(Supposition(match_baseline=Decimal("1000.10")))
    assert values(supposed)[:3] == ["1000.10", "15.00", "150.02"]  # 150.015, half a penny up


def test_a_percentage_of_no_baseline_is_not_known():
    supposed = DECEMBER.suppose(Supposition(match_percentage=Decimal(20)))
    assert values(supposed) == [None, "20", None, None, None]


def test_a_year_without_a_requirement_is_supposed_whole():
    supposed = DECEMBER.suppose(
        Supposition(match_percentage=Decimal(20), match_baseline=Decimal("3370000.00"))
    )
    assert values(supposed)[2] == "674000.00"


class TestSayingHowItWasValued:
    def test_what_was_recorded_without_it_is_valued_later(self):
        record = MatchContributionFactory()
        valued = actions.state_valuation(record, said=HOURS)
        assert (valued.basis, valued.hours, valued.period_to) == ("hours", Decimal(40), YEAR.ends)
        assert not valued.lacks_valuation

    def test_it_is_said_once_by_any_road(self):
        record = ValuedMatchFactory()
        with pytest.raises(SaidAlready, match="has been said already"):
            actions.state_valuation(record, said=HOURS | {"hours": Decimal(20), "hourly_rate": Decimal(50)})
        with pytest.raises(DatabaseError, match="Cannot update rows"), transaction.atomic():
            MatchContribution.objects.update(basis="", hours=None, hourly_rate=None)
        with pytest.raises(DatabaseError, match="Cannot update rows"), transaction.atomic():
            MatchContribution.objects.update(period_from=None, period_to=None)

    def test_saying_the_same_again_is_no_harm(self):
        assert actions.state_valuation(ValuedMatchFactory(), said=HOURS).basis == "hours"

    def test_the_period_may_be_said_later_than_the_basis(self):
        record = ValuedMatchFactory(period_from=None, period_to=None)
        assert record.lacks_valuation
        assert actions.state_valuation(record, said=HOURS).period_from == YEAR.starts

    def test_what_is_withdrawn_is_not_valued(self):
        record = MatchContributionFactory()
        withdraw(record, on=date(2023, 6, 1), reason="Entered twice")
        with pytest.raises(WithdrawnAlready):
            actions.state_valuation(record, said=HOURS)


class TestEvidence:
    @pytest.fixture(autouse=True)
    def _folder(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path

    def test_it_is_kept_with_its_contribution(self, finance):
        file = ContentFile(b"%PDF-1.7 hours", name="hours.pdf")
        record = MatchContributionFactory()
        evidence = actions.attach_evidence(
            record, file, name="hours.pdf", content_type="application/pdf", by=finance
        )
        with evidence.file.open("rb") as kept:
            assert kept.read() == b"%PDF-1.7 hours"
        assert (evidence.size, evidence.added_by, evidence.contribution) == (14, finance, record)

    def test_none_is_added_to_what_is_withdrawn(self, finance):
        record = MatchContributionFactory()
        withdraw(record, on=date(2023, 6, 1), reason="Entered twice")
        with pytest.raises(WithdrawnAlready):
            actions.attach_evidence(
                record, ContentFile(b"%PDF-1.7"), name="a.pdf", content_type="application/pdf", by=finance
            )

    def test_a_withdrawn_file_no_longer_stands(self):
        evidence = MatchEvidenceFactory()
        withdraw(evidence, on=date(2023, 6, 1), reason="The wrong file")
        assert list(evidence.contribution.evidence.standing()) == []
        assert evidence.contribution.evidence.count() == 1
