"""The paper's facts in the records, against numbers read from the paper by hand."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from grants.models import Award, Condition, HighImpactTerms, MatchRequirement
from interventions.models import Approach, ApproachRating, Impact, ImpactAlias
from svd.models import Allocation, DutyMilestone
from vrp_portal.partnership.models import District, Organisation
from vrp_portal.periods import FinancialYear
from vrp_portal.reports.loading import one_load
from vrp_portal.reports.models import Paper, PublishedFigure

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def paper_loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_paper", stdout=StringIO())
        yield
        transaction.set_rollback(True)


def load_again() -> str:
    said = StringIO()
    call_command("load_paper", stdout=said)
    return said.getvalue()


def events_of(*models: Any) -> int:
    return sum(model._meta.get_field("events").related_model.objects.count() for model in models)


def test_districts_have_the_codes_of_the_statistics_office() -> None:
    assert dict(District.objects.values_list("name", "ons_code")) == {
        "Bradford": "E08000032",
        "Calderdale": "E08000033",
        "Kirklees": "E08000034",
        "Leeds": "E08000035",
        "Wakefield": "E08000036",
    }


def test_duty_money_has_19_recipients_14_authorities_and_5_partnerships() -> None:
    csps = Organisation.objects.filter(kind=Organisation.Kind.COMMUNITY_SAFETY_PARTNERSHIP)
    assert csps.count() == 5
    assert {csp.name for csp in csps} == {f"{csp.district} Community Safety Partnership" for csp in csps}
    assert Organisation.objects.filter(specified_authority=True).count() == 14


def test_the_partnership_is_no_specified_authority() -> None:
    partnership = Organisation.objects.get(name="West Yorkshire Violence Reduction Partnership")
    assert not partnership.specified_authority


def test_awards() -> None:
    this_year, next_year = Award.objects.all()
    assert (this_year.year, this_year.year_number, this_year.amount, this_year.status) == (
        FinancialYear(2023),
        2,
        Decimal("4388080.00"),
        "confirmed",
    )
    assert (next_year.year, next_year.year_number, next_year.amount, next_year.status) == (
        FinancialYear(2024),
        3,
        Decimal("4341877.00"),
        "indicative",
    )
    assert str(this_year.funder) == "Home Office"


def test_match_required_is_what_the_paper_states() -> None:
    assert dict(MatchRequirement.objects.values_list("year", "required")) == {
        FinancialYear(2023): Decimal("505500.00"),
        FinancialYear(2024): Decimal("674000.00"),
    }


def test_high_impact_terms() -> None:
    terms = HighImpactTerms.objects.values_list("percentage", "minimum_confidence", "basis")
    assert list(terms) == [(Decimal("30.00"), 4, "committed")] * 2


def test_duty_allocations_and_their_totals() -> None:
    rows = Allocation.objects.values_list("period_start", "period_end", "labour", "non_labour", "total")
    assert [(str(starts), str(ends), *map(str, money)) for starts, ends, *money in rows] == [
        ("2023-01-01", "2023-03-31", "21553.33", "42728.41", "64281.74"),
        ("2023-04-01", "2024-03-31", "101161.78", "129017.47", "230179.25"),
        ("2024-04-01", "2025-03-31", "96302.13", "65436.47", "161738.60"),
    ]


def test_conditions_and_milestones() -> None:
    plan = Condition.objects.get(kind="delivery_plan")
    assert (plan.year, plan.due_on, plan.met_on) == (
        FinancialYear(2024),
        date(2024, 3, 8),
        date(2024, 3, 8),
    )
    assert Condition.objects.filter(kind="match").count() == 2
    done = dict(DutyMilestone.objects.exclude(kind="implementation_plan").values_list("kind", "done_on"))
    assert done == {
        "needs_assessment": date(2024, 1, 31),
        "response_strategy": date(2024, 1, 31),
        "delivery_plan": date(2024, 1, 31),
    }
    plans = DutyMilestone.objects.filter(kind="implementation_plan")
    assert set(plans.values_list("district__name", "due_on", "done_on")) == {
        (name, None, None) for name in District.objects.values_list("name", flat=True)
    }


@pytest.mark.parametrize(
    ("impact", "approaches"),
    [
        (
            "High",
            "A&E navigators, Cognitive behavioural therapy, Focused deterrence, Social skills training, "
            "Sports programmes, Trauma-specific therapies",
        ),
        (
            "Moderate",
            "Functional family therapy, Hot spots policing, Mentoring, Multi-systemic therapy, "
            "Pre-court diversion, Restorative justice",
        ),
        ("Low", "Adventure and wilderness therapy, CCTV"),
        (
            "No clear evidence",
            "Arts programmes, Knife crime education, Police in schools, Trauma-informed training",
        ),
        ("Harmful", "Boot camps, Prison awareness programmes"),
    ],
)
def test_approaches_by_impact(impact: str, approaches: str) -> None:
    ratings = ApproachRating.objects.filter(impact__word=impact)
    assert sorted(ratings.values_list("approach__name", flat=True)) == approaches.split(", ")


def test_no_number_for_evidence_or_cost_without_a_source() -> None:
    assert not ApproachRating.objects.exclude(evidence_confidence=None, cost=None, read_on=None).exists()


def test_only_high_and_moderate_impact_can_count() -> None:
    assert dict(Impact.objects.values_list("word", "counting")) == {
        "High": "always",
        "Moderate": "with_high_confidence",
        "Low": "never",
        "No clear evidence": "never",
        "Harmful": "never",
    }
    assert ImpactAlias.objects.get(word="Insufficient evidence of impact").impact.word == "No clear evidence"


def test_pre_court_diversion_was_split_in_september_2025() -> None:
    split = Approach.objects.get(name="Pre-court diversion").replacements
    assert list(split.values_list("new__name", "replaced_on")) == [
        ("Formal pre-court diversion", date(2025, 9, 1)),
        ("Informal pre-court diversion", date(2025, 9, 1)),
    ]


@pytest.mark.parametrize(
    ("key", "year", "value"),
    [
        ("core_grant_award", 2023, "4388080"),
        ("core_grant_award", 2024, "4341877"),
        ("match_percentage", 2023, "15"),
        ("match_percentage", 2024, "20"),
        ("match_required", 2023, "505500"),
        ("match_required", 2024, "674000"),
        ("svd_labour", 2022, "21553.33"),
        ("svd_non_labour", 2022, "42728.41"),
        ("svd_labour", 2023, "101161.78"),
        ("svd_non_labour", 2023, "129017.47"),
        ("svd_labour", 2024, "96302.13"),
        ("svd_non_labour", 2024, "65436.47"),
        ("core_interventions", 2023, "53"),
        ("svd_interventions", 2023, "10"),
        ("high_impact_share", 2023, "30"),
        ("high_impact_required", 2023, "1316424"),
        ("high_impact_committed", 2023, "1316424"),
        ("high_impact_interventions", 2023, "20"),
        ("other_core_committed", 2023, "793396"),
        ("other_core_interventions", 2023, "30"),
        ("people_24_and_under", 2023, "10630"),
        ("people_25_and_over", 2023, "401"),
        ("professionals_trained", 2023, "125"),
    ],
)
def test_published_figures_that_the_portal_computes(key: str, year: int, value: str) -> None:
    figure = PublishedFigure.objects.get(figure_key=key, year=FinancialYear(year))
    assert figure.value == Decimal(value)


def test_no_other_published_figure_claims_a_key() -> None:
    assert PublishedFigure.objects.exclude(figure_key="").count() == 23


def test_nine_month_figures_are_as_at_the_end_of_december() -> None:
    reach = PublishedFigure.objects.get(figure_key="people_24_and_under")
    award = PublishedFigure.objects.get(figure_key="core_grant_award", year=FinancialYear(2023))
    assert (reach.as_at, award.as_at) == (date(2023, 12, 31), None)


@pytest.mark.parametrize(
    ("paragraph", "value", "unit", "precision"),
    [
        ("5.3.2", 5, "number", "exact"),
        ("5.3.5", 5, "number", "exact"),
        ("5.6.5", 24000, "pounds", "exact"),
        ("5.6.5", 80, "people", "up_to"),
        ("5.6.8", 20, "people", "exact"),
        ("5.6.9", 500, "people", "rounded"),
        ("5.7.4", 22, "number", "exact"),
        ("5.7.4", 5000, "people", "at_least"),
        ("5.7.4", 44, "number", "exact"),
    ],
)
def test_published_figures_of_other_things(paragraph: str, value: int, unit: str, precision: str) -> None:
    assert PublishedFigure.objects.filter(
        paragraph=paragraph, value=value, unit=unit, precision=precision, figure_key=""
    ).exists()


def test_the_slip_of_53_is_explained() -> None:
    explained = PublishedFigure.objects.exclude(explanation="").get()
    assert (explained.paragraph, explained.value) == ("5.4.2", 53)
    assert "20 + 30 = 50" in explained.explanation


def test_a_second_load_changes_nothing() -> None:
    models = (District, Organisation, Award, Allocation, Approach, ApproachRating, Paper, PublishedFigure)
    before = events_of(*models), [model.objects.count() for model in models]
    assert load_again() == "Created 0, already there 322, left alone 0.\n"
    assert (events_of(*models), [model.objects.count() for model in models]) == before


def test_what_was_changed_in_the_portal_is_left_alone() -> None:
    Award.objects.filter(year=FinancialYear(2024)).update(status="confirmed", confirmed_on=date(2024, 4, 15))
    said = load_again()
    assert "left alone 1." in said
    assert "award “Core grant 2024/25 from Home Office”: status, confirmed on" in said
    assert Award.objects.get(year=FinancialYear(2024)).status == "confirmed"


def test_what_was_renamed_in_the_portal_is_not_loaded_beside_it() -> None:
    Organisation.objects.filter(name="Leeds City Council").update(name="Leeds Council")
    PublishedFigure.objects.filter(value=53).update(words="Core-funded interventions, as stated")
    said = load_again()
    assert "Created 0," in said
    assert "organisation “Leeds Council”: name" in said
    assert PublishedFigure.objects.filter(value=53).count() == 1


def test_what_was_withdrawn_and_entered_anew_stands() -> None:
    award = Award.objects.get(year=FinancialYear(2024))
    Award.objects.filter(pk=award.pk).update(withdrawn_on=date(2024, 5, 1), withdrawn_reason="Amount changed")
    award.pk, award.amount, award.agreed_on = None, Decimal("4350000.00"), date(2024, 5, 1)
    award.save()
    assert "Created 0," in load_again()
    assert Award.objects.standing().get(year=FinancialYear(2024)).amount == Decimal("4350000.00")


def test_what_was_removed_in_the_portal_stays_removed() -> None:
    ImpactAlias.objects.all().delete()
    assert "impact alias “Insufficient evidence of impact”: removed" in load_again()
    assert not ImpactAlias.objects.exists()


def load_the_home_office_in_capitals() -> None:
    with one_load() as load:
        load.put([Paper(title="Another", meeting_on=date(2024, 5, 1))], key=["title"])
        load.put([Organisation(name="HOME OFFICE", kind="government")], key=["name"])


def test_a_record_in_the_way_is_told_in_one_line_and_nothing_is_loaded() -> None:
    with pytest.raises(CommandError, match="stands in the way") as refused:
        load_the_home_office_in_capitals()
    assert refused.value.returncode == 2
    assert "\n" not in str(refused.value)
    assert not Paper.objects.filter(title="Another").exists()
