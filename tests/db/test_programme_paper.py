"""The paper's programme activity in the records: every number of its paragraphs that are not about money."""

import re
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Q

from vrp_portal.programme import contents
from vrp_portal.programme.disclosure import counts_of
from vrp_portal.programme.models import (
    Activity,
    ActivityCount,
    Evaluation,
    GovernanceGroup,
    GovernanceLine,
    Publication,
    Workstream,
)
from vrp_portal.programme.rules import small_counts_in
from vrp_portal.records.personal_data import looks_personal

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def paper_loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_paper", stdout=StringIO())
        yield
        transaction.set_rollback(True)


MODELS = (Activity, Publication, Evaluation, GovernanceGroup, GovernanceLine, Workstream)

# Every number of 3.3 to 3.5 and 5.1 to 5.7 but for those of money and interventions (5.4, held elsewhere):
# the paragraph, and how a record says it.
STATED = [
    ("3.3", "One of five that put the duty's strategy into practice"),
    ("3.3", "31 January 2024"),
    ("3.5", "Annex A and Annex B"),
    ("5.1.1", "by 2030"),
    ("5.1.3", "Fourth annual"),
    ("5.1.3", "Three days"),
    ("5.1.3", "days 1 and 2"),
    ("5.1.3", "19 February 2024"),
    ("5.1.3", "from 2021 to 2023"),
    ("5.1.3", "early in 2024-25"),
    ("5.3.2", "One of five needs assessments"),
    ("5.3.2", "January 2024"),
    ("5.5.1", "8 March 2024"),
    ("5.5.4", "March 2024"),
    ("5.6.1", "aged 14-25"),
    ("5.6.1", "October 2023"),
    ("5.6.1", "16 March 2024"),
    ("5.6.1", "four priorities"),
    ("5.6.1", "four-pillar"),
    ("5.6.2", "2 online sessions"),
    ("5.6.2", "1 meeting face to face"),
    ("5.6.3", "October 2023"),
    ("5.6.3", "by March 2024"),
    ("5.6.5", "£24,000"),
    ("5.6.5", "2 community organisations"),
    ("5.6.5", "up to 80 young people"),
    ("5.6.5", "1-1"),
    ("5.6.5", "28 March 2024"),
    ("5.6.6", "26 February 2024"),
    ("5.6.6", "4 questions of the workshop"),
    ("5.6.7", "14 May 2024"),
    ("5.6.8", "7 February 2024"),
    ("5.6.8", "20 community leaders and emerging leaders"),
    ("5.6.8", "3 months of training"),
    ("5.6.9", "launched in September"),
    ("5.6.9", "6 schools and colleges"),
    ("5.6.9", "October 2023 to December 2023"),
    ("5.6.9", "about 500 people at secondary school level"),
    ("5.7.1", "February 2024"),
    ("5.7.2", "four strands during 2024/25"),
    ("5.7.2", "end of February"),
    ("5.7.3", "2022/23"),
    ("5.7.3", "31 March 2024"),
    ("5.7.4", "February 2024"),
    ("5.7.4", "22 schools"),
    ("5.7.4", "3 minutes on BBC Look North"),
    ("5.7.4", "more than 5,000 young people"),
    ("5.7.4", "44 secondary schools"),
    ("5.7.5", "March 2024 to April 2024"),
    ("5.7.6", "19 February 2024"),
    ("5.7.6", "by 2030"),
    ("5.7.7", "26 February 2024"),
    ("5.7.8", "18 March 2024"),
    ("5.7.9", "end of March"),
    ("5.7.11", "page 17"),
    ("5.7.11", "March 2024"),
    ("5.7.12", "July 2023"),
    ("5.7.12", "31 March 2024"),
]


def told_of(paragraph: str) -> list[str]:
    """What the records of a paragraph say, in words."""
    of_paragraph = Q(source__regex=rf"[ ,]{re.escape(paragraph)}($|[., ])")
    told = []
    for model in MODELS:
        for record in model.objects.filter(of_paragraph):
            words = [str(getattr(record, field.name)) for field in model._meta.concrete_fields]
            told.append(" | ".join([*words, getattr(record, "when", "")]))
    for activity in Activity.objects.filter(of_paragraph).with_words():
        told += [count.words for count in counts_of(activity, in_full=True)]
    return told


@pytest.mark.parametrize(("paragraph", "words"), STATED)
def test_every_number_that_the_paper_states_is_in_a_record(paragraph: str, words: str) -> None:
    told = told_of(paragraph)
    assert any(words in record for record in told), told


@pytest.mark.parametrize("section", ["5.1", "5.2", "5.3", "5.5", "5.6", "5.7"])
def test_every_paragraph_that_tells_something_has_a_record(section: str) -> None:
    paragraphs = {
        "5.1": ["5.1.1", "5.1.2", "5.1.3"],
        "5.2": ["5.2.1", "5.2.2", "5.2.3"],
        "5.3": ["5.3.2", "5.3.3", "5.3.4", "5.3.5", "5.3.6"],
        "5.5": [f"5.5.{number}" for number in range(1, 5)],
        "5.6": [f"5.6.{number}" for number in range(1, 10)],
        "5.7": [f"5.7.{number}" for number in range(1, 13)],
    }[section]
    assert [paragraph for paragraph in paragraphs if not told_of(paragraph)] == []


def test_five_evaluations_are_under_way_without_a_finding() -> None:
    told = contents.evaluations(date(2023, 4, 1), date(2024, 3, 31), workstream="knowledge-hub")
    assert [(one.state, one.findings) for one in told] == [("Under way", "")] * 5
    assert "Ivison Trust's Parent Liaison Officer programme" in {one.title for one in told}


def test_five_localities_have_a_needs_assessment_for_partners() -> None:
    local = Publication.objects.filter(kind="needs_assessment", district__isnull=False)
    assert {(one.when, one.audience) for one in local} == {("January 2024", "partners")}
    assert local.count() == 5


def test_the_partnership_reports_to_the_executive_and_the_home_office() -> None:
    told = contents.governance()
    names = {group.key: group.name for group in told.groups}
    reports = {group.name: {names[key] for key in group.reports_to} for group in told.groups}
    assert reports["Violence Reduction Partnership"] == {
        "Home Office",
        "Policing and Crime Executive",
        "Partnership Delivery and Serious Violence Executive Group",
    }
    assert reports["Strategic duty holders"] == {
        "Partnership Executive Group",
        "West Yorkshire Strategic Executive",
    }
    assert reports["Leeds Community Safety Partnership"] == {"Violence Reduction Partnership"}
    assert reports["Women and Girls' Safety Unit"] == set()


def test_a_line_that_the_paper_only_implies_says_so() -> None:
    lines = GovernanceLine.objects.filter(
        Q(group__name__startswith="Leeds") | Q(group__name__contains="Child")
    )
    assert all("Assumed" in source for source in lines.values_list("source", flat=True))


def test_the_six_workstreams_stand_in_the_papers_order() -> None:
    assert list(Workstream.objects.values_list("name", flat=True)) == [
        "Adversity, trauma and resilience",
        "Child First",
        "Knowledge Hub",
        "Women and girls' safety",
        "Community engagement",
        "Communications",
    ]


def test_nothing_is_invented_and_everything_has_its_paragraph() -> None:
    for model in (*MODELS, ActivityCount):
        assert not model.objects.filter(illustrative=True).exists()
        assert not model.objects.exclude(source__startswith="Panel paper, 12 April 2024, ").exists()


def test_what_is_told_names_no_small_count_and_nobodys_data() -> None:
    for activity in Activity.objects.all():
        assert list(small_counts_in(activity.happened, threshold=5)) == []
        assert list(looks_personal(activity.happened)) == []


def test_a_second_load_changes_nothing_and_what_was_withdrawn_stays_so() -> None:
    def events() -> int:
        return sum(model._meta.get_field("events").related_model.objects.count() for model in MODELS)

    before = events()
    said = StringIO()
    call_command("load_paper", stdout=said)
    assert said.getvalue().startswith("Created 0, ")
    assert events() == before
    gone = Activity.objects.filter(title="Showcase event")
    gone.update(withdrawn_on=date(2024, 5, 1), withdrawn_reason="It was called off")
    call_command("load_paper", stdout=StringIO())
    assert gone.count() == 1
