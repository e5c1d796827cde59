"""Years, quarters and pounds as columns; and the database's rounding held against the portal's own."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from grants.models import Award, MatchRequirement
from interventions.models import ReachRecord
from tests.factories import (
    AllocationFactory,
    AwardFactory,
    MatchRequirementFactory,
    ReachRecordFactory,
)
from vrp_portal.money import to_pennies
from vrp_portal.money.fields import PoundsFormField
from vrp_portal.periods import FinancialYear, Quarter
from vrp_portal.periods.fields import FinancialYearFormField

pytestmark = pytest.mark.django_db


def test_a_year_is_stored_as_the_number_of_its_first_calendar_year() -> None:
    AwardFactory(year=FinancialYear(2023))
    with connection.cursor() as cursor:
        cursor.execute("SELECT year FROM grants_award")
        assert cursor.fetchone() == (2023,)
    assert Award.objects.get().year == FinancialYear(2023)


def test_years_are_asked_for_as_values_or_as_written() -> None:
    for start in (2022, 2023, 2024):
        AwardFactory(year=FinancialYear(start))
    assert Award.objects.filter(year__gte=FinancialYear(2023)).count() == 2
    assert Award.objects.get(year="2023/24").year == FinancialYear(2023)


def test_a_quarter_is_stored_as_a_number_that_sorts() -> None:
    for quarter in (
        Quarter(FinancialYear(2023), 4),
        Quarter(FinancialYear(2024), 1),
        Quarter(FinancialYear(2023), 2),
    ):
        ReachRecordFactory(quarter=quarter)
    assert [str(record.quarter) for record in ReachRecord.objects.order_by("quarter")] == [
        "2023/24 Q2",
        "2023/24 Q4",
        "2024/25 Q1",
    ]


def test_records_can_be_written_to_a_file_and_read_back() -> None:
    record = ReachRecordFactory(quarter=Quarter(FinancialYear(2023), 3))
    award = AwardFactory()
    written = serializers.serialize("json", [record, award])
    read_record, read_award = (read.object for read in serializers.deserialize("json", written))
    assert read_record.quarter == record.quarter
    assert (read_award.year, read_award.amount) == (award.year, award.amount)


@pytest.mark.parametrize("typed", ["2023-25", "next year", "1066/67"])
def test_a_form_says_what_is_not_a_year(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        FinancialYearFormField().clean(typed)
    assert typed in refused.value.messages[0] or "1066" in refused.value.messages[0]


def test_a_form_shows_a_year_and_an_amount_as_they_are_written() -> None:
    assert FinancialYearFormField().prepare_value(FinancialYear(2023)) == "2023/24"
    assert PoundsFormField().prepare_value(Decimal("1316424")) == "1316424.00"


def test_an_amount_written_another_way_has_not_changed() -> None:
    field = PoundsFormField()
    assert not field.has_changed(Decimal("1316424.00"), "£1,316,424")
    assert field.has_changed(Decimal("1316424.00"), "1316424.01")
    assert field.has_changed(Decimal("1316424.00"), "£1,316,424.OO")


@pytest.mark.parametrize(
    ("baseline", "percentage", "required"),
    [
        ("3370000.00", "15", "505500.00"),
        ("3370000.00", "20", "674000.00"),
        ("0.10", "5", "0.01"),
        ("0.30", "5", "0.02"),
        ("0.09", "5", "0.00"),
        ("9999999999.99", "100", "9999999999.99"),
    ],
)
def test_the_database_works_out_the_match_required(baseline: str, percentage: str, required: str) -> None:
    requirement = MatchRequirementFactory(baseline_amount=Decimal(baseline), percentage=Decimal(percentage))
    requirement.refresh_from_db()
    assert requirement.required == Decimal(required)


@pytest.mark.parametrize(
    ("labour", "non_labour", "total"),
    [
        ("21553.33", "42728.41", "64281.74"),
        ("101161.78", "129017.47", "230179.25"),
        ("96302.13", "65436.47", "161738.60"),
    ],
)
def test_the_database_adds_up_an_allocation(labour: str, non_labour: str, total: str) -> None:
    allocation = AllocationFactory(labour=Decimal(labour), non_labour=Decimal(non_labour))
    allocation.refresh_from_db()
    assert allocation.total == Decimal(total)


class TestRounding(TestCase):
    """PostgreSQL and the portal's rules round the same amount to the same penny."""

    @settings(max_examples=15, deadline=None)
    @given(
        st.decimals(0, 99_999_999, places=2),
        st.decimals(0, 100, places=2),
    )
    def test_the_match_required_is_rounded_as_the_rules_round(
        self, baseline: Decimal, percentage: Decimal
    ) -> None:
        MatchRequirement.objects.bulk_create(
            [MatchRequirementFactory.build(baseline_amount=baseline, percentage=percentage)]
        )
        assert MatchRequirement.objects.get().required == to_pennies(baseline * percentage / 100)

    @settings(max_examples=15, deadline=None)
    @given(st.lists(st.decimals(-99_999, 99_999, places=3), min_size=1, max_size=50))
    def test_half_pennies_are_rounded_the_same_way(self, amounts: list[Decimal]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT round(amount, 2) FROM unnest(%s::numeric[]) AS amount", [amounts])
            assert [row[0] for row in cursor.fetchall()] == [to_pennies(amount) for amount in amounts]


class TestPoundsAreNeverFloats:
    """0.1 + 0.2 is not 0.3 for a float, so none comes near a column of money, however it would be used."""

    def test_it_is_not_saved(self) -> None:
        award = AwardFactory()
        with pytest.raises(TypeError, match=r"0.1 is a float, and money never is"):
            AwardFactory(year=FinancialYear(2024), amount=0.1)
        with pytest.raises(TypeError):
            Award.objects.filter(pk=award.pk).update(status="indicative", amount=0.1)
        with pytest.raises(TypeError):
            Award.objects.bulk_create([Award(funder=award.funder, year=2025, amount=0.1)])

    def test_it_is_not_looked_for(self) -> None:
        with pytest.raises(TypeError):
            Award.objects.filter(amount__gte=0.1).exists()
        with pytest.raises(TypeError):
            Award.objects.filter(amount__in=[0.1]).exists()

    def test_it_is_not_checked_either(self) -> None:
        with pytest.raises(TypeError):
            AwardFactory.build(funder=AwardFactory().funder, amount=0.1).full_clean()

    def test_a_form_takes_words(self) -> None:
        with pytest.raises(TypeError):
            PoundsFormField().clean(0.1)
        assert PoundsFormField().clean("0.10") == Decimal("0.10")
