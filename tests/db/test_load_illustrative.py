"""The illustrative register adds up to what the paper states, to the penny and the person."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F, Q, Sum

from grants.models import BudgetEntry, BudgetLine, MatchContribution, SpendEntry, Virement
from grants.querysets import confirmed_by, pledged_only_by
from interventions.models import (
    Approach,
    ApproachRating,
    Assessment,
    FundingEntry,
    FundingLine,
    FundingSpend,
    Intervention,
    InterventionDistrict,
    ReachRecord,
    StatusChange,
)
from vrp_portal.partnership.models import District, Organisation
from vrp_portal.periods import FinancialYear
from vrp_portal.records.models import Sourced

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
END_OF_DECEMBER = date(2023, 12, 31)
REAL_CHARITIES = (
    "St Giles",
    "Ivison",
    "Getaway Girls",
    "Leaders Unlocked",
    "CNet",
    "Youth Association",
    "Crest",
)
COUNTS = Q(impact__counting="always") | Q(impact__counting="with_high_confidence", evidence_confidence__gte=4)


@pytest.fixture(scope="module", autouse=True)
def register_loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_paper", stdout=StringIO())
        call_command("load_illustrative", stdout=StringIO())
        yield
        transaction.set_rollback(True)


def load_again() -> str:
    said = StringIO()
    call_command("load_illustrative", stdout=said)
    return said.getvalue()


def core_lines() -> Any:
    return FundingLine.objects.filter(funding_source="core", year=YEAR)


def qualifying() -> Any:
    """Core lines whose intervention's assessment relies on a rating that counts."""
    return core_lines().filter(intervention__assessments__rating__in=ApproachRating.objects.filter(COUNTS))


def allocated(lines: Any) -> Decimal:
    entries = FundingEntry.objects.filter(line__in=lines, agreed_on__lte=END_OF_DECEMBER)
    return entries.aggregate(pounds=Sum("amount"))["pounds"]


def reached(field: str) -> int:
    """People over three quarters: new ones added, of cumulative ones the last value."""
    records = ReachRecord.objects.for_year(YEAR).as_at(END_OF_DECEMBER)
    return sum(record[f"new_{field}"] for record in records.with_new(field).values(f"new_{field}"))


def test_63_interventions_by_reference() -> None:
    references = Intervention.objects.values_list("reference", flat=True)
    assert list(references) == [f"VRP-2023-{number:03d}" for number in range(1, 64)]


def test_53_core_funded_and_10_duty_funded() -> None:
    lines = FundingLine.objects.values_list("funding_source").annotate(Count("intervention", distinct=True))
    assert dict(lines.order_by()) == {"core": 53, "svd": 10}


def test_20_qualify_with_1316424_pounds() -> None:
    assert qualifying().count() == 20
    assert allocated(qualifying()) == Decimal("1316424.00")


def test_30_others_have_793396_pounds() -> None:
    others = core_lines().exclude(pk__in=qualifying()).filter(entries__isnull=False).distinct()
    assert others.count() == 30
    assert allocated(others) == Decimal("793396.00")


def test_three_core_funded_have_no_amount_stated() -> None:
    assert core_lines().filter(entries=None).count() == 3


def test_duty_funded_fit_in_the_duty_money_other_than_labour() -> None:
    assert Decimal(0) < allocated(FundingLine.objects.filter(funding_source="svd")) < Decimal("129017.47")


@pytest.mark.parametrize(
    ("field", "people"),
    [("people_24_and_under", 10_630), ("people_25_and_over", 401), ("professionals_trained", 125)],
)
def test_reach_is_what_the_paper_states(field: str, people: int) -> None:
    assert reached(field) == people


def test_nobody_is_reached_before_delivery() -> None:
    reach = ReachRecord.objects.filter(quarter__gte=YEAR.quarters[0])
    assert not reach.filter(intervention__status="in_set_up").exists()
    assert not [record for record in reach if record.quarter.ends < record.intervention.starts_on]


def test_reach_has_both_bases_and_small_counts() -> None:
    assert set(ReachRecord.objects.values_list("basis", flat=True)) == {"new", "cumulative"}
    assert ReachRecord.objects.filter(people_25_and_over__range=(1, 4)).exists()


def test_cumulative_counts_never_fall() -> None:
    counts = ReachRecord.objects.filter(basis="cumulative").with_new(
        "people_24_and_under", "people_25_and_over"
    )
    assert not [
        count for count in counts if count.new_people_24_and_under < 0 or count.new_people_25_and_over < 0
    ]


def test_five_navigator_services_one_in_set_up() -> None:
    services = Intervention.objects.filter(approach__name="A&E navigators")
    assert set(services.values_list("districts__name", "status")) == {
        ("Leeds", "delivering"),
        ("Bradford", "delivering"),
        ("Calderdale", "delivering"),
        ("Kirklees", "delivering"),
        ("Wakefield", "in_set_up"),
    }


def test_custody_diversion_relies_on_a_rating_marked_illustrative() -> None:
    rating = Assessment.objects.get(intervention__name="Custody Diversion programme").rating
    assert (rating.impact.word, rating.evidence_confidence, rating.illustrative) == ("Moderate", 4, True)
    assert "5.4.3" in rating.source


def test_qualifying_assessments_were_made_in_the_first_quarter() -> None:
    days = Assessment.objects.filter(intervention__funding_lines__in=qualifying()).aggregate(
        Count("pk", distinct=True),
        early=Count("pk", filter=Q(assessed_on__range=("2023-04-01", "2023-06-30"))),
    )
    assert days == {"pk__count": 20, "early": 20}


def test_some_interventions_are_not_assessed() -> None:
    assert Intervention.objects.filter(assessments=None).count() == 6


def test_every_district_has_lines_and_so_has_the_whole_area() -> None:
    names = set(FundingLine.objects.values_list("district__name", flat=True))
    assert names == {*District.objects.values_list("name", flat=True), None}


def test_an_intervention_its_line_and_its_reach_are_of_the_same_district() -> None:
    assert not FundingLine.objects.filter(intervention__whole_area=True, district__isnull=False).exists()
    assert not Intervention.objects.filter(whole_area=True, districts__isnull=False).exists()
    local = FundingLine.objects.filter(intervention__whole_area=False)
    assert local.filter(district=F("intervention__districts")).count() == local.count()
    assert not ReachRecord.objects.exclude(
        Q(district=F("intervention__districts")) | Q(district=None, intervention__whole_area=True)
    ).exists()


def test_money_is_agreed_in_the_nine_months_and_some_of_it_changes() -> None:
    assert not FundingEntry.objects.exclude(agreed_on__range=("2023-04-01", END_OF_DECEMBER)).exists()
    assert FundingEntry.objects.filter(amount__lt=0).exists()
    assert FundingLine.objects.annotate(changes=Count("entries")).filter(changes=2).count() >= 5


def test_no_more_is_spent_than_was_allocated_by_the_end_of_any_quarter() -> None:
    for quarter in YEAR.quarters[:3]:
        lines = FundingLine.objects.with_money(as_at=quarter.ends).exclude(allocated=None)
        assert not lines.filter(spent__gt=F("allocated")).exists()
    assert FundingSpend.objects.filter(line__entries=None).count() == 0


def test_the_status_is_that_of_the_latest_change() -> None:
    for intervention in Intervention.objects.prefetch_related("status_changes"):
        assert intervention.status == intervention.status_changes.all().last().status


def test_match_is_partly_confirmed_and_partly_pledged() -> None:
    contributions = MatchContribution.objects.for_year(YEAR).as_at(END_OF_DECEMBER)
    pounds = contributions.aggregate(
        confirmed=Sum("amount", filter=confirmed_by(END_OF_DECEMBER)),
        pledged=Sum("amount", filter=pledged_only_by(END_OF_DECEMBER)),
    )
    assert pounds == {"confirmed": Decimal("356050.00"), "pledged": Decimal("75000.00")}


def test_every_record_is_marked_illustrative_and_names_its_source() -> None:
    for model in (
        Intervention,
        FundingLine,
        FundingEntry,
        FundingSpend,
        Assessment,
        ReachRecord,
        MatchContribution,
        BudgetLine,
        BudgetEntry,
        SpendEntry,
        Virement,
    ):
        assert not model.objects.exclude(illustrative=True).exists(), model
        assert not model.objects.exclude(
            source__startswith="Illustrative; Panel paper, 12 April 2024"
        ).exists()


def test_whoever_delivers_or_gives_is_invented() -> None:
    involved = Organisation.objects.filter(Q(delivers__isnull=False) | Q(match_contributions__isnull=False))
    assert involved.exists()
    assert not involved.exclude(illustrative=True, name__startswith="Illustrative").exists()
    assert Intervention.objects.filter(delivery_organisation=None).exists()


@pytest.mark.parametrize("charity", REAL_CHARITIES)
def test_no_real_charity_is_named_anywhere(charity: str) -> None:
    for model in (Intervention, Organisation, Approach):
        assert not model.objects.filter(Q(name__icontains=charity) | Q(source__icontains=charity)).exists()


def test_a_second_load_changes_nothing() -> None:
    tracked = [
        *(model for model in apps.get_models() if issubclass(model, Sourced)),
        InterventionDistrict,
        StatusChange,
    ]
    histories = [model._meta.get_field("events").related_model for model in tracked]
    before = [model.objects.count() for model in (*tracked, *histories)]
    assert load_again() == "Created 0, already there 825, left alone 0.\n"
    assert [model.objects.count() for model in (*tracked, *histories)] == before


def test_what_staff_changed_survives() -> None:
    Intervention.objects.filter(reference="VRP-2023-001").update(
        name="Navigators at night", status="complete"
    )
    reach = ReachRecord.objects.filter(intervention__reference="VRP-2023-001").first()
    ReachRecord.objects.filter(pk=reach.pk).update(people_24_and_under=3)
    InterventionDistrict.objects.filter(intervention__reference="VRP-2023-002").delete()
    said = load_again()
    assert "Created 0, " in said
    assert "left alone 3." in said
    assert "intervention “VRP-2023-001 Navigators at night”: name, status" in said
    reach.refresh_from_db()
    assert reach.people_24_and_under == 3
    assert not Intervention.objects.get(reference="VRP-2023-002").districts.exists()


def test_a_line_withdrawn_and_a_new_entry_stand() -> None:
    line = FundingLine.objects.get(intervention__reference="VRP-2023-008")
    FundingEntry.objects.create(line=line, agreed_on=date(2024, 2, 1), amount=Decimal("500"), reason="More")
    FundingLine.objects.filter(pk=line.pk).update(
        withdrawn_on=date(2024, 2, 2), withdrawn_reason="Entered twice"
    )
    assert "Created 0, " in load_again()
    assert line.entries.count() == 2


def test_without_the_paper_it_says_what_to_run_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vrp_portal.reports.paper_2024_04_12.load.MEETING_ON", date(2024, 4, 13))
    with pytest.raises(CommandError, match="run load_paper first") as refused:
        load_again()
    assert refused.value.returncode == 2
