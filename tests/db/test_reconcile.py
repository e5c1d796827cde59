"""Published against recorded: each figure in its own scope, and the sums that a paper leaves open."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from grants.models import Award
from interventions.models import Intervention
from tests.factories import AllocationFactory, AwardFactory, PaperFactory, PublishedFigureFactory
from vrp_portal.periods import FinancialYear
from vrp_portal.records.actions import withdraw
from vrp_portal.reports.comparison import compared
from vrp_portal.reports.models import PublishedFigure

pytestmark = pytest.mark.django_db

DAY = date(2023, 12, 31)
YEAR = FinancialYear(2023)


@pytest.fixture
def papers_records(db: None) -> None:
    call_command("load_paper", stdout=StringIO())
    call_command("load_illustrative", stdout=StringIO())


def reconcile(**options: str) -> list[dict[str, Any]]:
    said = StringIO()
    call_command("reconcile", year="2023/24", as_at="2023-12-31", format="json", stdout=said, **options)
    told = json.loads(said.getvalue())
    assert told.keys() == {"published"}
    return told["published"]


def row(rows: list[dict[str, Any]], paragraph: str, words: str) -> dict[str, Any]:
    return next(it for it in rows if it["paragraph"] == paragraph and it["words"].startswith(words))


def test_every_published_figure_is_told_with_what_the_records_give(papers_records: None) -> None:
    rows = reconcile()
    assert len(rows) == PublishedFigure.objects.count() + 1
    assert all(
        it.keys() == {"paper", "paragraph", "words", "published", "recorded", "difference", "explanation"}
        for it in rows
    )
    assert row(rows, "1.2", "Core grant, 2024/25") == {
        "paper": "Violence Reduction Partnership update, 12 April 2024",
        "paragraph": "1.2",
        "words": "Core grant, 2024/25",
        "published": "4341877.00",
        "recorded": "4341877.00",
        "difference": "0.00",
        "explanation": "",
    }
    reached = row(rows, "5.4.6", "People aged 24")
    assert (reached["published"], reached["recorded"], reached["difference"]) == ("10630", "10630", "0")
    up_to = row(rows, "5.6.5", "Young people that")
    assert (up_to["published"], up_to["recorded"], up_to["difference"]) == ("80", None, None)
    assert not [it for it in rows if it["explanation"] == "unexplained"]


def test_the_papers_53_against_20_and_30_shows_by_itself(papers_records: None) -> None:
    PublishedFigure.objects.update(explanation="")
    rows = reconcile()
    assert row(rows, "5.4.2", "Interventions funded")["published"] == "53"
    assert row(rows, "5.4.3, 5.4.4", "") == {
        "paper": "Violence Reduction Partnership update, 12 April 2024",
        "paragraph": "5.4.3, 5.4.4",
        "words": "Core-funded interventions: 20 + 30, where 5.4.2 says 53",
        "published": "50",
        "recorded": "53",
        "difference": "3",
        "explanation": (
            "The paper does not state the rest, which the records have: 3 (core-funded interventions with no "
            "amount stated)."
        ),
    }


def test_the_explanation_follows_the_records_where_they_lack_one(papers_records: None) -> None:
    withdraw(Intervention.objects.get(reference="VRP-2023-053"), on=date(2023, 4, 1), reason="Never began")
    rows = reconcile()
    total = row(rows, "5.4.2", "Interventions funded")
    assert (total["recorded"], total["difference"]) == ("52", "-1")
    sums = row(rows, "5.4.3, 5.4.4", "")
    assert (sums["recorded"], sums["difference"], sums["explanation"]) == (
        "52",
        "2",
        "The paper does not state the rest, which the records have: 2 (core-funded interventions with no "
        "amount stated).",
    )


def test_where_the_records_do_not_account_for_the_rest_it_is_unexplained(papers_records: None) -> None:
    withdraw(Intervention.objects.get(reference="VRP-2023-001"), on=date(2023, 4, 1), reason="Never began")
    sums = row(reconcile(), "5.4.3, 5.4.4", "")
    assert (sums["recorded"], sums["difference"], sums["explanation"]) == ("52", "2", "unexplained")


@pytest.mark.parametrize(
    ("published", "precision", "difference", "explanation"),
    [
        ("10600", "rounded", "30", ""),
        ("10700", "rounded", "-70", "unexplained"),
        ("11000", "up_to", "-370", ""),
        ("10000", "up_to", "630", "unexplained"),
        ("10000", "at_least", "630", ""),
        ("9664", "estimate", "966", ""),
        ("9663", "estimate", "967", "unexplained"),
    ],
)
def test_a_figure_is_held_to_no_more_than_it_was_stated_with(
    papers_records: None, published: str, precision: str, difference: str, explanation: str
) -> None:
    reached = PublishedFigure.objects.filter(figure_key="people_24_and_under")
    reached.update(value=Decimal(published), precision=precision)
    told = row(reconcile(), "5.4.6", "People aged 24")
    assert (told["published"], told["recorded"]) == (published, "10630")
    assert (told["difference"], told["explanation"]) == (difference, explanation)


def test_a_record_that_changed_since_is_unexplained_until_somebody_explains_it(papers_records: None) -> None:
    award = Award.objects.get(year=YEAR)
    withdraw(award, on=award.agreed_on, reason="Restated")
    AwardFactory(funder=award.funder, amount=Decimal("4388000.00"), agreed_on=award.agreed_on)
    told = row(reconcile(), "1.2", "Core grant, 2023/24")
    assert (told["recorded"], told["difference"]) == ("4388000.00", "-80.00")
    assert told["explanation"] == "unexplained"
    PublishedFigure.objects.filter(words="Core grant, 2023/24").update(explanation="Restated by letter.")
    assert row(reconcile(), "1.2", "Core grant, 2023/24")["explanation"] == "Restated by letter."


def test_the_table_says_the_same_for_people(papers_records: None) -> None:
    said = StringIO()
    call_command("reconcile", year="2023/24", as_at="2023-12-31", stdout=said)
    lines = said.getvalue().splitlines()
    assert lines[0] == "Violence Reduction Partnership update, 12 April 2024"
    (told,) = [line for line in lines if "About 500" in line]
    assert told.split("  ")[-1] == "Not recorded in the portal"
    (sums,) = [line for line in lines if line.startswith("5.4.3, 5.4.4")]
    assert "3 more than published" in sums


def test_a_figure_without_a_day_is_compared_as_at_the_day_asked_for(db: None) -> None:
    AwardFactory(agreed_on=date(2023, 6, 1), amount=Decimal("100.00"))
    PublishedFigureFactory(figure_key="core_grant_award", year=YEAR, value=Decimal(100), unit="pounds")
    assert [line.recorded for line in compared(YEAR, as_at=date(2023, 5, 31))] == [""]
    assert [line.recorded for line in compared(YEAR, as_at=date(2023, 6, 1))] == ["£100.00"]


def test_a_figure_with_a_day_of_its_own_is_compared_as_at_that(db: None) -> None:
    AwardFactory(agreed_on=date(2023, 6, 1), amount=Decimal("100.00"))
    PublishedFigureFactory(figure_key="core_grant_award", year=YEAR, as_at=date(2023, 5, 31), unit="pounds")
    assert [line.recorded for line in compared(YEAR, as_at=date(2024, 3, 31))] == [""]


def test_whole_papers_that_state_a_figure_of_the_year_are_told_and_no_others(db: None) -> None:
    about_this, about_next = PaperFactory(), PaperFactory()
    PublishedFigureFactory(paper=about_this, words="This year", year=YEAR)
    PublishedFigureFactory(paper=about_this, words="Next year", year=FinancialYear(2024))
    PublishedFigureFactory(paper=about_this, words="Of no year")
    PublishedFigureFactory(paper=about_next, words="Another paper", year=FinancialYear(2024))
    assert {line.words for line in compared(YEAR, as_at=DAY)} == {"This year", "Next year", "Of no year"}
    assert len(compared(None, as_at=DAY)) == 4


def test_a_key_that_no_figure_has_is_not_recorded(db: None) -> None:
    PublishedFigureFactory(figure_key="no_such_figure", year=YEAR)
    (line,) = compared(YEAR, as_at=DAY)
    assert (line.agrees, line.difference) == (None, "Not recorded in the portal")


@pytest.fixture
def duty_money(db: None):
    """£70.00 for labour and £30.00 for other things, £100.00 in all; a paper that states any of them."""
    AllocationFactory(labour=Decimal("70.00"), non_labour=Decimal("30.00"))
    paper = PaperFactory()

    def state(key: str, value: str, **fields: Any) -> None:
        stated = {"paper": paper, "year": YEAR, "unit": "pounds", "value": Decimal(value)} | fields
        PublishedFigureFactory(figure_key=key, **stated)

    return state


def paragraphs() -> list[str]:
    return [line.words for line in compared(YEAR, as_at=DAY) if line.pk is None]


def test_parts_that_do_not_add_up_to_their_whole_are_told_whatever_they_are(duty_money) -> None:
    duty_money("svd_total", "100.00", paragraph="2.1")
    duty_money("svd_labour", "70.00", paragraph="2.2")
    duty_money("svd_non_labour", "20.00", paragraph="2.3")
    (sums,) = [line for line in compared(YEAR, as_at=DAY) if line.pk is None]
    assert sums.words == "SVD allocation: £70.00 + £20.00, where 2.1 says £100.00"
    assert (sums.paragraph, sums.difference) == ("2.2, 2.3", "£10.00 more than published")
    assert sums.explanation == "unexplained"


def test_parts_are_told_in_the_order_of_the_paper_and_their_sum_after_the_last(duty_money) -> None:
    duty_money("svd_non_labour", "20.00", paragraph="2.1")
    duty_money("svd_total", "100.00", paragraph="2.2")
    duty_money("svd_labour", "70.00", paragraph="2.3")
    told = [(line.paragraph, line.published) for line in compared(YEAR, as_at=DAY)]
    assert told == [("2.1", "£20.00"), ("2.2", "£100.00"), ("2.3", "£70.00"), ("2.1, 2.3", "£90.00")]
    assert paragraphs() == ["SVD allocation: £20.00 + £70.00, where 2.2 says £100.00"]


@pytest.mark.parametrize(
    "stated",
    [
        [("svd_total", "100.00"), ("svd_labour", "70.00"), ("svd_non_labour", "30.00")],
        [("svd_total", "100.00"), ("svd_labour", "60.00")],
        [("svd_labour", "60.00"), ("svd_non_labour", "20.00")],
    ],
)
def test_parts_that_add_up_or_lack_a_whole_or_stand_alone_are_not(duty_money, stated) -> None:
    for key, value in stated:
        duty_money(key, value)
    assert paragraphs() == []


def test_parts_of_another_year_or_stated_roughly_are_not_added_up(duty_money) -> None:
    duty_money("svd_total", "100.00")
    duty_money("svd_labour", "60.00", precision="rounded")
    duty_money("svd_non_labour", "20.00", year=FinancialYear(2024))
    assert paragraphs() == []


def test_the_number_of_queries_does_not_grow_with_the_figures_of_a_scope(db: None) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            compared(YEAR, as_at=DAY)
        return len(captured)

    paper = PaperFactory()
    PublishedFigureFactory(paper=paper, figure_key="core_grant_award", year=YEAR)
    few = queries()
    for _ in range(20):
        PublishedFigureFactory(paper=paper, figure_key="core_grant_award", year=YEAR)
    assert queries() == few


@pytest.mark.parametrize(
    ("option", "value"), [("year", "2023"), ("as_at", "31/12"), ("as_at", "2018-01-01"), ("year", "1999/00")]
)
def test_an_option_that_cannot_be_read_is_refused_by_name(option: str, value: str) -> None:
    with pytest.raises(CommandError, match=f"--{option.replace('_', '-')}") as refusal:
        call_command("reconcile", **{option: value})
    assert refusal.value.returncode == 2


def test_a_year_of_which_no_paper_states_anything(db: None) -> None:
    said = StringIO()
    call_command("reconcile", year="2022/23", stdout=said)
    assert said.getvalue().strip() == "No paper that states a figure of this year is kept."
